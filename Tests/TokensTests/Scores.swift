import Foundation
import Music
import Tokens
import Weights

/// Scores made up by seed.
enum Scores {
  static let vocabulary: Vocabulary = {
    var root = URL(fileURLWithPath: #filePath)
    for _ in 0..<3 { root.deleteLastPathComponent() }
    let folder = root.appendingPathComponent("Sources/Formats/Weights/Resources").path
    do {
      return try Vocabulary.load(folder: folder)
    } catch {
      preconditionFailure("the vocabulary of the checkout is readable: \(error)")
    }
  }()

  /// Metres of the vocabulary whose bars lie on the grid.
  static let named = ["4/4", "3/4", "7/8", "6/8", "5/4", "2/1", "9/16", "11/8", "1/8"]
  /// Metres without a name, and bars that end beside the grid.
  static let odd = ["10/8", "7/32", "11/64", "13/128", "5/32", "4/4"]

  static let symbols = ["C", "F#m7b5", "Bb7", "Gmaj7/B", "A7#9", "Dm", "Ebdim7", "E5", "D6/9"]

  /// A score with changing metres, a pickup bar, unisons, long notes, drums and tempo changes.
  ///
  /// With `grid` 24 all notes lie on the grid counted from their bar; another number of steps a
  /// quarter note puts them beside it.
  static func made(
    seed: UInt64, metres: [String] = named, grid: Int = 24, bars: Int = 8, isClean: Bool = false
  ) -> Score {
    var random = RandomStream(seed: seed, purpose: "token scores")
    var map = MeterMap(.common)
    for bar in 0..<bars where bar == 0 || random.chance(0.4) {
      let name = bar == 0 && seed % 2 == 1 ? "1/4" : metres[random.index(metres.count)]
      if let meter = Meter(name) { map.set(meter, from: bar) }
    }
    let end = map.start(ofBar: bars)
    var tempo = TempoMap(beatsPerMinute: Double(40 + random.index(180)))
    for _ in 0..<2 {
      tempo.set(Double(40 + random.index(180)), from: map.start(ofBar: random.index(bars)))
    }
    var keys = [KeyChange(bar: 0, key: key(&random))]
    if random.chance(0.5) {
      keys.append(KeyChange(bar: 1 + random.index(bars - 1), key: key(&random)))
    }
    var sections: [Section] = []
    while (sections.last?.barRange.upperBound ?? 0) < bars {
      let first = sections.last?.barRange.upperBound ?? 0
      let count = min(1 + random.index(4), bars - first)
      let name = ["verse", "chorus", "bridge"][random.index(3)]
      sections.append(
        Section(
          id: "\(name)-\(first)", name: name, startBar: first, bars: count, energy: 0.5))
    }
    return Score(
      title: "Seed \(seed)", meters: map, tempo: tempo, keys: keys, sections: sections,
      chords: chords(map, bars, &random),
      parts: parts(map, bars, grid, isClean, &random), length: end)
  }

  private static func key(_ random: inout RandomStream) -> Key {
    let scale = Scale.allCases[random.index(Scale.allCases.count)]
    return Key(PitchName(.c), scale).transposed(by: random.index(12))
  }

  private static func chords(
    _ map: MeterMap, _ bars: Int, _ random: inout RandomStream
  ) -> [ChordSpan] {
    var onsets: Set<Beat> = [.zero]
    for bar in 0..<bars where random.chance(0.7) {
      let ticks = (map.meter(ofBar: bar).barLength * 24).floor
      onsets.insert(map.start(ofBar: bar) + Beat(random.index(max(1, ticks)), 24))
    }
    let end = map.start(ofBar: bars)
    let sorted = onsets.sorted()
    var spans: [ChordSpan] = []
    for (index, onset) in sorted.enumerated() {
      let next = index + 1 < sorted.count ? sorted[index + 1] : end
      let fresh = symbols.filter { $0 != spans.last?.chord.symbol }
      guard let chord = try? Chord(symbol: fresh[random.index(fresh.count)]) else { continue }
      spans.append(ChordSpan(onset: onset, duration: next - onset, chord: chord))
    }
    return spans
  }

  private static func parts(
    _ map: MeterMap, _ bars: Int, _ grid: Int, _ isClean: Bool, _ random: inout RandomStream
  ) -> [Part] {
    let lines: [(String, Role, String)] = [
      ("lead", .lead, "violin"), ("keys", .chords, "grand-piano"),
      ("bass", .bass, "electric-bass"), ("drums", .drums, "standard-kit"),
    ]
    return lines.map { id, role, instrument in
      let isKit = role == .drums
      var notes: [Note] = []
      for bar in 0..<bars {
        for _ in 0..<random.index(9) {
          let steps = max(1, (map.meter(ofBar: bar).barLength * grid).floor)
          let onset = map.start(ofBar: bar) + Beat(random.index(steps), grid)
          let longest = isClean ? 48 : random.chance(0.03) ? 3071 : 200
          let note = Note(
            onset: onset, duration: Beat(1 + random.index(longest * grid / 24), grid),
            pitch: Pitch(number: isKit ? 35 + random.index(46) : 36 + random.index(50)),
            velocity: role == .chords ? 80 : 1 + random.index(127))
          notes.append(note)
          if !isClean, random.chance(0.05) { notes.append(note) }
        }
      }
      return Part(
        id: id, name: id, role: role,
        instrument: Instrument(id: instrument) ?? Instrument.standardKit, notes: notes)
    }
  }

  /// A note as it has to return: where, how long, which key, in which class of velocity.
  struct Told: Hashable, Comparable, CustomStringConvertible {
    var onset: Beat
    var duration: Beat
    var key: Int
    var velocity: Int

    init(_ note: Note, isFlat: Bool) {
      onset = note.onset
      duration = note.duration
      key = note.pitch.number
      velocity = isFlat ? 0 : note.velocity / 4
    }

    var description: String { "\(onset)+\(duration) \(key) \(velocity)" }

    static func < (left: Told, right: Told) -> Bool {
      if left.onset != right.onset { return left.onset < right.onset }
      if left.key != right.key { return left.key < right.key }
      if left.duration != right.duration { return left.duration < right.duration }
      return left.velocity < right.velocity
    }
  }

  /// The notes of a part, sorted; of a part whose velocities say nothing they are left out.
  static func told(_ part: Part, isFlat: Bool) -> [Told] {
    part.notes.map { Told($0, isFlat: isFlat) }.sorted()
  }

  static func isFlat(_ part: Part) -> Bool { Set(part.notes.map(\.velocity)).count <= 2 }
}
