import Music
import Production

/// Fills that are larger into quieter sections than into louder ones.
struct UnscaledFills: ReviewRule {
  let rule = Critique.Rule.unscaledFills
  /// How many times as large fills into quieter sections may be.
  static let most = 1.5

  func review(_ piece: Piece) -> Verdict {
    guard let plan = piece.plan, let kit = piece.kits.first else {
      return .left(because: "neither fills nor energies are planned")
    }
    var (up, down): ([Int], [(size: Int, bar: Int)]) = ([], [])
    for (section, next) in zip(plan.sections, plan.sections.dropFirst()) {
      let bar = section.startBar + section.bars - 1
      guard bar < piece.bars, section.transition != .build else { continue }
      // A groove on toms is no fill: only what the last bar has more than the others counts.
      let usual = (section.startBar..<bar).map { DrumFill.strokes(of: kit, bar: $0, in: piece) }
        .sorted()
      let groove = usual.isEmpty ? 0 : usual[usual.count / 2]
      let size = max(0, DrumFill.strokes(of: kit, bar: bar, in: piece) - groove)
      if next.energy > section.energy + 0.05 { up.append(size) }
      if next.energy < section.energy - 0.05 { down.append((size, bar)) }
    }
    guard up.count > 1, down.count > 1 else {
      return .left(because: "there are too few joins of sections")
    }
    let upMean = Double(up.reduce(0, +)) / Double(up.count)
    let downMean = Double(down.reduce(0) { $0 + $1.size }) / Double(down.count)
    guard downMean >= 3, downMean > Self.most * upMean else { return .heard([]) }
    return .heard([
      Critique.Finding(
        rule: rule, parts: [kit.id], bars: down.map(\.bar),
        sentence:
          "Fills into quieter sections have \(Int(downMean + 0.5)) strokes, those into louder ones "
          + "\(Int(upMean + 0.5)).",
        suggestion: "Play large fills into choruses and small ones into verses.")
    ])
  }
}
