import CKernels
import Dispatch
import Weights

/// The transformer of Training/etude_training/model.py: events in, for each the state that the next
/// event's fields are predicted from.
///
/// x = norm of the sum of the fields' embeddings; in each layer x += Out attention(norm x), then
/// x += W2 relu(W1 norm x)^2; the state is norm x. Norms are root-mean-square without weights
/// (Zhang and Sennrich 2019); queries and keys are normalised and turned (Su et al. 2021), half of
/// the heads by index, half by time.
///
/// Shapes: n events, D width, H heads of size S = D / H.
public struct Transformer: Sendable {
  /// How activations, keys and values are kept.
  public enum Precision: Sendable {
    /// As bytes, each vector with a scale of its own: products are sums of whole numbers.
    case eightBit
    /// In single precision, for comparison.
    case single
  }

  /// The weights.
  public let model: ModelWeights
  /// How activations are kept.
  public let precision: Precision
  /// The arithmetic.
  public let kernels: Kernels

  /// The factor of products of normalised queries and keys (model.py, `Block.scale`).
  static let attentionFactor: Float = 0.25

  /// Makes a transformer; weights in half precision are always used in single precision.
  public init(
    _ model: ModelWeights, precision: Precision = .eightBit, kernels: Kernels = .fastest
  ) {
    self.model = model
    self.precision = model.isEightBit ? precision : .single
    self.kernels = kernels
  }

  /// Bytes of one layer's and head's keys and values of 16 events.
  private var chunkSize: Int {
    let size = model.configuration.width / model.configuration.heads
    return precision == .eightBit ? 128 + 32 * size : 128 * size
  }

  /// Bytes of 16 events in the cache.
  var pageSize: Int { model.configuration.layers * model.configuration.heads * chunkSize }

  /// Bytes that each event takes in the cache of keys and values.
  public var cacheBytesPerEvent: Int { pageSize / Kernels.page }

  /// An empty memory.
  func passage() -> Passage { Passage(pageSize: pageSize) }

  /// Takes in events, each at the end of one of the passages, in order.
  ///
  /// States [n, D] are left in `workspace.h`. `watch` is shown x [n, D] before the first layer and
  /// after each.
  func forward(
    _ rows: [(passage: Int, event: TimedEvent)], _ passages: inout [Passage],
    _ workspace: Workspace, watch: ((UnsafePointer<Float>) -> Void)? = nil
  ) {
    let c = model.configuration
    let (n, width, size) = (rows.count, c.width, c.width / c.heads)
    precondition(n <= workspace.rows, "a pass has at most as many events as its workspace")
    let kernel = kernels.table.pointee
    let keep = precision == .eightBit ? kernel.keep : kernel.keepSingle
    let attend = precision == .eightBit ? kernel.attend : kernel.attendSingle
    let (x, h, wide, out) = (
      workspace.x.start, workspace.h.start, workspace.wide.start, workspace.out.start
    )

    // Places in the caches, embeddings x [n, D] and angles [n, 2, S].
    var pages: [UnsafeMutablePointer<UInt8>] = []
    var places: [Int] = []
    for (row, (passage, event)) in rows.enumerated() {
      places.append(passages[passage].count)
      pages.append(passages[passage].place())
      embed(event, into: x + row * width)
      setAngles(
        index: places[row], time: event.time, into: workspace.angles.start + row * 2 * size)
    }
    let addresses = passages.map(\.addresses)

    // What a part of the rows has of `wide`: its own stretch, whether rows are 3 D or inner wide.
    let stride = max(3 * width, c.inner)

    // wide [n, 3, H, S] = queries, keys, values of a layer; keys and values go to their pages.
    func remember(_ index: Int, _ part: Range<Int>, _ scratch: Workspace.Scratch) {
      for row in part { kernel.normalize(x + row * width, width, h + row * width) }
      let (first, joints) = (part.lowerBound, wide + part.lowerBound * stride)
      multiply(
        model.layers[index].attentionIn, h + first * width, part.count, into: joints, scratch)
      for row in part {
        let joint = joints + (row - first) * 3 * width
        let angles = workspace.angles.start + row * 2 * size
        for head in 0..<c.heads {
          let (query, key) = (joint + head * size, joint + width + head * size)
          let turn = head < c.heads / 2 ? angles : angles + size
          kernel.normalize(query, size, query)
          kernel.rotate(query, turn, size)
          kernel.normalize(key, size, key)
          kernel.rotate(key, turn, size)
          let chunk = pages[row] + (index * c.heads + head) * chunkSize
          keep(chunk, places[row] % Kernels.page, size, key, joint + 2 * width + head * size)
        }
      }
    }

    // h [n, H, S] = softmax(factor query keys) values, over the events up to the row's own; then
    // x += Out h and x += W2 relu(W1 norm x)^2.
    func advance(_ index: Int, _ part: Range<Int>, _ scratch: Workspace.Scratch) {
      let layer = model.layers[index]
      let (first, joints) = (part.lowerBound, wide + part.lowerBound * stride)
      // Heads outside: rows of one passage find its keys and values in the cache.
      for head in 0..<c.heads {
        for row in part {
          addresses[rows[row].passage].withUnsafeBufferPointer { list in
            guard let pages = list.baseAddress else { return }
            attend(
              pages, (index * c.heads + head) * chunkSize, places[row] + 1, size,
              joints + (row - first) * 3 * width + head * size, Self.attentionFactor,
              scratch.weights, h + row * width + head * size)
          }
        }
      }
      let count = part.count
      let (x, h) = (x + first * width, h + first * width)
      let (inner, out) = (joints, out + first * width)
      multiply(layer.attentionOut, h, count, into: out, scratch)
      kernel.add(x, out, count * width)
      for row in 0..<count { kernel.normalize(x + row * width, width, h + row * width) }
      multiply(layer.innerIn, h, count, into: inner, scratch)
      kernel.squareOfPositive(inner, count * c.inner)
      multiply(layer.innerOut, inner, count, isPositive: true, into: out, scratch)
      kernel.add(x, out, count * width)
    }

    watch?(x)
    inParts(n, workspace) { remember(0, $0, $1) }
    for index in model.layers.indices {
      // A row's next keys need no other row: threads meet once a layer, before they look back.
      inParts(n, workspace) { part, scratch in
        advance(index, part, scratch)
        if index + 1 < c.layers { remember(index + 1, part, scratch) }
      }
      watch?(x)
    }
    for row in 0..<n { kernel.normalize(x + row * width, width, h + row * width) }
  }

  /// Shares rows between the workspace's threads; each row is the same in whichever part it lies.
  private func inParts(
    _ n: Int, _ workspace: Workspace, _ work: (Range<Int>, Workspace.Scratch) -> Void
  ) {
    // Fewer rows than this are done before another thread has woken up.
    let parts = min(workspace.threads, n / 8)
    guard parts > 1 else { return work(0..<n, workspace.scratch(thread: 0, row: 0)) }
    withoutActuallyEscaping(work) { work in
      // Each thread works on rows and scratch of its own, and all end before this does.
      nonisolated(unsafe) let (work, workspace) = (work, workspace)
      DispatchQueue.concurrentPerform(iterations: parts) { thread in
        let part = thread * n / parts..<(thread + 1) * n / parts
        work(part, workspace.scratch(thread: thread, row: part.lowerBound))
      }
    }
  }

  /// x = norm of the sum of the embeddings of the known fields [D].
  private func embed(_ event: TimedEvent, into x: UnsafeMutablePointer<Float>) {
    let width = model.configuration.width
    x.update(repeating: 0, count: width)
    for (field, value) in event.values.enumerated() where value > 0 {
      let row = model.layout.offsets[field] + Int(value)
      kernels.table.pointee.addHalves(x, model.embedding + row * width, width)
    }
    kernels.table.pointee.normalize(x, width, x)
  }

  /// Cosines, then sines of the turns by index [S], then of those by time [S].
  private func setAngles(index: Int, time: Int, into angles: UnsafeMutablePointer<Float>) {
    let size = model.configuration.width / model.configuration.heads
    angles.update(from: model.indexAngles + index * size, count: size)
    let periods = model.file.periods
    for pair in 0..<size / 2 {
      let period = periods[pair % periods.count]
      let phase = ((time % period) + period) % period
      let step = phase * (model.file.circle / period)
      angles[size + pair] = model.circle[2 * step]
      angles[size + size / 2 + pair] = model.circle[2 * step + 1]
    }
  }

  /// out [n, rows] = x [n, columns] times a matrix; `isPositive` tells that no x is below 0.
  func multiply(
    _ matrix: Matrix, _ x: UnsafePointer<Float>, _ n: Int, isPositive: Bool = false,
    into out: UnsafeMutablePointer<Float>, _ scratch: Workspace.Scratch
  ) {
    let kernel = kernels.table.pointee
    let (rows, columns) = (matrix.rows, matrix.columns)
    switch matrix.numbers {
    case .halves(let numbers):
      kernel.productsOfHalves(numbers, rows, columns, x, n, out)
    case .bytes(let numbers, let scales) where precision == .single:
      kernel.productsOfRows(numbers, scales, rows, columns, x, n, out)
    case .bytes(let numbers, let scales):
      let (steps, own) = (scratch.steps, scratch.scales)
      let quantize = isPositive ? kernel.quantizePositive : kernel.quantizeSigned
      for row in 0..<n { own[row] = quantize(x + row * columns, columns, steps + row * columns) }
      kernel.products(numbers, rows, columns, steps, n, scratch.sums)
      kernel.rescale(
        scratch.sums, rows, n, isPositive ? 0 : Int32(KERNEL_ZERO), matrix.sums, scales,
        own, out)
    }
  }

  /// Logits [n, values] of a field from states x [n, D]: W relu(A norm x)^2, left in
  /// `workspace.out`.
  func logits(
    of field: Int, _ x: UnsafePointer<Float>, _ n: Int, _ workspace: Workspace
  ) {
    guard let head = model.heads[field] else {
      preconditionFailure("only predicted fields have heads")
    }
    let kernel = kernels.table.pointee
    let width = model.configuration.width
    let (h, wide) = (workspace.h.start, workspace.wide.start)
    for row in 0..<n { kernel.normalize(x + row * width, width, h + row * width) }
    let scratch = workspace.scratch(thread: 0, row: 0)
    multiply(head.enter, h, n, into: wide, scratch)
    kernel.squareOfPositive(wide, n * head.enter.rows)
    multiply(head.leave, wide, n, isPositive: true, into: workspace.out.start, scratch)
  }

  /// x [D] += what a value of a field adds to the state that later fields are predicted from.
  func add(_ value: Int32, of field: Int, to x: UnsafeMutablePointer<Float>) {
    guard value > 0 else { return }
    let width = model.configuration.width
    let row = model.layout.offsets[field] + Int(value)
    kernels.table.pointee.addHalves(x, model.headEmbedding + row * width, width)
  }
}
