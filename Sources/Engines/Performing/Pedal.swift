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
    // Strokes and chords ascend: how far those reach that have begun says whether one sounds.
    var begun = 0
    var reach = Beat.zero
    for (index, span) in frame.chords.enumerated() where span.onset < frame.length {
      let end = min(span.end, frame.length)
      while begun < strokes.count, strokes[begun].note.onset < end {
        reach = max(reach, strokes[begun].note.end)
        begun += 1
      }
      let plays = reach > span.onset
      let start = frame.seconds(at: span.onset)
      if isDown { controls.append(control(0, span.onset, start)) }
      isDown = plays
      guard plays else { continue }
      let room = frame.seconds(at: end) - start
      let down = start + min(Pedal.change, room / 2)
      controls.append(control(127, span.onset, down))
      let isFollowed =
        index + 1 < frame.chords.count && frame.chords[index + 1].onset == span.end
        && span.end < frame.length
      if !isFollowed {
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
