import Effects
import Signal

/// A biquad and nothing else, the yardstick.
struct PlainBiquad: Effect {
  private var filter = BiquadCascade([.lowPass(8_000, at: .studio)])

  var latency: Frames { .zero }
  var tail: Frames { filter.tail }

  mutating func prepare(sampleRate: SampleRate, maximumFrames: Int) { filter.reset() }
  mutating func process(_ block: AudioBlock) { filter.process(block) }
  mutating func reset() { filter.reset() }
}

/// What is measured, at settings of common use.
func subjects(_ rate: SampleRate) -> [(String, any Effect)] {
  [
    ("plain biquad", PlainBiquad()),
    ("equalizer, 5 bands", ParametricEqualizer(bands)),
    ("dynamic equalizer, 1 band", DynamicEqualizer([.init(frequency: 1000)])),
    (
      "dynamic equalizer, 4 bands",
      DynamicEqualizer([
        .init(.lowShelf, frequency: 120), .init(frequency: 400), .init(frequency: 2500),
        .init(.highShelf, frequency: 8000),
      ])
    ),
    ("compressor", Compressor()),
    (
      "compressor, automatic",
      Compressor(.init(attack: 0.08, release: 1, timing: .byCrestFactor, makesUp: true))
    ),
    ("multiband compressor, 3 bands", MultibandCompressor(parts)),
    ("transient shaper", TransientShaper(.init(attack: 6, sustain: -3))),
    ("de-esser", DeEsser()),
    ("gate", Gate()),
    ("width", StereoWidth(width: 1.2)),
    ("width that keeps the image", StereoWidth(width: 1.2, keepsImage: true)),
    ("saturation", Saturation()),
    ("chorus, 2 voices", Chorus()),
    ("chorus, 4 voices", Chorus(.ensemble)),
    ("phaser, 4 stages", Phaser()),
    ("delay", StereoDelay()),
    ("reverb", Reverb()),
    ("convolution, 0.5 s", ConvolutionReverb(response: room(seconds: 0.5, rate: rate))),
    ("convolution, 2 s", ConvolutionReverb(response: room(seconds: 2, rate: rate))),
    ("limiter, 3 dB", TruePeakLimiter(ceiling: -3)),
    ("limiter, idle", TruePeakLimiter(ceiling: 0)),
    ("dither, 16 bits", Dither()),
    ("dither, 16 bits, weighted", Dither(shaping: .weighted)),
  ]
}

private let bands: [ParametricEqualizer.Band] = [
  .highPass(40), .lowShelf(120, gain: 3), .peak(900, gain: -4), .peak(3000, gain: 2),
  .highShelf(9000, gain: 2),
]

private let parts: [MultibandCompressor.Band] = [
  .init(from: 0, compressor: .init()), .init(from: 200, compressor: .init()),
  .init(from: 3000, compressor: .init()),
]
