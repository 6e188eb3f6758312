import Music
import Production

/// Three cymbals struck at once.
struct ThreeCymbals: ReviewRule {
  let rule = Critique.Rule.threeCymbals

  func review(_ piece: Piece) -> Verdict {
    guard !piece.kits.isEmpty else { return .left(because: "there is no drum kit") }
    return .heard(
      piece.kits.compactMap { kit in
        let strikes = kit.strikes.filter {
          Set($0.drums.filter { $0.isCymbal || $0.isHat && $0 != .pedalHat }).count >= 3
        }
        guard strikes.count >= piece.bound(.threeCymbals) else { return nil }
        return Critique.Finding(
          rule: rule, parts: [kit.id], bars: strikes.bars,
          sentence: "\(kit.name) hits three cymbals at once \(count(strikes.count, "time")).",
          suggestion: "Leave one crash with the kick.")
      })
  }
}
