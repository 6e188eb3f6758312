import Music
import Originality
import Production
import ReferenceIndex
import Testing

@Suite("Aligner") struct AlignerTests {
  /// A line of few intervals and times, so that much of two lines is alike by chance.
  static func line(
    _ random: inout RandomStream, _ count: Int, _ kind: Verdict.Line
  ) -> ReferenceLine {
    var line = ReferenceLine()
    var (value, onset) = (60, 0)
    for _ in 0..<count {
      line.values.append(Int16(kind == .chords ? random.index(48) % 17 : value))
      line.onsets.append(Int32(onset))
      value += [-2, -1, 0, 1, 2, 5, -300][random.index(random.chance(0.02) ? 7 : 6)]
      // Now and then two at once.
      onset += random.chance(0.03) ? 0 : [3, 6, 12, 24][random.index(4)]
    }
    return line
  }

  /// Some of a line, moved and stretched, with notes put in and left out.
  static func varied(
    _ line: ReferenceLine, _ range: Range<Int>, _ random: inout RandomStream
  ) -> ReferenceLine {
    var varied = ReferenceLine()
    let factor = Int32(1 + random.index(3))
    for note in range where !random.chance(0.06) {
      let onset = (line.onsets[note] - line.onsets[range.lowerBound]) * factor
      varied.values.append(line.values[note])
      varied.onsets.append(onset)
      if random.chance(0.1) {
        varied.values.append(line.values[note] + 2)
        varied.onsets.append(onset + 1)
      }
    }
    return varied
  }

  static func model(_ random: inout RandomStream) throws -> StepModel {
    try #require(
      StepModel(bytes: (0..<StepModel.length).map { _ in UInt8(random.index(120)) }))
  }

  @Test(
    "what it finds is what every pair and every move find",
    arguments: Verdict.Line.allCases, 0..<40)
  func sameAsPlain(kind: Verdict.Line, seed: UInt64) throws {
    var random = RandomStream(seed: seed, purpose: "align \(kind)")
    let model = try Self.model(&random)
    // One aligner for several works: nothing of one may be left in the next.
    var pieces = Self.line(&random, 20 + random.index(140), kind)
    let source = Self.line(&random, 20 + random.index(200), kind)
    if random.chance(0.7) {
      let start = random.index(source.count - 16)
      pieces = Self.varied(source, start..<min(source.count, start + 70), &random)
    }
    var aligner = Aligner(pieces, kind: kind)
    var worth = Worth(kind: kind, model: model)
    var found = 0
    for number in 0..<8 {
      let work =
        number % 2 == 0 ? source : Self.line(&random, 1 + random.index(300), kind)
      worth.begin(count: work.count)
      let first = random.index(pieces.count)
      let range = first..<min(pieces.count, first + 1 + random.index(90))
      let diagonal = random.index(work.count + pieces.count) - pieces.count
      worth.cover(
        (range.lowerBound + diagonal - Aligner.stray)..<(range.upperBound + diagonal
          + Aligner.stray), of: work)
      var whole = Worth(kind: kind, model: model)
      whole.begin(count: work.count)
      whole.cover(0..<work.count, of: work)
      let plain = PlainAlignment(
        kind: kind, piece: pieces, work: work, intervals: whole.intervals,
        relations: whole.relations)
      let expected = plain.best(range, diagonal: diagonal)
      #expect(
        aligner.best(range, of: work, worth, diagonal: diagonal) == expected,
        "seed \(seed), work \(number)")
      if let expected {
        found += 1
        #expect(
          aligner.best(range, of: work, worth, diagonal: diagonal, above: expected.score) == nil)
      }
    }
    #expect(found > 0 || kind != .melody, "seed \(seed)")
  }

  @Test(
    "keys and times at the ends of their ranges do not stop it", arguments: Verdict.Line.allCases)
  func ends(kind: Verdict.Line) throws {
    var random = RandomStream(seed: 1, purpose: "ends")
    let model = try Self.model(&random)
    let values: [Int16] = [.min, .max, .min, .max, 0, .max, .min, 0]
    let onsets: [Int32] = [0, 1, 2, 1_000_000_000, 1_000_000_001, 1_500_000_000, .max - 1, .max]
    let line = ReferenceLine(values: values, onsets: onsets)
    var worth = Worth(kind: kind, model: model)
    worth.begin(count: line.count)
    worth.cover(0..<line.count, of: line)
    var aligner = Aligner(line, kind: kind)
    for diagonal in [-1000, -8, 0, 3, 1000] {
      _ = aligner.best(0..<line.count, of: line, worth, diagonal: diagonal)
    }
  }
}
