import Music
import Production

/// How loud notes are: phrase, metre, energy, contour, voicing, articulation.
struct Dynamics {
  let part: Part
  let frame: Frame

  /// The loudest a ghost note is played: felt more than heard.
  private static let ghostCeiling = 45

  func shape(_ strokes: inout [Stroke]) {
    let drift = Drift(purpose: "dynamics", part: part.id, frame: frame)
    let groups = Stroke.onsets(strokes)
    for (place, group) in groups.enumerated() {
      let first = strokes[group.lowerBound]
      let before = place > 0 ? strokes[groups[place - 1].upperBound - 1] : nil
      let after = place + 1 < groups.count ? strokes[groups[place + 1].lowerBound] : nil
      let common =
        shared(first, drift: drift)
        + contour(from: before, to: strokes[group.upperBound - 1])
        - taper(strokes[group.upperBound - 1], before: after)
      for index in group {
        let voice = voicing(index, in: group)
        strokes[index].velocity = velocity(strokes[index].note, change: common + voice)
      }
    }
    alternate(&strokes)
  }

  /// What the place in the form asks for, in steps of velocity.
  private func shared(_ stroke: Stroke, drift: Drift) -> Double {
    let bar = frame.bars[stroke.bar]
    let position = frame.phrasePosition(stroke.note.onset, bar: stroke.bar)
    let inBar = frame.barPosition(stroke.note.onset, bar: stroke.bar)
    let accent = bar.meter.strength(at: stroke.note.onset - bar.start) - 0.4
    let isDrums = part.instrument.isDrumKit
    // Players write their accents and dynamics; here these are drawn out, not made.
    return depth * 6 * Frame.arc(position)
      + (isDrums ? 2 : 6) * accent * (0.4 + 0.6 * frame.groove.dynamics)
      + 8 * (bar.energy - 0.5)
      + 7 * frame.groove.dynamics * drift.value(bar: stroke.bar, position: inBar)
  }

  /// How far a role swells and relaxes with phrases, 0...1.
  private var depth: Double {
    switch part.role {
    case .lead, .counter: 1
    case .chords, .arpeggio, .pad: 0.75
    case .bass: 0.5
    case .drums, .percussion, .effects: 0.3
    }
  }

  /// Melodies grow upwards and relax downwards.
  private func contour(from before: Stroke?, to stroke: Stroke) -> Double {
    guard part.role == .lead || part.role == .counter, let before,
      stroke.note.onset - before.note.end <= Beat(1)
    else { return 0 }
    return 0.7 * Double(min(max(stroke.key - before.key, -6), 6))
  }

  /// The last note before a rest of a beat, and of the piece, is let go.
  private func taper(_ stroke: Stroke, before next: Stroke?) -> Double {
    guard !part.instrument.isDrumKit else { return 0 }
    guard let next else { return 6 }
    guard part.role == .lead || part.role == .counter else { return 0 }
    return next.note.onset - stroke.note.end >= Beat(1) ? 5 : 0
  }

  /// In a chord the top note sings and inner notes stay back.
  private func voicing(_ index: Int, in group: Range<Int>) -> Double {
    guard group.count > 2, !part.instrument.isDrumKit else { return 0 }
    if index == group.upperBound - 1 { return 4 }
    return index == group.lowerBound ? 0 : -4
  }

  private func velocity(_ note: Note, change: Double) -> Int {
    let isGhost =
      note.articulation == .ghost
      || part.instrument.isDrumKit && note.velocity <= Dynamics.ghostCeiling
    if isGhost {
      let ceiling = Double(max(min(note.velocity + 8, Dynamics.ghostCeiling), 2))
      return Int(min(max(Double(note.velocity) + 0.35 * change, 2), ceiling))
    }
    let stress: Double =
      switch note.articulation {
      case .accent: 9
      case .staccato, .tenuto: 2
      case .muted: -4
      case .strumUp: -5
      default: 0
      }
    let full = Double(note.velocity) + change + stress
    return Int(min(max(full, 6), 124).rounded(.toNearestOrAwayFromZero))
  }

  /// Makes neighbours on one key differ, by the remainder of their velocity by three.
  ///
  /// A remainder is chosen from the bar's number and the note's place in it alone, so that bars
  /// can be played again by themselves: bars begin in turn with 0 and 1, notes alternate between
  /// these, and a last one that would equal the first of the next bar takes 2.
  private func alternate(_ strokes: inout [Stroke]) {
    var places = [(bar: Int, count: Int)](repeating: (-1, 0), count: 128)
    for index in strokes.indices {
      let stroke = strokes[index]
      let place = places[stroke.key].bar == stroke.bar ? places[stroke.key].count : 0
      places[stroke.key] = (stroke.bar, place + 1)
      let isLastInBar = stroke.nextOnKey.map { strokes[$0].bar != stroke.bar } ?? true
      let start = stroke.bar % 2
      var wanted = place % 2 == 0 ? start : 1 - start
      if isLastInBar, wanted != start { wanted = 2 }
      strokes[index].velocity = Dynamics.nearest(
        to: stroke.velocity, remainder: wanted,
        limit: stroke.velocity <= Dynamics.ghostCeiling ? Dynamics.ghostCeiling : 126)
    }
  }

  private static func nearest(to velocity: Int, remainder: Int, limit: Int) -> Int {
    var best = velocity + ((remainder - velocity) % 3 + 3) % 3
    if best - velocity == 2 { best -= 3 }
    while best > limit { best -= 3 }
    while best < 1 { best += 3 }
    return best
  }
}
