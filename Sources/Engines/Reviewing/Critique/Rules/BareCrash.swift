import Music
import Production

/// Crashes without a kick or snare under them.
struct BareCrash: ReviewRule {
  let rule = Critique.Rule.bareCrash

  func review(_ piece: Piece) -> Verdict {
    guard !piece.kits.isEmpty else { return .left(because: "there is no drum kit") }
    return .heard(
      piece.kits.compactMap { kit in
        let crashes = kit.strikes.filter {
          $0.drums.contains { $0 == .crash || $0 == .crash2 || $0 == .china }
        }
        let bare = crashes.filter { strike in
          !strike.drums.contains {
            [.kick, .snare, .electricSnare, .clap].contains($0) || $0.isTom
          }
        }
        guard bare.count >= piece.bound(.bareCrashes),
          bare.count * 100 > piece.bound(.bareCrashShare) * crashes.count
        else { return nil }
        return Critique.Finding(
          rule: rule, parts: [kit.id], bars: bare.bars,
          sentence: "\(bare.count) of \(crashes.count) crashes stand without kick or snare.",
          suggestion: "Put a kick under every crash.")
      })
  }
}
