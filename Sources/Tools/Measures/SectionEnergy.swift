public import Music
public import Production

/// How full a section is to the ear, as far as notes tell: loudness, density and layers.
///
/// Each number is relative to the fullest section of the piece, 0...1. Loudness is the root of the
/// power that velocities stand for (their squares, weighted by the notes' lengths, a note of four
/// beats at most since most sounds decay); density counts onsets of all parts a beat; layers are the
/// parts that sound.
public struct SectionEnergy: Hashable, Codable, Sendable {
  /// The section's id.
  public var section: String
  /// The loudness as played.
  public var loudness: Double
  /// The onsets a beat.
  public var density: Double
  /// The parts that sound.
  public var layers: Double

  /// The three together: their mean.
  public var overall: Double { (loudness + density + layers) / 3 }

  /// The energies of all sections; velocities are the performance's where there is one.
  public static func all(of score: Score, performance: Performance?) -> [SectionEnergy] {
    var found = score.sections.map {
      measured($0, of: score, performance: performance)
    }
    let loudest = found.map(\.loudness).max() ?? 0
    let densest = found.map(\.density).max() ?? 0
    let fullest = found.map(\.layers).max() ?? 0
    for index in found.indices {
      found[index].loudness /= max(loudest, 1e-9)
      found[index].density /= max(densest, 1e-9)
      found[index].layers /= max(fullest, 1e-9)
    }
    return found
  }

  private static func measured(
    _ section: Section, of score: Score, performance: Performance?
  ) -> SectionEnergy {
    let span = score.span(ofBars: section.barRange)
    let length = max((span.upperBound - span.lowerBound).value, 1e-9)
    var (power, onsets, layers) = (0.0, 0, 0)
    for part in score.parts {
      let notes = part.notes.filter { span.contains($0.onset) }
      if part.notes.contains(where: { $0.onset < span.upperBound && $0.end > span.lowerBound }) {
        layers += 1
      }
      onsets += Set(notes.map(\.onset)).count
      for note in notes {
        let velocity = Double(note.velocity) / 127
        power += performance == nil ? velocity * velocity * min(4, note.duration.value) : 0
      }
      for note in performance?.part(part.id)?.notes ?? [] where span.contains(note.written) {
        let velocity = Double(note.velocity) / 127
        let beats = note.duration * score.tempo.beatsPerMinute(at: note.written) / 60
        power += velocity * velocity * min(4, beats)
      }
    }
    return SectionEnergy(
      section: section.id, loudness: (power / length).squareRoot(),
      density: Double(onsets) / length, layers: Double(layers))
  }
}
