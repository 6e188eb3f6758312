#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Direct convolution: output[n] = sum over k of taps[k] * input[n - k], for n in 0..<count.
///
/// `input` points at the first new sample and must be preceded by `tapCount - 1` samples of history. The
/// order of additions is the same for every n, so that results do not depend on how audio is cut.
@inline(__always)
func convolve(
  _ input: UnsafePointer<Float>, _ taps: UnsafePointer<Float>, tapCount: Int,
  into output: UnsafeMutablePointer<Float>, count: Int
) {
  var n = 0
  while n + 16 <= count {
    var sum = SIMD16<Float>(repeating: 0)
    for k in 0..<tapCount {
      let x = UnsafeRawPointer(input + (n - k)).loadUnaligned(as: SIMD16<Float>.self)
      sum += x * SIMD16(repeating: taps[k])
    }
    UnsafeMutableRawPointer(output + n).storeBytes(of: sum, as: SIMD16<Float>.self)
    n += 16
  }
  while n < count {
    var sum: Float = 0
    for k in 0..<tapCount { sum += input[n - k] * taps[k] }
    output[n] = sum
    n += 1
  }
}

/// A linear-phase low-pass for raising the rate by a whole factor: a sinc under a window.
///
/// `[factor * span + 1]` taps at the high rate, symmetric, with 1 in the middle for a `cutoff` of 0.5, and a sum
/// near `factor`. `cutoff` is in cycles per sample of the low rate, 0.5 being its Nyquist frequency.
func interpolationFilter(factor: Int, span: Int, cutoff: Double, window: Window) -> [Double] {
  let count = factor * span + 1
  let window = window.samples(count, periodic: false)
  return (0..<count).map { index in
    let x = 2 * cutoff * Double(index - factor * span / 2) / Double(factor)
    return 2 * cutoff * window[index] * (x == 0 ? 1 : sin(Double.pi * x) / (Double.pi * x))
  }
}
