/// Ogg pages (RFC 3533) around an Opus stream (RFC 7845).
enum OggPages {
  /// One page: its 27-byte header, segment table and content.
  struct Page {
    var header: [UInt8]
    var segments: [UInt8]
    var content: [UInt8]

    /// Whether the last packet on the page ends on it.
    var endsPacket: Bool { segments.last.map { $0 < 255 } ?? true }

    /// The bytes of the page under a stream number, sequence number and fresh checksum (section 6).
    func bytes(serial: UInt32, sequence: UInt32) -> [UInt8] {
      var bytes = header
      bytes.replaceSubrange(14..<18, with: OggPages.littleEndian(serial))
      bytes.replaceSubrange(18..<22, with: OggPages.littleEndian(sequence))
      bytes.replaceSubrange(22..<26, with: [0, 0, 0, 0])
      bytes[26] = UInt8(segments.count)
      bytes += segments
      bytes += content
      bytes.replaceSubrange(22..<26, with: OggPages.littleEndian(OggPages.checksum(bytes)))
      return bytes
    }
  }

  /// The stream number of every file, since a file holds one stream: "Etud" in ASCII.
  private static let serial: UInt32 = 0x4574_7564

  /// Reads the next page; nil at the end or where no page begins.
  static func next(_ read: (Int) -> [UInt8]) -> Page? {
    let header = read(27)
    guard header.count == 27, header.starts(with: "OggS".utf8) else { return nil }
    let segments = read(Int(header[26]))
    guard segments.count == Int(header[26]) else { return nil }
    let length = segments.reduce(0) { $0 + Int($1) }
    let content = read(length)
    guard content.count == length else { return nil }
    return Page(header: header, segments: segments, content: content)
  }

  /// Reads the comment packet, which begins the second page; returns it and the page count it took.
  static func commentPacket(_ read: (Int) -> [UInt8]) -> (packet: [UInt8], pages: Int)? {
    var packet: [UInt8] = []
    var pages = 0
    while let page = next(read) {
      pages += 1
      packet += page.content
      if page.endsPacket { return (packet, pages) }
      if packet.count > 1 << 24 { return nil }
    }
    return nil
  }

  /// Writes the stream again with a fixed stream number and our comments, and gives it its name.
  ///
  /// libsndfile draws the stream number at random, and the checksum of every page covers it.
  static func normalize(_ encoded: OutputFile, tags: AudioTags) throws(AudioFileError) {
    encoded.seek(to: 0)
    let read = { (count: Int) in encoded.read(count: count) }
    guard let first = next(read), let (packet, _) = commentPacket(read),
      packet.starts(with: "OpusTags".utf8),
      let vendor = VorbisComments.decode(packet.dropFirst(8))?.vendor
    else {
      throw encoded.failure
        ?? .encoderFailed(path: encoded.path, reason: "the Opus encoder left no headers")
    }
    let comments = Array("OpusTags".utf8) + VorbisComments.encode(tags, vendor: vendor)
    // One page holds 255 segments of 255 bytes; the last must be shorter to end the packet.
    guard comments.count < 255 * 255 else { throw .tagsTooLong(format: .opus) }
    let result = try OutputFile(path: encoded.path, capacity: encoded.capacity)
    try result.write(first.bytes(serial: serial, sequence: 0))
    var header = first.header
    header.replaceSubrange(5..<14, with: [UInt8](repeating: 0, count: 9))
    let segments =
      [UInt8](repeating: 255, count: comments.count / 255) + [UInt8(comments.count % 255)]
    try result.write(
      Page(header: header, segments: segments, content: comments)
        .bytes(serial: serial, sequence: 1))
    var sequence: UInt32 = 2
    while let page = next(read) {
      try result.write(page.bytes(serial: serial, sequence: sequence))
      sequence += 1
    }
    if let failure = encoded.failure { throw failure }
    encoded.discard()
    try result.commit()
  }

  private static func littleEndian(_ value: UInt32) -> [UInt8] {
    [0, 8, 16, 24].map { UInt8(truncatingIfNeeded: value >> $0) }
  }

  /// CRC-32 with polynomial 0x04C11DB7, not reflected, from 0 (section 6, field 10).
  private static func checksum(_ bytes: [UInt8]) -> UInt32 {
    bytes.reduce(0) { $0 << 8 ^ table[Int(UInt8(truncatingIfNeeded: $0 >> 24) ^ $1)] }
  }

  private static let table: [UInt32] = (0..<256).map { index in
    (0..<8).reduce(UInt32(index) << 24) { value, _ in
      value & 0x8000_0000 == 0 ? value << 1 : value << 1 ^ 0x04C1_1DB7
    }
  }
}
