import Weights

/// Memory for the numbers of a forward pass of some events at a time, allocated once.
///
/// One thread uses it at a time.
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
  /// States [rows, width].
  let x: Room<Float>
  /// Normalised states, and what attention mixes [rows, width].
  let h: Room<Float>
  /// What the widest matrix gives [rows, widest].
  let wide: Room<Float>
  /// What goes back into the states, or the logits [rows, widest].
  let out: Room<Float>
  /// Activations in 8 bits [rows, widest], their scales [rows], sums of products [rows, widest].
  let steps: Room<UInt8>
  let scales: Room<Float>
  let sums: Room<Int32>
  /// Angles of each event [rows, 2, size]: by index, by time.
  let angles: Room<Float>
  /// Weights of attention [context, rounded up to pages].
  let weights: Room<Float>

  init(_ model: ModelWeights, rows: Int) {
    let c = model.configuration
    let widest = max(
      3 * c.width, c.inner, c.wide, c.middle, c.narrow, model.layout.fields.map(\.size).max() ?? 0)
    self.rows = rows
    x = Room(rows * c.width, zero: 0)
    h = Room(rows * c.width, zero: 0)
    wide = Room(rows * widest, zero: 0)
    out = Room(rows * widest, zero: 0)
    steps = Room(rows * widest, zero: 0)
    scales = Room(rows, zero: 0)
    sums = Room(rows * widest, zero: 0)
    angles = Room(rows * 2 * c.width / c.heads, zero: 0)
    weights = Room(c.context + Kernels.page, zero: 0)
  }

  deinit {
    for room in [x, h, wide, out, scales, angles, weights] {
      UnsafeMutableRawPointer(room.start).deallocate()
    }
    UnsafeMutableRawPointer(steps.start).deallocate()
    UnsafeMutableRawPointer(sums.start).deallocate()
  }
}
