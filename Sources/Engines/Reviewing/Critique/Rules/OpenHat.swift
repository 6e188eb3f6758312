import Music
import Production

/// An open hat that is never closed.
struct OpenHat: ReviewRule {
  let rule = Critique.Rule.openHat
  /// So many open hats in a hundred may ring on.
  static let allowed = 50

  func review(_ piece: Piece) -> Verdict {
    guard !piece.kits.isEmpty else { return .left(because: "there is no drum kit") }
    return .heard(
      piece.kits.compactMap { kit in
        var (open, ringing): (Int, [Int]) = (0, [])
        let hats = kit.strikes.filter { $0.drums.contains(where: \.isHat) }
        for (index, strike) in hats.enumerated() where strike.drums.contains(.openHat) {
          open += 1
          let length = piece.starts[strike.bar + 1] - piece.starts[strike.bar]
          let next = index + 1 < hats.count ? hats[index + 1] : nil
          if next == nil || (next?.onset ?? .zero) - strike.onset > length {
            ringing.append(strike.bar)
          }
        }
        guard ringing.count >= piece.bound(.openHats), ringing.count * 100 > Self.allowed * open
        else { return nil }
        return Critique.Finding(
          rule: rule, parts: [kit.id], bars: Set(ringing).sorted(),
          sentence: "\(ringing.count) of \(open) open hats ring on for more than a bar.",
          suggestion: "Close them with the pedal or the next stroke.")
      })
  }
}
