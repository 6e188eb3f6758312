import Music
import Production

/// More strokes at once than two hands and two feet have.
struct ImpossibleLimbs: ReviewRule {
  let rule = Critique.Rule.impossibleLimbs

  func review(_ piece: Piece) -> Verdict {
    guard !piece.kits.isEmpty else { return .left(because: "there is no drum kit") }
    return .heard(
      piece.kits.compactMap { kit in
        let strikes = kit.strikes.filter { Self.hands($0) > 2 }
        guard strikes.count * 100 > piece.bound(.handShare) * kit.strikes.count else { return nil }
        let most = strikes.map(Self.hands).max() ?? 0
        return Critique.Finding(
          rule: rule, parts: [kit.id], bars: strikes.bars,
          sentence:
            "\(kit.name) needs \(most) hands, and more than two at \(count(strikes.count, "place")).",
          suggestion: "Leave out the hat where both hands are at the drums.")
      })
  }

  /// Drums struck by hand at once; others than the kit's own have players of their own.
  private static func hands(_ strike: Voice.Strike) -> Int {
    Set(strike.drums.filter { $0.rawValue < DrumKey.vibraslap.rawValue || $0.isCymbal })
      .filter { !$0.isFoot && $0 != .tambourine && $0 != .cowbell }.count
  }
}
