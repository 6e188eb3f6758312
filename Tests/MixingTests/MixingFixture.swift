import AudioFiles
import Foundation
import Mixing
import Music
import Production
import Signal

/// Stems made of plain signals, in a folder that goes when the test ends.
final class MixingFixture {
  let folder = NSTemporaryDirectory() + "etude-" + UUID().uuidString
  let stems: Stems
  static let rate = SampleRate.studio

  /// Makes stems: a bass line of sines, drums of decaying noise, a pad of soft noise.
  init(seconds: Double = 4, bursts: Double = 0.8) throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let frames = MixingFixture.rate.frames(in: seconds).count
    let noise = NoiseGenerator(seed: 7)
    let sounds: [(String, Role, (Int) -> (Float, Float))] = [
      (
        "drums", .drums,
        { frame in
          let decay = Float(exp(-Double(frame % 24_000) / 1500))
          let sample = Float(bursts) * decay * noise.white(at: frame)
          return (sample, sample * 0.9)
        }
      ),
      (
        "bass", .bass,
        { frame in
          let sample = Float(0.3 * sin(2 * .pi * 82 * Double(frame) / 48_000))
          return (sample, sample)
        }
      ),
      (
        "pad", .pad,
        { frame in
          (0.1 * noise.white(at: frame + 1 << 30), 0.1 * noise.white(at: frame + 1 << 31))
        }
      ),
    ]
    var made: [Stem] = []
    for (index, (id, role, sample)) in sounds.enumerated() {
      var buffer = AudioBuffer(frameCount: frames)
      for frame in 0..<frames { (buffer[0, frame], buffer[1, frame]) = sample(frame) }
      let digest = String(repeating: "\(index)", count: 64)
      let writer = try SampleCacheWriter(path: "\(folder)/\(digest)", sampleRate: .studio)
      try writer.write(buffer)
      try writer.finish()
      made.append(Stem(id: id, name: id, role: role, digest: digest, frames: frames))
    }
    stems = Stems(
      sampleRate: 48_000, frames: frames, musicFrames: frames, stems: made,
      soundFont: SoundFontIdentity(name: "none", digest: ""))
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  func mixer(threads: Int = 2) -> Mixer {
    Mixer(stemFolder: folder, scratchFolder: folder, threads: threads)
  }

  func plan(loudness: LUFS = -18, muted: String? = nil, effects: Bool = true) -> MixPlan {
    MixPlan(
      channels: stems.stems.map { stem in
        MixPlan.Channel(
          id: stem.id, role: stem.role, gain: stem.id == "pad" ? -8 : -3,
          pan: stem.id == "pad" ? 0.4 : 0, highPass: stem.id == "bass" ? nil : 60,
          lowPass: stem.id == "pad" ? 8_000 : nil, reverb: effects ? -12 : nil,
          delay: effects && stem.id == "pad" ? -10 : nil, drive: stem.id == "drums" ? 0.3 : 0,
          muted: stem.id == muted, reason: "test")
      },
      reverbTime: 0.8, delayTime: 0.25, delayFeedback: 0.3,
      bus: MixPlan.Bus(ratio: 2, threshold: -17, drive: 0.1, lowPass: 16_000), loudness: loudness,
      ceiling: -1, fade: 0, fadeEnd: 0)
  }

  func path(_ name: String) -> String { "\(folder)/\(name)" }

  /// All files of a mix, with a prefix.
  func output(_ prefix: String, stemFormat: AudioFormat = .wave24) -> MixOutput {
    var output = MixOutput(masters: [.init(path: path("\(prefix)master.wav"), format: .waveFloat)])
    for stem in stems.stems {
      output.stems[stem.id] = .init(path: path("\(prefix)\(stem.id).wav"), format: stemFormat)
    }
    output.reverb = .init(path: path("\(prefix)reverb.wav"), format: stemFormat)
    output.delay = .init(path: path("\(prefix)delay.wav"), format: stemFormat)
    return output
  }

  func read(_ name: String) throws -> AudioBuffer {
    try AudioFileReader.read(path: path(name)).buffer
  }

  func bytes(_ name: String) throws -> Data { try Data(contentsOf: URL(filePath: path(name))) }
}
