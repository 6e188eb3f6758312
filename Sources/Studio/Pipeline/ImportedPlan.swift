import Music
import Production

/// The plan of a song that came as notes: its form, chords and band as they were found.
struct ImportedPlan {
  let score: Score
  let style: Style

  var plan: Plan {
    Plan(
      title: score.title, seed: 0, engine: EtudeVersion.current,
      styles: [Brief.StyleWeight(name: style.name, weight: 1)], keys: score.keys,
      meters: score.meters, tempo: score.tempo, sections: sections, chords: score.chords,
      parts: parts, length: score.length, ending: .held, loop: false, loudness: style.loudness,
      notices: [])
  }

  private var sections: [Plan.PlannedSection] {
    let layers = Dictionary(
      score.parts.map { ($0.id, 1.0) }, uniquingKeysWith: { first, _ in first })
    var occurrences: [String: Int] = [:]
    return score.sections.map { section in
      let occurrence = occurrences[section.name, default: 0]
      occurrences[section.name] = occurrence + 1
      let isLast = section.id == score.sections.last?.id
      return Plan.PlannedSection(
        id: section.id, name: section.name, startBar: section.startBar, bars: section.bars,
        energy: section.energy, phrase: min(4, section.bars), occurrence: occurrence,
        transition: isLast ? .ending : .fill, layers: layers)
    }
  }

  private var parts: [Plan.PlannedPart] {
    score.parts.map { part in
      let numbers = part.notes.map(\.pitch.number)
      let range = part.instrument.range
      let low = max(min((numbers.min() ?? range.lowerBound), range.upperBound), range.lowerBound)
      let high = min(max((numbers.max() ?? range.upperBound), low), range.upperBound)
      return Plan.PlannedPart(
        id: part.id, name: part.name, role: part.role, instrument: part.instrument,
        register: low...max(high, min(low + 12, range.upperBound)), complexity: 0.5)
    }
  }

  /// The notes exactly as written, with their own velocities and times.
  static func asWritten(_ score: Score) -> Performance {
    let parts = score.parts.map { part in
      PerformedPart(
        id: part.id,
        notes: part.notes.map { note in
          let time = score.tempo.seconds(at: note.onset)
          return PerformedNote(
            written: note.onset, time: time,
            duration: max(score.tempo.seconds(at: note.end) - time, 0.001), key: note.pitch.number,
            velocity: note.velocity)
        })
    }
    return Performance(amount: 0, parts: parts, seconds: score.seconds)
  }
}
