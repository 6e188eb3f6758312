import CKernels
import Weights

/// Rows of weights that vectors are multiplied with; its numbers stay in the file.
struct Matrix {
  /// How the numbers are kept.
  enum Numbers {
    /// Bytes, and what each row's bytes are multiplied with.
    case bytes(UnsafePointer<Int8>, scales: UnsafePointer<Float>)
    /// Half precision.
    case halves(UnsafePointer<UInt16>)
  }

  let rows: Int
  let columns: Int
  let numbers: Numbers
  /// The sum of each row's bytes; empty for halves.
  let sums: [Int32]

  /// Whether its numbers are bytes.
  var isEightBit: Bool {
    if case .bytes = numbers { return true }
    return false
  }

  /// Bytes that one product with a vector reads.
  var bytes: Int {
    switch numbers {
    case .bytes: rows * (columns + 8)
    case .halves: rows * columns * 2
    }
  }

  /// Finds `NAME.weight` [rows, columns], and `NAME.scale` [rows] where its numbers are bytes.
  init(_ name: String, rows: Int, columns: Int, in file: TensorFile) throws(WeightsError) {
    self.rows = rows
    self.columns = columns
    let weight = try file.tensor(name + ".weight", [.int8, .half], [rows, columns])
    guard weight.type == .int8 else {
      numbers = .halves(Matrix.address(of: weight))
      sums = []
      return
    }
    let scale = try file.tensor(name + ".scale", [.single], [rows])
    let bytes: UnsafePointer<Int8> = Matrix.address(of: weight)
    numbers = .bytes(bytes, scales: Matrix.address(of: scale))
    let ones = [UInt8](repeating: 1, count: columns)
    sums = [Int32](unsafeUninitializedCapacity: rows) { sums, count in
      if let start = sums.baseAddress {
        Kernels.fastest.table.pointee.products(bytes, rows, columns, ones, 1, start)
      }
      count = rows
    }
  }

  /// Where a tensor's numbers stand; they live as long as the file.
  static func address<Number>(of tensor: Tensor) -> UnsafePointer<Number> {
    guard let start = tensor.bytes.baseAddress else {
      preconditionFailure("a tensor with rows and columns has bytes")
    }
    return start.assumingMemoryBound(to: Number.self)
  }
}
