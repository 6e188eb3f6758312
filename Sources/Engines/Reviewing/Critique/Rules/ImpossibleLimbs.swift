import Music
import Production

/// More strokes at once than two hands and two feet have.
struct ImpossibleLimbs: ReviewRule {
  let rule = Critique.Rule.impossibleLimbs
  /// Of kits from elsewhere, often played by machines, so many strikes in a hundred may be.
  static let allowed = 4

  func review(_ piece: Piece) -> Verdict {
    .heard(
      piece.kits.compactMap { kit in
        let strikes = kit.strikes.filter { Self.hands($0) > 2 }
        guard !strikes.isEmpty else { return nil }
        if piece.isRecognized, strikes.count * 100 <= Self.allowed * kit.strikes.count {
          return nil
        }
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
