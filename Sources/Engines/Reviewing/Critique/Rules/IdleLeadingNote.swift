import Music
import Production

/// A leading note over the dominant that goes nowhere when the tonic comes.
struct IdleLeadingNote: ReviewRule {
  let rule = Critique.Rule.idleLeadingNote
  /// So many idle leading notes in a hundred are left to the melody's freedom.
  static let allowed = 35

  func review(_ piece: Piece) -> Verdict {
    guard !piece.score.chords.isEmpty else { return .left(because: "there are no chords") }
    var findings: [Critique.Finding] = []
    for voice in piece.voices(.lead) + piece.voices(.counter) {
      let (cases, idle) = leadingNotes(in: voice, of: piece)
      guard idle.count >= piece.bound(.idleNotes), idle.count * 100 > Self.allowed * cases
      else { continue }
      findings.append(
        Critique.Finding(
          rule: rule, parts: [voice.id], bars: Set(idle).sorted(),
          sentence:
            "\(count(idle.count, "leading note")) of \(cases) in \(voice.name) "
            + "\(idle.count == 1 ? "does" : "do") not move on to the tonic or by step.",
          suggestion: "Lead them up to the tonic."))
    }
    return .heard(findings)
  }

  private func leadingNotes(in voice: Voice, of piece: Piece) -> (cases: Int, idle: [Int]) {
    var (cases, idle): (Int, [Int]) = (0, [])
    let line = voice.line
    for (index, note) in line.enumerated() {
      let bar = piece.bar(at: note.onset)
      let (leading, tonic) = piece.leadingNote(ofBar: bar)
      guard note.pitchClass == leading, note.duration >= Beat(1, 2) else { continue }
      let next = index + 1 < line.count ? line[index + 1] : nil
      if let next {
        guard isDominant(piece, note, tonic), isTonic(piece, next, tonic) else { continue }
        cases += 1
        let move = abs(next.pitch.number - note.pitch.number)
        if move > 2 && next.pitchClass != tonic { idle.append(bar) }
      } else if !(piece.chordTones(at: note.onset)?.contains(leading) ?? false)
        || isDominant(piece, note, tonic)
      {
        cases += 1
        idle.append(bar)
      }
    }
    return (cases, idle)
  }

  /// Whether the chord under a note has the leading note and stands on the dominant or on it.
  private func isDominant(_ piece: Piece, _ note: Note, _ tonic: Int) -> Bool {
    guard let index = piece.chordIndex(at: note.onset) else { return false }
    let root = (piece.score.chords[index].chord.root.pitchClass - tonic + 12) % 12
    return root == 7 || root == 11
  }

  private func isTonic(_ piece: Piece, _ note: Note, _ tonic: Int) -> Bool {
    guard let index = piece.chordIndex(at: note.onset) else { return false }
    return piece.score.chords[index].chord.root.pitchClass == tonic
  }
}
