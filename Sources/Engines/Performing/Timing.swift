import Music
import Production

/// When notes begin: swing and breath, lateness by role and drum, slow drift, strums and rolls.
struct Timing {
  let part: Part
  let frame: Frame

  func place(_ strokes: inout [Stroke]) {
    let own = Drift(purpose: "timing", part: part.id, frame: frame)
    let band = Drift(purpose: "timing", part: "", frame: frame)
    let looseness = frame.groove.looseness / 1000 * Timing.freedom(of: part.role)
    for group in Stroke.onsets(strokes) {
      let first = strokes[group.lowerBound]
      let base = frame.seconds(at: first.note.onset)
      let position = frame.barPosition(first.note.onset, bar: first.bar)
      // Half of the drift is the band's: those who play together drift together.
      let drift =
        0.5 * own.value(bar: first.bar, position: position)
        + 0.5 * band.value(bar: first.bar, position: position)
      let spread = spread(strokes, group)
      for (offset, index) in group.enumerated() {
        strokes[index].time =
          base + drift * looseness + push(strokes[index].key) / 1000 + spread[offset]
      }
    }
    order(&strokes)
  }

  /// How freely a role moves around the beat, relative to the style's looseness.
  private static func freedom(of role: Role) -> Double {
    switch role {
    case .drums, .effects: 0.5
    case .percussion, .bass, .pad: 0.7
    case .chords: 1
    case .arpeggio: 0.4
    case .lead: 1.2
    case .counter: 1.1
    }
  }

  /// Milliseconds late: the drum's, else the part's, else the role's.
  func push(_ key: Int) -> Double {
    let push = frame.groove.push
    if part.instrument.isDrumKit, let drum = DrumKey(rawValue: key), let own = push[drum.name] {
      return own
    }
    return push[part.id] ?? push[part.role.rawValue] ?? 0
  }

  /// Seconds by which each note of an onset comes apart from the others.
  private func spread(_ strokes: [Stroke], _ group: Range<Int>) -> [Double] {
    var spread = [Double](repeating: 0, count: group.count)
    for articulation in [Articulation.strumDown, .strumUp, .rolled] {
      let members = group.filter { strokes[$0].note.articulation == articulation }
      guard members.count > 1 else { continue }
      let step = step(of: articulation, members.map { strokes[$0] })
      // Strokes of a group ascend by key: a strum down starts at the lowest string.
      for (rank, index) in members.enumerated() {
        let place = articulation == .strumUp ? members.count - 1 - rank : rank
        // The hand starts a little before the beat, so that the chord is felt on it.
        spread[index - group.lowerBound] =
          step * (Double(place) - 0.3 * Double(members.count - 1))
      }
    }
    return spread
  }

  private func step(of articulation: Articulation, _ strokes: [Stroke]) -> Double {
    let gaps = Double(strokes.count - 1)
    let shortest = strokes.map { $0.gridEnd - $0.gridTime }.min() ?? 0
    // A hand needs some time across six strings also where a style says nothing of it.
    let isGuitar = part.instrument.family == .guitar
    let strum = max(frame.groove.strum, isGuitar ? 8 : 0) / 1000
    let wanted = articulation == .rolled ? max(strum, 0.028) : strum
    let widest = articulation == .rolled ? 0.16 : 0.12
    return min(wanted, widest / gaps, 0.35 * shortest / gaps)
  }

  /// Keeps restrikes of a key in order and all notes within the piece.
  func order(_ strokes: inout [Stroke]) {
    for index in strokes.indices {
      let latest = max(strokes[index].gridTime, frame.seconds - 0.03)
      strokes[index].time = min(strokes[index].time, latest)
      if strokes[index].note.onset == .zero {
        // Before the start there is only the room that an early hand needs.
        strokes[index].time = max(strokes[index].time, strokes[index].isLast ? 0 : -0.03)
      }
    }
    for index in strokes.indices {
      guard let next = strokes[index].nextOnKey else { continue }
      let gap = strokes[next].gridTime - strokes[index].gridTime
      let earliest = strokes[index].time + min(0.5 * gap, 0.02)
      strokes[next].time = max(strokes[next].time, earliest)
    }
  }
}
