import Music
import Production

/// Rhythms of a melody that are made from its profile: two motifs of a bar that come back.
struct MelodyRhythm {
  private let cue: Cue
  private let profile: MelodyProfile

  init(_ cue: Cue) {
    self.cue = cue
    profile =
      cue.style.melody
      ?? MelodyProfile(
        notesPerBar: 4, syncopation: 0.3, steps: 0.68, chromaticism: 0.05, ornament: 0.2, rest: 1)
  }

  /// The strokes of a bar of a clause: the motif, its echo, a contrast, and the cadence.
  func strokes(
    in bar: SectionFrame.Bar, place: Int, of count: Int, isClosed: Bool
  ) -> [Stroke] {
    let motif: String
    switch place {
    case count - 1 where count > 1: motif = "cadence"
    case 2 where isClosed: motif = "contrast"
    case 1: motif = "echo"
    default: motif = "motif"
    }
    var stream = cue.theme("rhythm \(motif)")
    let onsets = onsets(in: bar, density: motif == "cadence" ? 0.6 : 1, stream: &stream)
    // The echo keeps the motif's first half.
    var chosen = onsets
    if motif == "echo" {
      var first = cue.theme("rhythm motif")
      let motifOnsets = self.onsets(in: bar, density: 1, stream: &first)
      chosen = motifOnsets.filter { $0 < bar.middle } + onsets.filter { $0 >= bar.middle }
    }
    return chosen.enumerated().map { index, onset in
      let next = index + 1 < chosen.count ? chosen[index + 1] : bar.end
      return Stroke(
        onset: onset, end: min(next, onset + 2), symbol: index == 0 ? "X" : "x", bar: bar.index)
    }
  }

  private func onsets(
    in bar: SectionFrame.Bar, density: Double, stream: inout RandomStream
  ) -> [Beat] {
    let isOpen = ["chorus", "hook", "drop", "refrain"].contains(cue.section.name)
    let length = (bar.end - bar.start).value
    let wanted =
      profile.notesPerBar * density * (0.8 + 0.35 * cue.section.energy)
      * (isOpen ? 0.82 : 1) * length / 4
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
