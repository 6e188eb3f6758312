import Effects
import Signal

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Signals whose peaks lie between samples, or come without warning; all need decibels of limiting.
enum HardSignals {
  static let names = [
    "bursts of a quarter of the rate", "clicks in pairs", "steps out of silence", "crushed music",
    "beats near the top", "a sweep to the top", "noise that swells", "opposite sides",
    "square with a ripple", "a turn of phase at a third of the rate",
  ]
  static let frames = 24_000

  static func signal(_ name: String, _ rate: SampleRate) -> AudioBuffer {
    let noise = NoiseGenerator(seed: 99)
    func tone(_ frequency: Double, _ frame: Int, _ phase: Double = 0) -> Double {
      sin(2 * Double.pi * frequency * Double(frame) + phase)
    }
    func value(_ n: Int) -> Double {
      switch name {
      case "bursts of a quarter of the rate":
        return n % 1200 < 90 ? 2 * tone(0.25, n, .pi / 4) : 0.2 * tone(0.01, n)
      case "clicks in pairs":
        return n % 701 < 2 ? 3 : n % 1301 == 0 ? -4 : 0
      case "steps out of silence":
        return n / 2000 % 2 == 1 ? (n / 4000 % 2 == 0 ? 1.9 : -1.9) : 0
      case "crushed music":
        let loud = 6 * (tone(0.011, n) + 0.5 * tone(0.0437, n) + Double(noise.white(at: n)))
        return min(max(loud, -1), 1)
      case "beats near the top":
        // Two tones just below 20 kHz at 44.1 kHz.
        return 1.2 * (tone(0.441, n) + tone(0.443, n, 1))
      case "a sweep to the top":
        let x = Double(n) / Double(frames)
        return 2 * sin(2 * Double.pi * 0.225 * x * Double(n))
      case "noise that swells":
        return 4 * Double(noise.white(at: n)) * tone(0.000_2, n)
      case "opposite sides":
        return 2.5 * tone(0.043, n) * (n % 500 < 250 ? 1 : 0.1)
      case "square with a ripple":
        return (n / 23 % 2 == 0 ? 1.4 : -1.4) + 0.3 * tone(0.391, n)
      default:
        return 1.8 * tone(1.0 / 3, n, n % 900 < 450 ? 0.4 : 0.4 + .pi)
      }
    }
    let wave = (0..<frames).map { Float(value($0)) }
    let other = name == "opposite sides" ? wave.map { -0.9 * $0 } : wave
    return AudioBuffer(channels: [wave, other])
  }

  /// The true peak in dB by an interpolation that shares nothing with the limiter: eight points a sample, each from 96
  /// taps in double precision, a sinc under a Blackman-Harris window.
  static func truePeak(_ buffer: AudioBuffer) -> Double {
    let (factor, half) = (8, 48)
    let taps = (0..<factor).map { phase in
      (-half + 1...half).map { tap in
        let x = Double(tap) - Double(phase) / Double(factor)
        let place = Double.pi * x / Double(half)
        let window =
          abs(x) >= Double(half)
          ? 0
          : 0.358_75 + 0.488_29 * cos(place) + 0.141_28 * cos(2 * place) + 0.011_68 * cos(3 * place)
        return window * (x == 0 ? 1 : sin(Double.pi * x) / (Double.pi * x))
      }
    }
    var peak = 0.0
    for channel in 0..<buffer.channelCount {
      let zeros = [Double](repeating: 0, count: half)
      let samples = zeros + buffer.channel(channel).map { Double($0) } + zeros
      for frame in half..<samples.count - half {
        for phase in taps {
          var sum = 0.0
          for tap in 0..<2 * half { sum += phase[tap] * samples[frame - half + 1 + tap] }
          peak = max(peak, abs(sum))
        }
      }
    }
    return 20 * log10(max(peak, 1e-9))
  }
}
