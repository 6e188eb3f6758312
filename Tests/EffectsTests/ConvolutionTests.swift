import Effects
import Signal
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

@Suite("ConvolutionReverb")
struct ConvolutionTests {
  /// A dying room of noise, different on both sides.
  static func room(frames: Int) -> AudioBuffer {
    var buffer = TestSignals.noise(amplitude: 0.5, frames: frames, seed: 21)
    buffer.withMutableBlock { block in
      for frame in 0..<frames {
        let gain = Float(exp(-5 * Double(frame) / Double(frames)))
        (block[0][frame], block[1][frame]) = (block[0][frame] * gain, block[1][frame] * gain)
      }
    }
    return buffer
  }

  @Test(
    "it is the convolution, for responses of any length",
    arguments: [
      1, 63, 128, 129, 1000, 6001, 20_000,
    ])
  func convolution(length: Int) {
    let input = TestSignals.music(frames: 5000)
    let response = ConvolutionTests.room(frames: length)
    let output = ConvolutionReverb(response: response, normalizes: false).applied(
      to: input, sampleRate: .studio, extraFrames: length)
    for channel in 0..<2 {
      let (x, h) = (
        input.channel(channel).map { Double($0) }, response.channel(channel).map { Double($0) }
      )
      let scale = h.reduce(0) { $0 + $1 * $1 }.squareRoot()
      for frame in stride(from: 0, to: 5000 + length, by: 37) {
        let first = max(0, frame - length + 1)
        var sum = 0.0
        if first <= min(frame, 4999) {
          for place in first...min(frame, 4999) { sum += x[place] * h[frame - place] }
        }
        // A millionth of what the response can make of full scale noise.
        #expect(abs(Double(output[channel, frame]) - sum) < 2e-6 * max(1, scale))
      }
    }
  }

  @Test("an impulse gives the response back at once, without latency")
  func impulse() {
    let response = ConvolutionTests.room(frames: 3000)
    let reverb = ConvolutionReverb(response: response, normalizes: false)
    let output = reverb.applied(
      to: TestSignals.impulse(frames: 1), sampleRate: .studio, extraFrames: 2999)
    for frame in 0..<3000 { #expect(abs(output[0, frame] - response[0, frame]) < 1e-6) }
  }

  @Test("a normalized room keeps the level of noise", arguments: [0.05, 1, 20])
  func level(loudness: Double) {
    var response = ConvolutionTests.room(frames: 12_000)
    response.scale(by: Float(loudness))
    let input = TestSignals.noise(amplitude: 0.3, frames: 96_000, seed: 77)
    let output = ConvolutionReverb(response: response).applied(to: input, sampleRate: .studio)
    #expect(abs(TestSignals.change(from: input, to: output, over: 24_000..<96_000)) < 0.4)
  }

  @Test("a mono response serves both sides, pre-delay and dry are kept")
  func settings() {
    let response = AudioBuffer(channels: [[1, 0.5, 0.25]])
    let output = ConvolutionReverb(
      response: response, wet: 0.5, dry: 0.25, preDelay: 0.01, normalizes: false
    ).applied(to: TestSignals.impulse(frames: 1), sampleRate: .studio, extraFrames: 600)
    #expect(output[0, 0] == 0.25)
    #expect(abs(output[0, 480] - 0.5) < 1e-7 && abs(output[1, 482] - 0.125) < 1e-7)
  }

  @Test("no response is silence, a broken one is mended")
  func broken() {
    let input = TestSignals.music(frames: 3000)
    let empty = ConvolutionReverb(response: AudioBuffer(frameCount: 0))
    #expect(empty.applied(to: input, sampleRate: .studio).peak == 0)
    var response = ConvolutionTests.room(frames: 2000)
    response[0, 100] = .nan
    response[1, 1500] = .infinity
    #expect(ConvolutionReverb(response: response).applied(to: input, sampleRate: .studio).isFinite)
  }
}
