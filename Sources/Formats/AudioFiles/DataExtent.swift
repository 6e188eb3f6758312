#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// What the outside of a file says before it is decoded: its size, its kind, and whether its end is missing.
///
/// The decoder shortens a cut WAVE, AIFF or Ogg file without a word, so the sizes that these formats state are
/// compared with the file here.
struct DataExtent {
  /// The size of the file.
  let fileBytes: Int
  /// Which share of the audio data is missing, 0..<1; nil if none is or if the format does not tell.
  let missingShare: Double?

  /// Looks at a file; throws `empty`, `unsupportedContainer` and the file system's errors.
  init(path: String) throws(AudioFileError) {
    let descriptor = try openForReading(path)
    defer { close(descriptor) }
    var information = stat()
    guard fstat(descriptor, &information) == 0 else { throw .from(code: errno, path: path) }
    let size = Int(information.st_size)
    guard size > 0 else { throw .empty(path: path) }
    let container = AudioContainer(startingWith: firstBytes(of: descriptor))
    guard container.isReadable || container == .unknown else {
      throw .unsupportedContainer(path: path, container)
    }
    fileBytes = size
    switch container {
    case .wave:
      let big = DataExtent.bytes(descriptor, at: 0, count: 4) == Array("RIFX".utf8)
      missingShare = DataExtent.missing(
        descriptor, size: size, chunk: "data", bigEndian: big, padding: 2)
    case .aiff:
      missingShare = DataExtent.missing(
        descriptor, size: size, chunk: "SSND", bigEndian: true, padding: 2)
    case .vorbis, .opus, .ogg:
      // Without its last page, how much is missing is unknown: say one frame.
      missingShare = DataExtent.endsInLastPage(descriptor, size: size) ? nil : 0
    default: missingShare = nil
    }
  }

  /// Walks the chunks behind a header of 12 bytes to the one that holds the audio.
  ///
  /// A length of 0 or 2^32 - 1 comes from programs that write into a pipe, and says nothing.
  private static func missing(
    _ descriptor: Int32, size: Int, chunk: String, bigEndian: Bool, padding: Int
  ) -> Double? {
    var place = 12
    for _ in 0..<1000 {
      let head = bytes(descriptor, at: place, count: 8)
      guard head.count == 8 else { return nil }
      let number = bigEndian ? Array(head[4...]) : Array(head[4...].reversed())
      let length = number.reduce(0) { $0 << 8 | Int($1) }
      guard Array(head[..<4]) == Array(chunk.utf8) else {
        place += 8 + length + length % padding
        continue
      }
      let there = size - place - 8
      guard length > 0, length < Int(UInt32.max) - 65_536, length > there else { return nil }
      return Double(length - there) / Double(length)
    }
    return nil
  }

  /// Whether the last page of the Ogg stream carries the mark of its end (RFC 3533, section 6, flag 4).
  private static func endsInLastPage(_ descriptor: Int32, size: Int) -> Bool {
    // A page is at most 65 307 bytes long.
    let start = max(0, size - 65_536)
    let tail = bytes(descriptor, at: start, count: size - start)
    let mark = Array("OggS".utf8)
    var place = tail.count - 27
    while place >= 0 {
      if tail[place] == mark[0], Array(tail[place..<place + 4]) == mark, tail[place + 4] == 0 {
        let segments = Int(tail[place + 26])
        let header = place + 27 + segments
        guard header <= tail.count else { return false }
        let content = tail[(place + 27)..<header].reduce(0) { $0 + Int($1) }
        return tail[place + 5] & 4 != 0 && header + content <= tail.count
      }
      place -= 1
    }
    return false
  }

  private static func bytes(_ descriptor: Int32, at offset: Int, count: Int) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
      initialized = max(0, pread(descriptor, buffer.baseAddress, count, off_t(offset)))
    }
  }
}
