public import Signal

/// Looks for what is wrong with a sound: silence, broken samples, clipping, direct current, phase.
///
/// Audio is added block by block, of any size, with the same result; memory does not grow. The bounds are
/// the export checks of this project's loudness sheet: DC below -60 dBFS, no more than two samples in a row
/// at full scale, correlation. One thread at a time.
public struct SoundCheck: Sendable {
  /// The level below which nothing counts as sound.
  public static let silence = Decibels(-80)
  /// The mean of a channel that counts as direct current, of full scale: -60 dBFS.
  public static let directCurrent = 0.001
  /// What counts as full scale in a file of 16 bit, where the greatest value is 32767 / 32768.
  public static let fullScale = Decibels(-0.01)
  /// The share of clipped samples that nothing can mend.
  public static let shareBeyondRepair = 0.05
  /// The correlation below which the sides work against each other.
  public static let correlation = -0.2
  /// How much weaker a side is, in decibels of power, to count as silent beside the other.
  public static let oneSided = 60.0

  /// The rate of the audio.
  public let sampleRate: SampleRate
  /// The number of channels.
  public let channelCount: Int
  /// The least duration in seconds; the default is one gating block of BS.1770.
  public let least: Double
  /// How many frames were added.
  public private(set) var frameCount = 0
  /// How many samples were NaN or infinite; they count as silence.
  public private(set) var brokenSamples = 0

  private var firstBroken: (channel: Int, frame: Int)?
  private var channels: [Side]
  private var product = 0.0
  private var squareOfSum = 0.0
  private var beyond = 0

  /// What is known of one channel.
  private struct Side {
    var sum = 0.0
    var square = 0.0
    var peak: Float = 0
    var clipping = ClippingDetector()
  }

  /// Starts a check.
  public init(sampleRate: SampleRate, channelCount: Int = 2, least: Double = 0.4) {
    precondition(channelCount > 0)
    self.sampleRate = sampleRate
    self.channelCount = channelCount
    self.least = least
    channels = Array(repeating: Side(), count: channelCount)
  }

  /// Takes in the frames of a block, which follow those of earlier blocks.
  public mutating func add(_ block: AudioBlock) {
    precondition(block.channelCount == channelCount, "as many channels as the check")
    for channel in 0..<channelCount { add(block[channel], block.frameCount, channel) }
    if channelCount == 2 {
      let (left, right) = (block[0], block[1])
      for frame in 0..<block.frameCount where left[frame].isFinite && right[frame].isFinite {
        let (l, r) = (Double(left[frame]), Double(right[frame]))
        product += l * r
        squareOfSum += (l + r) * (l + r)
      }
    }
    frameCount += block.frameCount
  }

  private mutating func add(_ samples: UnsafePointer<Float>, _ count: Int, _ channel: Int) {
    var side = channels[channel]
    for index in 0..<count {
      var sample = samples[index]
      if !sample.isFinite {
        brokenSamples += 1
        let frame = frameCount + index
        if firstBroken.map({ frame < $0.frame }) ?? true { firstBroken = (channel, frame) }
        sample = 0
      }
      let magnitude = sample.magnitude
      side.sum += Double(sample)
      side.square += Double(sample) * Double(sample)
      if magnitude > side.peak { side.peak = magnitude }
      if magnitude > 1 { beyond += 1 }
      side.clipping.add(sample)
    }
    channels[channel] = side
  }

  /// The greatest sample, linear.
  public var peak: Double { channels.map { Double($0.peak) }.max() ?? 0 }

  /// The mean of each channel, of full scale.
  public var means: [Double] {
    channels.map { frameCount > 0 ? $0.sum / Double(frameCount) : 0 }
  }

  /// The root mean square of all channels together, linear.
  public var rootMeanSquare: Double {
    guard frameCount > 0 else { return 0 }
    let squares = channels.reduce(0) { $0 + $1.square }
    return (squares / Double(frameCount * channelCount)).squareRoot()
  }

  /// The power of each channel, linear.
  public var powers: [Double] {
    channels.map { frameCount > 0 ? $0.square / Double(frameCount) : 0 }
  }

  /// The correlation of left and right, -1...1; nil unless both carry sound.
  public var correlation: Double? {
    guard channelCount == 2 else { return nil }
    let power = channels[0].square * channels[1].square
    return power > 0 ? max(-1, min(1, product / power.squareRoot())) : nil
  }

  /// How much power is lost when both sides are played as one, (L + R) / 2 on each, nil if all of it or no sound.
  ///
  /// 0 dB for mono, 3 dB for sides that have nothing in common.
  public var monoLoss: Decibels? {
    guard channelCount == 2 else { return nil }
    let stereo = channels[0].square + channels[1].square
    guard stereo > 0, squareOfSum > stereo * 1e-12 else { return nil }
    return Decibels(power: 2 * stereo / squareOfSum)
  }

  /// The flat tops of all channels; nil without any.
  public var clipping:
    (
      runs: Int, longest: Int, share: Double, level: Decibels, channel: Int, frame: Int
    )?
  {
    let tops = channels.map(\.clipping.ended)
    let found = tops.indices.filter { tops[$0].runs > 0 }
    guard let first = found.min(by: { tops[$0].firstFrame < tops[$1].firstFrame }),
      let level = Decibels(gain: Double(found.map { tops[$0].level }.max() ?? 0))
    else { return nil }
    let all = found.map { tops[$0] }
    return (
      all.reduce(0) { $0 + $1.runs }, all.map(\.longest).max() ?? 0,
      Double(all.reduce(0) { $0 + $1.samples }) / Double(frameCount * channelCount), level, first,
      tops[first].firstFrame
    )
  }

  /// What was found, the gravest first.
  public var faults: [SoundFault] {
    var faults: [SoundFault] = []
    if let place = firstBroken {
      faults.append(
        .notFinite(count: brokenSamples, channel: place.channel, frame: place.frame))
    }
    let seconds = Double(frameCount) / sampleRate.hertz
    if seconds < least { faults.append(.tooShort(seconds: seconds, least: least)) }
    guard peak >= SoundCheck.silence.gain else {
      return faults + [.silent(peak: Decibels(gain: peak))]
    }
    if let clip = clipping {
      faults.append(
        .clipped(
          runs: clip.runs, longest: clip.longest, share: clip.share, level: clip.level,
          channel: clip.channel, frame: clip.frame))
    }
    if beyond > 0, let peak = Decibels(gain: peak) {
      faults.append(.beyondFullScale(peak: peak, samples: beyond))
    }
    if means.contains(where: { $0.magnitude > SoundCheck.directCurrent }) {
      faults.append(.directCurrent(perChannel: means))
    }
    if channelCount == 2 {
      let (left, right) = (channels[0].square, channels[1].square)
      let ratio = Decibels(-SoundCheck.oneSided).power
      if left < right * ratio { faults.append(.oneChannelOnly(silentChannel: 0)) }
      if right < left * ratio { faults.append(.oneChannelOnly(silentChannel: 1)) }
      if let correlation, correlation < SoundCheck.correlation {
        faults.append(.outOfPhase(correlation: correlation, monoLoss: monoLoss))
      }
    }
    return faults
  }

  /// Takes in all frames of a buffer.
  public mutating func add(_ buffer: AudioBuffer) {
    buffer.withReadOnlyBlock { add($0) }
  }

  /// Checks a whole buffer.
  public static func check(
    _ buffer: AudioBuffer, sampleRate: SampleRate, least: Double = 0.4
  ) -> [SoundFault] {
    var check = SoundCheck(
      sampleRate: sampleRate, channelCount: buffer.channelCount, least: least)
    buffer.withReadOnlyBlock { check.add($0) }
    return check.faults
  }
}
