import CSampleRate
public import Signal

/// Converts streaming audio from one sample rate to another, through libsamplerate.
///
/// The converter interpolates with a windowed sinc (J. O. Smith, "Digital audio resampling", 2002); it is linear
/// in phase and adds no delay: frame n of the input appears at n times the ratio. The output of `length` input
/// frames has exactly `Resampler.frames(length, ...)` frames. An object belongs to one thread at a time.
public final class Resampler {
  /// How much is spent on the filter.
  public enum Quality: Hashable, Sendable {
    /// 97 % of the band kept and 145 dB of rejection, about 10 times real time in stereo.
    case best
    /// 90 % of the band kept and 121 dB of rejection, about three times as fast.
    case medium

    var code: Int32 {
      switch self {
      case .best: Int32(SRC_SINC_BEST_QUALITY)
      case .medium: Int32(SRC_SINC_MEDIUM_QUALITY)
      }
    }
  }

  /// The rate of what comes in.
  public let source: SampleRate
  /// The rate of what goes out.
  public let target: SampleRate
  /// The number of channels.
  public let channelCount: Int

  private let state: OpaquePointer?
  private var framesIn = 0
  private var framesOut = 0
  private var output: [Float]
  private static let chunkFrames = 8192

  /// Makes a converter; throws `resamplingFailed` if the rates lie more than 256 times apart.
  public init(
    from source: SampleRate, to target: SampleRate, channelCount: Int = 2,
    quality: Quality = .best
  ) throws(AudioFileError) {
    precondition(channelCount > 0 && channelCount <= 128)
    self.source = source
    self.target = target
    self.channelCount = channelCount
    let ratio = target.hertz / source.hertz
    guard src_is_valid_ratio(ratio) != 0 else {
      throw .resamplingFailed(reason: "from \(source) to \(target)")
    }
    output = [Float](repeating: 0, count: Resampler.chunkFrames * channelCount)
    guard source != target else {
      state = nil
      return
    }
    var code: Int32 = 0
    guard let state = src_new(quality.code, Int32(channelCount), &code) else {
      throw .resamplingFailed(reason: Resampler.reason(code))
    }
    self.state = state
  }

  deinit {
    if let state { src_delete(state) }
  }

  /// How many frames `count` frames become: the nearest whole number, halves up.
  public static func frames(
    _ count: Int, from source: SampleRate, to target: SampleRate
  ) -> Int {
    let product = count.multipliedFullWidth(by: target.framesPerSecond)
    let half = UInt(source.framesPerSecond / 2)
    let (low, carry) = product.low.addingReportingOverflow(half)
    return source.framesPerSecond.dividingFullWidth((product.high + (carry ? 1 : 0), low)).quotient
  }

  /// Converts the next frames, interleaved `[frames][channels]`, and hands on what comes out, interleaved.
  ///
  /// `isLast` ends the stream: what the filter still holds comes out, cut or filled up with silence to the
  /// exact length. Throws `resamplingFailed` and what `body` throws.
  public func convert(
    _ input: UnsafeBufferPointer<Float>, isLast: Bool,
    _ body: (UnsafeBufferPointer<Float>) throws(AudioFileError) -> Void
  ) throws(AudioFileError) {
    framesIn += input.count / channelCount
    let wanted = isLast ? Resampler.frames(framesIn, from: source, to: target) : Int.max
    guard let state else {
      if !input.isEmpty { try body(input) }
      framesOut = framesIn
      return
    }
    var used = 0
    while true {
      let (taken, made) = try step(state, input, from: used, isLast: isLast)
      used += taken
      try emit(min(made, wanted - framesOut), body)
      if made == 0, taken == 0 { break }
    }
    while isLast, framesOut < wanted {
      for index in output.indices { output[index] = 0 }
      try emit(min(Resampler.chunkFrames, wanted - framesOut), body)
    }
  }

  /// Converts a whole buffer; costs its time again in memory.
  public static func convert(
    _ buffer: AudioBuffer, from source: SampleRate, to target: SampleRate,
    quality: Quality = .best
  ) throws(AudioFileError) -> AudioBuffer {
    guard source != target else { return buffer }
    let resampler = try Resampler(
      from: source, to: target, channelCount: buffer.channelCount, quality: quality)
    let channels = buffer.channelCount
    var result = AudioBuffer(
      channelCount: channels,
      frameCount: frames(buffer.frameCount, from: source, to: target))
    let interleaved = buffer.interleaved()
    try interleaved.withUnsafeBufferPointer { input throws(AudioFileError) in
      try result.withMutableBlock { block throws(AudioFileError) in
        var place = 0
        try resampler.convert(input, isLast: true) { piece throws(AudioFileError) in
          let count = piece.count / channels
          for channel in 0..<channels {
            let samples = block[channel] + place
            for frame in 0..<count { samples[frame] = piece[frame * channels + channel] }
          }
          place += count
        }
      }
    }
    return result
  }

  private func step(
    _ state: OpaquePointer, _ input: UnsafeBufferPointer<Float>, from used: Int, isLast: Bool
  ) throws(AudioFileError) -> (taken: Int, made: Int) {
    var nothing: Float = 0
    let channels = channelCount
    let ratio = target.hertz / source.hertz
    var (taken, made, code) = (0, 0, Int32(0))
    withUnsafePointer(to: &nothing) { empty in
      output.withUnsafeMutableBufferPointer { buffer in
        var data = SRC_DATA()
        data.data_in = input.baseAddress.map { $0 + used * channels } ?? empty
        data.input_frames = input.count / channels - used
        data.data_out = buffer.baseAddress
        data.output_frames = Resampler.chunkFrames
        data.src_ratio = ratio
        data.end_of_input = isLast ? 1 : 0
        code = src_process(state, &data)
        taken = data.input_frames_used
        made = data.output_frames_gen
      }
    }
    guard code == 0 else { throw .resamplingFailed(reason: Resampler.reason(code)) }
    return (taken, made)
  }

  private func emit(
    _ count: Int, _ body: (UnsafeBufferPointer<Float>) throws(AudioFileError) -> Void
  ) throws(AudioFileError) {
    guard count > 0 else { return }
    framesOut += count
    let samples = count * channelCount
    try output.withUnsafeBufferPointer { buffer throws(AudioFileError) in
      try body(UnsafeBufferPointer(rebasing: buffer[..<samples]))
    }
  }

  private static func reason(_ code: Int32) -> String {
    src_strerror(code).map { String(cString: $0) } ?? "error \(code)"
  }
}
