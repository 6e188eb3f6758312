/// The ID3v2 tag in front of a file (id3.org, versions 2.3 and 2.4).
struct ID3Layout {
  private struct Frame {
    var identifier: String
    /// With its head, in the bytes of `content`.
    var range: Range<Int>
  }

  private let path: String
  private let fileSize: Int
  /// The length of the tag with its head and footer; 0 without a tag.
  private let length: Int
  private let version: UInt8
  /// The bytes behind the head, as they mean when the unsynchronisation of the whole tag is undone.
  private let content: [UInt8]
  private let isShifted: Bool
  private let frames: [Frame]
  private static let headBytes = 10

  init(_ file: SourceFile) throws(CredentialError) {
    path = file.path
    fileSize = file.size
    let head = try file.bytes(0..<10)
    guard let size = ID3Layout.length(head) else {
      (length, version, content, isShifted, frames) = (0, 3, [], false, [])
      return
    }
    guard size <= file.size else {
      throw .damagedFile(path: file.path, cause: "its ID3 tag is cut off")
    }
    guard size <= ManifestStore.limit * 2 else {
      throw .tooLarge(path: file.path, bytes: size, limit: ManifestStore.limit * 2)
    }
    length = size
    version = head[3]
    let footer = head[5] & 0x10 != 0 && version == 4 ? 10 : 0
    let raw = try file.bytes(10..<max(10, size - footer))
    isShifted = head[5] & 0x80 != 0 && version < 4
    content = isShifted ? ID3Layout.synchronized(raw) : raw
    frames = ID3Layout.frames(
      content, version: version, hasExtension: head[5] & 0x40 != 0)
  }

  /// The length of a tag with head and footer, of its first bytes; nil where none begins.
  static func length(_ head: [UInt8]) -> Int? {
    guard head.count >= 10, head.starts(with: "ID3".utf8), (2...4).contains(head[3]),
      head[6..<10].allSatisfy({ $0 < 0x80 })
    else { return nil }
    let footer = head[5] & 0x10 != 0 && head[3] == 4 ? 10 : 0
    return headBytes + syncsafe(head[6..<10]) + footer
  }

  private static func syncsafe(_ bytes: ArraySlice<UInt8>) -> Int {
    bytes.reduce(0) { $0 << 7 | Int($1 & 0x7F) }
  }

  private static func syncsafe(_ number: Int) -> [UInt8] {
    [21, 14, 7, 0].map { UInt8(number >> $0 & 0x7F) }
  }

  /// Undoes unsynchronisation: FF 00 means FF (2.3, section 5).
  private static func synchronized(_ bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    for (index, byte) in bytes.enumerated()
    where !(byte == 0 && index > 0 && bytes[index - 1] == 0xFF) { result.append(byte) }
    return result
  }

  /// The frames up to padding or nonsense.
  private static func frames(
    _ content: [UInt8], version: UInt8, hasExtension: Bool
  ) -> [Frame] {
    let isOld = version == 2
    let head = isOld ? 6 : 10
    var frames: [Frame] = []
    var place = 0
    if hasExtension, !isOld, content.count >= 4 {
      place =
        version == 4 ? syncsafe(content[0..<4]) : Number.bigEndian(content[0..<4]) + 4
    }
    while place + head <= content.count, content[place] != 0 {
      let letters = isOld ? 3 : 4
      let sizes = content[place + letters..<place + letters * 2]
      let size = version == 4 ? syncsafe(sizes) : Number.bigEndian(sizes)
      guard size <= content.count - place - head else { break }
      frames.append(
        Frame(
          identifier: String(decoding: content[place..<place + letters], as: UTF8.self),
          range: place..<place + head + size))
      place += head + size
    }
    return frames
  }

  /// Where the store of a frame begins in `content`, if the frame holds one.
  private func store(of frame: Frame) -> Int? {
    let isOld = version == 2
    guard frame.identifier == (isOld ? "GEO" : "GEOB") else { return nil }
    let flags = isOld ? 0 : content[frame.range.lowerBound + 9]
    // Compressed, encrypted or shifted frames are none of ours.
    guard flags == 0 else { return nil }
    var rest = content[(frame.range.lowerBound + (isOld ? 6 : 10))..<frame.range.upperBound]
    guard let encoding = rest.popFirst(), let mime = rest.firstIndex(of: 0) else { return nil }
    let type = String(decoding: rest[..<mime], as: UTF8.self).lowercased()
    guard ["application/c2pa", "application/x-c2pa-manifest-store"].contains(type) else {
      return nil
    }
    var place = mime + 1
    // File name and description, in the encoding of the frame.
    let width = encoding == 1 || encoding == 2 ? 2 : 1
    for _ in 0..<2 {
      while place + width <= rest.endIndex,
        content[place..<place + width].contains(where: { $0 != 0 })
      { place += width }
      place += width
    }
    return place <= rest.endIndex ? place : nil
  }

  func placement(in file: SourceFile) throws(CredentialError) -> Placement {
    var stores: [Placement.Store] = []
    for frame in frames {
      guard let start = store(of: frame) else { continue }
      let bytes = start..<frame.range.upperBound
      guard !isShifted else {
        // Places in the file are lost; a hash over the rest cannot be checked.
        stores.append(Placement.Store(exclusion: 0..<0, content: .bytes(Array(content[bytes]))))
        continue
      }
      let range = bytes.lowerBound + Self.headBytes..<bytes.upperBound + Self.headBytes
      stores.append(Placement.Store(exclusion: range, content: .range(range)))
    }
    return Placement(stores: stores)
  }

  /// The tag with its frames but for older credentials, the store as the last frame, then the sound.
  ///
  /// Throws `damagedFile` for a tag of version 2.2, whose frames have other names, and `noRoom`.
  func plan(length storeLength: Int, in file: SourceFile) throws(CredentialError) -> EmbeddingPlan {
    guard version >= 3 else {
      throw .damagedFile(
        path: path, cause: "its ID3 tag is of version 2.2; write it as 2.3 or 2.4 first")
    }
    let kept = frames.filter { store(of: $0) == nil }.flatMap { content[$0.range] }
    let head =
      [0] + Array("application/c2pa".utf8) + [0] + Array("c2pa".utf8) + [0]
      + Array("c2pa manifest store".utf8) + [0]
    let frame = head.count + storeLength
    let total = kept.count + Self.headBytes + frame
    guard total < 1 << 28 else { throw .noRoom(path: path) }
    let size = version == 4 ? Self.syncsafe(frame) : Number.bigEndian(frame, count: 4)
    let start: [UInt8] = Array("ID3".utf8) + [version, 0, 0] + Self.syncsafe(total)
    return EmbeddingPlan(
      before: [.bytes(start + kept + Array("GEOB".utf8) + size + [0, 0] + head)], head: [],
      after: [.source(length..<fileSize)])
  }
}
