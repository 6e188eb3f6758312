import Music

/// A part whose notes belong to another key than the one that is written.
struct ForeignNotes {
  /// The least share of the notes on felt beats that lie in the key or in the chord.
  ///
  /// Chromatic passing notes, blue notes and altered dominants stay well above it (the composer's
  /// own parts are at 69 or more in every style); a part that was moved by a semitone does not.
  static let least = 60
  /// The least share of the notes on felt beats that lie in the chord, for parts of the harmony.
  ///
  /// Walking basses and drones stay above it (the composer's own are at 65 or more).
  static let leastInChord = 45
  /// So few notes say nothing.
  static let fewest = 8

  /// The part.
  var part: String
  /// The share that was found, in percent.
  var percent: Int
  /// The bars with notes that lie elsewhere.
  var bars: [Int]
}

extension Certifier {
  /// The parts too few of whose notes on felt beats lie in the key or the chord that sounds, and
  /// those of the harmony that leave the chord.
  func foreignNotes() -> [ForeignNotes] {
    let offKey = notesOffKey()
    let known = Set(offKey.map(\.part))
    return offKey + notesOffChords().filter { !known.contains($0.part) }
  }

  private func notesOffKey() -> [ForeignNotes] {
    pitchedOnBeats().compactMap { part, notes in
      foreign(part, notes, least: ForeignNotes.least) { note, bar in
        let pitchClass = (note.pitch.number % 12 + 12) % 12
        return score.key(ofBar: bar).contains(pitchClass: pitchClass)
          || score.chord(at: note.onset)?.pitchClasses.contains(pitchClass) == true
      }
    }
  }

  /// The parts of the harmony too few of whose notes on felt beats lie in the chord that sounds.
  func notesOffChords() -> [ForeignNotes] {
    let roles: Set<Role> = [.chords, .pad, .bass, .arpeggio]
    return pitchedOnBeats().filter { roles.contains($0.0.role) }.compactMap { part, notes in
      foreign(part, notes, least: ForeignNotes.leastInChord) { note, _ in
        let pitchClass = (note.pitch.number % 12 + 12) % 12
        return score.chord(at: note.onset)?.pitchClasses.contains(pitchClass) != false
      }
    }
  }

  private func foreign(
    _ part: Part, _ notes: [(note: Note, bar: Int)], least: Int,
    belongs: (Note, Int) -> Bool
  ) -> ForeignNotes? {
    guard notes.count >= ForeignNotes.fewest else { return nil }
    let wrong = notes.filter { !belongs($0.note, $0.bar) }
    let percent = 100 * (notes.count - wrong.count) / notes.count
    guard percent < least else { return nil }
    return ForeignNotes(part: part.id, percent: percent, bars: Self.sorted(wrong.map(\.bar)))
  }

  /// The notes that begin on felt beats, of each pitched part.
  private func pitchedOnBeats() -> [(Part, [(note: Note, bar: Int)])] {
    sounding.filter { !$0.instrument.isDrumKit && $0.role != .effects && $0.role != .percussion }
      .map { part in
        let notes = part.notes.compactMap { note -> (note: Note, bar: Int)? in
          let bar = bar(of: note.onset)
          let position = note.onset - start(ofBar: bar)
          guard score.meters.meter(ofBar: bar).pulses.contains(position) else { return nil }
          return (note, bar)
        }
        return (part, notes)
      }
  }
}
