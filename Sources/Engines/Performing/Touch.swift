import Music
import Production

/// When notes end: gates by part, articulations, room for the restrike.
struct Touch {
  let part: Part
  let frame: Frame

  /// Seconds by which joined notes overlap.
  private static let overlap = 0.02
  /// The shortest sounding of a note, in seconds, where its restrike leaves room.
  private static let shortest = 0.015

  func release(_ strokes: inout [Stroke]) {
    let groups = Stroke.onsets(strokes)
    let gate =
      part.instrument.isDrumKit
      ? 1 : frame.groove.gate[part.id] ?? frame.groove.gate[part.role.rawValue] ?? 1
    for (place, group) in groups.enumerated() {
      let next = place + 1 < groups.count ? strokes[groups[place + 1].lowerBound] : nil
      for index in group where !strokes[index].isLast {
        strokes[index].end = end(of: strokes[index], before: next, gate: gate)
      }
    }
    for index in strokes.indices {
      if let next = strokes[index].nextOnKey {
        strokes[index].end = min(strokes[index].end, strokes[next].time)
      } else if strokes[index].isLast {
        strokes[index].end = frame.seconds
      } else {
        strokes[index].end = min(strokes[index].end, frame.seconds)
      }
    }
  }

  private func end(of stroke: Stroke, before next: Stroke?, gate: Double) -> Double {
    let written = frame.seconds(at: stroke.note.end)
    let joins = next.map { $0.note.onset == stroke.note.end } ?? false
    let full = max(written - stroke.time, Touch.shortest)
    let length: Double
    switch stroke.note.articulation {
    case .staccato: length = full * min(gate, 1) * 0.5
    case .muted: length = min(full * 0.3, 0.09)
    case .ghost: length = full * min(gate, 1) * 0.8
    case .tenuto: length = full * max(gate, 0.97)
    case .accent: length = full * min(gate, 0.95)
    case .legato, .glide:
      guard joins, let next, next.key != stroke.key else { return stroke.time + full }
      return max(next.time + Touch.overlap, stroke.time + Touch.shortest)
    case .normal, .strumDown, .strumUp, .rolled: length = full * gate
    }
    return stroke.time + max(length, Touch.shortest)
  }
}
