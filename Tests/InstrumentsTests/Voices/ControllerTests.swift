import Foundation
import Instruments
import Production
import Signal
import Testing

/// Controllers do to voices what they do to a SoundFont.
@Suite("Controllers of voices") struct ControllerTests {
  /// Half a second of a held note with controllers, and its level on both sides in dB.
  private func levels(
    _ synthesizer: any PartSynthesizer, key: Int,
    _ controls: [(Int, Int)]
  ) throws -> (left: Double, right: Double) {
    let sound = try VoiceStage.play(
      on: synthesizer, [VoiceStage.Note(time: 0, duration: 2, key: key)],
      controls: controls.map { (0, .controller(number: $0.0, value: $0.1)) }, seconds: 0.5)
    return (
      Gauge.level(AudioBuffer(channels: [sound.channel(0)])),
      Gauge.level(AudioBuffer(channels: [sound.channel(1)]))
    )
  }

  private func soundFont() throws -> SoundFontSynthesizer {
    let synthesizer = try SoundFontSynthesizer(soundFont: try SoundFontLocator().locate())
    try synthesizer.select(bank: 0, program: 73)
    return synthesizer
  }

  @Test(
    "volume and expression change the level as much as on a SoundFont",
    arguments: VoiceStage.presets)
  func volume(preset: Preset) throws {
    let key = VoiceStage.key(of: preset)
    for number in [7, 11] {
      let loud = try levels(VoiceSynthesizer.instrument(preset), key: key, [(number, 110)]).left
      for value in [127, 80, 40] {
        let own = try levels(VoiceSynthesizer.instrument(preset), key: key, [(number, value)]).left
        let peer = try #require(try Self.peer.get()[[number, value]])
        #expect(
          abs(own - loud - peer) < 0.4,
          "controller \(number) at \(value): \(own - loud), \(peer) dB")
      }
    }
  }

  /// What a SoundFont's flute changes from a value of 110 to others, in dB, by controller and value.
  private static let peer = Result { () throws -> [[Int]: Double] in
    let suite = ControllerTests()
    var changes: [[Int]: Double] = [:]
    for number in [7, 11] {
      let loud = try suite.levels(suite.soundFont(), key: 60, [(number, 110)]).left
      for value in [127, 80, 40] {
        let level = try suite.levels(suite.soundFont(), key: 60, [(number, value)]).left
        changes[[number, value]] = level - loud
      }
    }
    return changes
  }

  /// A quarter of a sine, of which 0 is the left end and 64 the middle (SoundFont 2.04, 8.4.6).
  @Test("pan moves a sound as far as it moves a sample of a SoundFont")
  func pan() throws {
    let preset = try #require(VoiceStage.presets.first { $0.id == "chip-lead" })
    for value in [1, 30, 64, 100, 127] {
      let own = try levels(VoiceSynthesizer.instrument(preset), key: 60, [(10, value)])
      let angle = Double(value) / 128 * Double.pi / 2
      let wanted = 20 * log10(cos(angle) / sin(angle))
      #expect(abs(own.left - own.right - wanted) < 0.1, "\(value): \(own), \(wanted)")
    }
  }

  @Test("pan moves every preset to its side", arguments: VoiceStage.presets)
  func panned(preset: Preset) throws {
    let key = VoiceStage.key(of: preset)
    let left = try levels(VoiceSynthesizer.instrument(preset), key: key, [(10, 0)])
    // A chorus in stereo comes behind the panner of some.
    #expect(left.left > left.right + 30)
    let right = try levels(VoiceSynthesizer.instrument(preset), key: key, [(10, 127)])
    #expect(right.right > right.left + 30)
  }

  @Test("the pedal holds released notes until it is lifted", arguments: VoiceStage.pitched)
  func pedal(preset: Preset) throws {
    let key = VoiceStage.key(of: preset, at: 0.3)
    let note = [VoiceStage.Note(time: 0, duration: 0.1, key: key)]
    let held = try VoiceStage.play(
      preset, [VoiceStage.Note(time: 0, duration: 3, key: key)], seconds: 1)
    let pedalled = try VoiceStage.play(
      preset, note, controls: [(0, .controller(number: 64, value: 127))], seconds: 1)
    #expect(held == pedalled)
    let lifted = try VoiceStage.play(
      preset, note,
      controls: [
        (0, .controller(number: 64, value: 127)), (0.4, .controller(number: 64, value: 0)),
      ], seconds: 1)
    let end = 45_600..<48_000
    #expect(lifted != held)
    #expect(Gauge.level(lifted[frames: end]) < Gauge.level(held[frames: end]) - 3)
  }

  @Test("the modulation wheel brings vibrato of half a semitone", arguments: VoiceStage.pitched)
  func modulation(preset: Preset) throws {
    let key = VoiceStage.key(of: preset)
    let note = [VoiceStage.Note(time: 0, duration: 2, key: key)]
    let plain = try VoiceStage.play(preset, note, seconds: 1)
    let moved = try VoiceStage.play(
      preset, note, controls: [(0, .controller(number: 1, value: 127))], seconds: 1)
    #expect(plain != moved)
    #expect(abs(Gauge.level(plain) - Gauge.level(moved)) < 3)
  }

  @Test("resetting all controllers gives the start back")
  func reset() throws {
    let preset = try #require(VoiceStage.presets.first { $0.id == "chip-lead" })
    let note = [VoiceStage.Note(time: 0.2, duration: 1, key: 60)]
    let moved: [(Double, PerformedControl.Kind)] = [
      (0, .controller(number: 11, value: 20)), (0, .pitchBend(4000)),
      (0, .controller(number: 1, value: 90)), (0.1, .controller(number: 121, value: 0)),
    ]
    #expect(
      try VoiceStage.play(preset, note, controls: moved, seconds: 1)
        == VoiceStage.play(preset, note, seconds: 1))
  }

  @Test("all sound off silences within some milliseconds, all notes off releases")
  func off() throws {
    let preset = try #require(VoiceStage.presets.first { $0.id == "analog-pad" })
    let note = [VoiceStage.Note(time: 0, duration: 5, key: 60)]
    let cut = try VoiceStage.play(
      preset, note, controls: [(1, .controller(number: 120, value: 0))], seconds: 2)
    #expect(cut[frames: 47_000..<48_000].peak > 0.01)
    #expect(cut[frames: 49_500..<96_000].peak == 0)
    let released = try VoiceStage.play(
      preset, note, controls: [(1, .controller(number: 123, value: 0))], seconds: 3)
    #expect(released[frames: 49_500..<52_000].peak > 0.005)
    #expect(Gauge.level(released[frames: 130_000..<144_000]) < -50)
  }
}
