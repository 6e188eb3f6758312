import Music
import Production

/// 120 BPM, C major and I-V-vi-IV when nobody asked for it.
struct DefaultSong: ReviewRule {
  let rule = Critique.Rule.defaultSong

  func review(_ piece: Piece) -> Verdict {
    if let brief = piece.brief, brief.key != nil || brief.tempo != nil || !brief.chords.isEmpty {
      return .left(because: "key, tempo or chords were asked for")
    }
    let key = piece.score.key(ofBar: 0)
    let tempo = piece.score.tempo.changes[0].beatsPerMinute
    guard abs(tempo - 120) < 0.5, key.tonic.pitchClass == 0, key.scale == .major else {
      return .heard([])
    }
    let roots = piece.score.chords.map { $0.chord.root.pitchClass }
    let loop = [0, 7, 9, 5]
    let isDefault = (0..<max(0, roots.count - 3)).contains { start in
      start < 8 && Array(roots[start..<(start + 4)]) == loop
    }
    guard isDefault else { return .heard([]) }
    return .heard([
      Critique.Finding(
        rule: rule, sentence: "It is at 120 BPM in C major on I-V-vi-IV, as a machine begins.",
        suggestion: "Choose another key, tempo or loop.")
    ])
  }
}
