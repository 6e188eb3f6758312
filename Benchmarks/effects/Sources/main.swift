// Measures what each effect costs and prints one JSON object; see `Benchmarks/effects/run`.
//
// usage: effect-costs [--seconds N] [--runs N]

import Effects
import Foundation
import Signal

/// What is printed.
struct Outcome: Encodable {
  /// The sample rate of the measurement.
  var sampleRate = 0
  /// Nanoseconds for one stereo frame, by the effect's name.
  var nanoseconds: [String: Double] = [:]
}

/// Music-like noise: strokes over a pad.
func music(frames: Int) -> AudioBuffer {
  var buffer = AudioBuffer(frameCount: frames)
  let noise = NoiseGenerator(seed: 1)
  buffer.withMutableBlock { block in
    for frame in 0..<frames {
      let stroke = noise.white(at: frame) * Float(exp(-Double(frame % 12_000) / 1800))
      let pad = 0.2 * Float(sin(Double(frame) * 0.021) + sin(Double(frame) * 0.4771))
      (block[0][frame], block[1][frame]) = (stroke + pad, 0.8 * stroke - pad)
    }
  }
  return buffer
}

/// A dying room of noise, for convolution.
func room(seconds: Double, rate: SampleRate) -> AudioBuffer {
  let noise = NoiseGenerator(seed: 2)
  let frames = rate.frames(in: seconds).count
  return AudioBuffer(
    channels: (0..<2).map { side in
      (0..<frames).map {
        noise.white(at: 2 * $0 + side) * Float(exp(-6.9 * Double($0) / Double(frames)))
      }
    })
}

/// Seconds of this thread alone, so that a busy machine counts little.
func threadSeconds() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
}

/// Nanoseconds for a frame: the fastest of some runs over the whole input, in blocks of 512.
func cost<Processor: Effect>(_ effect: Processor, _ input: AudioBuffer, runs: Int) -> Double {
  var best = Double.infinity
  for _ in 0..<runs {
    var effect = effect
    effect.prepare(sampleRate: .studio, maximumFrames: 512)
    var buffer = input
    let seconds = buffer.withMutableBlock { block in
      effect.process(block[frames: 0..<512])
      let start = threadSeconds()
      for frame in stride(from: 512, to: block.frameCount - 511, by: 512) {
        effect.process(block[frames: frame..<frame + 512])
      }
      return threadSeconds() - start
    }
    let frames = (input.frameCount / 512 - 1) * 512
    best = min(best, seconds * 1e9 / Double(frames))
  }
  return best
}

func option(_ name: String, _ standard: Int) -> Int {
  let words = CommandLine.arguments
  guard let index = words.firstIndex(of: name), index + 1 < words.count else { return standard }
  return Int(words[index + 1]) ?? standard
}

let rate = SampleRate.studio
let input = music(frames: rate.frames(in: Double(option("--seconds", 10))).count)
let runs = option("--runs", 5)
var outcome = Outcome(sampleRate: rate.framesPerSecond)
for (name, effect) in subjects(rate) {
  outcome.nanoseconds[name] = cost(effect, input, runs: runs)
}
let encoder = JSONEncoder()
encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
print(String(decoding: try encoder.encode(outcome), as: UTF8.self))
