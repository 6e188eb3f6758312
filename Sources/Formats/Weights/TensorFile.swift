/// A safetensors file: named tensors and what the file says of itself.
///
/// The layout (huggingface/safetensors, format description): eight bytes of header length, little
/// endian; a JSON header; then the tensors' bytes, without holes and without overlaps. Everything is
/// checked before anything is used; numbers are read where they stand.
public struct TensorFile: Sendable {
  /// The tensors by name.
  public let tensors: [String: Tensor]
  /// Texts by key.
  public let metadata: [String: String]

  /// The longest file that is read, in bytes.
  public static let lengthLimit = 1 << 28
  /// The longest header that is read, in bytes.
  public static let headerLimit = 1 << 20

  /// Maps a file and checks its header.
  public init(path: String) throws(WeightsError) {
    try self.init(WeightStorage(path: path, limit: Self.lengthLimit))
  }

  /// Checks bytes that are in memory, and keeps a copy.
  public init(bytes: [UInt8]) throws(WeightsError) {
    guard bytes.count <= Self.lengthLimit else {
      throw .fileTooLong(bytes: bytes.count, limit: Self.lengthLimit)
    }
    try self.init(WeightStorage(copying: bytes))
  }

  init(_ storage: WeightStorage) throws(WeightsError) {
    let bytes = storage.bytes
    guard bytes.count >= 8 else { throw .truncatedHeader(needed: 8, found: bytes.count) }
    let length = UInt64(littleEndian: bytes.loadUnaligned(as: UInt64.self))
    guard length <= UInt64(Self.headerLimit) else {
      throw .headerTooLong(bytes: length, limit: Self.headerLimit)
    }
    let start = 8 + Int(length)
    guard start <= bytes.count else {
      throw .truncatedHeader(needed: start, found: bytes.count)
    }
    let header = try TensorHeader(UnsafeRawBufferPointer(rebasing: bytes[8..<start]))
    var tensors: [String: Tensor] = [:]
    for entry in header.entries {
      tensors[entry.name] = try Self.tensor(entry, start: start, storage: storage)
    }
    try Self.checkCoverage(header.entries, start: start, end: bytes.count)
    self.tensors = tensors
    metadata = header.metadata
  }

  private static func tensor(
    _ entry: TensorHeader.Entry, start: Int, storage: WeightStorage
  ) throws(WeightsError) -> Tensor {
    guard let type = NumberType(rawValue: entry.type) else {
      throw .unknownType(tensor: entry.name, type: entry.type)
    }
    var needed = type.size
    for length in entry.shape {
      let (product, isOverflow) = needed.multipliedReportingOverflow(by: length)
      guard !isOverflow, product <= lengthLimit else { throw .shapeTooLarge(tensor: entry.name) }
      needed = product
    }
    let available = storage.bytes.count - start
    guard entry.begin <= entry.end, entry.end <= available else {
      throw .outsideFile(tensor: entry.name, end: max(entry.begin, entry.end), available: available)
    }
    guard entry.end - entry.begin == needed else {
      throw .wrongLength(tensor: entry.name, needed: needed, found: entry.end - entry.begin)
    }
    let range = start + entry.begin..<start + entry.end
    guard range.lowerBound % type.size == 0 else {
      throw .misaligned(tensor: entry.name, offset: range.lowerBound)
    }
    return Tensor(type: type, shape: entry.shape, range: range, storage: storage)
  }

  private static func checkCoverage(
    _ entries: [TensorHeader.Entry], start: Int, end: Int
  ) throws(WeightsError) {
    var reached = 0
    var last = ""
    for entry in entries.sorted(by: { ($0.begin, $0.end) < ($1.begin, $1.end) }) {
      guard entry.begin >= reached else { throw .overlap(tensor: entry.name, other: last) }
      guard entry.begin == reached else {
        throw .unusedBytes(offset: start + reached, count: entry.begin - reached)
      }
      (reached, last) = (entry.end, entry.name)
    }
    guard start + reached == end else {
      throw .unusedBytes(offset: start + reached, count: end - start - reached)
    }
  }

  /// The tensor of a name, of one of the types and of exactly the shape, its numbers checked.
  public func tensor(
    _ name: String, _ allowed: [NumberType], _ shape: [Int]
  ) throws(WeightsError) -> Tensor {
    guard let tensor = tensors[name] else { throw .missingTensor(name: name) }
    guard allowed.contains(tensor.type) else {
      throw .wrongType(tensor: name, found: tensor.type, allowed: allowed)
    }
    guard tensor.shape == shape else {
      throw .wrongShape(tensor: name, found: tensor.shape, expected: shape)
    }
    if let index = tensor.firstWrongNumber() { throw .wrongNumber(tensor: name, index: index) }
    return tensor
  }
}
