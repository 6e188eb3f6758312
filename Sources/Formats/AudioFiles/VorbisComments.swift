/// Vorbis comments as FLAC and Opus hold them (xiph.org, "Ogg Vorbis I: comment field and header").
enum VorbisComments {
  /// The comment list: vendor, count, `NAME=value` texts, all lengths in 32 bits little-endian.
  static func encode(_ tags: AudioTags, vendor: [UInt8]) -> [UInt8] {
    let fields: [(String, String?)] = [
      ("TITLE", tags.title), ("ARTIST", tags.artist), ("ALBUM", tags.album),
      ("GENRE", tags.genre), ("COMMENT", tags.comment), ("BPM", tags.tempoText),
      ("INITIALKEY", tags.shortKey), ("KEY", tags.key), ("ENCODER", tags.software),
      ("ISRC", tags.isrc), ("TRACKNUMBER", tags.track.map(String.init)),
      ("TRACKTOTAL", tags.trackCount.map(String.init)), ("ALBUMARTIST", tags.albumArtist),
    ]
    let texts = fields.compactMap { name, text in text.map { Array("\(name)=\($0)".utf8) } }
    var bytes = littleEndian(vendor.count) + vendor + littleEndian(texts.count)
    for text in texts { bytes += littleEndian(text.count) + text }
    return bytes
  }

  /// Reads a comment list; nil if its lengths contradict each other.
  static func decode(_ bytes: ArraySlice<UInt8>) -> (vendor: [UInt8], tags: AudioTags)? {
    var rest = bytes
    guard let vendor = text(&rest), let count = number(&rest) else { return nil }
    var tags = AudioTags()
    for _ in 0..<min(count, rest.count / 4) {
      guard let field = text(&rest) else { return nil }
      tags.set(String(decoding: field, as: UTF8.self))
    }
    return (Array(vendor), tags)
  }

  private static func number(_ rest: inout ArraySlice<UInt8>) -> Int? {
    guard rest.count >= 4 else { return nil }
    defer { rest = rest.dropFirst(4) }
    return rest.prefix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
  }

  private static func text(_ rest: inout ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    guard let length = number(&rest), length <= rest.count else { return nil }
    defer { rest = rest.dropFirst(length) }
    return rest.prefix(length)
  }

  private static func littleEndian(_ value: Int) -> [UInt8] {
    [0, 8, 16, 24].map { UInt8(truncatingIfNeeded: value >> $0) }
  }
}

extension AudioTags {
  /// Takes over one `NAME=value` field; the words of `KEY` win over the short `INITIALKEY`.
  fileprivate mutating func set(_ field: String) {
    guard let equals = field.firstIndex(of: "=") else { return }
    let text = String(field[field.index(after: equals)...])
    switch field[..<equals].uppercased() {
    case "TITLE": title = text
    case "ARTIST": artist = text
    case "ALBUM": album = text
    case "GENRE": genre = text
    case "COMMENT", "DESCRIPTION": comment = comment ?? text
    case "BPM", "TEMPO": tempo = Double(text)
    case "KEY": key = text
    case "INITIALKEY": key = key ?? AudioTags.longKey(text)
    case "ENCODER": software = text
    case "ISRC": isrc = text
    case "TRACKNUMBER": setTrack(text)
    case "TRACKTOTAL", "TOTALTRACKS": trackCount = Int(text)
    case "ALBUMARTIST": albumArtist = text
    default: break
    }
  }
}
