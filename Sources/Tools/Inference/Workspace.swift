import Weights

/// Memory for the numbers of a forward pass of some events at a time, allocated once.
///
/// One pass uses it at a time, whose threads work on rows and scratch of their own.
final class Workspace {
  /// A list of numbers that is not moved.
  struct Room<Number: BitwiseCopyable> {
    let start: UnsafeMutablePointer<Number>
    let count: Int

    init(_ count: Int, zero: Number) {
      self.count = count
      let raw = UnsafeMutableRawPointer.allocate(
        byteCount: max(1, count) * MemoryLayout<Number>.stride, alignment: 64)
      start = raw.initializeMemory(as: Number.self, repeating: zero, count: count)
    }
  }

  /// The most events of one pass.
  let rows: Int
  /// How many threads may share a pass.
  let threads: Int
  /// States [rows, width].
  let x: Room<Float>
  /// Normalised states, and what attention mixes [rows, width].
  let h: Room<Float>
  /// What the widest matrix gives [rows, widest].
  let wide: Room<Float>
  /// What goes back into the states, or the logits [rows, widest].
  let out: Room<Float>
  /// Angles of each event [rows, 2, size]: by index, by time.
  let angles: Room<Float>
  private let steps: Room<UInt8>
  private let scales: Room<Float>
  private let sums: Room<Int32>
  private let weights: Room<Float>
  private let widest: Int
  private let context: Int

  /// Memory for what one thread works on.
  struct Scratch {
    /// Activations in 8 bits [rows, widest].
    let steps: UnsafeMutablePointer<UInt8>
    /// What each row's activations are multiplied with [rows].
    let scales: UnsafeMutablePointer<Float>
    /// Sums of products [rows, widest].
    let sums: UnsafeMutablePointer<Int32>
    /// Weights of attention [context, rounded up to pages].
    let weights: UnsafeMutablePointer<Float>
  }

  /// The memory of one of the threads, for rows from the given one on.
  func scratch(thread: Int, row: Int) -> Scratch {
    Scratch(
      steps: steps.start + row * widest, scales: scales.start + row,
      sums: sums.start + row * widest, weights: weights.start + thread * (context + Kernels.page))
  }

  init(_ model: ModelWeights, rows: Int, threads: Int = 1) {
    let c = model.configuration
    widest = max(
      3 * c.width, c.inner, c.wide, c.middle, c.narrow, model.layout.fields.map(\.size).max() ?? 0)
    self.rows = rows
    self.threads = threads
    context = c.context
    x = Room(rows * c.width, zero: 0)
    h = Room(rows * c.width, zero: 0)
    wide = Room(rows * widest, zero: 0)
    out = Room(rows * widest, zero: 0)
    steps = Room(rows * widest, zero: 0)
    scales = Room(rows, zero: 0)
    sums = Room(rows * widest, zero: 0)
    angles = Room(rows * 2 * c.width / c.heads, zero: 0)
    weights = Room(threads * (c.context + Kernels.page), zero: 0)
  }

  deinit {
    for room in [x, h, wide, out, scales, angles, weights] {
      UnsafeMutableRawPointer(room.start).deallocate()
    }
    UnsafeMutableRawPointer(steps.start).deallocate()
    UnsafeMutableRawPointer(sums.start).deallocate()
  }
}
