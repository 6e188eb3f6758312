import CKissFFT

/// A complex number of 32-bit floats, laid out as real part, imaginary part.
public struct ComplexFloat: Hashable, Sendable {
  /// The real part.
  public var real: Float
  /// The imaginary part.
  public var imaginary: Float

  /// Makes a complex number.
  public init(_ real: Float, _ imaginary: Float) {
    self.real = real
    self.imaginary = imaginary
  }

  /// The squared magnitude.
  public var power: Float { real * real + imaginary * imaginary }
}

/// The discrete Fourier transform of real signals of one even size, through KissFFT.
///
/// Sizes whose only prime factors are 2, 3 and 5 are fast. An object holds working memory, so it belongs to
/// one thread at a time.
public final class FourierTransform {
  /// The number of real samples.
  public let size: Int
  /// The number of frequency bins, size / 2 + 1: bin k lies at k / size of the sample rate.
  public var binCount: Int { size / 2 + 1 }

  private let forwardMemory: UnsafeMutableRawPointer
  private let inverseMemory: UnsafeMutableRawPointer
  private let forwardPlan: OpaquePointer
  private let inversePlan: OpaquePointer

  /// Plans transforms of an even positive size.
  public init(size: Int) {
    precondition(size >= 2 && size % 2 == 0, "an even size")
    self.size = size
    (forwardMemory, forwardPlan) = FourierTransform.plan(size, inverse: false)
    (inverseMemory, inversePlan) = FourierTransform.plan(size, inverse: true)
  }

  deinit {
    forwardMemory.deallocate()
    inverseMemory.deallocate()
  }

  /// KissFFT says how much memory a plan needs, then places the plan in it.
  private static func plan(
    _ size: Int, inverse: Bool
  ) -> (UnsafeMutableRawPointer, OpaquePointer) {
    var bytes = 0
    _ = kiss_fftr_alloc(Int32(size), inverse ? 1 : 0, nil, &bytes)
    let memory = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 16)
    guard let plan = kiss_fftr_alloc(Int32(size), inverse ? 1 : 0, memory, &bytes) else {
      preconditionFailure("KissFFT needs the memory that it asked for")
    }
    return (memory, plan)
  }

  /// Transforms `size` samples into `binCount` bins, unscaled: X[k] = sum x[n] exp(-2 pi i k n / size).
  public func forward(
    _ samples: UnsafeBufferPointer<Float>, into bins: UnsafeMutableBufferPointer<ComplexFloat>
  ) {
    precondition(samples.count == size && bins.count == binCount)
    guard let source = samples.baseAddress, let target = bins.baseAddress else { return }
    target.withMemoryRebound(to: kiss_fft_cpx.self, capacity: binCount) {
      kiss_fftr(forwardPlan, source, $0)
    }
  }

  /// Transforms bins back into samples, scaled so that it undoes `forward`.
  public func inverse(
    _ bins: UnsafeBufferPointer<ComplexFloat>, into samples: UnsafeMutableBufferPointer<Float>
  ) {
    precondition(samples.count == size && bins.count == binCount)
    guard let source = bins.baseAddress, let target = samples.baseAddress else { return }
    source.withMemoryRebound(to: kiss_fft_cpx.self, capacity: binCount) {
      kiss_fftri(inversePlan, $0, target)
    }
    let scale = 1 / Float(size)
    for index in 0..<size { target[index] *= scale }
  }

  /// Transforms an array of `size` samples.
  public func forward(_ samples: [Float]) -> [ComplexFloat] {
    var bins = [ComplexFloat](repeating: ComplexFloat(0, 0), count: binCount)
    samples.withUnsafeBufferPointer { source in
      bins.withUnsafeMutableBufferPointer { forward(source, into: $0) }
    }
    return bins
  }

  /// Transforms an array of `binCount` bins back.
  public func inverse(_ bins: [ComplexFloat]) -> [Float] {
    var samples = [Float](repeating: 0, count: size)
    bins.withUnsafeBufferPointer { source in
      samples.withUnsafeMutableBufferPointer { inverse(source, into: $0) }
    }
    return samples
  }
}
