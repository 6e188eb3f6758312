import Music
import Production

/// Eight identical bars of one part; of music from elsewhere 24.
struct IdenticalPartBars: ReviewRule {
  let rule = Critique.Rule.identicalPartBars

  func review(_ piece: Piece) -> Verdict {
    let least = piece.bound(.equalBars)
    var worst: [(part: Voice, run: Range<Int>)] = []
    for voice in piece.voices {
      let bars = (0..<piece.bars).map { bar in
        BarContent.of([voice], bar: bar, starts: piece.starts)
      }
      if let run = BarContent.longestLoop(bars, atLeast: least) { worst.append((voice, run)) }
    }
    if piece.isLenient {
      // Machines loop on purpose: of a file only a band in which most do.
      guard worst.count * 2 > piece.voices.count else { return .heard([]) }
      worst = Array(worst.prefix(1))
    }
    return .heard(
      worst.map { voice, run in
        Critique.Finding(
          rule: rule, parts: [voice.id], bars: Array(run),
          sentence: "\(voice.name) plays \(run.count) bars that are alike to the note.",
          suggestion: "Vary it at the end of each phrase.")
      })
  }
}
