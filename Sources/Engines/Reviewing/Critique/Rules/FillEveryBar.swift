import Music
import Production

/// A drum fill in every bar.
struct FillEveryBar: ReviewRule {
  let rule = Critique.Rule.fillEveryBar

  func review(_ piece: Piece) -> Verdict {
    let kits = piece.kits
    guard !kits.isEmpty else { return .left(because: "there is no drum kit") }
    return .heard(
      kits.compactMap { kit in
        let bars = (0..<piece.bars).map { bar in
          DrumFill.strokes(of: kit, bar: bar, in: piece) >= DrumFill.least
            && !isBuild(bar, in: piece)
        }
        guard let run = runs(bars, atLeast: piece.bound(.fills)).max(by: { $0.count < $1.count }),
          // A groove on toms stays the same; fills do not.
          !isGroove(kit, run, piece)
        else { return nil }
        return Critique.Finding(
          rule: rule, parts: [kit.id], bars: Array(run),
          sentence: "\(kit.name) plays a fill in \(run.count) bars in a row.",
          suggestion: "Keep the groove, and fill at the ends of phrases.")
      })
  }

  private func isBuild(_ bar: Int, in piece: Piece) -> Bool {
    guard let section = piece.plan?.section(ofBar: bar) else {
      return piece.sectionName(ofBar: bar).contains("build")
    }
    return section.transition == .build || section.name == "build"
  }

  /// Whether what looks like fills is a groove on toms: the same few patterns come back, or in music
  /// from elsewhere they stand in more than three quarters of all bars.
  private func isGroove(_ kit: Voice, _ run: Range<Int>, _ piece: Piece) -> Bool {
    let patterns = Set(run.map { DrumFill.pattern(of: kit, bar: $0, in: piece) })
    if patterns.count * 2 <= run.count { return true }
    let playing = kit.bars.filter { !$0.isEmpty }.count
    return run.count * 4 > playing * 3 && playing > 2 * Threshold.fills.own && piece.isLenient
  }
}
