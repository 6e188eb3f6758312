import Music
import Production

/// An ending that just stops: no tonic, or nothing that lets it close.
struct AbruptEnd: ReviewRule {
  let rule = Critique.Rule.abruptEnd

  func review(_ piece: Piece) -> Verdict {
    if piece.plan?.loop == true { return .left(because: "it is a loop") }
    guard !piece.pitched.isEmpty, piece.bars >= 4 else {
      return .left(because: "there is too little to end")
    }
    if piece.plan?.ending == .fade {
      // The mix fades what sounds; it needs only to sound.
      let sounds = piece.voices.contains { $0.sounding[piece.bars - 1] }
      return sounds
        ? .heard([]) : .heard([finding(piece, "falls silent before its fade is over and")])
    }
    let last = piece.pitched.compactMap(\.strikes.last).max { $0.onset < $1.onset }
    guard let last else { return .left(because: "there is too little to end") }
    let end = piece.pitched.flatMap(\.part.notes).map(\.end).max() ?? .zero
    let closing = piece.pitched.flatMap(\.part.notes).filter { $0.end > last.onset }
    let isTonic = closes(closing, piece)
    let rests = closing.contains { $0.duration >= Beat(1) } || last.onset == piece.starts[last.bar]
    if piece.isLenient {
      return isTonic || rests && closing.contains { $0.duration >= Beat(2) }
        ? .heard([]) : .heard([finding(piece, "ends on no tonic, on a short note, and")])
    }
    if !isTonic { return .heard([finding(piece, "does not close on the tonic and")]) }
    if !rests { return .heard([finding(piece, "ends on a short note off the bar and")]) }
    if piece.plan?.ending == .held, end < piece.score.length {
      return .heard([finding(piece, "lets go before its end and")])
    }
    return .heard([
      Critique.Finding(
        rule: rule, kind: .strength, bars: [piece.bars - 1],
        sentence: "It closes on the tonic, and the last note is held or set on the bar.")
    ])
  }

  private func finding(_ piece: Piece, _ what: String) -> Critique.Finding {
    Critique.Finding(
      rule: rule, bars: [max(0, piece.bars - 1)], sentence: "The piece \(what) just stops.",
      suggestion: "Add a cadence and hold or stop the last chord.")
  }

  /// Whether what sounds last belongs to the tonic, by its lowest note or by the written chord.
  private func closes(_ notes: [Note], _ piece: Piece) -> Bool {
    let bar = piece.bar(at: notes.map(\.onset).max() ?? .zero)
    let tonic = piece.score.key(ofBar: bar).tonic.pitchClass
    let isRoot = notes.min { $0.pitch.number < $1.pitch.number }?.pitchClass == tonic
    guard !piece.isRecognized, let chord = piece.score.chords.last?.chord else {
      return isRoot || notes.contains { $0.pitchClass == tonic }
    }
    return chord.root.pitchClass == tonic
      && notes.contains { chord.pitchClasses.contains($0.pitchClass) }
  }
}
