import Foundation
public import Production

/// Collects works and writes an index; the same works in the same order give the same bytes.
///
/// Memory grows by the lines, packed, and eight bytes for each figure of each work. Used by one
/// thread at a time.
public struct ReferenceIndexWriter {
  /// Figures that stand in more works than this share are common: their works are not listed.
  public static let commonShare = 0.06
  /// Figures of fewer works are never common.
  public static let leastCommon = 64

  private var works: [ReferenceWork] = []
  /// Lines one after another, four bytes a step: first value and onset, then intervals and times.
  private var steps: [[[UInt8]]] = []
  private var counts: [[LineStep: Int]]
  /// Figures by line: the figure in the upper, the work in the lower half of each word.
  private var figures: [[UInt64]]

  /// Begins an index.
  public init() {
    counts = ReferenceIndex.keptLines.map { _ in [:] }
    figures = Verdict.Line.allCases.map { _ in [] }
  }

  /// How many works there are so far.
  public var count: Int { works.count }

  /// Adds a work with its lines and the figures in them.
  public mutating func add(
    _ work: ReferenceWork, lines: [Verdict.Line: ReferenceLine],
    figures found: [Verdict.Line: [UInt32]]
  ) {
    let number = UInt64(works.count)
    works.append(work)
    var packed: [[UInt8]] = []
    for (kind, line) in ReferenceIndex.keptLines.enumerated() {
      packed.append(pack(lines[line] ?? ReferenceLine(), kind: kind))
    }
    steps.append(packed)
    for (kind, line) in Verdict.Line.allCases.enumerated() {
      for figure in Set(found[line] ?? []).sorted() {
        figures[kind].append(UInt64(figure) << 32 | number)
      }
    }
  }

  /// Gives tunes their numbers, one for each work.
  public mutating func setTunes(_ tunes: [Int]) {
    for (index, tune) in tunes.enumerated() where works.indices.contains(index) {
      works[index].name.tune = tune
    }
  }

  /// Every figure of melodies that stands in 2 to `most` works, with its works.
  public func forEachSharedFigure(most: Int, _ visit: ([Int]) -> Void) {
    let sorted = figures[0].sorted()
    var start = 0
    while start < sorted.count {
      var end = start + 1
      while end < sorted.count, sorted[end] >> 32 == sorted[start] >> 32 { end += 1 }
      if (2...max(2, most)).contains(end - start) {
        visit(sorted[start..<end].map { Int($0 & 0xFFFF_FFFF) })
      }
      start = end
    }
  }

  private mutating func pack(_ line: ReferenceLine, kind: Int) -> [UInt8] {
    var writer = SectionWriter()
    for index in line.values.indices {
      let step: (Int, Int)
      if index == 0 {
        step = (Int(line.values[0]), Int(line.onsets[0]))
      } else {
        step = (
          Int(line.values[index]) - Int(line.values[index - 1]),
          Int(line.onsets[index]) - Int(line.onsets[index - 1])
        )
        if let interval = Int16(exactly: step.0), let time = UInt16(exactly: step.1) {
          counts[kind][LineStep(interval: interval, time: time), default: 0] += 1
        }
      }
      writer.signed(step.0)
      writer.number(max(step.1, 0))
    }
    return writer.bytes
  }

  /// The file's bytes; `model` is kept as it is.
  public func encoded(facts: ReferenceIndex.Facts, model: [UInt8]) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    var sections: [(name: String, bytes: [UInt8])] = []
    sections.append(("META", Array((try? encoder.encode(facts)) ?? Data())))
    let (names, texts) = named()
    sections.append(("TEXT", texts))
    sections.append(("WORK", names))
    let dictionaries = self.dictionaries()
    sections.append(("DICT", Self.encoded(dictionaries)))
    sections.append(("LINE", lines(dictionaries)))
    sections.append(("MODL", model))
    for (kind, line) in Verdict.Line.allCases.enumerated() {
      sections.append((ReferenceIndex.tableName(line), table(figures[kind])))
    }
    return Self.file(sections)
  }

  private func named() -> (works: [UInt8], texts: [UInt8]) {
    var numbers: [String: Int] = [:]
    var texts: [[UInt8]] = []
    func number(_ text: String) -> Int {
      if let known = numbers[text] { return known }
      numbers[text] = texts.count
      texts.append(Array(text.utf8))
      return texts.count - 1
    }
    let records = works.map { work -> [UInt8] in
      let name = work.name
      var record = SectionWriter()
      for text in [
        name.id, name.title, name.composer, name.licence, name.source, name.attribution,
        name.genre,
      ] {
        record.number(number(text))
      }
      record.number(name.tune)
      record.number(work.barLengths.count)
      var bar = 0
      for change in work.barLengths {
        record.number(change.bar - bar)
        record.number(max(change.length, 1))
        bar = change.bar
      }
      return record.bytes
    }
    var workSection = SectionWriter()
    workSection.word(works.count)
    workSection.table(records)
    var textSection = SectionWriter()
    textSection.word(texts.count)
    textSection.table(texts)
    return (workSection.bytes, textSection.bytes)
  }

  /// The commonest steps of each line, which have codes of one byte.
  private func dictionaries() -> [[LineStep]] {
    counts.map { counts in
      let sorted = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
      let common = sorted.prefix(ReferenceIndex.codes).map(\.key)
      let empty = LineStep(interval: 0, time: 0)
      return common + Array(repeating: empty, count: ReferenceIndex.codes - common.count)
    }
  }

  private static func encoded(_ dictionaries: [[LineStep]]) -> [UInt8] {
    var writer = SectionWriter()
    for step in dictionaries.joined() {
      writer.word(Int(UInt16(bitPattern: step.interval)) | Int(step.time) << 16)
    }
    return writer.bytes
  }

  private func lines(_ dictionaries: [[LineStep]]) -> [UInt8] {
    let codes = dictionaries.map { steps in
      Dictionary(
        steps.enumerated().map { ($1, UInt8($0)) }, uniquingKeysWith: { first, _ in first })
    }
    var entries: [[UInt8]] = []
    entries.reserveCapacity(works.count * ReferenceIndex.keptLines.count)
    for work in steps {
      for (kind, packed) in work.enumerated() { entries.append(coded(packed, codes[kind])) }
    }
    var writer = SectionWriter()
    writer.table(entries)
    return writer.bytes
  }

  private func coded(_ packed: [UInt8], _ codes: [LineStep: UInt8]) -> [UInt8] {
    var unpacked: [(Int, Int)] = []
    packed.withUnsafeBytes { bytes in
      var reader = SectionReader(bytes, "LINE")
      while let interval = try? reader.signed(), let time = try? reader.number() {
        unpacked.append((interval, time))
      }
    }
    var writer = SectionWriter()
    writer.number(unpacked.count)
    for (index, step) in unpacked.enumerated() {
      if index > 0, let interval = Int16(exactly: step.0), let time = UInt16(exactly: step.1),
        let code = codes[LineStep(interval: interval, time: time)]
      {
        writer.byte(code)
        continue
      }
      if index > 0 { writer.byte(UInt8(ReferenceIndex.codes)) }
      writer.signed(step.0)
      writer.number(step.1)
    }
    return writer.bytes
  }

  /// A table of figures: how many bits choose a bucket, where buckets begin, and their entries.
  private func table(_ figures: [UInt64]) -> [UInt8] {
    var bits = 4
    while bits < 20, figures.count >> bits > 8 { bits += 1 }
    let shift = UInt64(24 - bits + 32)
    let sorted = figures.map { ($0 >> shift) << 32 | $0 & 0xFFFF_FFFF }.sorted()
    let common = max(Self.leastCommon, Int(Double(works.count) * Self.commonShare))
    var buckets = [[UInt8]](repeating: [], count: 1 << bits)
    var start = 0
    while start < sorted.count {
      let key = sorted[start] >> 32
      var found: [Int] = []
      var end = start
      while end < sorted.count, sorted[end] >> 32 == key {
        let work = Int(sorted[end] & 0xFFFF_FFFF)
        if found.last != work { found.append(work) }
        end += 1
      }
      buckets[Int(key >> 8)] += Self.entry(UInt8(key & 0xFF), works: found, common: common)
      start = end
    }
    var writer = SectionWriter()
    writer.word(bits)
    writer.table(buckets)
    return writer.bytes
  }

  private static func entry(_ key: UInt8, works: [Int], common: Int) -> [UInt8] {
    var writer = SectionWriter()
    writer.byte(key)
    if works.count == 1 {
      writer.number(works[0] << 2)
    } else if works.count <= common {
      writer.number(works.count << 2 | 1)
      var last = 0
      for work in works {
        writer.number(work - last)
        last = work
      }
    } else {
      writer.number(works.count << 2 | 2)
    }
    return writer.bytes
  }

  private static func file(_ sections: [(name: String, bytes: [UInt8])]) -> [UInt8] {
    var body = SectionWriter()
    var offset = ReferenceIndex.headerLength + sections.count * 24
    for section in sections {
      body.append(section.name.utf8)
      body.word(0)
      body.long(UInt64(offset))
      body.long(UInt64(section.bytes.count))
      offset += (section.bytes.count + 7) / 8 * 8
    }
    for section in sections {
      body.append(section.bytes)
      body.align()
    }
    var writer = SectionWriter()
    writer.append(ReferenceIndex.magic)
    writer.word(Int(ReferenceIndex.version))
    writer.word(sections.count)
    writer.long(UInt64(ReferenceIndex.headerLength + body.bytes.count))
    writer.long(body.bytes.withUnsafeBytes { digest(of: $0) })
    writer.append(body.bytes)
    return writer.bytes
  }

  /// A digest of bytes: FNV-1a over words of eight bytes, which finds damage, not malice.
  static func digest(of bytes: UnsafeRawBufferPointer) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    let words = bytes.count / 8
    for index in 0..<words {
      let word = UInt64(
        littleEndian: bytes.loadUnaligned(fromByteOffset: index * 8, as: UInt64.self))
      hash = (hash ^ word) &* 0x0000_0100_0000_01B3
      hash ^= hash >> 29
    }
    for index in (words * 8)..<bytes.count {
      hash = (hash ^ UInt64(bytes[index])) &* 0x0000_0100_0000_01B3
    }
    return hash
  }
}
