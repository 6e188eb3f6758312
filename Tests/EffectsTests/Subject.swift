import Effects
import Signal
import Testing

/// An effect as the shared suite knows it.
struct Subject: Sendable, CustomTestStringConvertible {
  /// What the output is to the input, as far as a correlation tells.
  enum Kind { case direct, spatial, voice }

  /// What the effect does at settings that should do nothing.
  enum Rest {
    /// It passes every bit, its latency late.
    case exact
    /// It is this filter, to a millionth of full scale.
    case filter([BiquadCoefficients])
  }

  var testDescription: String
  var effect: any Effect
  /// `direct` comes out its latency late; `spatial` is spread in time, by echoes or turned phases; `voice` sounds
  /// without input.
  var kind = Kind.direct
  /// The effect set to do nothing, and what it then does.
  var resting: (effect: any Effect, is: Rest)?

  init(
    _ name: String, _ effect: any Effect, _ kind: Kind = .direct,
    resting: (effect: any Effect, is: Rest)? = nil
  ) {
    testDescription = name
    self.effect = effect
    self.kind = kind
    self.resting = resting
  }

  static let rates = [SampleRate.compactDisc, .studio, 96_000]
  static let silentOnes = all.filter { $0.kind != .voice }
  static let directOnes = all.filter { $0.kind == .direct }
  static let restingOnes = all.filter { $0.resting != nil }
}

extension Subject {
  /// Every effect: one line registers it with the shared suite.
  static let all: [Subject] = [
    Subject("gain", Gain(-3), resting: (Gain(0), .exact)),
    Subject("panner", Panner(position: 0.4, width: 0.5)),
    Subject("width", StereoWidth(width: 1.4)),
    Subject(
      "width that keeps the image", StereoWidth(width: 0.8, keepsImage: true),
      resting: (StereoWidth(width: 1, monoBelow: nil, keepsImage: true), .filter([]))),
    Subject("high-pass", ParametricEqualizer.highPass(80, order: 4)),
    Subject("low-pass", ParametricEqualizer.lowPass(3000), .spatial),
    Subject("equalizer", equalizer, resting: (ParametricEqualizer(flatBands), .exact)),
    Subject(
      "dynamic equalizer", DynamicEqualizer(dynamicBands),
      resting: (DynamicEqualizer([.init(frequency: 900, range: -12, threshold: 20)]), .exact)),
    Subject(
      "compressor", Compressor(.init(threshold: -24, ratio: 4)),
      resting: (Compressor(.init(ratio: 1)), .exact)),
    Subject("peak compressor", Compressor(peaks), resting: (Compressor(.init(mix: 0)), .exact)),
    Subject(
      "automatic compressor", Compressor(automatic),
      resting: (Compressor(.init(threshold: 30, timing: .byCrestFactor, makesUp: true)), .exact)),
    Subject(
      "multiband compressor", MultibandCompressor(threeBands), .spatial,
      resting: (MultibandCompressor(restingBands), .filter(turns))),
    Subject(
      "transient shaper", TransientShaper(.init(attack: 9, sustain: -6)),
      resting: (TransientShaper(), .exact)),
    Subject(
      "de-esser", DeEsser(.init(threshold: -15)),
      resting: (DeEsser(.init(threshold: 6)), .exact)),
    Subject("shelving de-esser", DeEsser(.init(isShelf: true, threshold: -20, range: 12))),
    Subject(
      "gate", Gate(.init(threshold: -12)), resting: (Gate(.init(ratio: 1, range: 0)), .exact)),
    Subject("early gate", Gate(.init(threshold: -12, lookAhead: 0.004, listensAbove: 100))),
    Subject("expander", Gate(.expander)),
    Subject("limiter", TruePeakLimiter(ceiling: -6)),
    Subject("dither", Dither(seed: 4)),
    Subject("shaped dither", Dither(shaping: .weighted, seed: 4)),
    Subject("reverb", Reverb(.init(decay: 0.5)), .spatial),
    Subject("still reverb", Reverb(.init(decay: 0.4, preDelay: 0, modulation: 0)), .spatial),
    Subject(
      "ping-pong delay", StereoDelay(.init(leftTime: 0.05, rightTime: 0.07, feedback: 0.4)),
      .spatial),
    Subject(
      "stereo delay", StereoDelay(shortDelay), .spatial,
      resting: (StereoDelay(.init(wet: 0, dry: 1)), .exact)),
    Subject(
      "chorus", Chorus(), .spatial, resting: (Chorus(.init(mix: 0)), .exact)),
    Subject("ensemble", Chorus(.ensemble), .spatial),
    Subject("flanger", Chorus(.flanger), .spatial),
    Subject("phaser", Phaser(), .spatial, resting: (Phaser(.init(mix: 0)), .exact)),
    Subject("deep phaser", Phaser(.init(stages: 12, feedback: -0.9)), .spatial),
    Subject(
      "convolution", ConvolutionReverb(response: ConvolutionTests.room(frames: 9000)), .spatial,
      resting: (ConvolutionReverb(response: unit, normalizes: false), .exact)),
    Subject(
      "short convolution",
      ConvolutionReverb(response: ConvolutionTests.room(frames: 90), dry: 1, preDelay: 0.01),
      .spatial),
    Subject("saturation", Saturation(.dusty), .spatial),
    Subject(
      "half saturation", Saturation(.init(drive: 20, mix: 0.5)),
      resting: (Saturation(.init(mix: 0)), .exact)),
    Subject("vinyl", VinylTexture(seed: 3), .voice),
    Subject("chain", EffectChain(chain)),
  ]

  private static let equalizer = ParametricEqualizer([
    .highPass(40), .lowShelf(120, gain: 3), .peak(900, gain: -4, quality: 1.4),
    .peak(3000, gain: 2), .highShelf(9000, gain: 2.5),
  ])
  private static let flatBands: [ParametricEqualizer.Band] = [
    .lowShelf(120, gain: 0), .peak(900, gain: 0), .highShelf(9000, gain: 0),
  ]
  private static let dynamicBands: [DynamicEqualizer.Band] = [
    .init(.lowShelf, frequency: 150, gain: 2, range: -8, threshold: -30),
    .init(frequency: 900, quality: 3, range: -12, threshold: -35),
    .init(.highShelf, frequency: 6000, gain: -1, range: 5, threshold: -40, detector: .peak),
  ]
  private static let peaks = Compressor.Settings(
    threshold: -20, ratio: 8, knee: 0, attack: 0.001, detector: .peak)
  private static let automatic = Compressor.Settings(
    threshold: -30, ratio: 3, attack: 0.08, release: 1, timing: .byCrestFactor, makesUp: true,
    listensAbove: 90, range: 12)
  private static let threeBands: [MultibandCompressor.Band] = [
    .init(from: 0, compressor: .init(threshold: -30, ratio: 3)),
    .init(from: 200, compressor: nil, gain: -1),
    .init(from: 3000, compressor: peaks, gain: 1),
  ]
  private static let restingBands: [MultibandCompressor.Band] = [
    .init(from: 0, compressor: .init(ratio: 1)), .init(from: 150, compressor: .init(threshold: 30)),
    .init(from: 900, compressor: nil), .init(from: 5000, compressor: nil),
  ]
  private static let turns: [BiquadCoefficients] = [150, 900, 5000].map {
    .allPass($0, at: .studio)
  }
  private static let unit = AudioBuffer(channels: [[1]])
  private static let shortDelay = StereoDelay.Settings(
    leftTime: 0.002, rightTime: 0.031, feedback: 0.5, pingPong: false, dry: 1)
  private static let chain: [any Effect] = [
    ParametricEqualizer.highPass(60), Saturation(Saturation.Settings()), Compressor(),
    TruePeakLimiter(ceiling: -1),
  ]
}
