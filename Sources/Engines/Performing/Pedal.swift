import Music
import Production

/// The sustain pedal of the parts that hold it: changed with every chord, lifted before rests.
struct Pedal {
  let part: Part
  let frame: Frame

  private static let controller = 64
  /// Seconds after the new chord at which the pedal goes down again, as in legato pedalling.
  private static let change = 0.09

  func controls(_ strokes: [Stroke]) -> [PerformedControl] {
    guard frame.groove.pedal.contains(part.id) else { return [] }
    var controls: [PerformedControl] = []
    var isDown = false
    for span in frame.chords where span.onset < frame.length {
      let end = min(span.end, frame.length)
      let plays = strokes.contains { $0.note.onset < end && $0.note.end > span.onset }
      let start = frame.seconds(at: span.onset)
      if isDown { controls.append(control(0, span.onset, start)) }
      isDown = plays
      guard plays else { continue }
      let room = frame.seconds(at: end) - start
      let down = start + min(Pedal.change, room / 2)
      controls.append(control(127, span.onset, down))
      let following = frame.chords.first { $0.onset == span.end && $0.onset < frame.length }
      if following == nil {
        controls.append(control(0, end, frame.seconds(at: end)))
        isDown = false
      }
    }
    return controls
  }

  private func control(_ value: Int, _ written: Beat, _ time: Double) -> PerformedControl {
    PerformedControl(
      written: written, time: time, kind: .controller(number: Pedal.controller, value: value))
  }
}
