import Music
import Production

/// Scores made for tests.
enum Scores {
  static func part(
    _ id: String, _ instrument: String, role: Role = .chords, notes: [Note] = []
  ) throws -> Part {
    guard let instrument = Instrument(id: instrument) else { throw Missing.instrument(instrument) }
    return Part(
      id: id, name: instrument.name, role: role, instrument: instrument, notes: notes)
  }

  enum Missing: Error { case instrument(String) }

  static func note(_ onset: Beat, _ duration: Beat, _ number: Int, _ velocity: Int = 80) -> Note {
    Note(onset: onset, duration: duration, pitch: Pitch(number: number), velocity: velocity)
  }

  static func score(
    _ parts: [Part], meters: MeterMap = MeterMap(.common),
    tempo: TempoMap = TempoMap(beatsPerMinute: 120), keys: [KeyChange] = [], bars: Int = 4
  ) -> Score {
    Score(
      title: "Étude", meters: meters, tempo: tempo,
      keys: keys.isEmpty ? [KeyChange(bar: 0, key: Key(PitchName(.d), .minor))] : keys,
      sections: [
        Section(id: "intro", name: "intro", startBar: 0, bars: 1, energy: 0.5),
        Section(id: "verse-2", name: "verse", startBar: 1, bars: bars - 1, energy: 0.5),
      ], chords: [], parts: parts, length: meters.start(ofBar: bars))
  }
}

extension MIDIGenerator {
  /// A score of up to 20 parts whose times lie on ticks of 480 a quarter note, none of its keys struck
  /// while it sounds.
  mutating func score() throws -> Score {
    var meters = MeterMap(.common)
    let metres = [Meter(3, 4), Meter(6, 8), Meter(7, 8), Meter(5, 4), Meter(12, 8), Meter(2, 2)]
    for _ in 0..<number(0...3) {
      if let meter = metres[number(0...5)] { meters.set(meter, from: number(0...6)) }
    }
    var tempo = TempoMap(beatsPerMinute: Double(number(40...220)))
    for _ in 0..<number(0...3) {
      tempo.set(Double(number(40...220)), from: Beat(number(1...40), 2))
    }
    var keys: [KeyChange] = []
    for bar in Set([0, number(0...7)]).sorted() {
      let signature = number(-6...6)
      let key = Key(PitchName([.c, .d, .e, .f, .g, .a, .b][(signature + 7) % 7]), .major)
      if keys.last?.key.signature != key.signature { keys.append(KeyChange(bar: bar, key: key)) }
    }
    let end = meters.start(ofBar: 8)
    var score = Scores.score([], meters: meters, tempo: tempo, keys: keys, bars: 8)
    for index in 0..<number(1...20) {
      let isDrums = random.chance(0.15)
      let instrument =
        isDrums ? Instrument.standardKit : Instrument.catalogue[number(0...127)]
      var notes: [Note] = []
      var position = Beat(number(0...960), 480)
      while position < end {
        let step = Beat(number(1...1000), 480)
        // A key of its own for every drum part: they share a channel.
        let key = isDrums ? 30 + index : number(20...100)
        let pitch =
          isDrums ? Pitch(number: key) : score.key(ofBar: meters.bar(at: position)).pitch(key)
        notes.append(
          Note(
            onset: position, duration: min(step, end - position), pitch: pitch,
            velocity: number(1...127)))
        position = position + step
      }
      score.parts.append(
        Part(
          id: "part-\(index + 1)", name: "Part \(index + 1)", role: Role.allCases[index % 9],
          instrument: instrument, notes: notes))
    }
    return score
  }

  /// A score's notes played freely: early, late, overlapping and doubled, with pedals and bends.
  mutating func performance(of score: Score) -> Performance {
    let parts = score.parts.map { part in
      var notes: [PerformedNote] = []
      for note in part.notes {
        let time = score.tempo.seconds(at: note.onset) + random.uniform(-0.1...0.1)
        for _ in 0..<(random.chance(0.1) ? 2 : 1) {
          notes.append(
            PerformedNote(
              written: note.onset, time: time, duration: random.uniform(0.0001...2),
              key: random.chance(0.5) ? 60 : note.pitch.number, velocity: note.velocity))
        }
      }
      let controls = (0..<number(0...6)).map { _ in
        PerformedControl(
          written: .zero, time: random.uniform(0...10),
          kind: random.chance(0.5)
            ? .controller(number: 64, value: number(0...127)) : .pitchBend(number(-8192...8191)))
      }
      return PerformedPart(
        id: part.id, notes: notes.sorted { $0.time < $1.time },
        controls: controls.sorted { $0.time < $1.time })
    }
    return Performance(amount: 1, parts: parts, seconds: score.seconds)
  }
}
