import Effects
import Signal
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

@Suite("Chorus")
struct ChorusTests {
  @Test("a still voice is a delay, in the right place and hardly duller")
  func still() {
    let settings = Chorus.Settings(delay: 0.010_01, depth: 0, voices: 1, mix: 1)
    for frequency in [500.0, 5000, 12_000] {
      let input = TestSignals.sine(frequency, amplitude: 0.5, frames: 9600)
      let output = Chorus(settings).applied(to: input, sampleRate: .studio)
      // 10.01 ms are 480.48 frames.
      var worst: Float = 0
      for frame in 2000..<9600 {
        let angle = 2 * Double.pi * frequency * (Double(frame) - 480.48) / 48_000
        worst = max(worst, abs(output[0, frame] - Float(0.5 * sin(angle))))
      }
      #expect(worst < (frequency > 10_000 ? 0.06 : frequency > 1000 ? 0.003 : 1e-4))
    }
  }

  @Test("a voice's pitch moves by the slope of its delay")
  func pitch() {
    // A delay that moves by 2 ms sin(2 pi t / 2 s) shifts the pitch by 2 pi * 2 ms / 2 s = 0.63 % at most.
    let settings = Chorus.Settings(rate: 0.5, delay: 0.01, depth: 0.002, voices: 1, mix: 1)
    let input = TestSignals.sine(1000, amplitude: 0.5, frames: 192_000)
    let output = Chorus(settings).applied(to: input, sampleRate: .studio)
    func frequency(around centre: Int) -> Double {
      // Zero crossings over a tenth of a second.
      var crossings: [Double] = []
      for frame in centre - 2400..<centre + 2400 {
        let (a, b) = (Double(output[0, frame]), Double(output[0, frame + 1]))
        if a < 0, b >= 0 { crossings.append(Double(frame) + a / (a - b)) }
      }
      return Double(crossings.count - 1) * 48_000 / ((crossings.last ?? 1) - (crossings.first ?? 0))
    }
    // The delay shrinks fastest, and the pitch is highest, at half a turn: 1 s.
    #expect(abs(frequency(around: 48_000) - 1006.3) < 0.3)
    #expect(abs(frequency(around: 96_000) - 993.7) < 0.3)
    #expect(abs(frequency(around: 72_000) - 1000) < 0.6)
  }

  @Test("spread makes it wide, none keeps mono in the middle")
  func spread() {
    let input = TestSignals.sine(700, amplitude: 0.5, frames: 48_000)
    var settings = Chorus.Settings.ensemble
    let wide = Chorus(settings).applied(to: input, sampleRate: .studio)
    #expect(wide.channel(0) != wide.channel(1))
    settings.spread = 0
    let narrow = Chorus(settings).applied(to: input, sampleRate: .studio)
    #expect(narrow.channel(0) == narrow.channel(1))
  }

  @Test("a flanger is a comb")
  func flanger() {
    // 2 ms still, half and half: notches at 250 Hz and its odd multiples.
    let settings = Chorus.Settings(delay: 0.002, depth: 0, voices: 1, mix: 0.5)
    func change(_ frequency: Double) -> Double {
      let input = TestSignals.sine(frequency, amplitude: 0.5, frames: 24_000)
      let output = Chorus(settings).applied(to: input, sampleRate: .studio)
      return TestSignals.change(from: input, to: output, over: 12_000..<24_000)
    }
    #expect(change(250) < -50 && change(750) < -50)
    #expect(abs(change(500)) < 0.01 && abs(change(1000)) < 0.01)
  }
}

@Suite("Phaser")
struct PhaserTests {
  /// A phaser that stands still at a corner.
  private func change(_ frequency: Double, stages: Int, feedback: Double = 0) -> Double {
    let settings = Phaser.Settings(
      lowest: 1000, highest: 1000, stages: stages, feedback: feedback, spread: 0)
    let input = TestSignals.sine(frequency, amplitude: 0.25, frames: 48_000)
    let output = Phaser(settings).applied(to: input, sampleRate: .studio)
    return TestSignals.change(from: input, to: output, over: 24_000..<48_000)
  }

  @Test("notches lie where the stages turn by half a turn")
  func notches() {
    // Each stage turns by 2 atan(f / 1000): two by 180 degrees at 1 kHz, four at 414 Hz and, 540, at 2414 Hz.
    #expect(change(1000, stages: 2) < -60)
    #expect(change(414.2, stages: 4) < -40)
    #expect(change(2414.2, stages: 4) < -25)
    #expect(abs(change(30, stages: 4)) < 0.1)
    #expect(abs(change(1000, stages: 4)) < 0.01)
  }

  @Test("it wanders with its rate, and differently on both sides")
  func wanders() {
    let input = TestSignals.noise(amplitude: 0.3, frames: 96_000).mono().stereo()
    let output = Phaser(.init(rate: 1)).applied(to: input, sampleRate: .studio)
    #expect(output.channel(0) != output.channel(1))
    let spectrogram = Spectrogram(of: output.channel(0), sampleRate: .studio)
    func band(_ second: Double) -> Float {
      let column = Int(second * 48_000 / 512)
      // Around 603 Hz, where the upper notch of four stages lies while the corner is at 250 Hz.
      return (column - 2...column + 2).reduce(Float(0)) { sum, column in
        (24..<28).reduce(sum) { $0 + spectrogram[column, $1] }
      }
    }
    // Half a turn apart the corner is at its highest and its lowest.
    #expect(10 * log10(band(0.25) / band(0.75)) > 4)
  }
}
