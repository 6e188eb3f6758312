import Music
import Production

/// A bass that leaves its register: above G3 for more than an exception.
struct HighBass: ReviewRule {
  let rule = Critique.Rule.highBass
  /// G3.
  static let top = 55

  func review(_ piece: Piece) -> Verdict {
    .heard(
      piece.voices(.bass).filter { !piece.isRecognized || $0.part.instrument.family == .bass }
        .compactMap { bass in
          let high = bass.strikes.filter { ($0.numbers.last ?? 0) > Self.top }
          guard high.count * 100 > piece.bound(.highBassShare) * bass.strikes.count else {
            return nil
          }
          return Critique.Finding(
            rule: rule, parts: [bass.id], bars: high.bars,
            sentence: "\(high.count) of \(bass.strikes.count) notes of \(bass.name) lie above G3.",
            suggestion: "Write it an octave lower.")
        })
  }
}
