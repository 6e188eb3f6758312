import Effects
import Signal
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

@Suite("Reverb")
struct ReverbTests {
  /// The slope of the decay from -5 to -35 dB of the backward-integrated energy (Schroeder 1965), as the
  /// time for 60 dB.
  private func decayTime(_ output: AudioBuffer, rate: SampleRate) -> Double {
    var energy = [Double](repeating: 0, count: output.frameCount + 1)
    for frame in stride(from: output.frameCount - 1, through: 0, by: -1) {
      let (l, r) = (Double(output[0, frame]), Double(output[1, frame]))
      energy[frame] = energy[frame + 1] + l * l + r * r
    }
    let total = energy[0]
    let first = energy.firstIndex { $0 < total * pow(10, -0.5) } ?? 0
    let last = energy.firstIndex { $0 < total * pow(10, -3.5) } ?? 0
    return Double(last - first) / rate.hertz * 2
  }

  @Test("the decay lasts as long as asked", arguments: [0.4, 1.0, 2.5], [0.6, 1.4])
  func decay(seconds: Double, size: Double) {
    let settings = Reverb.Settings(
      decay: seconds, size: size, brightness: 1, lowCut: 20, highCut: 20_000)
    let reverb = Reverb(settings).prepared()
    let output = reverb.applied(
      to: TestSignals.impulse(frames: 1), sampleRate: .studio, extraFrames: reverb.tail.count)
    let found = decayTime(output, rate: .studio)
    #expect(abs(found - seconds) < 0.12 * seconds + 0.02)
  }

  @Test("high frequencies die first")
  func brightness() {
    let reverb = Reverb(
      Reverb.Settings(decay: 2, brightness: 0.3, lowCut: 20, highCut: 20_000)
    ).prepared()
    let output = reverb.applied(
      to: TestSignals.impulse(frames: 1), sampleRate: .studio, extraFrames: 96_000)
    let spectrogram = Spectrogram(of: output.channel(0), sampleRate: .studio)
    func fall(_ bins: Range<Int>) -> Float {
      let early: Float = bins.reduce(Float(0)) { $0 + spectrogram[20, $1] }
      let late: Float = bins.reduce(Float(0)) { $0 + spectrogram[110, $1] }
      return late / early
    }
    #expect(fall(300..<500) < 0.2 * fall(10..<60))
  }

  @Test("nothing sounds before the pre-delay")
  func preDelay() {
    let reverb = Reverb(Reverb.Settings(preDelay: 0.05, diffusion: 0))
    let output = reverb.applied(
      to: TestSignals.impulse(frames: 1), sampleRate: .studio, extraFrames: 24_000)
    #expect(output[frames: 0..<2400].peak == 0)
    #expect(output.peak > 0.01)
  }

  @Test("the sides are about equally loud and only loosely related")
  func stereo() {
    let reverb = Reverb(.hall)
    let output = reverb.applied(
      to: TestSignals.noise(amplitude: 0.3, frames: 48_000).mono().stereo(), sampleRate: .studio,
      extraFrames: 24_000)
    var (ll, rr, lr) = (0.0, 0.0, 0.0)
    for frame in 0..<output.frameCount {
      let (l, r) = (Double(output[0, frame]), Double(output[1, frame]))
      ll += l * l
      rr += r * r
      lr += l * r
    }
    #expect(abs(10 * log10(ll / rr)) < 1.5)
    #expect(abs(lr / (ll * rr).squareRoot()) < 0.35)
  }

  @Test("it is linear")
  func linear() {
    let input = TestSignals.music(frames: 12_000)
    var half = input
    half.scale(by: 0.5 as Float)
    var output = Reverb(.room).applied(to: input, sampleRate: .studio)
    output.scale(by: 0.5 as Float)
    #expect(output == Reverb(.room).applied(to: half, sampleRate: .studio))
  }

  @Test("an impulse's echoes grow dense within a tenth of a second")
  func density() {
    let output = Reverb(.hall).applied(
      to: TestSignals.impulse(frames: 1), sampleRate: .studio, extraFrames: 24_000)
    let window = output[frames: 14_000..<18_800].channel(0)
    let level = (window.reduce(0) { $0 + $1 * $1 } / Float(window.count)).squareRoot()
    // In Gaussian noise 32 % of the samples lie outside one standard deviation; in sparse echoes few do.
    let outside = window.filter { $0.magnitude > level }.count
    #expect(Double(outside) / Double(window.count) > 0.22)
  }
}

@Suite("StereoDelay")
struct StereoDelayTests {
  private func echoes(_ settings: StereoDelay.Settings, frames: Int) -> AudioBuffer {
    StereoDelay(settings).applied(
      to: TestSignals.impulse(frames: 1), sampleRate: .studio, extraFrames: frames)
  }

  /// The frame of the greatest magnitude of a channel in a range.
  private func peak(_ buffer: AudioBuffer, _ channel: Int, _ range: Range<Int>) -> Int? {
    range.max { buffer[channel, $0].magnitude < buffer[channel, $1].magnitude }
  }

  @Test("repeats fall on the beat, first left, then right")
  func pingPong() {
    let settings = StereoDelay.Settings(
      leftQuarters: 0.5, rightQuarters: 0.5, tempo: 120, feedback: 0.5)
    #expect(settings.leftTime == 0.25)
    let output = echoes(settings, frames: 48_000)
    #expect(abs((peak(output, 0, 0..<20_000) ?? 0) - 12_000) <= 8)
    #expect(abs((peak(output, 1, 0..<30_000) ?? 0) - 24_000) <= 12)
    #expect(output[frames: 0..<12_000].peak == 0)
    #expect(output[1, 12_000] == 0)
  }

  @Test("each repeat is softer and darker")
  func decay() {
    let settings = StereoDelay.Settings(
      leftTime: 0.1, rightTime: 0.1, feedback: 0.6, pingPong: false, highCut: 4000)
    let output = echoes(settings, frames: 24_000)
    let first = output[frames: 4800..<9600]
    let second = output[frames: 9600..<14_400]
    #expect(second.peak < 0.6 * first.peak)
    let bright = { (part: AudioBuffer) in
      let power = Spectrogram(of: part.channel(0), sampleRate: .studio).averagePower()
      return power[300...].reduce(0, +) / power.reduce(0, +)
    }
    #expect(bright(second) < bright(first))
  }

  @Test("the dry signal passes if asked")
  func dry() {
    let output = echoes(StereoDelay.Settings(dry: 0.5), frames: 100)
    #expect(output[0, 0] == 0.5)
  }
}
