import Effects
import Signal
import Testing

/// An effect with a name for the report.
struct Subject: Sendable, CustomTestStringConvertible {
  var testDescription: String
  var effect: any Effect
  /// Whether it sounds without input.
  var hasVoice = false

  init(_ name: String, _ effect: any Effect, hasVoice: Bool = false) {
    testDescription = name
    self.effect = effect
    self.hasVoice = hasVoice
  }

  static let all: [Subject] = [
    Subject("gain", Gain(-3)),
    Subject("panner", Panner(position: 0.4, width: 0.5)),
    Subject("width", StereoWidth(width: 1.4)),
    Subject("high-pass", ParametricEqualizer.highPass(80, order: 4)),
    Subject("low-pass", ParametricEqualizer.lowPass(3000)),
    Subject(
      "equalizer",
      ParametricEqualizer([
        .highPass(40), .lowShelf(120, gain: 3), .peak(900, gain: -4, quality: 1.4),
        .peak(3000, gain: 2), .highShelf(9000, gain: 2.5),
      ])),
    Subject("compressor", Compressor(Compressor.Settings(threshold: -24, ratio: 4))),
    Subject(
      "peak compressor",
      Compressor(
        Compressor.Settings(threshold: -20, ratio: 8, knee: 0, attack: 0.001, detector: .peak))),
    Subject("limiter", TruePeakLimiter(ceiling: -6)),
    Subject("reverb", Reverb(Reverb.Settings(decay: 0.5))),
    Subject("still reverb", Reverb(Reverb.Settings(decay: 0.4, preDelay: 0, modulation: 0))),
    Subject(
      "ping-pong delay",
      StereoDelay(StereoDelay.Settings(leftTime: 0.05, rightTime: 0.07, feedback: 0.4))),
    Subject(
      "stereo delay",
      StereoDelay(
        StereoDelay.Settings(
          leftTime: 0.002, rightTime: 0.031, feedback: 0.5, pingPong: false, dry: 1))),
    Subject("saturation", Saturation(.dusty)),
    Subject("half saturation", Saturation(Saturation.Settings(drive: 20, mix: 0.5))),
    Subject("vinyl", VinylTexture(seed: 3), hasVoice: true),
    Subject(
      "chain",
      EffectChain([
        ParametricEqualizer.highPass(60), Saturation(Saturation.Settings()), Compressor(),
        TruePeakLimiter(ceiling: -1),
      ])),
  ]
}

@Suite("Effect")
struct EffectTests {
  @Test("silence in gives silence out", arguments: Subject.all.filter { !$0.hasVoice })
  func silence(subject: Subject) {
    var effect = subject.effect
    effect.prepare(sampleRate: .studio, maximumFrames: 4096)
    var buffer = AudioBuffer(frameCount: 4096)
    effect.process(&buffer)
    #expect(buffer.peak == 0)
  }

  @Test("NaN, infinity and huge samples leave no trace", arguments: Subject.all)
  func broken(subject: Subject) {
    var effect = subject.effect
    effect.prepare(sampleRate: .studio, maximumFrames: 4096)
    var buffer = TestSignals.music(frames: 4096)
    let values: [Float] = [.nan, .infinity, -.infinity, .greatestFiniteMagnitude, -3e30]
    for (index, value) in values.enumerated() {
      buffer[index % 2, 100 + 37 * index] = value
      buffer[(index + 1) % 2, 500 + 371 * index] = value
    }
    effect.process(&buffer)
    #expect(buffer.isFinite)
    #expect(buffer.peak < 100)
    var next = TestSignals.music(frames: 4096)
    effect.process(&next)
    #expect(next.isFinite)
  }

  @Test("the output does not depend on the block size", arguments: Subject.all)
  func blockSize(subject: Subject) {
    let input = TestSignals.music(frames: 20_011)
    var effect = subject.effect
    effect.prepare(sampleRate: .studio, maximumFrames: 32_768)
    let whole = effect.output(for: input, blockSize: input.frameCount)
    for size in [1, 64, 333, 1000] {
      effect.reset()
      #expect(effect.output(for: input, blockSize: size) == whole, "blocks of \(size)")
    }
  }

  @Test("a reset returns to the first state", arguments: Subject.all)
  func reset(subject: Subject) {
    var effect = subject.effect
    effect.prepare(sampleRate: .studio, maximumFrames: 4096)
    let first = effect.output(for: TestSignals.music(frames: 9000), blockSize: 512)
    _ = effect.output(for: TestSignals.noise(amplitude: 2, frames: 5000, seed: 9), blockSize: 77)
    effect.reset()
    #expect(effect.output(for: TestSignals.music(frames: 9000), blockSize: 512) == first)
  }

  @Test("a copy is independent", arguments: Subject.all)
  func copies(subject: Subject) {
    var effect = subject.effect
    effect.prepare(sampleRate: .studio, maximumFrames: 4096)
    var copy = effect
    let first = effect.output(for: TestSignals.music(frames: 3000), blockSize: 512)
    #expect(copy.output(for: TestSignals.music(frames: 3000), blockSize: 512) == first)
  }

  @Test(
    "the output falls below -90 dB within the declared tail",
    arguments: Subject.all.filter { !$0.hasVoice }, [SampleRate.compactDisc, .studio])
  func tail(subject: Subject, rate: SampleRate) {
    var effect = subject.effect
    effect.prepare(sampleRate: rate, maximumFrames: 4096)
    var input = TestSignals.noise(amplitude: 0.5, frames: 6000)
    input.fadeOut(frames: 10)
    let peak = input.peak
    input.resize(toFrames: 6000 + effect.tail.count + 4800)
    let output = effect.output(for: input, blockSize: 1024)
    let rest = output[frames: 6000 + effect.tail.count..<output.frameCount]
    #expect(rest.peak < peak * Float(Decibels(-90).gain))
  }

  @Test("empty blocks are allowed", arguments: Subject.all)
  func empty(subject: Subject) {
    var effect = subject.effect
    effect.prepare(sampleRate: .studio, maximumFrames: 16)
    var buffer = AudioBuffer(frameCount: 0)
    effect.process(&buffer)
    buffer.withMutableBlock { effect.process($0) }
    #expect(buffer.frameCount == 0)
  }

  @Test("applying an effect takes its latency away")
  func latency() {
    let input = TestSignals.sine(440, amplitude: 0.1, frames: 4800)
    let output = TruePeakLimiter(ceiling: -1).applied(to: input, sampleRate: .studio)
    #expect(output == input)
    let chain = EffectChain([TruePeakLimiter(), Saturation()]).prepared()
    #expect(
      chain.latency == TruePeakLimiter().prepared().latency + Saturation().prepared().latency)
  }
}
