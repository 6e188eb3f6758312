import Music
import Production

/// Notes on strong beats that are foreign to chord and scale or a semitone over the chord, and do
/// not resolve by step.
struct UnresolvedDissonance: ReviewRule {
  let rule = Critique.Rule.unresolvedDissonance
  /// So many in a hundred long notes on felt beats are colour.
  static let allowed = 8

  func review(_ piece: Piece) -> Verdict {
    guard !piece.isRecognized else { return .left(because: "the chords were only guessed") }
    guard !piece.score.chords.isEmpty else { return .left(because: "there are no chords") }
    var figures: [String: Double] = [:]
    let findings = (piece.voices(.lead) + piece.voices(.counter)).compactMap {
      voice -> Critique.Finding? in
      let line = voice.line
      var (strong, harsh): (Int, [Int]) = (0, [])
      for (index, note) in line.enumerated()
      where piece.strength(of: note) >= 0.5 && note.duration >= Beat(1, 2) {
        strong += 1
        let next = index + 1 < line.count ? line[index + 1] : nil
        if isHarsh(note, piece), !resolves(note, to: next, piece) {
          harsh.append(piece.bar(at: note.onset))
        }
      }
      figures["unresolved dissonances of \(voice.id)"] = Double(harsh.count)
      guard harsh.count >= 3, harsh.count * 100 > Self.allowed * strong else { return nil }
      return Critique.Finding(
        rule: rule, parts: [voice.id], bars: Set(harsh).sorted(),
        sentence:
          "\(harsh.count) of \(strong) long notes of \(voice.name) on felt beats clash with their "
          + "chord and do not resolve.",
        suggestion: "Put notes of the chord there, or let them step to one.")
    }
    return .heard(findings, figures: figures)
  }

  private func isHarsh(_ note: Note, _ piece: Piece) -> Bool {
    guard let tones = piece.chordTones(at: note.onset), !tones.contains(note.pitchClass) else {
      return false
    }
    let key = piece.score.key(ofBar: piece.bar(at: note.onset))
    return tones.contains((note.pitchClass + 11) % 12) || !key.contains(pitchClass: note.pitchClass)
  }

  private func resolves(_ note: Note, to next: Note?, _ piece: Piece) -> Bool {
    guard let next else { return false }
    let move = abs(next.pitch.number - note.pitch.number)
    // A held anticipation becomes a note of the next chord.
    if move == 0 { return piece.chordTones(at: next.onset)?.contains(next.pitchClass) ?? false }
    if move <= 2 { return true }
    guard let index = piece.chordIndex(at: note.onset),
      let after = piece.chordTones(at: piece.score.chords[index].end)
    else { return false }
    return note.end > piece.score.chords[index].end && after.contains(note.pitchClass)
  }
}
