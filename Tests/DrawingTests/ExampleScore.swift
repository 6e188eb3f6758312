import Music

/// Small scores for drawing.
enum ExampleScore {
  /// Sixteen bars with a melody, chords, a bass and drums.
  static func song() -> Score {
    let symbols = ["Dm9", "Gm7", "Bbmaj7", "A7b9"]
    let roots = [38, 43, 46, 45]
    let shapes = [[62, 65, 69, 72], [62, 65, 67, 70], [62, 65, 69, 70], [61, 64, 67, 70]]
    var chords: [ChordSpan] = []
    var (keys, bass, lead, drums): ([Note], [Note], [Note], [Note]) = ([], [], [], [])
    var random = RandomStream(seed: 7, purpose: "example")
    for bar in 0..<16 {
      let start = Beat(bar * 4)
      if let chord = try? Chord(symbol: symbols[bar % 4]) {
        chords.append(ChordSpan(onset: start, duration: 4, chord: chord))
      }
      for number in shapes[bar % 4] {
        for (onset, length) in [(Beat(0), Beat(3, 2)), (Beat(5, 2), Beat(1))] {
          keys.append(
            Note(
              onset: start + onset, duration: length, pitch: Pitch(number: number),
              velocity: 60 + random.index(30)))
        }
      }
      for (onset, length) in [(Beat(0), Beat(3, 2)), (Beat(3, 2), Beat(1, 2)), (Beat(3), Beat(1))] {
        bass.append(
          Note(
            onset: start + onset, duration: length, pitch: Pitch(number: roots[bar % 4]),
            velocity: 90))
      }
      if bar >= 4 {
        for step in 0..<6 {
          let scale = [69, 70, 72, 74, 76, 77, 79, 81]
          lead.append(
            Note(
              onset: start + Beat(step, 2), duration: Beat(1, 2),
              pitch: Pitch(number: scale[random.index(8)]), velocity: 50 + random.index(70)))
        }
      }
      for step in 0..<8 {
        drums.append(hit(start + Beat(step, 2), .closedHat, 45 + step % 2 * 30))
      }
      drums += [
        hit(start, .kick, 110), hit(start + 1, .snare, 100), hit(start + Beat(5, 2), .kick, 90),
        hit(start + 3, .snare, 104), hit(start + Beat(7, 4), .snare, 30),
      ]
      if bar % 8 == 0 { drums.append(hit(start, .crash, 100)) }
    }
    return Score(
      title: "Rain on the Window", meters: MeterMap(.common), tempo: TempoMap(beatsPerMinute: 82),
      keys: [KeyChange(bar: 0, key: Key(PitchName(.d), .minor))],
      sections: [
        Section(id: "intro", name: "intro", startBar: 0, bars: 4, energy: 0.25),
        Section(id: "verse", name: "verse", startBar: 4, bars: 4, energy: 0.5),
        Section(id: "chorus-1", name: "chorus", startBar: 8, bars: 6, energy: 0.9),
        Section(id: "outro", name: "outro", startBar: 14, bars: 2, energy: 0.3),
      ],
      chords: chords,
      parts: [
        part("drums", "Standard Kit", .drums, "standard-kit", drums),
        part("bass", "Upright Bass", .bass, "upright-bass", bass),
        part("keys", "Electric Piano", .chords, "electric-piano", keys),
        part("lead", "Vibraphone", .lead, "vibraphone", lead),
      ], length: 64)
  }

  static func hit(_ onset: Beat, _ drum: DrumKey, _ velocity: Int) -> Note {
    Note(
      onset: onset, duration: Beat(1, 4), pitch: Pitch(number: drum.rawValue), velocity: velocity)
  }

  static func part(
    _ id: String, _ name: String, _ role: Role, _ instrument: String, _ notes: [Note]
  ) -> Part {
    Part(
      id: id, name: name, role: role,
      instrument: Instrument(id: instrument) ?? Instrument.standardKit, notes: notes)
  }

  /// A score without anything.
  static func empty() -> Score {
    Score(
      title: "", meters: MeterMap(.common), tempo: TempoMap(beatsPerMinute: 120), keys: [],
      sections: [], chords: [], parts: [], length: .zero)
  }
}
