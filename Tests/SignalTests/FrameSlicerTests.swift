import Signal
import Testing

@Suite("FrameSlicer and PowerSpectrum")
struct FrameSlicerTests {
  static func noise(_ count: Int, channels: Int = 1) -> AudioBuffer {
    AudioBuffer(
      channels: (0..<channels).map { channel in
        let noise = NoiseGenerator(seed: 5, stream: UInt64(channel))
        return (0..<count).map { noise.white(at: $0) * 0.5 }
      })
  }

  @Test(
    "frames are those of a spectrogram, however the audio arrives",
    arguments: [1, 37, 512, 5000], [0, 1, 511, 3000])
  func frames(block: Int, count: Int) {
    var buffer = FrameSlicerTests.noise(count)
    let whole = Spectrogram(
      of: buffer.channel(0), sampleRate: .studio, size: 512, hop: 128)
    let spectrum = PowerSpectrum(size: 512)
    var slicer = FrameSlicer(size: 512, hop: 128, channelCount: 1)
    var power: [Float] = []
    let take = { (frame: AudioBlock) in
      spectrum.analyze(frame)
      power += spectrum.power
    }
    buffer.forEachBlock(of: block) { slicer.add($0, take) }
    slicer.finish(take)
    #expect(power.count == whole.power.count)
    let worst = zip(power, whole.power).map { abs($0 - $1) }.max() ?? 0
    #expect(worst < 1e-6)
  }

  @Test("powers of channels are averaged, so that opposite phases do not vanish")
  func channels() {
    let wave = FrameSlicerTests.noise(1024).channel(0)
    let spectrum = PowerSpectrum(size: 1024)
    AudioBuffer(channels: [wave]).withReadOnlyBlock { spectrum.analyze($0) }
    let mono = spectrum.power
    AudioBuffer(channels: [wave, wave]).withReadOnlyBlock { spectrum.analyze($0) }
    #expect(spectrum.power == mono)
    AudioBuffer(channels: [wave, wave.map { -$0 }]).withReadOnlyBlock { spectrum.analyze($0) }
    #expect(zip(spectrum.power, mono).allSatisfy { abs($0 - $1) <= 1e-6 * $1 + 1e-9 })
  }

  @Test("the sum over bins, times the factor, is the mean square")
  func meanSquare() {
    let buffer = FrameSlicerTests.noise(8192)
    let spectrum = PowerSpectrum(size: 8192)
    buffer.withReadOnlyBlock { spectrum.analyze($0) }
    let sum = spectrum.power.reduce(0) { $0 + Double($1) } * spectrum.meanSquareFactor
    let square = Double(buffer.rootMeanSquare) * Double(buffer.rootMeanSquare)
    // One window of noise: its power is known to a few percent.
    #expect(abs(sum / square - 1) < 0.06)
  }
}
