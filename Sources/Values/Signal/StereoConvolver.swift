/// Convolves stereo with a long response, left with left and right with right, without latency.
///
/// The first `part` taps are convolved directly; the rest is cut into parts of that length and multiplied as
/// spectra, which are ready by the time they are needed (uniformly partitioned overlap-save with a direct head:
/// W. Gardner, "Efficient convolution without input-output delay", JAES 43, 1995). Left and right travel as real
/// and imaginary part of one transform. Cost a frame: `part` + 2 * length / part complex multiplications a channel
/// and two transforms for every `part` frames, all at the end of each. Processing allocates nothing.
public struct StereoConvolver: Sendable {
  /// The number of taps that are convolved directly, and of frames between transforms.
  public let part: Int
  /// The number of taps of the response.
  public let length: Int

  private let transform: ComplexTransform
  /// The taps of the direct head, `[channels][part]`.
  private let head: [Float]
  /// The spectra of the parts behind the head, `[parts][rows][stride]`, scaled for the inverse transform.
  private let response: [Float]
  /// The spectra of the past inputs, of the same shape, a ring whose newest is `newest`.
  private var past: [Float]
  private var newest = 0
  private let partCount: Int
  /// The last and the present part of the input, `[channels][2 * part]`.
  private var input: [Float]
  /// What the parts behind the head give for the present part, `[channels][part]`.
  private var ready: [Float]
  private var place = 0
  private var sum: [Float]
  private var time: [ComplexFloat]
  private var bins: [ComplexFloat]
  /// Bins of half a spectrum, rounded up to whole vectors.
  private let stride: Int
  /// Real and imaginary part of the left spectrum, then of the right.
  private static let rows = 4

  /// Makes a convolver at rest; a mono response serves both sides, `part` is a power of two from 64.
  public init(_ response: AudioBuffer, part: Int = 1024) {
    precondition(part >= 64 && part & (part - 1) == 0, "a power of two")
    self.part = part
    length = response.frameCount
    let stereo = response.stereo()
    let transform = ComplexTransform(size: 2 * part)
    let stride = (part + 1 + 7) / 8 * 8
    let room = StereoConvolver.rows * stride
    let partCount = max(0, (length + part - 1) / part - 1)
    head = (0..<2).flatMap { channel in
      (0..<part).map { $0 < stereo.frameCount ? stereo[channel, $0] : 0 }
    }
    var time = [ComplexFloat](repeating: ComplexFloat(0, 0), count: 2 * part)
    var bins = time
    var spectra = [Float](repeating: 0, count: partCount * room)
    let scale = 1 / Float(2 * part)
    for index in 0..<partCount {
      for tap in 0..<2 * part {
        let frame = (index + 1) * part + tap
        let isInside = tap < part && frame < stereo.frameCount
        time[tap] =
          isInside
          ? ComplexFloat(scale * stereo[0, frame], scale * stereo[1, frame]) : ComplexFloat(0, 0)
      }
      transform.forward(&time, into: &bins)
      spectra.withUnsafeMutableBufferPointer { spectra in
        guard let base = spectra.baseAddress else { return }
        StereoConvolver.part(bins, into: base + index * room, half: part, stride: stride)
      }
    }
    self.response = spectra
    (self.transform, self.stride, self.partCount) = (transform, stride, partCount)
    (self.time, self.bins) = (time, bins)
    past = [Float](repeating: 0, count: partCount * room)
    input = [Float](repeating: 0, count: 4 * part)
    ready = [Float](repeating: 0, count: 2 * part)
    sum = [Float](repeating: 0, count: room)
  }

  /// Clears the memory.
  public mutating func reset() {
    for index in past.indices { past[index] = 0 }
    for index in input.indices { input[index] = 0 }
    for index in ready.indices { ready[index] = 0 }
    (newest, place) = (0, 0)
  }

  /// Replaces a stereo block by its convolution.
  public mutating func process(_ block: AudioBlock) {
    precondition(block.channelCount == 2, "a stereo block")
    var start = 0
    while start < block.frameCount {
      let count = min(part - place, block.frameCount - start)
      convolveHead(block[frames: start..<start + count])
      place += count
      start += count
      if place == part { finishPart() }
    }
  }

  /// Convolves some frames of the present part with the head and adds what is ready for them.
  private mutating func convolveHead(_ block: AudioBlock) {
    let (part, place, count) = (part, place, block.frameCount)
    input.withUnsafeMutableBufferPointer { input in
      head.withUnsafeBufferPointer { head in
        ready.withUnsafeBufferPointer { ready in
          guard let input = input.baseAddress, let head = head.baseAddress,
            let ready = ready.baseAddress
          else { return }
          for channel in 0..<2 {
            let samples = block[channel]
            let fresh = input + (2 * channel + 1) * part + place
            fresh.update(from: samples, count: count)
            convolve(fresh, head + channel * part, tapCount: part, into: samples, count: count)
            let later = ready + channel * part + place
            for frame in 0..<count { samples[frame] += later[frame] }
          }
        }
      }
    }
  }

  /// Transforms the part that is complete, and computes what its and all earlier spectra give for the next.
  private mutating func finishPart() {
    let part = part
    if partCount > 0 {
      for index in 0..<2 * part {
        time[index] = ComplexFloat(input[index], input[2 * part + index])
      }
      transform.forward(&time, into: &bins)
      newest = newest == 0 ? partCount - 1 : newest - 1
      let room = StereoConvolver.rows * stride
      past.withUnsafeMutableBufferPointer { past in
        guard let base = past.baseAddress else { return }
        StereoConvolver.part(bins, into: base + newest * room, half: part, stride: stride)
      }
      multiply()
      join()
      transform.inverse(&bins, into: &time)
      // Of overlap-save the second half is the linear convolution.
      for index in 0..<part {
        ready[index] = time[part + index].real
        ready[part + index] = time[part + index].imaginary
      }
    }
    for channel in 0..<2 {
      for index in 0..<part {
        input[2 * channel * part + index] = input[(2 * channel + 1) * part + index]
      }
    }
    place = 0
  }

  /// Parts the spectrum of left + i right into that of left and that of right, bins 0...half.
  private static func part(
    _ bins: [ComplexFloat], into rows: UnsafeMutablePointer<Float>, half: Int, stride: Int
  ) {
    for bin in 0...half {
      let (a, b) = (bins[bin], bins[(2 * half - bin) % (2 * half)])
      rows[bin] = 0.5 * (a.real + b.real)
      rows[stride + bin] = 0.5 * (a.imaginary - b.imaginary)
      rows[2 * stride + bin] = 0.5 * (a.imaginary + b.imaginary)
      rows[3 * stride + bin] = 0.5 * (b.real - a.real)
    }
  }

  /// sum = sum over parts j of response[j] * past[newest + j], bin by bin, in complex numbers.
  private mutating func multiply() {
    let (stride, room, parts, newest) = (
      stride, StereoConvolver.rows * stride, partCount, newest
    )
    for index in sum.indices { sum[index] = 0 }
    sum.withUnsafeMutableBufferPointer { sum in
      past.withUnsafeBufferPointer { past in
        response.withUnsafeBufferPointer { response in
          guard let sum = sum.baseAddress, let past = past.baseAddress,
            let response = response.baseAddress
          else { return }
          for part in 0..<parts {
            let x = past + (newest + part) % parts * room
            let h = response + part * room
            for side in 0..<2 {
              let row = 2 * side * stride
              multiplyComplex(x + row, h + row, into: sum + row, stride: stride)
            }
          }
        }
      }
    }
  }

  /// Joins left and right to the spectrum of left + i right in `bins`.
  private mutating func join() {
    let (half, stride) = (part, stride)
    for bin in 0...half {
      let (lr, li) = (sum[bin], sum[stride + bin])
      let (rr, ri) = (sum[2 * stride + bin], sum[3 * stride + bin])
      bins[bin] = ComplexFloat(lr - ri, li + rr)
      // The upper half by conjugate symmetry of each side.
      if bin > 0, bin < half { bins[2 * half - bin] = ComplexFloat(lr + ri, rr - li) }
    }
  }
}

/// sum += x h over `stride` complex numbers, whose real parts lie before their imaginary parts.
@inline(__always)
private func multiplyComplex(
  _ x: UnsafePointer<Float>, _ h: UnsafePointer<Float>, into sum: UnsafeMutablePointer<Float>,
  stride: Int
) {
  func load(_ place: UnsafePointer<Float>) -> SIMD8<Float> {
    UnsafeRawPointer(place).loadUnaligned(as: SIMD8<Float>.self)
  }
  var bin = 0
  while bin < stride {
    let (xr, xi) = (load(x + bin), load(x + stride + bin))
    let (hr, hi) = (load(h + bin), load(h + stride + bin))
    let real = load(sum + bin) + (xr * hr - xi * hi)
    let imaginary = load(sum + stride + bin) + (xr * hi + xi * hr)
    UnsafeMutableRawPointer(sum + bin).storeBytes(of: real, as: SIMD8<Float>.self)
    UnsafeMutableRawPointer(sum + stride + bin).storeBytes(of: imaginary, as: SIMD8<Float>.self)
    bin += 8
  }
}
