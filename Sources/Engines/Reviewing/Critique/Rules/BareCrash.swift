import Music
import Production

/// Crashes without a kick or snare under them.
struct BareCrash: ReviewRule {
  let rule = Critique.Rule.bareCrash
  /// So many bare crashes make a habit, and so many in a hundred may be.
  static let least = 3, allowed = 34

  func review(_ piece: Piece) -> Verdict {
    .heard(
      piece.kits.compactMap { kit in
        let crashes = kit.strikes.filter {
          $0.drums.contains { $0 == .crash || $0 == .crash2 || $0 == .china }
        }
        let bare = crashes.filter { strike in
          !strike.drums.contains {
            [.kick, .snare, .electricSnare, .clap].contains($0) || $0.isTom
          }
        }
        guard bare.count >= (piece.isRecognized ? 2 * Self.least : Self.least),
          bare.count * 100 > (piece.isRecognized ? 2 : 1) * Self.allowed * crashes.count
        else { return nil }
        return Critique.Finding(
          rule: rule, parts: [kit.id], bars: bare.bars,
          sentence: "\(bare.count) of \(crashes.count) crashes stand without kick or snare.",
          suggestion: "Put a kick under every crash.")
      })
  }
}
