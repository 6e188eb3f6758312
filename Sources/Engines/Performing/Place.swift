import Music
import Production

/// The place of single notes between left and right (controller 10), where they have their own.
///
/// Written, not played: it holds at every amount.
struct Place {
  private static let controller = 10
  private static let middle = 64

  func controls(_ strokes: [Stroke], amount: Double) -> [PerformedControl] {
    guard strokes.contains(where: { $0.note.pan != nil }) else { return [] }
    var last: Int?
    var controls: [PerformedControl] = []
    for stroke in strokes {
      let pan = min(max(stroke.note.pan ?? 0, -1), 1)
      let value = Self.middle + Int((pan * 63).rounded(.toNearestOrAwayFromZero))
      guard value != last else { continue }
      last = value
      let time = stroke.gridTime + amount * (stroke.time - stroke.gridTime)
      controls.append(
        PerformedControl(
          written: stroke.note.onset, time: time,
          kind: .controller(number: Self.controller, value: value)))
    }
    return controls
  }
}
