import Effects
import Signal
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

@Suite("TransientShaper")
struct TransientShaperTests {
  /// Strokes of noise every half second that fall by 60 dB in 0.4 s.
  private func strokes(_ amplitude: Float) -> AudioBuffer {
    var buffer = TestSignals.noise(amplitude: amplitude, frames: 96_000, seed: 7)
    buffer.withMutableBlock { block in
      for frame in 0..<96_000 {
        let gain = Float(pow(10, -3 * Double(frame % 24_000) / 19_200))
        for channel in 0..<2 { block[channel][frame] *= gain }
      }
    }
    return buffer
  }

  private func change(
    _ settings: TransientShaper.Settings, _ range: Range<Int>, amplitude: Float = 0.5
  ) -> Double {
    let input = strokes(amplitude)
    let output = TransientShaper(settings).applied(to: input, sampleRate: .studio)
    return TestSignals.change(from: input, to: output, over: range)
  }

  @Test("beginnings rise or fall, ends stay", arguments: [9.0, -9])
  func attack(gain: Double) {
    let settings = TransientShaper.Settings(attack: Decibels(gain))
    // The first 8 ms of the second stroke, then from 150 ms on.
    #expect(abs(change(settings, 24_048..<24_432)) > 5)
    #expect((change(settings, 24_048..<24_432) > 0) == (gain > 0))
    #expect(abs(change(settings, 31_200..<40_000)) < 0.6)
  }

  @Test("ends rise or fall, beginnings stay", arguments: [6.0, -12])
  func sustain(gain: Double) {
    let settings = TransientShaper.Settings(sustain: Decibels(gain))
    #expect(abs(change(settings, 24_048..<24_432)) < 0.25 * abs(gain))
    #expect(abs(change(settings, 33_600..<36_000)) > 0.5 * abs(gain))
    #expect((change(settings, 33_600..<36_000) > 0) == (gain > 0))
  }

  @Test("soft strokes are shaped like loud ones")
  func level() {
    let settings = TransientShaper.Settings(attack: 8, sustain: -5)
    // A beginning that rises by more lasts a little longer.
    for (range, limit) in [(24_048..<24_432, 0.1), (24_500..<28_000, 1)] {
      #expect(abs(change(settings, range) - change(settings, range, amplitude: 0.1)) < limit)
    }
  }

  @Test("steady sound stays as it is", arguments: [60.0, 1000])
  func steady(frequency: Double) {
    let input = TestSignals.sine(frequency, amplitude: 0.3, frames: 96_000)
    let output = TransientShaper(.init(attack: 12, sustain: 12)).applied(
      to: input, sampleRate: .studio)
    #expect(abs(TestSignals.change(from: input, to: output, over: 72_000..<96_000)) < 0.5)
  }
}

@Suite("DeEsser")
struct DeEsserTests {
  /// A vowel of harmonics of 200 Hz below 3 kHz, with 50 ms of hiss around 7 kHz from 0.5 s on.
  private func voice(_ amplitude: Double) -> AudioBuffer {
    let noise = NoiseGenerator(seed: 3)
    var hiss = BiquadCascade([
      .highPass(5500, at: .studio), .highPass(5500, at: .studio), .lowPass(9000, at: .studio),
    ])
    var sibilant = AudioBuffer(channels: [(0..<2400).map { 0.6 * noise.white(at: $0) }])
    sibilant.withMutableBlock { hiss.process($0) }
    let wave = (0..<48_000).map { frame in
      let vowel = (1...14).reduce(0.0) {
        $0 + sin(2 * Double.pi * 200 * Double($1 * frame) / 48_000) / Double($1)
      }
      let isHiss = (24_000..<26_400).contains(frame)
      return Float(
        amplitude * (isHiss ? Double(sibilant[0, frame - 24_000]) : 0.2 * vowel))
    }
    return AudioBuffer(channels: [wave, wave])
  }

  @Test("sibilants fall by up to the range, vowels stay", arguments: [1.0, 0.1], [false, true])
  func falls(amplitude: Double, isShelf: Bool) {
    let input = voice(amplitude)
    let output = DeEsser(.init(isShelf: isShelf)).applied(to: input, sampleRate: .studio)
    let hiss = TestSignals.change(from: input, to: output, over: 24_300..<26_400)
    #expect(hiss < -3 && hiss > -8.1)
    #expect(abs(TestSignals.change(from: input, to: output, over: 4800..<24_000)) < 0.02)
    #expect(abs(TestSignals.change(from: input, to: output, over: 32_000..<48_000)) < 0.02)
  }

  @Test(
    "the measured ratio lies between vowels and sibilants, at any level", arguments: [1.0, 0.1])
  func ratio(amplitude: Double) throws {
    let found = try #require(DeEsser.medianRatio(of: voice(amplitude), sampleRate: .studio))
    #expect(found < -18 && found > -35)
    let sibilant = voice(amplitude)[frames: 24_500..<26_400]
    let high = try #require(DeEsser.medianRatio(of: sibilant, sampleRate: .studio))
    #expect(high > -6)
    #expect(DeEsser.medianRatio(of: AudioBuffer(frameCount: 9600), sampleRate: .studio) == nil)
  }

  @Test("it is as quick as sibilants are")
  func times() {
    let input = voice(1)
    let output = DeEsser().applied(to: input, sampleRate: .studio)
    #expect(TestSignals.change(from: input, to: output, over: 24_150..<24_400) < -2)
    var effect = DeEsser().prepared()
    var buffer = input
    effect.process(&buffer)
    #expect(effect.maximumReduction > 6 && effect.maximumReduction < 8.001)
  }
}

@Suite("Gate")
struct GateTests {
  private func change(_ settings: Gate.Settings, level: Double) -> Double {
    let input = TestSignals.sine(400, amplitude: Decibels(level).gain, frames: 48_000)
    let output = Gate(settings).applied(to: input, sampleRate: .studio)
    return TestSignals.change(from: input, to: output, over: 36_000..<48_000)
  }

  @Test(
    "below the threshold the level falls by the ratio, to the range",
    arguments: [(-30.0, 0.0), (-39, 0), (-46, -6), (-52, -12), (-70, -20)])
  func curve(level: Double, expected: Double) {
    let settings = Gate.Settings(threshold: -40, ratio: 2, range: 20)
    #expect(abs(change(settings, level: level) - expected) < 0.6)
  }

  @Test("what is open passes bit for bit")
  func open() {
    let input = TestSignals.sine(400, amplitude: 0.5, frames: 48_000)
    let output = Gate().applied(to: input, sampleRate: .studio)
    #expect(output[frames: 2400..<48_000] == input[frames: 2400..<48_000])
  }

  @Test("it stays open between its two thresholds and for the hold")
  func hysteresis() {
    // -43 dB lies between opening at -40 and closing at -44.
    let soft = TestSignals.sine(400, amplitude: Decibels(-43).gain, frames: 48_000)
    let loud = TestSignals.sine(400, amplitude: 0.5, frames: 4800)
    func output(_ input: AudioBuffer) -> AudioBuffer {
      Gate(.init(threshold: -40, hysteresis: 4)).applied(to: input, sampleRate: .studio)
    }
    var both = loud
    both.append(soft)
    #expect(output(both)[frames: 40_000..<48_000].peak == both[frames: 40_000..<48_000].peak)
    #expect(TestSignals.change(from: soft, to: output(soft), over: 40_000..<48_000) < -20)
    var quiet = soft
    quiet.scale(by: Decibels(-6))
    var ending = loud
    ending.append(quiet)
    let held = Gate(.init(threshold: -40, hold: 0.2)).applied(to: ending, sampleRate: .studio)
    // The detector takes some milliseconds to fall; then 200 ms.
    #expect(held[frames: 9600..<14_000] == ending[frames: 9600..<14_000])
    #expect(
      TestSignals.change(from: ending, to: held, over: 40_000..<48_000) < -20)
  }

  @Test("looking ahead, the first frame of a stroke is whole")
  func lookAhead() {
    var input = AudioBuffer(frameCount: 24_000)
    input.mix(TestSignals.sine(2000, amplitude: 0.8, frames: 4800, phase: 1.5), at: 12_000)
    let early = Gate(.init(attack: 0.000_5, lookAhead: 0.005)).applied(
      to: input, sampleRate: .studio)
    let late = Gate(.init(attack: 0.000_5)).applied(to: input, sampleRate: .studio)
    #expect(abs(early[0, 12_000] / input[0, 12_000] - 1) < 0.001)
    #expect(late[0, 12_000] / input[0, 12_000] < 0.2)
  }

  @Test("a key opens it: a pad chopped by a rhythm")
  func key() {
    let pad = TestSignals.sine(300, amplitude: 0.2, frames: 48_000)
    var rhythm = TestSignals.sine(1000, amplitude: 0.5, frames: 12_000)
    rhythm.resize(toFrames: 48_000)
    let output = Gate(.init(threshold: -20)).applied(to: pad, key: rhythm, sampleRate: .studio)
    #expect(output[frames: 4800..<12_000] == pad[frames: 4800..<12_000])
    #expect(output[frames: 40_000..<48_000].peak < 0.001)
  }
}
