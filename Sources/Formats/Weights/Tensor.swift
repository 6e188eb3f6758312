/// Numbers of one type in a shape, row after row, as they stand in a file.
public struct Tensor: Sendable {
  /// The type of the numbers.
  public let type: NumberType
  /// The lengths of the axes, slowest first; empty for a single number.
  public let shape: [Int]
  /// The bytes of the file that hold the numbers, counted from its start.
  public let range: Range<Int>
  private let storage: WeightStorage

  init(type: NumberType, shape: [Int], range: Range<Int>, storage: WeightStorage) {
    self.type = type
    self.shape = shape
    self.range = range
    self.storage = storage
  }

  /// How many numbers there are.
  public var count: Int { range.count / type.size }

  /// The bytes, in the order of this machine, valid while this tensor or its file lives.
  public var bytes: UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: storage.bytes[range])
  }

  /// The numbers, copied; nil where they are of another type.
  public func singles() -> [Float]? {
    guard type == .single else { return nil }
    return bytes.withMemoryRebound(to: Float.self) { Array($0) }
  }

  /// The numbers, copied; nil where they are of another type.
  public func words() -> [Int32]? {
    guard type == .int32 else { return nil }
    return bytes.withMemoryRebound(to: Int32.self) { Array($0) }
  }

  /// The first number that no weight is; nil where all are weights, as whole numbers always are.
  ///
  /// No weight is NaN, infinite, or larger in size than a half can be. The bound keeps every sum of products of a model finite.
  public func firstWrongNumber() -> Int? {
    switch type {
    case .int8, .int32: return nil
    case .half:
      return bytes.withMemoryRebound(to: UInt16.self) { numbers in
        // An exponent of ones is infinity or NaN (IEEE 754, 3.4).
        guard numbers.reduce(false, { $0 || $1 & 0x7C00 == 0x7C00 }) else { return nil }
        return numbers.firstIndex { $0 & 0x7C00 == 0x7C00 }
      }
    case .single:
      return bytes.withMemoryRebound(to: Float.self) { numbers in
        numbers.firstIndex { !($0.magnitude <= 65_504) }
      }
    }
  }
}
