import Effects
import Signal

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Stereo signals for tests.
enum TestSignals {
  /// A sine on both sides.
  static func sine(
    _ frequency: Double, amplitude: Double, frames: Int, rate: SampleRate = .studio,
    phase: Double = 0
  ) -> AudioBuffer {
    let wave = (0..<frames).map {
      Float(amplitude * sin(2 * Double.pi * frequency * Double($0) / rate.hertz + phase))
    }
    return AudioBuffer(channels: [wave, wave])
  }

  /// White noise, different on the two sides.
  static func noise(amplitude: Float, frames: Int, seed: UInt64 = 1) -> AudioBuffer {
    AudioBuffer(
      channels: (0..<2).map { channel in
        let noise = NoiseGenerator(seed: seed, stream: UInt64(channel))
        return (0..<frames).map { amplitude * noise.white(at: $0) }
      })
  }

  /// One sample of full scale on both sides.
  static func impulse(frames: Int) -> AudioBuffer {
    var buffer = AudioBuffer(frameCount: frames)
    buffer[0, 0] = 1
    buffer[1, 0] = 1
    return buffer
  }

  /// Noise bursts and sines, loud and soft: something like a drum loop with a pad.
  static func music(frames: Int, amplitude: Float = 0.7) -> AudioBuffer {
    var buffer = TestSignals.noise(amplitude: amplitude, frames: frames, seed: 5)
    buffer.withMutableBlock { block in
      for frame in 0..<frames {
        let envelope = Float(exp(-Double(frame % 12_000) / 1800))
        let pad = 0.3 * amplitude * Float(sin(Double(frame) * 0.021) + sin(Double(frame) * 0.4771))
        block[0][frame] = block[0][frame] * envelope + pad
        block[1][frame] = block[1][frame] * envelope * 0.8 + 0.7 * pad
      }
    }
    return buffer
  }
}

extension Effect {
  /// A prepared copy.
  func prepared(_ rate: SampleRate = .studio, maximumFrames: Int = 65_536) -> Self {
    var copy = self
    copy.prepare(sampleRate: rate, maximumFrames: maximumFrames)
    return copy
  }

  /// The output for a buffer from the present state, in blocks of one size.
  mutating func output(for input: AudioBuffer, blockSize: Int) -> AudioBuffer {
    var buffer = input
    buffer.withMutableBlock { block in
      var start = 0
      while start < block.frameCount {
        let end = min(start + blockSize, block.frameCount)
        process(block[frames: start..<end])
        start = end
      }
    }
    return buffer
  }
}

extension TestSignals {
  /// The change of level in dB from one buffer to another over some frames.
  static func change(
    from input: AudioBuffer, to output: AudioBuffer, over range: Range<Int>
  ) -> Double {
    let ratio = output[frames: range].rootMeanSquare / input[frames: range].rootMeanSquare
    return Decibels(gain: Double(ratio))?.value ?? -200
  }
}
