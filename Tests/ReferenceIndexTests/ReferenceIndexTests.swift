import Music
import Production
import ReferenceIndex
import Testing

@Suite("ReferenceIndex") struct ReferenceIndexTests {
  private static let facts = ReferenceIndex.Facts(
    name: "made up", about: "Works of a test.", alarm: 40,
    baselines: [Verdict.Baseline(genre: "all", works: 3, median: 10, low: 5, high: 20)],
    styles: ["irish": "folk"])

  private static func line(_ random: inout RandomStream, _ count: Int) -> ReferenceLine {
    var line = ReferenceLine()
    var (value, onset) = (60, 0)
    for _ in 0..<count {
      line.values.append(Int16(value))
      line.onsets.append(Int32(onset))
      value += random.index(9) - 4
      // Now and then a step that has no code of its own.
      onset += random.chance(0.02) ? 100_000 : [6, 12, 24][random.index(3)]
    }
    return line
  }

  /// An index of made-up works and what was put into it.
  private static func made(
    seed: UInt64, works: Int = 12
  ) -> (bytes: [UInt8], lines: [[Verdict.Line: ReferenceLine]], figures: [[UInt32]]) {
    var random = RandomStream(seed: seed, purpose: "index")
    var writer = ReferenceIndexWriter()
    var lines: [[Verdict.Line: ReferenceLine]] = []
    var figures: [[UInt32]] = []
    for number in 0..<works {
      let own: [Verdict.Line: ReferenceLine] = [
        .melody: line(&random, 5 + random.index(200)), .bass: line(&random, random.index(40)),
        .chords: ReferenceLine(),
      ]
      let found = (0..<20).map { _ in UInt32(random.index(64)) << 26 }
      writer.add(
        ReferenceWork(
          name: Verdict.Work(
            id: "work-\(number)", title: "Ünïcode \(number)", composer: number % 2 == 0 ? "A" : "",
            licence: "CC0-1.0", source: "here", attribution: "", genre: "folk", tune: 0),
          barLengths: [.init(bar: 0, length: 384), .init(bar: 8, length: 288)]),
        lines: own, figures: [.melody: found, .rhythm: Array(found.prefix(3))])
      lines.append(own)
      figures.append(found)
    }
    writer.setTunes((0..<works).map { $0 / 2 * 2 })
    return (writer.encoded(facts: facts, model: [1, 2, 3]), lines, figures)
  }

  @Test("what was put in comes back, line by line and figure by figure", arguments: 0..<8)
  func roundTrip(seed: UInt64) throws {
    let (bytes, lines, figures) = Self.made(seed: seed)
    #expect(bytes == Self.made(seed: seed).bytes)
    let index = try ReferenceIndex(bytes: bytes)
    #expect(index.facts == Self.facts && index.count == lines.count)
    #expect(try index.model() == [1, 2, 3])
    try index.verify()
    for number in lines.indices {
      let work = try index.work(number)
      #expect(work.name.id == "work-\(number)" && work.name.title == "Ünïcode \(number)")
      #expect(try work.name.tune == number / 2 * 2 && index.tune(ofWork: number) == work.name.tune)
      #expect(work.bar(at: 96 * 8) == 8 && work.bar(at: 96 * 8 + 72) == 9)
      for kind in ReferenceIndex.keptLines {
        #expect(try index.line(kind, ofWork: number) == lines[number][kind], "\(kind)")
      }
      for figure in Set(figures[number]) {
        var seen: [Int] = []
        let count = try index.forEachWork(with: figure, in: .melody) { seen.append($0) }
        let having = figures.indices.filter { figures[$0].contains(figure) }
        #expect(count == having.count && seen == having)
      }
    }
    #expect(throws: ReferenceIndexError.self) { try index.work(lines.count) }
    #expect(throws: ReferenceIndexError.self) { try index.line(.melody, ofWork: -1) }
  }

  @Test("a file that is cut off anywhere is refused")
  func truncated() {
    let bytes = Self.made(seed: 1, works: 3).bytes
    for length in stride(from: 0, to: bytes.count, by: 7) {
      #expect(throws: ReferenceIndexError.self) {
        try ReferenceIndex(bytes: Array(bytes.prefix(length)))
      }
    }
  }

  @Test("another version and another kind of file are told as such")
  func foreign() {
    var bytes = Self.made(seed: 2, works: 2).bytes
    bytes[8] = 2
    #expect(throws: ReferenceIndexError.wrongVersion(found: 2, expected: 1)) {
      try ReferenceIndex(bytes: bytes)
    }
    bytes[0] = 0
    #expect(throws: ReferenceIndexError.notAnIndex) { try ReferenceIndex(bytes: bytes) }
    #expect(throws: ReferenceIndexError.notFound(path: "/nowhere")) {
      try ReferenceIndex(path: "/nowhere")
    }
    #expect(throws: ReferenceIndexError.notAFile(path: "/")) { try ReferenceIndex(path: "/") }
  }

  @Test("changed bytes are read or refused, never worse, and a check finds them", arguments: 0..<40)
  func fuzzed(seed: UInt64) throws {
    var random = RandomStream(seed: seed, purpose: "fuzz")
    let whole = Self.made(seed: seed % 4).bytes
    var bytes = whole
    for _ in 0..<(1 + random.index(8)) {
      bytes[random.index(bytes.count)] = UInt8(random.index(256))
    }
    guard bytes != whole, let index = try? ReferenceIndex(bytes: bytes) else { return }
    #expect(throws: ReferenceIndexError.self, "seed \(seed)") { try index.verify() }
    for number in 0..<min(index.count, 64) {
      _ = try? index.work(number)
      _ = try? index.tune(ofWork: number)
      for kind in Verdict.Line.allCases { _ = try? index.line(kind, ofWork: number) }
    }
    for kind in Verdict.Line.allCases {
      for figure in 0..<256 {
        _ = try? index.forEachWork(with: UInt32(figure) << 24 | 7, in: kind) { _ in }
      }
    }
  }
}
