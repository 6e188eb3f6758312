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
    let kept = line == .rhythm ? .melody : line
    let kinds = Self.keptLines.count
    let kind = Self.keptLines.firstIndex(of: kept) ?? 0
    let section = try section("LINE")
    guard number >= 0, number < count else { throw section.malformed("a work's number") }
    let range = try section.entry(number * kinds + kind, of: count * kinds, tableAt: 0)
    var reader = SectionReader(section.bytes, "LINE", range)
    let notes = try reader.number()
    guard notes <= range.count else { throw reader.malformed("a count of notes") }
    guard notes > 0 else { return ReferenceLine() }
    let steps = dictionary(of: kept)
    var value = try reader.signed()
    var onset = try reader.number()
    var found = ReferenceLine()
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
    return found
  }

  /// The bytes of the model of what follows what, as they were given to the writer.
  public func model() throws(ReferenceIndexError) -> [UInt8] { Array(try section("MODL").bytes) }

  /// In how many works a figure stands, and each of them by its number, ascending; of common
  /// figures the number alone.
  public func forEachWork(
    with figure: UInt32, in line: Verdict.Line, _ visit: (Int) -> Void
  ) throws(ReferenceIndexError) -> Int {
    let section = try section(Self.tableName(line))
    var head = section
    let bits = try head.word()
    guard bits <= 24 else { throw head.malformed("at most 2^24 buckets") }
    let bucket = Int(figure >> UInt32(32 - bits))
    let check = UInt8(truncatingIfNeeded: figure >> UInt32(24 - bits))
    let range = try section.entry(bits == 0 ? 0 : bucket, of: 1 << bits, tableAt: 4)
    var reader = SectionReader(section.bytes, section.section, range)
    while !reader.isAtEnd {
      let key = try reader.byte()
      let entry = try reader.number()
      let value = entry >> 2
      let isWanted = key == check
      switch entry & 3 {
      case 0:
        if isWanted {
          guard value < count else { throw reader.malformed("a work's number") }
          visit(value)
          return 1
        }
      case 1:
        guard value <= count else { throw reader.malformed("a count of works") }
        var work = 0
        for _ in 0..<value {
          work += try reader.number()
          guard work < count else { throw reader.malformed("a work's number") }
          if isWanted { visit(work) }
        }
        if isWanted { return value }
      default:
        if isWanted { return min(value, count) }
      }
      // Entries stand by ascending keys.
      if key > check { return 0 }
    }
    return 0
  }
}
