#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Finds the tags of a file by its first bytes.
enum TagReader {
  /// Reads ID3 (MP3, WAVE) or Vorbis comments (FLAC, Ogg Opus); empty if there are none.
  static func tags(inFile path: String) throws(AudioFileError) -> AudioTags {
    let descriptor = try openForReading(path)
    defer { close(descriptor) }
    let read = { (count: Int) in bytes(from: descriptor, count: count) }
    let start = read(12)
    if start.starts(with: "ID3".utf8) {
      guard let length = ID3Tag.length(header: start) else { return AudioTags() }
      lseek(descriptor, off_t(length), SEEK_SET)
      // The tag in front of FLAC holds credentials; its words stand in its own comments.
      if read(4) == Array("fLaC".utf8) {
        lseek(descriptor, off_t(length), SEEK_SET)
        return flacTags(read)
      }
      lseek(descriptor, 12, SEEK_SET)
      return ID3Tag.decode(start + read(max(0, length - 12))) ?? AudioTags()
    }
    if start.starts(with: "RIFF".utf8), start.dropFirst(8).starts(with: "WAVE".utf8) {
      return waveTags(descriptor)
    }
    lseek(descriptor, 0, SEEK_SET)
    if start.starts(with: "fLaC".utf8) {
      return flacTags(read)
    }
    if OggPages.next(read) != nil, let (packet, _) = OggPages.commentPacket(read),
      packet.starts(with: "OpusTags".utf8)
    {
      return VorbisComments.decode(packet.dropFirst(8))?.tags ?? AudioTags()
    }
    return AudioTags()
  }

  private static func flacTags(_ read: (Int) -> [UInt8]) -> AudioTags {
    let block = FLACBlocks.parse(read)?.blocks.first { $0.type == FLACBlocks.Block.vorbisComment }
    return block.flatMap { VorbisComments.decode($0.content[...])?.tags } ?? AudioTags()
  }

  /// Walks the RIFF chunks to `id3 `.
  private static func waveTags(_ descriptor: Int32) -> AudioTags {
    while true {
      let head = bytes(from: descriptor, count: 8)
      guard head.count == 8 else { return AudioTags() }
      let length = head[4..<8].reversed().reduce(0) { $0 << 8 | Int($1) }
      let identifier = String(decoding: head[0..<4], as: UTF8.self)
      if identifier.lowercased() == "id3 " {
        return ID3Tag.decode(bytes(from: descriptor, count: length)) ?? AudioTags()
      }
      guard lseek(descriptor, off_t(length + length % 2), SEEK_CUR) >= 0 else {
        return AudioTags()
      }
    }
  }

  /// Reads up to `count` bytes, never more than the file holds.
  private static func bytes(from descriptor: Int32, count: Int) -> [UInt8] {
    var information = stat()
    guard fstat(descriptor, &information) == 0 else { return [] }
    let available = Int(information.st_size) - Int(lseek(descriptor, 0, SEEK_CUR))
    let wanted = max(0, min(count, available))
    return [UInt8](unsafeUninitializedCapacity: wanted) { buffer, initialized in
      while initialized < wanted, let base = buffer.baseAddress {
        let count = pread(
          descriptor, base + initialized, wanted - initialized, lseek(descriptor, 0, SEEK_CUR))
        if count <= 0 { break }
        initialized += count
        lseek(descriptor, off_t(count), SEEK_CUR)
      }
    }
  }
}
