import Music

/// Passages of chords as a score of one piano: a bass note, and the chord close around middle C.
struct ChordSheet {
  private let key: Key
  private let passages: [[[Chord]]]

  /// Makes a sheet of passages, each a list of bars in 4/4.
  init(_ key: Key, _ passages: [[[Chord]]]) {
    self.key = key
    self.passages = passages
  }

  /// The score; a bar of silence follows each passage.
  var score: Score {
    var spans: [ChordSpan] = []
    var sections: [Section] = []
    var bar = 0
    for (index, passage) in passages.enumerated() {
      sections.append(
        Section(
          id: "chords-\(index + 1)", name: "chords", startBar: bar, bars: passage.count + 1,
          energy: 0.5))
      for chords in passage {
        for (place, chord) in chords.enumerated() {
          let length = Beat(4, chords.count)
          spans.append(
            ChordSpan(onset: Beat(bar * 4) + length * place, duration: length, chord: chord))
        }
        bar += 1
      }
      bar += 1
    }
    let piano = Part(
      id: "chords", name: "Chords", role: .chords,
      instrument: Instrument.melodic(program: 0) ?? .standardKit,
      notes: spans.flatMap { notes(of: $0) })
    return Score(
      title: "Chords in \(key)", meters: MeterMap(.common),
      tempo: TempoMap(beatsPerMinute: 100), keys: [KeyChange(bar: 0, key: key)],
      sections: sections, chords: spans, parts: [piano], length: Beat(bar * 4))
  }

  private func notes(of span: ChordSpan) -> [Note] {
    // The bass in the octave from E2, the chord in that from G3.
    let low = 40 + (span.chord.lowest.pitchClass + 8) % 12
    let upper = Set(
      span.chord.members.map { 55 + (span.chord.name(of: $0).pitchClass + 5) % 12 }
    ).sorted()
    return ([low] + upper).map {
      Note(onset: span.onset, duration: span.duration, pitch: key.pitch($0))
    }
  }
}
