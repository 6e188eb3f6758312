import Music
import Production

/// Rhythms of a melody that are made from its profile: a motif of a bar, a contrast and a cadence.
struct MelodyRhythm {
  /// What a bar is for.
  enum Kind: String {
    case motif, contrast, cadence
  }

  private let cue: Cue
  private let profile: MelodyProfile

  init(_ cue: Cue) {
    self.cue = cue
    profile = MelodyForm.profile(of: cue)
  }

  /// The strokes of a bar.
  func strokes(in bar: SectionFrame.Bar, kind: Kind) -> [Stroke] {
    var stream = cue.theme("rhythm \(kind.rawValue)")
    let chosen = onsets(in: bar, density: kind == .cadence ? 0.6 : 1, stream: &stream)
    return chosen.enumerated().map { index, onset in
      let next = index + 1 < chosen.count ? chosen[index + 1] : bar.end
      return Stroke(
        onset: onset, end: min(next, onset + 2), symbol: index == 0 ? "X" : "x", bar: bar.index)
    }
  }

  private func onsets(
    in bar: SectionFrame.Bar, density: Double, stream: inout RandomStream
  ) -> [Beat] {
    let length = (bar.end - bar.start).value
    let wanted =
      profile.notesPerBar * density * (0.8 + 0.35 * cue.section.energy)
      * (MelodyForm.isOpen(cue.section.name) ? 0.82 : 1) * length / 4
    let step =
      profile.notesPerBar > 6.5
      ? Beat(1, 4)
      : bar.meter.isCompound
        ? bar.meter.unit : Beat(1, 2)
    var places: [(onset: Beat, weight: Double)] = []
    var onset = bar.start
    while onset < bar.end {
      let strength = bar.meter.strength(at: onset - bar.start)
      let weight =
        strength >= 0.5
        ? (0.4 + strength) * (1.15 - 0.7 * profile.syncopation)
        : (0.12 + 0.25 * strength) + profile.syncopation * 0.75
      places.append((onset, weight))
      onset = onset + step
    }
    let count = max(1, min(places.count, Int((wanted + stream.unit() * 0.8).rounded(.down))))
    var chosen: [Beat] = []
    for _ in 0..<count {
      guard let index = stream.weightedIndex(places.map(\.weight)) else { break }
      chosen.append(places.remove(at: index).onset)
    }
    return chosen.sorted()
  }
}
