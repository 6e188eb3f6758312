/// The chunks of a WAVE file, 32-bit or RF64 (EBU Tech 3306).
struct RIFFLayout {
  private struct Chunk {
    var identifier: String
    /// With the head of eight bytes, without a byte of padding.
    var range: Range<Int>
  }

  private let path: String
  private let isLong: Bool
  private let chunks: [Chunk]
  /// The end of the outer chunk, as far as the file goes.
  private let end: Int
  private let fileSize: Int
  private let outer: [UInt8]
  /// The most chunks that are walked.
  private static let limit = 10_000
  static let identifier = "C2PA"

  init(_ file: SourceFile) throws(CredentialError) {
    path = file.path
    fileSize = file.size
    outer = try file.bytes(0..<12)
    guard outer.count == 12 else {
      throw .damagedFile(path: file.path, cause: "it ends inside its head")
    }
    isLong = outer.first != UInt8(ascii: "R") || outer[1] == UInt8(ascii: "F")
    var sizes: (riff: Int, data: Int)?
    if isLong {
      let head = try file.bytes(12..<36)
      guard head.count == 24, head.starts(with: "ds64".utf8) else {
        throw .damagedFile(path: file.path, cause: "its 64-bit sizes are missing")
      }
      sizes = (Number.littleEndian(head[8..<16]), Number.littleEndian(head[16..<24]))
    }
    let stated = sizes?.riff ?? Number.littleEndian(outer[4..<8])
    // Programs that write into a pipe leave the size open.
    let isOpen = stated == 0 || stated == Int(UInt32.max) && !isLong
    let limit = isOpen ? file.size : min(file.size, stated + 8)
    var chunks: [Chunk] = []
    var place = 12
    while place + 8 <= limit {
      guard chunks.count < RIFFLayout.limit else {
        throw .damagedFile(path: file.path, cause: "it has more than \(RIFFLayout.limit) chunks")
      }
      let head = try file.bytes(place..<place + 8)
      guard head.count == 8 else { break }
      let identifier = String(decoding: head[..<4], as: UTF8.self)
      var length = Number.littleEndian(head[4...])
      if identifier == "data", length == Int(UInt32.max) {
        length = sizes?.data ?? limit - place - 8
      }
      // A chunk that says more than there is ends with the file.
      let there = min(length, limit - place - 8)
      chunks.append(Chunk(identifier: identifier, range: place..<place + 8 + there))
      place += 8 + there + there % 2
    }
    self.chunks = chunks
    end = min(limit, max(place, 12))
  }

  var placement: Placement {
    Placement(
      stores: chunks.filter { $0.identifier == Self.identifier }.map { chunk in
        Placement.Store(
          exclusion: chunk.range,
          content: .range(chunk.range.lowerBound + 8..<chunk.range.upperBound))
      })
  }

  /// All chunks as they are but for older credentials, then the store as the last chunk.
  func plan(length: Int) throws(CredentialError) -> EmbeddingPlan {
    guard chunks.contains(where: { $0.identifier == "data" }) else {
      throw .damagedFile(path: path, cause: "it has no sound")
    }
    var body: [EmbeddingPlan.Piece] = []
    for chunk in chunks where chunk.identifier != Self.identifier {
      // Neighbours become one range.
      let padded = chunk.range.count % 2
      let upper = min(chunk.range.upperBound + padded, end)
      if case .source(let last)? = body.last, last.upperBound == chunk.range.lowerBound {
        body[body.count - 1] = .source(last.lowerBound..<upper)
      } else {
        body.append(.source(chunk.range.lowerBound..<upper))
      }
      if padded == 1, upper == chunk.range.upperBound { body.append(.bytes([0])) }
    }
    let padding = length % 2
    let size = 4 + body.reduce(0) { $0 + $1.count } + 8 + length + padding
    guard size <= (isLong ? Int.max >> 8 : Int(UInt32.max) - 1), length <= Int(UInt32.max) else {
      throw .noRoom(path: path)
    }
    var after: [EmbeddingPlan.Piece] = padding == 1 ? [.bytes([0])] : []
    if end < fileSize { after.append(.source(end..<fileSize)) }
    return EmbeddingPlan(
      before: try head(size: size, body),
      head: Array(Self.identifier.utf8) + Number.littleEndian(length, count: 4), after: after)
  }

  /// The outer head with a size; RF64 keeps it in the first chunk.
  private func head(
    size: Int, _ body: [EmbeddingPlan.Piece]
  ) throws(CredentialError) -> [EmbeddingPlan.Piece] {
    guard isLong else {
      return [.bytes(Array(outer[..<4]) + Number.littleEndian(size, count: 4) + outer[8...])]
        + body
    }
    guard case .source(let first)? = body.first, first.lowerBound == 12, first.count >= 36 else {
      throw .damagedFile(path: path, cause: "its 64-bit sizes are missing")
    }
    return [
      .bytes(outer), .source(12..<20), .bytes(Number.littleEndian(size, count: 8)),
      .source(28..<first.upperBound),
    ] + body.dropFirst()
  }
}
