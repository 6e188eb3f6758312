import Music

extension Score {
  /// The bars of a score as a score of their own that begins at its first bar.
  ///
  /// Notes that begin before the bars are left out; notes are cut at their end.
  func excerpt(_ bars: Range<Int>) -> Score {
    let span = span(ofBars: bars)
    let start = span.lowerBound
    var changes = [MeterMap.Change(bar: 0, meter: meters.meter(ofBar: bars.lowerBound))]
    changes += meters.changes.filter { bars.contains($0.bar) && $0.bar > bars.lowerBound }.map {
      MeterMap.Change(bar: $0.bar - bars.lowerBound, meter: $0.meter)
    }
    var speeds = [TempoMap.Change(beat: .zero, beatsPerMinute: tempo.beatsPerMinute(at: start))]
    speeds += tempo.changes.filter { span.contains($0.beat) && $0.beat > start }.map {
      TempoMap.Change(beat: $0.beat - start, beatsPerMinute: $0.beatsPerMinute)
    }
    return Score(
      title: title, meters: MeterMap(changes: changes), tempo: TempoMap(changes: speeds),
      keys: [KeyChange(bar: 0, key: key(ofBar: bars.lowerBound))]
        + keys.filter { bars.contains($0.bar) && $0.bar > bars.lowerBound }.map {
          KeyChange(bar: $0.bar - bars.lowerBound, key: $0.key)
        },
      sections: sections.compactMap { section in
        let common = section.barRange.clamped(to: bars)
        guard !common.isEmpty else { return nil }
        return Section(
          id: section.id, name: section.name, startBar: common.lowerBound - bars.lowerBound,
          bars: common.count, energy: section.energy)
      },
      chords: chords.filter { $0.end > start && $0.onset < span.upperBound }.map { chord in
        let onset = max(chord.onset, start)
        return ChordSpan(
          onset: onset - start, duration: min(chord.end, span.upperBound) - onset,
          chord: chord.chord)
      },
      parts: parts.map { part in
        var part = part
        part.notes = part.notes.filter { span.contains($0.onset) }.map { note in
          var note = note
          note.duration = min(note.end, span.upperBound) - note.onset
          note.onset = note.onset - start
          return note
        }
        return part
      }, length: span.upperBound - start)
  }
}
