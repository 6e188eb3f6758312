import Music
import Production

/// Slides from note to note by the pitch wheel, whose range is two semitones.
///
/// A slide of up to two semitones bends the end of the first note into the second. A wider one
/// joins the notes and starts the second two semitones off, on the side it comes from.
struct Glide {
  let part: Part
  let frame: Frame

  private static let steps = 12
  /// The wheel's way for one semitone: 8192 for two.
  private static let semitone = 4096.0

  func controls(_ strokes: [Stroke], amount: Double) -> [PerformedControl] {
    guard !part.instrument.isDrumKit else { return [] }
    var controls: [PerformedControl] = []
    let groups = Stroke.onsets(strokes)
    for (group, following) in zip(groups, groups.dropFirst()) {
      let stroke = strokes[group.lowerBound]
      let next = strokes[following.lowerBound]
      // The wheel moves all that sounds, so only a single line slides.
      guard group.count == 1, following.count == 1, stroke.note.articulation == .glide,
        next.note.onset == stroke.note.end, next.key != stroke.key
      else { continue }
      let interval = next.key - stroke.key
      controls +=
        abs(interval) <= 2
        ? bend(stroke, into: next, interval, amount) : scoop(next, interval, amount)
    }
    return controls
  }

  /// The end of a note bends to the next pitch; the wheel is back when the next note begins.
  private func bend(
    _ stroke: Stroke, into next: Stroke, _ interval: Int, _ amount: Double
  ) -> [PerformedControl] {
    let time = stroke.gridTime + amount * (stroke.time - stroke.gridTime)
    let arrival = next.gridTime + amount * (next.time - next.gridTime)
    let start = arrival - min(0.5 * (arrival - time), 0.16)
    var controls = (1...Glide.steps).map { step in
      let share = Double(step) / Double(Glide.steps)
      return wheel(
        Double(interval) * Glide.semitone * share * share * amount, stroke.note.onset,
        start + (arrival - start) * share * 0.96)
    }
    controls.append(wheel(0, next.note.onset, arrival))
    return controls
  }

  /// A note begins on the side that the line comes from and slides to its pitch.
  private func scoop(_ next: Stroke, _ interval: Int, _ amount: Double) -> [PerformedControl] {
    let arrival = next.gridTime + amount * (next.time - next.gridTime)
    let room = min(0.11, 0.4 * (next.end - next.time))
    let from = interval > 0 ? -2 * Glide.semitone : 2 * Glide.semitone - 1
    return (0...Glide.steps).map { step in
      let share = Double(step) / Double(Glide.steps)
      let left = (1 - share) * (1 - share)
      return wheel(from * left * amount, next.note.onset, arrival + room * share)
    }
  }

  private func wheel(_ value: Double, _ written: Beat, _ time: Double) -> PerformedControl {
    let bounded = min(max(value.rounded(.toNearestOrAwayFromZero), -8192), 8191)
    return PerformedControl(written: written, time: time, kind: .pitchBend(Int(bounded)))
  }
}
