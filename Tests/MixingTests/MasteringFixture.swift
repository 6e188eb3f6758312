import AudioFiles
import Foundation
import Mixing
import Signal

/// Mixes made of plain signals, in a folder that goes when the test ends.
final class MasteringFixture {
  let folder = NSTemporaryDirectory() + "etude-master-" + UUID().uuidString

  init() throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  func desk(threads: Int = 2) -> MasteringDesk {
    MasteringDesk(scratchFolder: folder, threads: threads)
  }

  func path(_ name: String) -> String { "\(folder)/\(name)" }

  /// Names in the folder that are not hidden.
  var names: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
  }

  /// Something like a song: a bass, bursts of noise, chords that swell, some width.
  static func song(
    seconds: Double, rate: SampleRate = .studio, gain: Float = 1, tilt: Double = 0,
    width: Float = 0.5, seed: UInt64 = 3
  ) -> AudioBuffer {
    let frames = rate.frames(in: seconds).count
    let noise = NoiseGenerator(seed: seed)
    var buffer = AudioBuffer(frameCount: frames)
    buffer.withMutableBlock { block in
      for frame in 0..<frames {
        let time = Double(frame) / rate.hertz
        let beat = time.truncatingRemainder(dividingBy: 0.5)
        let swell = 0.6 + 0.4 * sin(2 * .pi * time / 11)
        let bass = 0.16 * sin(2 * .pi * 65.4 * time) + 0.08 * sin(2 * .pi * 130.8 * time)
        let chord =
          0.05 * swell
          * (sin(2 * .pi * 261.6 * time) + sin(2 * .pi * 329.6 * time)
            + sin(2 * .pi * 1244.5 * time))
        let burst = 0.5 * exp(-beat / 0.02)
        let left = noise.white(at: frame)
        let right = noise.white(at: frame + 1 << 32)
        let common = Float(bass + chord) + Float(burst) * noise.white(at: frame + 1 << 33)
        let side = width * 0.04 * Float(swell)
        block[0][frame] = gain * (common + side * left)
        block[1][frame] = gain * (common + side * right)
      }
      guard tilt != 0 else { return }
      var shelf = BiquadCascade([
        .highShelf(1500, gain: Decibels(tilt), at: rate),
        .lowShelf(200, gain: Decibels(-tilt), at: rate),
      ])
      shelf.process(block)
    }
    return buffer
  }

  /// Writes a buffer as a float file and returns its path.
  func write(
    _ buffer: AudioBuffer, _ name: String, rate: SampleRate = .studio
  ) throws -> String {
    try AudioFileWriter.write(buffer, to: path(name), format: .waveFloat, sampleRate: rate)
    return path(name)
  }
}
