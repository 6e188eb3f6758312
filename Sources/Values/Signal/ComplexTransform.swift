import CKissFFT

/// The discrete Fourier transform of complex signals of one size, through KissFFT; any number of threads may
/// share it.
///
/// Proof: the plans are written once, in `init`, and KissFFT only reads them while it
/// transforms from one memory into another (its mixed radices 2, 3, 4 and 5 need no working memory). Sizes have no
/// other prime factors, which `init` checks.
public final class ComplexTransform: @unchecked Sendable {
  /// The number of complex samples.
  public let size: Int
  private let memories: [UnsafeMutableRawPointer]
  private let forwardPlan: OpaquePointer
  private let inversePlan: OpaquePointer

  /// Plans transforms of a size, which must be a product of 2, 3 and 5.
  public init(size: Int) {
    precondition(size >= 2, "a size")
    var rest = size
    for factor in [2, 3, 5] {
      while rest % factor == 0 { rest /= factor }
    }
    precondition(rest == 1, "a product of 2, 3 and 5")
    self.size = size
    let forward = ComplexTransform.plan(size, inverse: false)
    let inverse = ComplexTransform.plan(size, inverse: true)
    memories = [forward.memory, inverse.memory]
    (forwardPlan, inversePlan) = (forward.plan, inverse.plan)
  }

  deinit {
    for memory in memories { memory.deallocate() }
  }

  /// KissFFT says how much memory a plan needs, then places the plan in it.
  private static func plan(
    _ size: Int, inverse: Bool
  ) -> (memory: UnsafeMutableRawPointer, plan: OpaquePointer) {
    var bytes = 0
    _ = kiss_fft_alloc(Int32(size), inverse ? 1 : 0, nil, &bytes)
    let memory = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 16)
    guard let plan = kiss_fft_alloc(Int32(size), inverse ? 1 : 0, memory, &bytes) else {
      preconditionFailure("KissFFT needs the memory that it asked for")
    }
    return (memory, plan)
  }

  /// X[k] = sum of x[n] exp(-2 pi i k n / size); both memories hold `size` numbers and must not overlap.
  public func forward(
    _ source: UnsafePointer<ComplexFloat>, into target: UnsafeMutablePointer<ComplexFloat>
  ) {
    run(forwardPlan, source, target)
  }

  /// x[n] = sum of X[k] exp(2 pi i k n / size), `size` times what `forward` began with.
  public func inverse(
    _ source: UnsafePointer<ComplexFloat>, into target: UnsafeMutablePointer<ComplexFloat>
  ) {
    run(inversePlan, source, target)
  }

  private func run(
    _ plan: OpaquePointer, _ source: UnsafePointer<ComplexFloat>,
    _ target: UnsafeMutablePointer<ComplexFloat>
  ) {
    source.withMemoryRebound(to: kiss_fft_cpx.self, capacity: size) { source in
      target.withMemoryRebound(to: kiss_fft_cpx.self, capacity: size) { target in
        kiss_fft(plan, source, target)
      }
    }
  }
}
