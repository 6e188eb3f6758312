import AudioFiles
import CSndFile
import Signal
import Testing

/// Seeded damage to files of our own making: flipped bytes and cut ends.
@Suite("AudioIntake of damaged files")
struct IntakeFuzzTests {
  static let seed: UInt64 = 20_261_128
  static let rounds = 150

  @Test(
    "any damage gives sound or a typed error, and never a broken sample",
    arguments: [
      ("a.wav", SF_FORMAT_WAV, SF_FORMAT_PCM_16), ("b.wav", SF_FORMAT_WAV, SF_FORMAT_FLOAT),
      ("a.aiff", SF_FORMAT_AIFF, SF_FORMAT_PCM_24), ("a.flac", SF_FORMAT_FLAC, SF_FORMAT_PCM_16),
      ("a.ogg", SF_FORMAT_OGG, SF_FORMAT_VORBIS), ("a.opus", SF_FORMAT_OGG, SF_FORMAT_OPUS),
      ("a.mp3", SF_FORMAT_MPEG, SF_FORMAT_MPEG_LAYER_III),
      ("a.caf", SF_FORMAT_CAF, SF_FORMAT_PCM_16),
    ])
  func damage(name: String, container: Int, coding: Int) throws {
    let scratch = Scratch()
    writeAny(sampleBuffer(frames: 12_000), to: scratch.path(name), container, coding)
    let whole = Scratch.bytes(scratch.path(name))
    #expect(!whole.isEmpty)
    let intakes = [
      AudioIntake(sampleRate: nil, longestInMemory: 60),
      AudioIntake(
        sampleRate: nil, tolerance: [.truncation, .brokenSamples], longestInMemory: 60),
    ]
    var (sounds, errors) = (0, 0)
    for round in 0..<IntakeFuzzTests.rounds {
      let noise = NoiseGenerator(seed: IntakeFuzzTests.seed, stream: UInt64(round))
      var bytes = whole
      // A third is cut; the rest has up to eight flips, half of them in the header.
      if round % 3 == 0 {
        bytes.removeLast(Int(noise.bits(at: 0) % UInt64(bytes.count)))
      } else {
        for flip in 0...Int(noise.bits(at: 1) % 8) {
          let range = round % 2 == 0 ? min(100, bytes.count) : bytes.count
          let place = Int(noise.bits(at: 2 + 2 * flip) % UInt64(range))
          bytes[place] ^= UInt8(truncatingIfNeeded: noise.bits(at: 3 + 2 * flip) | 1)
        }
      }
      let path = scratch.write(bytes, to: name)
      for intake in intakes {
        do {
          let sound = try intake.read(path)
          sounds += 1
          #expect(sound.buffer.isFinite, "seed \(IntakeFuzzTests.seed), round \(round)")
        } catch {
          // `read` throws nothing but its own errors; the type says so.
          errors += 1
        }
      }
    }
    #expect(sounds + errors == 2 * IntakeFuzzTests.rounds)
    #expect(errors > 0)
  }
}
