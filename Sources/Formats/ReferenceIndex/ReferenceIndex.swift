import Foundation
public import Production

/// An index of works: their lines, and a table that tells in which works a short figure stands.
///
/// One file, version 1, numbers lowest byte first, mapped into memory; opening costs nothing that
/// grows with it. The form is described in `docs/originality.md`. Whatever the bytes are, reading
/// ends with a value or a `ReferenceIndexError`. A value; may be used from any thread.
public struct ReferenceIndex: Sendable {
  /// What an index says of itself, kept as JSON.
  public struct Facts: Hashable, Codable, Sendable {
    /// The name of the collection.
    public var name: String
    /// What it was made from, in a sentence.
    public var about: String
    /// From how many bits on a match counts as a quotation.
    public var alarm: Double
    /// What works of each genre share among themselves; `all` among them.
    public var baselines: [Verdict.Baseline]
    /// The genre that songs of a style are compared with, by the style's name.
    public var styles: [String: String]

    /// Describes an index.
    public init(
      name: String, about: String, alarm: Double, baselines: [Verdict.Baseline],
      styles: [String: String]
    ) {
      self.name = name
      self.about = about
      self.alarm = alarm
      self.baselines = baselines
      self.styles = styles
    }
  }

  /// The version of the form that is read and written.
  public static let version: UInt32 = 1
  /// The most bytes an index may have.
  public static let largest = 1 << 30
  /// The lines that are kept; rhythms are those of melodies.
  public static let keptLines: [Verdict.Line] = [.melody, .bass, .chords]
  /// The bytes an index begins with.
  static let magic = Array("ETUDEREF".utf8)
  /// Bytes before the table of sections.
  static let headerLength = 32
  /// The most works that an index may hold.
  public static let mostWorks = 1 << 20
  /// How many steps have a code of one byte.
  static let codes = 255

  /// What the index says of itself.
  public let facts: Facts
  /// How many works it holds.
  public let count: Int
  /// A digest of the whole content, by which two indexes are told apart.
  public let digest: UInt64
  /// How many bytes the file has.
  public var byteCount: Int { storage.bytes.count }

  private let storage: MappedBytes
  private let sections: [String: Range<Int>]
  private let dictionaries: [[LineStep]]

  /// Maps a file.
  public init(path: String) throws(ReferenceIndexError) {
    try self.init(MappedBytes(path: path, limit: Self.largest))
  }

  /// Reads an index that is in memory.
  public init(bytes: [UInt8]) throws(ReferenceIndexError) {
    guard bytes.count <= Self.largest else {
      throw .tooLong(bytes: bytes.count, limit: Self.largest)
    }
    try self.init(MappedBytes(copying: bytes))
  }

  private init(_ storage: MappedBytes) throws(ReferenceIndexError) {
    self.storage = storage
    var header = SectionReader(storage.bytes, "header")
    for byte in Self.magic {
      guard !header.isAtEnd, try header.byte() == byte else { throw .notAnIndex }
    }
    guard storage.bytes.count >= Self.headerLength else {
      throw .truncated(needed: Self.headerLength, found: storage.bytes.count)
    }
    let version = UInt32(try header.word())
    guard version == Self.version else {
      throw .wrongVersion(found: version, expected: Self.version)
    }
    let sectionCount = try header.word()
    let length = try header.long()
    guard length == storage.bytes.count else {
      throw .truncated(needed: length, found: storage.bytes.count)
    }
    digest = UInt64(
      littleEndian: storage.bytes.loadUnaligned(fromByteOffset: 24, as: UInt64.self))
    sections = try Self.sections(storage.bytes, count: sectionCount)
    facts = try Self.facts(Self.section("META", sections, storage))
    count = try Self.section("WORK", sections, storage).withWord()
    guard count <= Self.mostWorks else {
      throw .malformed(section: "WORK", offset: 0, expected: "at most \(Self.mostWorks) works")
    }
    dictionaries = try Self.dictionaries(Self.section("DICT", sections, storage))
    for name in ["TEXT", "LINE", "MODL"] + Verdict.Line.allCases.map(Self.tableName) {
      guard sections[name] != nil else { throw .wrongSection(name: name) }
    }
  }

  /// The name of the section with the table of a line.
  static func tableName(_ line: Verdict.Line) -> String {
    switch line {
    case .melody: "GMEL"
    case .bass: "GBAS"
    case .chords: "GCHO"
    case .rhythm: "GRHY"
    }
  }

  private static func sections(
    _ bytes: UnsafeRawBufferPointer, count: Int
  ) throws(ReferenceIndexError) -> [String: Range<Int>] {
    guard count <= 64, headerLength + count * 24 <= bytes.count else {
      throw .truncated(needed: headerLength + min(count, 1 << 20) * 24, found: bytes.count)
    }
    var found: [String: Range<Int>] = [:]
    var reader = SectionReader(bytes, "header", headerLength..<bytes.count)
    for _ in 0..<count {
      var name = ""
      for _ in 0..<4 { name.unicodeScalars.append(Unicode.Scalar(try reader.byte())) }
      _ = try reader.word()
      let (offset, length) = (try reader.long(), try reader.long())
      guard offset <= bytes.count, length <= bytes.count - offset, found[name] == nil else {
        throw .wrongSection(name: name)
      }
      found[name] = offset..<(offset + length)
    }
    return found
  }

  private static func section(
    _ name: String, _ sections: [String: Range<Int>], _ storage: MappedBytes
  ) throws(ReferenceIndexError) -> SectionReader {
    guard let range = sections[name] else { throw .wrongSection(name: name) }
    return SectionReader(UnsafeRawBufferPointer(rebasing: storage.bytes[range]), name)
  }

  private static func facts(_ reader: SectionReader) throws(ReferenceIndexError) -> Facts {
    guard reader.bytes.count <= 1 << 20,
      let facts = try? JSONDecoder().decode(Facts.self, from: Data(reader.bytes)),
      facts.alarm.isFinite, facts.alarm >= 0
    else { throw reader.malformed("facts as JSON") }
    return facts
  }

  private static func dictionaries(
    _ reader: SectionReader
  ) throws(ReferenceIndexError) -> [[LineStep]] {
    var reader = reader
    var dictionaries: [[LineStep]] = []
    for _ in keptLines {
      var steps: [LineStep] = []
      for _ in 0..<codes {
        let word = UInt32(try reader.word())
        steps.append(
          LineStep(
            interval: Int16(bitPattern: UInt16(truncatingIfNeeded: word)),
            time: UInt16(truncatingIfNeeded: word >> 16)))
      }
      dictionaries.append(steps)
    }
    return dictionaries
  }

  /// A section that is known to be there.
  func section(_ name: String) throws(ReferenceIndexError) -> SectionReader {
    try Self.section(name, sections, storage)
  }

  /// What code stands for which step of a line.
  func dictionary(of line: Verdict.Line) -> [LineStep] {
    dictionaries[Self.keptLines.firstIndex(of: line) ?? 0]
  }

  /// Whether the content is what was written; reads every byte.
  public func verify() throws(ReferenceIndexError) {
    let body = UnsafeRawBufferPointer(rebasing: storage.bytes[Self.headerLength...])
    guard ReferenceIndexWriter.digest(of: body) == digest else { throw .changed }
  }

  /// The bytes, as they stand in the file.
  public func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    body(storage.bytes)
  }
}

extension SectionReader {
  /// The word that the section begins with.
  fileprivate func withWord() throws(ReferenceIndexError) -> Int {
    var reader = self
    return try reader.word()
  }
}
