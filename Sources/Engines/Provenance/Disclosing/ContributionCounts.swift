import Music
import Production

/// The counts that every statement is derived from, so that all of them agree.
struct ContributionCounts {
  let authorship: Authorship
  /// Counts by element.
  let melody, harmony, rhythm, lyrics, arrangement, performance, mix: AuthorshipTally
  /// Whole notes by part.
  let notes: [String: AuthorshipTally]
  /// Notes that came in files, by part, which the machine did not change.
  let imported: [String: Int]
  /// The chords of the song alone.
  let chords: AuthorshipTally

  init(_ authorship: Authorship) {
    self.authorship = authorship
    melody = authorship.tally(.melody)
    harmony = authorship.tally(.harmony)
    rhythm = authorship.tally(.rhythm)
    lyrics = authorship.tally(.lyrics)
    arrangement = authorship.tally(.arrangement)
    performance = authorship.tally(.performance)
    mix = authorship.tally(.mix)
    var notes: [String: AuthorshipTally] = [:]
    var imported: [String: Int] = [:]
    for note in authorship.notes {
      notes[note.part] = (notes[note.part] ?? AuthorshipTally()) + note.tally
      if note.source == .imported { imported[note.part, default: 0] += 1 }
    }
    (self.notes, self.imported) = (notes, imported)
    chords = authorship.cells.reduce(into: AuthorshipTally()) { sum, cell in
      if cell.element == .harmony, cell.part == nil { sum = sum + cell.tally }
    }
  }

  /// Words and music.
  var work: AuthorshipTally { melody + harmony + rhythm + lyrics + arrangement }
  /// Music without the form.
  var music: AuthorshipTally { melody + harmony + rhythm }
  /// All notes.
  var allNotes: AuthorshipTally { notes.values.reduce(AuthorshipTally(), +) }

  /// The notes of a part and how they are played.
  func player(_ part: String) -> AuthorshipTally {
    (notes[part] ?? AuthorshipTally()) + authorship.tally(.performance, part: part)
  }

  /// Notes and playing of all parts.
  var recording: AuthorshipTally {
    authorship.parts.reduce(AuthorshipTally()) { $0 + player($1.id) }
  }

  /// The leads and counter-lines, and the parts that are neither.
  var leads: [AuthorshipPart] { authorship.parts.filter { $0.role.isMelodic } }
  var others: [AuthorshipPart] { authorship.parts.filter { !$0.role.isMelodic } }

  /// Whether places of the song were chosen one by one, which is selecting and not taking.
  var isSelected: Bool { authorship.selections.count >= 2 }

  /// Whether a person put sections where they stand, or gave parts to other instruments.
  var isArranged: Bool { arrangement.machineChanged > 0 }
}

extension Role {
  fileprivate var isMelodic: Bool { self == .lead || self == .counter }
}
