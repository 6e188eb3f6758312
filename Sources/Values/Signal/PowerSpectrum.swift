/// The power spectrum of frames of one or more channels: the mean of the channels' spectra.
///
/// Adding powers, not samples, keeps what stands in opposite phase on both sides. Power is scaled so that a
/// sine of amplitude 1 on all channels, on a bin, reads 1 there, as in `Spectrogram`. One thread at a time.
public final class PowerSpectrum {
  /// The transform's size.
  public let size: Int
  /// The number of bins, size / 2 + 1.
  public var binCount: Int { size / 2 + 1 }
  /// The power of each bin of the last frame.
  public private(set) var power: [Float]
  /// What turns a sum over bins into the mean square of the samples: the window's noise bandwidth, halved.
  public let meanSquareFactor: Double

  private let transform: FourierTransform
  private let taper: [Float]
  private let scale: Float
  private var frame: [Float]
  private var bins: [ComplexFloat]

  /// Plans spectra of frames of an even size.
  public init(size: Int, window: Window = .hann) {
    self.size = size
    transform = FourierTransform(size: size)
    taper = window.samples(size).map { Float($0) }
    let sum = taper.reduce(0) { $0 + Double($1) }
    let squares = taper.reduce(0) { $0 + Double($1) * Double($1) }
    scale = Float(4 / (sum * sum))
    // Parseval: the sum of |X|^2 over the bins of one side is N / 2 * sum (x w)^2, about N / 2 * x^2 * squares.
    meanSquareFactor = sum * sum / (2 * Double(size) * squares)
    frame = [Float](repeating: 0, count: size)
    bins = [ComplexFloat](repeating: ComplexFloat(0, 0), count: size / 2 + 1)
    power = [Float](repeating: 0, count: size / 2 + 1)
  }

  /// Analyses a frame of `size` samples; equal channels cost one transform.
  public func analyze(_ block: AudioBlock) {
    precondition(block.frameCount == size, "frames of one size")
    for bin in power.indices { power[bin] = 0 }
    var weight = scale / Float(block.channelCount)
    var channels = block.channelCount
    if channels == 2, equal(block[0], block[1]) { (channels, weight) = (1, scale) }
    for channel in 0..<channels { add(block[channel], weight) }
  }

  private func equal(_ left: UnsafePointer<Float>, _ right: UnsafePointer<Float>) -> Bool {
    for index in 0..<size where left[index] != right[index] { return false }
    return true
  }

  private func add(_ samples: UnsafePointer<Float>, _ weight: Float) {
    let size = size
    frame.withUnsafeMutableBufferPointer { frame in
      taper.withUnsafeBufferPointer { taper in
        for index in 0..<size { frame[index] = samples[index] * taper[index] }
      }
      bins.withUnsafeMutableBufferPointer { bins in
        transform.forward(UnsafeBufferPointer(frame), into: bins)
        power.withUnsafeMutableBufferPointer { power in
          for bin in power.indices { power[bin] += weight * bins[bin].power }
        }
      }
    }
  }
}
