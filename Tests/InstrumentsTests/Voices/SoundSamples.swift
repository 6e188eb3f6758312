import Foundation
import Instruments
import Music
import Production
import Signal
import Testing

/// Some bars of every preset as WAV files, to listen to and to look at.
///
/// Written where `ETUDE_PRESET_SOUNDS` names a folder; otherwise skipped.
@Suite("Samples of voices") struct SoundSamples {
  private static let folder = ProcessInfo.processInfo.environment["ETUDE_PRESET_SOUNDS"]

  @Test("every preset plays some bars", .enabled(if: folder != nil))
  func samples() throws {
    let folder = try #require(Self.folder)
    try FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true)
    for preset in VoiceStage.presets {
      let sound = try VoiceStage.play(preset, phrase(preset), seconds: 8)
      #expect(sound.peak > 0.0005)
      try Self.wave(sound).write(to: URL(fileURLWithPath: "\(folder)/\(preset.id).wav"))
    }
  }

  private func phrase(_ preset: Preset) -> [VoiceStage.Note] {
    typealias Note = VoiceStage.Note
    switch preset.voice {
    case .kit:
      let bar: [(Double, DrumKey)] = [
        (0, .kick), (0, .closedHat), (0.25, .closedHat), (0.5, .snare), (0.5, .closedHat),
        (0.75, .openHat), (1, .kick), (1, .closedHat), (1.25, .kick), (1.25, .closedHat),
        (1.5, .clap), (1.5, .closedHat), (1.75, .openHat),
      ]
      let others: [DrumKey] = [
        .crash, .highTom, .lowMidTom, .lowFloorTom, .cowbell, .claves, .sideStick, .shaker,
        .tambourine, .ride, .rideBell, .openHighConga,
      ]
      return (0..<2).flatMap { turn in
        bar.map { Note(time: 2 * Double(turn) + $0.0, duration: 0.1, key: $0.1.rawValue) }
      }
        + others.enumerated().map {
          Note(time: 4 + Double($0.offset) / 3, duration: 0.1, key: $0.element.rawValue)
        }
    case .sweep, .texture, .hit:
      return [Note(time: 0.1, duration: 4, key: 60), Note(time: 5, duration: 2, key: 60)]
    default:
      let low = VoiceStage.key(of: preset, at: 0.3)
      let line = [0, 7, 12, 3, 0, 7, 10, 5].enumerated().map {
        Note(time: 0.5 * Double($0.offset), duration: 0.45, key: low + $0.element)
      }
      return line
        + [0, 3, 7, 10].map { Note(time: 4.2, duration: 2, key: low + $0) }
    }
  }

  /// A WAV file of 32-bit floats.
  private static func wave(_ sound: AudioBuffer) -> Data {
    func bytes(_ value: UInt32, _ count: Int) -> [UInt8] {
      (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * UInt32($0))) }
    }
    let samples = sound.interleaved()
    let size = UInt32(samples.count * 4)
    var data = Array("RIFF".utf8) + bytes(36 + size, 4) + Array("WAVEfmt ".utf8) + bytes(16, 4)
    data += bytes(3, 2) + bytes(2, 2) + bytes(48_000, 4) + bytes(48_000 * 8, 4)
    data += bytes(8, 2) + bytes(32, 2) + Array("data".utf8) + bytes(size, 4)
    return Data(data) + samples.map(\.bitPattern.littleEndian).withUnsafeBytes { Data($0) }
  }
}
