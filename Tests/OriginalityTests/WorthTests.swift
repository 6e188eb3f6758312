import Music
import Originality
import Production
import ReferenceIndex
import Testing

@Suite("Worth") struct WorthTests {
  /// What notes are worth as the definition says it, over the whole line.
  private static func plain(_ line: ReferenceLine) -> (returns: [Bool], runs: [Bool]) {
    let count = line.count
    func step(_ place: Int) -> Int {
      let (own, last) = (Int(line.values[place]), Int(line.values[place - 1]))
      return min(max(own - last, -12), 12)
    }
    func time(_ place: Int) -> Double {
      place < 2
        ? 1
        : Double(line.onsets[place] - line.onsets[place - 1])
          / Double(line.onsets[place - 1] - line.onsets[place - 2])
    }
    var returns = [Bool](repeating: false, count: count)
    for place in 1..<count {
      returns[place] = (1...8).contains { period in
        (0..<max(2, period)).allSatisfy { back in
          let here = place - back
          return here > period && step(here) == step(here - period)
        }
      }
    }
    var runs = [Bool](repeating: false, count: count)
    var start = 1
    while start < count {
      var end = start + 1
      while end < count, abs(step(end)) <= 2, step(end).signum() == step(start).signum(),
        (0.9...1.1).contains(time(end))
      {
        end += 1
      }
      if abs(step(start)) <= 2, end - start >= 3 {
        for place in start..<end { runs[place] = true }
      }
      start = abs(step(start)) <= 2 ? end : start + 1
    }
    return (returns, runs)
  }

  @Test("a stretch is worth what it is worth in the whole line", arguments: 0..<60)
  func stretches(seed: UInt64) throws {
    var random = RandomStream(seed: seed, purpose: "worth")
    let model = try AlignerTests.model(&random)
    for kind in Verdict.Line.allCases {
      let line = AlignerTests.line(&random, 3 + random.index(400), kind)
      var whole = Worth(kind: kind, model: model)
      whole.begin(count: line.count)
      whole.cover(0..<line.count, of: line)
      var worth = Worth(kind: kind, model: model)
      // Memory of another line may not show.
      let other = AlignerTests.line(&random, 500, kind)
      worth.begin(count: other.count)
      worth.cover(0..<other.count, of: other)
      worth.begin(count: line.count)
      let start = random.index(line.count)
      let range = start..<min(line.count, start + 1 + random.index(80))
      worth.cover((range.lowerBound - 30)..<range.lowerBound, of: line)
      worth.cover(range, of: line)
      #expect(Array(worth.intervals[range]) == Array(whole.intervals[range]), "seed \(seed)")
      #expect(Array(worth.relations[range]) == Array(whole.relations[range]), "seed \(seed)")
    }
  }

  @Test("runs and what comes again are discounted, nothing else", arguments: 0..<60)
  func discounts(seed: UInt64) throws {
    var random = RandomStream(seed: seed, purpose: "discounts")
    // Every step tells 80 sixteenths: an eighth of that is 10.
    let model = try #require(
      StepModel(bytes: [UInt8](repeating: 80, count: StepModel.length)))
    var line = ReferenceLine()
    var (value, onset) = (60, 0)
    for _ in 0..<(20 + random.index(200)) {
      line.values.append(Int16(value))
      line.onsets.append(Int32(onset))
      value += [-1, 1, 1, 2, 3][random.index(5)]
      onset += [12, 12, 12, 24][random.index(4)]
    }
    var worth = Worth(kind: .melody, model: model)
    worth.begin(count: line.count)
    worth.cover(0..<line.count, of: line)
    let (returns, runs) = Self.plain(line)
    for place in 1..<line.count {
      let expected: UInt8 = runs[place] ? 0 : returns[place] ? 10 : 80
      #expect(worth.intervals[place] == expected, "seed \(seed), note \(place)")
    }
  }
}
