import Music
import Production

/// An open hat that is never closed.
struct OpenHat: ReviewRule {
  let rule = Critique.Rule.openHat
  /// So many open hats that ring on make a habit, and so many in a hundred may.
  static let least = 4, allowed = 50

  func review(_ piece: Piece) -> Verdict {
    .heard(
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
        let factor = piece.isRecognized ? 2 : 1
        guard ringing.count >= factor * Self.least, ringing.count * 100 > Self.allowed * open else {
          return nil
        }
        return Critique.Finding(
          rule: rule, parts: [kit.id], bars: Set(ringing).sorted(),
          sentence: "\(ringing.count) of \(open) open hats ring on for more than a bar.",
          suggestion: "Close them with the pedal or the next stroke.")
      })
  }
}
