import Foundation
import Instruments
import Music
import Production
import Signal
import Testing

@Suite("Lines, kits and sweeps of voices") struct LineTests {
  private typealias Note = VoiceStage.Note

  private func preset(_ id: String) throws -> Preset {
    try #require(VoiceStage.presets.first { $0.id == id })
  }

  /// Cents of a stretch from a key.
  private func cents(_ sound: AudioBuffer, _ seconds: ClosedRange<Double>, key: Double) -> Double {
    let frames = Int(seconds.lowerBound * 48_000)..<Int(seconds.upperBound * 48_000)
    return Gauge.cents(
      Array(sound.mono().channel(0)[frames]), expected: 440 * pow(2, (key - 69) / 12),
      rate: 48_000)
  }

  @Test("an 808 bass glides from a held note to the next, and back when that is released")
  func glide() throws {
    let bass = try preset("808-bass")
    let sound = try VoiceStage.play(
      bass, [Note(time: 0, duration: 1.6, key: 36), Note(time: 0.5, duration: 0.5, key: 43)],
      seconds: 1.6)
    #expect(abs(cents(sound, 0.25...0.48, key: 36)) < 5)
    #expect(abs(cents(sound, 0.7...0.98, key: 43)) < 5)
    #expect(abs(cents(sound, 1.2...1.55, key: 36)) < 5)
    // Half of the glide's 0.11 s later it is on its way.
    let way = cents(sound, 0.52...0.6, key: 39.5)
    #expect(abs(way) < 250)
    let apart = try VoiceStage.play(
      bass, [Note(time: 0, duration: 0.5, key: 36), Note(time: 0.5, duration: 0.5, key: 43)],
      seconds: 1)
    #expect(abs(cents(apart, 0.6...0.98, key: 43)) < 12, "notes that do not overlap do not glide")
  }

  @Test("portamento by controllers 65 and 5 makes any preset glide")
  func portamento() throws {
    let lead = try preset("chip-lead")
    let sound = try VoiceStage.play(
      lead, [Note(time: 0, duration: 0.5, key: 60), Note(time: 0.6, duration: 1, key: 72)],
      controls: [
        (0, .controller(number: 65, value: 127)), (0, .controller(number: 5, value: 64)),
      ], seconds: 1.6)
    // 2 (64/127)^2 = 0.51 s: a quarter of a second later it is half-way.
    #expect(abs(cents(sound, 0.8...0.91, key: 66)) < 300)
    #expect(abs(cents(sound, 1.2...1.55, key: 72)) < 15)
  }

  @Test(
    "every drum key of every kit is heard",
    arguments: ["808-kit-synth", "analog-kit", "dance-kit", "chip-kit"])
  func drums(kit: String) throws {
    let kit = try preset(kit)
    for drum in DrumKey.allCases {
      let sound = try VoiceStage.play(
        kit, [Note(time: 0, duration: 0.2, key: drum.rawValue)], seconds: 0.3)
      let peak = Decibels(gain: Double(sound.peak))?.value ?? -120
      #expect((-34 ... -0.5).contains(peak), "\(drum.name): \(peak) dBFS")
    }
  }

  @Test("hits differ by chance, and the same hit at the same time does not")
  func variation() throws {
    let kit = try preset("analog-kit")
    let snare = DrumKey.snare.rawValue
    let sound = try VoiceStage.play(
      kit, [Note(time: 0, duration: 0.1, key: snare), Note(time: 1, duration: 0.1, key: snare)],
      seconds: 2)
    let (first, second) = (sound[frames: 0..<24_000], sound[frames: 48_000..<72_000])
    #expect(first != second)
    #expect(abs(Gauge.level(first) - Gauge.level(second)) < 3)
    let again = try VoiceStage.play(
      kit, [Note(time: 1, duration: 0.1, key: snare)], seconds: 2)
    #expect(again[frames: 48_000..<72_000] == second)
  }

  @Test("a closed hat ends an open one")
  func choke() throws {
    let kit = try preset("808-kit-synth")
    let open = Note(time: 0, duration: 0.1, key: DrumKey.openHat.rawValue)
    let alone = try VoiceStage.play(kit, [open], seconds: 0.6)
    let choked = try VoiceStage.play(
      kit, [open, Note(time: 0.1, duration: 0.1, key: DrumKey.closedHat.rawValue)], seconds: 0.6)
    let end = 14_400..<28_800
    #expect(Gauge.level(choked[frames: end]) < Gauge.level(alone[frames: end]) - 12)
  }

  @Test(
    "louder strikes are louder, as the velocities of a SoundFont are", arguments: VoiceStage.presets
  )
  func velocity(preset: Preset) throws {
    let key = VoiceStage.key(of: preset)
    let levels = try [30, 70, 110].map { velocity in
      Gauge.level(
        try VoiceStage.play(
          preset, [Note(time: 0, duration: 0.5, key: key, velocity: velocity)], seconds: 0.5))
    }
    #expect(levels[0] < levels[1] - 1 && levels[1] < levels[2] - 1, "\(levels)")
  }

  @Test("a riser rises for as long as its note is held", arguments: [1.0, 3])
  func riser(seconds: Double) throws {
    let sound = try VoiceStage.play(
      try preset("riser"), [Note(time: 0, duration: seconds, key: 60)], seconds: seconds + 1)
    let frames = Int(seconds * 48_000)
    func brightness(_ share: Double) -> Double {
      let start = Int(share * Double(frames - 8192))
      let spectrum = Gauge.spectrum(sound.channel(0)[start..<start + 8192])
      let power = spectrum.map { $0 * $0 }
      let sum = power.enumerated().reduce(0.0) { $0 + Double($1.offset) * $1.element }
      return sum / power.reduce(0, +) * 48_000 / 8192
    }
    let places = [0, 0.33, 0.66, 1].map(brightness)
    #expect(places == places.sorted(), "\(places)")
    #expect(places[3] > 4 * places[0], "\(places)")
    let level = Gauge.level(sound[frames: frames - 9600..<frames])
    #expect(level > Gauge.level(sound[frames: 0..<9600]) + 9)
    #expect(sound[frames: frames + 43_000..<frames + 48_000].peak < 0.001)
  }
}
