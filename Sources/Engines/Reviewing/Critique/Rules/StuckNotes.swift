import Music
import Production

/// A note that is never let go: longer than eight bars, over the end, or held on against the chords.
struct StuckNotes: ReviewRule {
  let rule = Critique.Rule.stuckNotes
  /// Beats over which a held note may be foreign to the written chords.
  static let patience = Beat(4)

  func review(_ piece: Piece) -> Verdict {
    .heard(
      piece.pitched.compactMap { voice in
        let stuck = voice.strikes.filter { strike in
          strike.notes.contains { isStuck($0, bar: strike.bar, role: voice.part.role, in: piece) }
        }
        guard !stuck.isEmpty else { return nil }
        let longest = stuck.flatMap(\.notes).map(\.duration).max() ?? .zero
        return Critique.Finding(
          rule: rule, parts: [voice.id], bars: stuck.bars,
          sentence:
            "\(voice.name) holds \(count(stuck.count, "note")) and does not let go, up to "
            + "\(longest.floor) beats.",
          suggestion: "Cut them where the next phrase or chord begins.")
      })
  }

  private func isStuck(_ note: Note, bar: Int, role: Role, in piece: Piece) -> Bool {
    let most = piece.bound(.heldBars)
    let end = piece.starts[piece.bars]
    if note.end > end { return true }
    if bar + most < piece.bars, note.end > piece.starts[bar + most] { return true }
    return !piece.isRecognized && foreignTime(of: note, bar: bar, in: piece) > Self.patience
  }

  /// How long a note is held after its own chord against chords that do not have it; pedal points
  /// on tonic and dominant are none of these.
  private func foreignTime(of note: Note, bar: Int, in piece: Piece) -> Beat {
    let tonic = piece.score.key(ofBar: bar).tonic.pitchClass
    guard let first = piece.chordIndex(at: note.onset),
      note.pitchClass != tonic, note.pitchClass != (tonic + 7) % 12
    else { return .zero }
    var time = Beat.zero
    for span in piece.score.chords[(first + 1)...] {
      guard span.onset < note.end else { break }
      if !span.chord.pitchClasses.contains(note.pitchClass) {
        time = time + (min(span.end, note.end) - span.onset)
      }
    }
    return time
  }
}
