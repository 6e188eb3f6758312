/// The metadata blocks at the head of a FLAC file (RFC 9639, section 8).
enum FLACBlocks {
  /// One metadata block: its type and content.
  struct Block {
    var type: UInt8
    var content: [UInt8]
    static let padding: UInt8 = 1
    static let vorbisComment: UInt8 = 4
  }

  /// Reads the blocks through `read(count)`; returns them and the offset of the first audio frame.
  static func parse(_ read: (Int) -> [UInt8]) -> (blocks: [Block], audioOffset: Int)? {
    guard read(4) == Array("fLaC".utf8) else { return nil }
    var blocks: [Block] = []
    var offset = 4
    while true {
      let head = read(4)
      guard head.count == 4 else { return nil }
      let length = Int(head[1]) << 16 | Int(head[2]) << 8 | Int(head[3])
      let content = read(length)
      guard content.count == length else { return nil }
      blocks.append(Block(type: head[0] & 0x7F, content: content))
      offset += 4 + length
      if head[0] & 0x80 != 0 { return (blocks, offset) }
    }
  }

  /// Writes the finished stream again with our comments, and gives it its name.
  static func replaceComments(
    in encoded: OutputFile, with tags: AudioTags
  ) throws(AudioFileError) {
    encoded.seek(to: 0)
    guard let (blocks, audioOffset) = parse({ encoded.read(count: $0) }) else {
      throw encoded.failure
        ?? .encoderFailed(path: encoded.path, reason: "the FLAC encoder left no metadata")
    }
    var vendor: [UInt8] = []
    var kept: [Block] = []
    for block in blocks {
      if block.type == Block.vorbisComment {
        vendor = VorbisComments.decode(block.content[...])?.vendor ?? []
      } else if block.type != Block.padding {
        kept.append(block)
      }
    }
    let comments = VorbisComments.encode(tags, vendor: vendor)
    guard comments.count < 1 << 24 else { throw .tagsTooLong(format: .flac) }
    // STREAMINFO stays first, as section 8.2 demands.
    kept.insert(Block(type: Block.vorbisComment, content: comments), at: min(1, kept.count))
    var header = Array("fLaC".utf8)
    for (index, block) in kept.enumerated() {
      let last: UInt8 = index == kept.count - 1 ? 0x80 : 0
      header.append(block.type | last)
      header += [16, 8, 0].map { UInt8(truncatingIfNeeded: block.content.count >> $0) }
      header += block.content
    }
    let result = try OutputFile(path: encoded.path, capacity: encoded.capacity)
    try result.write(header)
    try result.copy(from: encoded, startingAt: audioOffset)
    encoded.discard()
    try result.commit()
  }
}
