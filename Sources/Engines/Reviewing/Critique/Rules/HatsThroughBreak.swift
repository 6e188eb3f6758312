import Music
import Production

/// Hats that tick on through a break in which the rest of the kit is silent.
struct HatsThroughBreak: ReviewRule {
  let rule = Critique.Rule.hatsThroughBreak

  func review(_ piece: Piece) -> Verdict {
    let kits = piece.kits
    guard !kits.isEmpty else { return .left(because: "there is no drum kit") }
    let breaks = (0..<piece.bars).filter { bar in
      let name = piece.sectionName(ofBar: bar)
      return name.hasPrefix("break")
    }
    let stops = dropOuts(of: piece)
    guard !breaks.isEmpty || !stops.isEmpty else { return .left(because: "there is no break") }
    return .heard(
      kits.compactMap { kit in
        let bars =
          breaks.filter { ticks(kit.bars[$0]) }
          + stops.filter { stop in
            ticks(kit.bars[stop.bar].filter { $0.onset >= stop.from })
          }.map(\.bar)
        guard bars.count > 1 || !stops.isEmpty && !bars.isEmpty else { return nil }
        return Critique.Finding(
          rule: rule, parts: [kit.id], bars: Set(bars).sorted(),
          sentence: "The hats tick on through \(count(Set(bars).count, "bar")) of a break.",
          suggestion: "Silence them with the kick and snare.")
      })
  }

  /// Whether hats play at least twice with neither kick nor snare.
  private func ticks(_ notes: [Note]) -> Bool {
    let drums = notes.compactMap { DrumKey(rawValue: $0.pitch.number) }
    let others = drums.contains {
      [.kick, .snare, .electricSnare, .sideStick, .clap].contains($0) || $0.isTom
    }
    return !others && drums.filter { $0.isHat || $0 == .ride }.count >= 2
  }

  /// The last beats before a section in which the plan lets the rhythm stop.
  private func dropOuts(of piece: Piece) -> [(bar: Int, from: Beat)] {
    (piece.plan?.sections ?? []).filter { $0.transition == .dropOut }.compactMap { section in
      let bar = section.startBar + section.bars - 1
      guard bar < piece.bars else { return nil }
      return (bar, piece.starts[bar + 1] - Beat(2))
    }
  }
}
