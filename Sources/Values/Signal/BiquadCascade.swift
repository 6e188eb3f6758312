#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Second-order sections in series, with their memory, for one or two channels.
///
/// Coefficients and state are double precision. Direct form I: the recursion's critical path is one
/// multiplication and one subtraction, and two sections run side by side to hide it. Both channels travel
/// in one SIMD register. Processing allocates nothing and does not depend on the block size.
public struct BiquadCascade: Hashable, Sendable {
  /// The sections; setting as many as there were keeps their memory, which avoids clicks.
  public var sections: [BiquadCoefficients] {
    didSet { if sections.count != oldValue.count { reset() } }
  }
  /// For every pair of sections its last inputs, the first section's and the second's last outputs.
  ///
  /// `[pairs][6]`, each element holding both channels; an odd last section uses four of its six.
  private var history: [SIMD2<Double>]
  private var grid = FrameGrid(step: 256)

  /// Makes a cascade at rest.
  public init(_ sections: [BiquadCoefficients]) {
    self.sections = sections
    history = [SIMD2<Double>](repeating: .zero, count: (sections.count + 1) / 2 * 6)
  }

  /// Clears the memory.
  public mutating func reset() {
    history = [SIMD2<Double>](repeating: .zero, count: (sections.count + 1) / 2 * 6)
    grid.reset()
  }

  /// The linear gain of all sections at a frequency.
  public func gain(at frequency: Hertz, sampleRate: SampleRate) -> Double {
    sections.reduce(1) { $0 * $1.gain(at: frequency, sampleRate: sampleRate) }
  }

  /// The number of frames after which an impulse has decayed below -90 dB, by the slowest pole.
  public var tail: Frames {
    // Two poles of one radius decay as n r^n: 40 dB more covers the factor n.
    let frames = sections.map { section in
      let radius = min(section.poleRadius, 0.999_999)
      return radius < 1e-6 ? 2.0 : -130 / (20 * log10(radius))
    }
    return Frames(Int(frames.reduce(0, +)) + 2 * sections.count)
  }

  /// Filters a mono or stereo block in place.
  public mutating func process(_ block: AudioBlock) {
    precondition(block.channelCount <= 2, "one or two channels")
    guard !sections.isEmpty else { return }
    let left = block[0]
    let right = block.channelCount == 2 ? block[1] : left
    var start = 0
    while start < block.frameCount {
      let (count, isLine) = grid.advance(remaining: block.frameCount - start)
      if isLine { flush() }
      run(left + start, right + start, count)
      start += count
    }
  }

  /// Clears states below -400 dB, long before they become slow denormal numbers.
  private mutating func flush() {
    for index in history.indices {
      let magnitude = max(abs(history[index].x), abs(history[index].y))
      if magnitude < 1e-20 { history[index] = .zero }
    }
  }

  private mutating func run(
    _ left: UnsafeMutablePointer<Float>, _ right: UnsafeMutablePointer<Float>, _ count: Int
  ) {
    sections.withUnsafeBufferPointer { sections in
      history.withUnsafeMutableBufferPointer { history in
        var index = 0
        while index + 1 < sections.count {
          runPair(sections[index], sections[index + 1], &history, 3 * index, left, right, count)
          index += 2
        }
        if index < sections.count {
          runSingle(sections[index], &history, 3 * index, left, right, count)
        }
      }
    }
  }
}

// Kernel notes. x1, x2: the last two inputs of a section; y1, y2: its last two outputs, which are the next
// section's inputs. Between sections the signal is rounded to float only where it is stored after a pair.
@inline(__always)
private func runPair(
  _ first: BiquadCoefficients, _ second: BiquadCoefficients,
  _ history: inout UnsafeMutableBufferPointer<SIMD2<Double>>, _ at: Int,
  _ left: UnsafeMutablePointer<Float>, _ right: UnsafeMutablePointer<Float>, _ count: Int
) {
  var (x1, x2) = (history[at], history[at + 1])
  var (y1, y2) = (history[at + 2], history[at + 3])
  var (z1, z2) = (history[at + 4], history[at + 5])
  for frame in 0..<count {
    let x = SIMD2<Double>(Double(left[frame]), Double(right[frame]))
    let u = first.b0 * x + (first.b1 * x1 + (first.b2 * x2 - first.a2 * y2))
    let y = u - first.a1 * y1
    let v = second.b0 * y + (second.b1 * y1 + (second.b2 * y2 - second.a2 * z2))
    let z = v - second.a1 * z1
    (x2, x1) = (x1, x)
    (y2, y1) = (y1, y)
    (z2, z1) = (z1, z)
    left[frame] = Float(z.x)
    right[frame] = Float(z.y)
  }
  (history[at], history[at + 1]) = (x1, x2)
  (history[at + 2], history[at + 3]) = (y1, y2)
  (history[at + 4], history[at + 5]) = (z1, z2)
}

@inline(__always)
private func runSingle(
  _ section: BiquadCoefficients, _ history: inout UnsafeMutableBufferPointer<SIMD2<Double>>,
  _ at: Int, _ left: UnsafeMutablePointer<Float>, _ right: UnsafeMutablePointer<Float>,
  _ count: Int
) {
  var (x1, x2) = (history[at], history[at + 1])
  var (y1, y2) = (history[at + 2], history[at + 3])
  for frame in 0..<count {
    let x = SIMD2<Double>(Double(left[frame]), Double(right[frame]))
    let u = section.b0 * x + (section.b1 * x1 + (section.b2 * x2 - section.a2 * y2))
    let y = u - section.a1 * y1
    (x2, x1) = (x1, x)
    (y2, y1) = (y1, y)
    left[frame] = Float(y.x)
    right[frame] = Float(y.y)
  }
  (history[at], history[at + 1]) = (x1, x2)
  (history[at + 2], history[at + 3]) = (y1, y2)
}
