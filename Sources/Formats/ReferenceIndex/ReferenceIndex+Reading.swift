public import Production

extension ReferenceIndex {
  /// A work, by its number.
  public func work(_ number: Int) throws(ReferenceIndexError) -> ReferenceWork {
    let section = try section("WORK")
    let range = try section.entry(number, of: count, tableAt: 4)
    var reader = SectionReader(section.bytes, "WORK", range)
    var texts: [String] = []
    for _ in 0..<7 { texts.append(try text(reader.number())) }
    let name = Verdict.Work(
      id: texts[0], title: texts[1], composer: texts[2], licence: texts[3], source: texts[4],
      attribution: texts[5], genre: texts[6], tune: try reader.number())
    let changes = try reader.number()
    guard changes <= range.count else { throw reader.malformed("a count of metres") }
    var lengths: [ReferenceWork.BarLength] = []
    var bar = 0
    for _ in 0..<changes {
      bar += try reader.number()
      let length = try reader.number()
      guard length > 0, bar < 1 << 24 else { throw reader.malformed("a length of bars") }
      lengths.append(ReferenceWork.BarLength(bar: bar, length: length))
    }
    return ReferenceWork(name: name, barLengths: lengths)
  }

  /// The tune of a work, by the work's number; costs less than the whole work.
  public func tune(ofWork number: Int) throws(ReferenceIndexError) -> Int {
    let section = try section("WORK")
    let range = try section.entry(number, of: count, tableAt: 4)
    var reader = SectionReader(section.bytes, "WORK", range)
    for _ in 0..<7 { _ = try reader.number() }
    return try reader.number()
  }

  private func text(_ number: Int) throws(ReferenceIndexError) -> String {
    let section = try section("TEXT")
    var reader = section
    let range = try section.entry(number, of: reader.word(), tableAt: 4)
    return String(decoding: section.bytes[range], as: UTF8.self)
  }

  /// A line of a work: melody, bass or chords; rhythms are the melody's.
  public func line(
    _ line: Verdict.Line, ofWork number: Int
  ) throws(ReferenceIndexError) -> ReferenceLine {
    var found = ReferenceLine()
    try read(line, ofWork: number, into: &found)
    return found
  }

  /// Reads a line of a work into one that was read before, whose memory is used again.
  ///
  /// What stands in it after an error is not said.
  public func read(
    _ line: Verdict.Line, ofWork number: Int, into found: inout ReferenceLine
  ) throws(ReferenceIndexError) {
    found.values.removeAll(keepingCapacity: true)
    found.onsets.removeAll(keepingCapacity: true)
    let kept = line == .rhythm ? .melody : line
    let kinds = Self.keptLines.count
    let kind = Self.keptLines.firstIndex(of: kept) ?? 0
    let section = try section("LINE")
    guard number >= 0, number < count else { throw section.malformed("a work's number") }
    let range = try section.entry(number * kinds + kind, of: count * kinds, tableAt: 0)
    var reader = SectionReader(section.bytes, "LINE", range)
    let notes = try reader.number()
    guard notes <= range.count else { throw reader.malformed("a count of notes") }
    guard notes > 0 else { return }
    let steps = dictionary(of: kept)
    var value = try reader.signed()
    var onset = try reader.number()
    found.values.reserveCapacity(notes)
    found.onsets.reserveCapacity(notes)
    for index in 0..<notes {
      if index > 0 {
        let code = Int(try reader.byte())
        if code < steps.count {
          value += Int(steps[code].interval)
          onset += Int(steps[code].time)
        } else {
          value += try reader.signed()
          onset += try reader.number()
        }
      }
      guard let short = Int16(exactly: value), let time = Int32(exactly: onset) else {
        throw reader.malformed("a note within reach")
      }
      found.values.append(short)
      found.onsets.append(time)
    }
  }

  /// The bytes of the model of what follows what, as they were given to the writer.
  public func model() throws(ReferenceIndexError) -> [UInt8] { Array(try section("MODL").bytes) }

  /// The table that tells in which works figures of a line stand.
  public func figureTable(_ line: Verdict.Line) throws(ReferenceIndexError) -> FigureTable {
    let section = try section(Self.tableName(line))
    var head = section
    let bits = try head.word()
    guard bits <= 24 else { throw head.malformed("at most 2^24 buckets") }
    return FigureTable(index: self, section: section, bits: bits)
  }
  /// In how many works a figure stands, and each of them by its number, ascending; of common
  /// figures the number alone.
  public func forEachWork(
    with figure: UInt32, in line: Verdict.Line, _ visit: (Int) -> Void
  ) throws(ReferenceIndexError) -> Int {
    var works: [Int32] = []
    let count = try figureTable(line).read(figure, into: &works)
    for work in works { visit(Int(work)) }
    return count
  }
}
