import Foundation
import Music
import Production
import StyleFiles

/// Small scores and plans to perform.
enum Fixture {
  static func style(_ name: String = "lo-fi") throws -> Style {
    let folder = URL(fileURLWithPath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Sources/Formats/StyleFiles/Resources").path
    return try StyleLibrary.read("\(folder)/\(name).yaml")
  }

  /// A finished style's loudness, which no performance looks at.
  private static let reference = Result { try style() }

  static func instrument(_ id: String) -> Instrument { Instrument(id: id) ?? .standardKit }

  static func note(
    _ onset: Beat, _ duration: Beat, _ key: Int, _ velocity: Int = 80,
    _ articulation: Articulation = .normal
  ) -> Note {
    Note(
      onset: onset, duration: duration, pitch: Pitch(number: key), velocity: velocity,
      articulation: articulation)
  }

  static func score(
    _ parts: [Part], bars: Int = 8, meter: Meter = .common, tempo: Double = 96,
    length: Beat? = nil
  ) -> Score {
    let half = max(bars / 2, 1)
    let chords: [Chord] = ["Cm9", "Fm9", "Bb13", "Ebmaj9"].compactMap { try? Chord(symbol: $0) }
    return Score(
      title: "test", meters: MeterMap(meter), tempo: TempoMap(beatsPerMinute: tempo),
      keys: [KeyChange(bar: 0, key: Key(PitchName(.c), .minor))],
      sections: [
        Section(id: "verse-1", name: "verse", startBar: 0, bars: half, energy: 0.4),
        Section(
          id: "chorus-1", name: "chorus", startBar: half, bars: max(bars - half, 1), energy: 0.8),
      ],
      chords: (0..<bars).map {
        ChordSpan(
          onset: meter.barLength * $0, duration: meter.barLength, chord: chords[$0 % chords.count])
      },
      parts: parts, length: length ?? meter.barLength * bars)
  }

  static func plan(_ score: Score, seed: UInt64 = 7, loop: Bool = false) throws -> Plan {
    Plan(
      title: score.title, seed: seed, engine: "test", styles: [], keys: score.keys,
      meters: score.meters, tempo: score.tempo,
      sections: score.sections.map {
        Plan.PlannedSection(
          id: $0.id, name: $0.name, startBar: $0.startBar, bars: $0.bars, energy: $0.energy,
          phrase: 4, occurrence: 0, transition: .none, layers: [:])
      },
      chords: score.chords, parts: [], length: score.length, ending: .held, loop: loop,
      loudness: try reference.get().loudness, notices: [])
  }

  /// A whole small band with every articulation, drawn at random.
  static func band(seed: UInt64, bars: Int = 8, meter: Meter = .common) -> [Part] {
    let length = meter.barLength * bars
    func part(_ id: String, _ role: Role, _ instrument: String, keys: ClosedRange<Int>) -> Part {
      var notes: [Note] = []
      for bar in 0..<bars {
        var stream = RandomStream(seed: seed, purpose: "fixture", part: id, bar: bar)
        for _ in 0..<(4 + stream.index(8)) {
          let onset =
            meter.barLength * bar
            + Beat(stream.index(meter.barLength.floor * 12), [4, 12][stream.index(2)])
          guard onset < meter.barLength * (bar + 1) else { continue }
          let duration = min(Beat(1 + stream.index(8), 4), length - onset)
          let key = keys.lowerBound + stream.index(keys.count)
          let articulation = Articulation.allCases[stream.index(Articulation.allCases.count)]
          for voice in 0..<(role == .chords ? 3 : 1) {
            notes.append(
              note(onset, duration, key + voice * 4, 20 + stream.index(100), articulation))
          }
        }
      }
      return Part(
        id: id, name: id, role: role, instrument: Fixture.instrument(instrument), notes: notes)
    }
    return [
      part("drums", .drums, "standard-kit", keys: 36...46),
      part("bass", .bass, "synth-bass-2", keys: 28...40),
      part("keys", .chords, "electric-piano", keys: 52...70),
      part("pad", .pad, "strings", keys: 55...72),
      part("lead", .lead, "tenor-sax", keys: 58...74),
    ]
  }
}
