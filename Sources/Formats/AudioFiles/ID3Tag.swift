/// ID3v2.4 tags (id3.org, "ID3 tag version 2.4.0 - Main Structure" and "- Native Frames").
enum ID3Tag {
  /// A tag with UTF-8 text frames and no padding.
  static func encode(_ tags: AudioTags, format: AudioFormat) throws(AudioFileError) -> [UInt8] {
    var frames: [UInt8] = []
    let texts: [(String, String?)] = [
      ("TIT2", tags.title), ("TPE1", tags.artist), ("TALB", tags.album), ("TCON", tags.genre),
      ("TBPM", tags.tempoText), ("TKEY", tags.shortKey), ("TSSE", tags.software),
      ("TSRC", tags.isrc), ("TRCK", tags.trackText), ("TPE2", tags.albumArtist),
    ]
    for case (let identifier, let text?) in texts {
      frames += try frame(identifier, [3] + Array(text.utf8), format: format)
    }
    if let comment = tags.comment {
      // Encoding, language, empty description, text (4.10).
      let content = [3] + Array("eng".utf8) + [0] + Array(comment.utf8)
      frames += try frame("COMM", content, format: format)
    }
    guard let size = synchsafe(frames.count) else { throw .tagsTooLong(format: format) }
    return Array("ID3".utf8) + [4, 0, 0] + size + frames
  }

  private static func frame(
    _ identifier: String, _ content: [UInt8], format: AudioFormat
  ) throws(AudioFileError) -> [UInt8] {
    guard let size = synchsafe(content.count) else { throw .tagsTooLong(format: format) }
    return Array(identifier.utf8) + size + [0, 0] + content
  }

  /// 28 bits in four bytes whose top bit is clear (Main Structure, 6.2).
  private static func synchsafe(_ value: Int) -> [UInt8]? {
    guard value >= 0, value < 1 << 28 else { return nil }
    return [21, 14, 7, 0].map { UInt8(value >> $0 & 0x7F) }
  }

  /// Reads a tag of version 2.3 or 2.4, nil if there is none.
  ///
  /// Damaged frames end the reading.
  static func decode(_ bytes: some Collection<UInt8>) -> AudioTags? {
    let bytes = Array(bytes)
    guard bytes.count >= 10, bytes.starts(with: "ID3".utf8), bytes[3] == 3 || bytes[3] == 4 else {
      return nil
    }
    let synchsafeSizes = bytes[3] == 4
    var tags = AudioTags()
    var offset = 10
    let end = min(bytes.count, 10 + size(bytes[6..<10], synchsafe: true))
    if bytes[5] & 0x40 != 0, offset + 4 <= end {
      let extended = size(bytes[offset..<offset + 4], synchsafe: synchsafeSizes)
      offset += synchsafeSizes ? extended : extended + 4
    }
    while offset + 10 <= end, bytes[offset] != 0 {
      let length = size(bytes[offset + 4..<offset + 8], synchsafe: synchsafeSizes)
      guard length <= end - offset - 10 else { break }
      let identifier = String(decoding: bytes[offset..<offset + 4], as: UTF8.self)
      tags.set(identifier, content: Array(bytes[offset + 10..<offset + 10 + length]))
      offset += 10 + length
    }
    return tags
  }

  /// The length of a whole tag whose first ten bytes are given, or nil if they begin no tag.
  static func length(header: [UInt8]) -> Int? {
    guard header.count >= 10, header.starts(with: "ID3".utf8) else { return nil }
    return 10 + size(header[6..<10], synchsafe: true)
  }

  private static func size(_ bytes: ArraySlice<UInt8>, synchsafe: Bool) -> Int {
    bytes.reduce(0) { $0 << (synchsafe ? 7 : 8) | Int(synchsafe ? $1 & 0x7F : $1) }
  }
}

extension AudioTags {
  /// Takes over one ID3 frame; frames that are not known are passed over.
  fileprivate mutating func set(_ identifier: String, content: [UInt8]) {
    guard let encoding = content.first else { return }
    var body = content.dropFirst()
    if identifier == "COMM" {
      guard body.count >= 4 else { return }
      body = body.dropFirst(3)
      guard let end = AudioTags.endOfText(body, encoding: encoding) else { return }
      body = body[end...]
    }
    guard let text = AudioTags.text(body, encoding: encoding) else { return }
    switch identifier {
    case "TIT2": title = text
    case "TPE1": artist = text
    case "TALB": album = text
    case "TCON": genre = text
    case "TBPM": tempo = Double(text)
    case "TKEY": key = AudioTags.longKey(text)
    case "TSSE": software = text
    case "TSRC": isrc = text
    case "TRCK": setTrack(text)
    case "TPE2": albumArtist = text
    case "COMM": comment = comment ?? text
    default: break
    }
  }

  /// The index after a terminated text.
  private static func endOfText(_ bytes: ArraySlice<UInt8>, encoding: UInt8) -> Int? {
    guard encoding == 1 || encoding == 2 else {
      return bytes.firstIndex(of: 0).map { $0 + 1 }
    }
    var index = bytes.startIndex
    while index + 1 < bytes.endIndex {
      if bytes[index] == 0, bytes[index + 1] == 0 { return index + 2 }
      index += 2
    }
    return nil
  }

  /// Decodes text: 0 is Latin-1, 1 UTF-16 with byte order mark, 2 UTF-16 big-endian, 3 UTF-8.
  private static func text(_ bytes: ArraySlice<UInt8>, encoding: UInt8) -> String? {
    switch encoding {
    case 0:
      return String(String.UnicodeScalarView(bytes.prefix { $0 != 0 }.map { Unicode.Scalar($0) }))
    case 1, 2:
      var pairs = Array(bytes)
      var bigEndian = encoding == 2
      if pairs.count >= 2, pairs[0] == 0xFE || pairs[0] == 0xFF {
        bigEndian = pairs[0] == 0xFE
        pairs.removeFirst(2)
      }
      let units = stride(from: 0, to: pairs.count - 1, by: 2).map { index in
        let (high, low) = bigEndian ? (index, index + 1) : (index + 1, index)
        return UInt16(pairs[high]) << 8 | UInt16(pairs[low])
      }
      return String(decoding: units.prefix { $0 != 0 }, as: UTF16.self)
    case 3:
      return String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    default:
      return nil
    }
  }
}
