/// How a kind of file holds a manifest store.
enum Carrier: Hashable {
  /// A chunk `C2PA` of RIFF WAVE, or of RF64 (C2PA A.3.6).
  case wave
  /// A frame GEOB of an ID3v2 tag in front of MP3 or FLAC (C2PA A.3.3).
  case id3(isFLAC: Bool)

  /// Tells what carries credentials in a file; throws `unsupportedContainer`.
  init(_ file: SourceFile) throws(CredentialError) {
    let start = try file.bytes(0..<12)
    let says = { (text: String, offset: Int) in start.dropFirst(offset).starts(with: text.utf8) }
    if says("RIFF", 0) || says("RF64", 0) || says("BW64", 0), says("WAVE", 8) {
      self = .wave
    } else if says("fLaC", 0) {
      self = .id3(isFLAC: true)
    } else if says("ID3", 0) {
      let behind = ID3Layout.length(start).map { $0..<$0 + 4 }
      let next = try behind.map { range throws(CredentialError) in try file.bytes(range) }
      self = .id3(isFLAC: next == Array("fLaC".utf8))
    } else if start.count > 1, start[0] == 0xFF, start[1] & 0xE0 == 0xE0, start[1] & 6 != 0 {
      self = .id3(isFLAC: false)
    } else {
      throw .unsupportedContainer(path: file.path, name: Carrier.name(of: start))
    }
  }

  /// The media type of what it carries.
  var mediaType: String {
    switch self {
    case .wave: "audio/wav"
    case .id3(let isFLAC): isFLAC ? "audio/flac" : "audio/mpeg"
    }
  }

  /// What people call it.
  var name: String {
    switch self {
    case .wave: "WAV"
    case .id3(let isFLAC): isFLAC ? "FLAC" : "MP3"
    }
  }

  /// What people call kinds of files that are not read, by their first bytes.
  private static func name(of start: [UInt8]) -> String? {
    let known: [(String, Int, String)] = [
      ("ftyp", 4, "MP4 or M4A"), ("OggS", 0, "Ogg"), ("FORM", 0, "AIFF"), ("caff", 0, "CAF"),
      ("riff", 0, "Wave64"), (".snd", 0, "AU"), ("MThd", 0, "MIDI"), ("PK\u{3}\u{4}", 0, "ZIP"),
      ("%PDF", 0, "PDF"), ("PNG", 1, "PNG"), ("WEBP", 8, "WebP"), ("AVI ", 8, "AVI"),
      ("SQLite", 0, "a database or an Etude project"),
    ]
    if start.starts(with: [0xFF, 0xD8, 0xFF]) { return "JPEG" }
    return known.first { start.dropFirst($0.1).starts(with: $0.0.utf8) }?.2
  }

  /// Where the stores of a file lie and what must be left out of its hash.
  func placement(in file: SourceFile) throws(CredentialError) -> Placement {
    switch self {
    case .wave: try RIFFLayout(file).placement
    case .id3: try ID3Layout(file).placement(in: file)
    }
  }

  /// How a file is written anew around a store of some length.
  func plan(for file: SourceFile, length: Int) throws(CredentialError) -> EmbeddingPlan {
    switch self {
    case .wave: try RIFFLayout(file).plan(length: length)
    case .id3: try ID3Layout(file).plan(length: length, in: file)
    }
  }
}

/// Where credentials lie in a file.
struct Placement {
  /// The stores; more than one counts as none.
  var stores: [Store]

  /// One store.
  struct Store {
    /// What the hash of the file must leave out.
    var exclusion: Range<Int>
    /// The bytes of the store.
    var content: Content
  }

  enum Content {
    case range(Range<Int>)
    case bytes([UInt8])
  }
}

/// A file as pieces around a store.
struct EmbeddingPlan {
  enum Piece {
    case bytes([UInt8])
    case source(Range<Int>)

    var count: Int {
      switch self {
      case .bytes(let bytes): bytes.count
      case .source(let range): range.count
      }
    }
  }

  /// What stands in front of the store and is hashed.
  var before: [Piece]
  /// The head of the store that the hash leaves out.
  var head: [UInt8]
  /// What stands behind the store and is hashed.
  var after: [Piece]

  /// What the hash leaves out, for a store of some length.
  func exclusion(length: Int) -> Range<Int> {
    let start = before.reduce(0) { $0 + $1.count }
    return start..<start + head.count + length
  }
}
