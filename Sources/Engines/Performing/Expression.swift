import Music
import Production

/// The swell of sustained sounds (controller 11) with phrase and energy.
///
/// The value follows from the place in the form alone and is sent every half beat while the part
/// sounds, so that bars can be played again by themselves.
struct Expression {
  let part: Part
  let frame: Frame

  private static let controller = 11

  func controls(_ strokes: [Stroke], amount: Double) -> [PerformedControl] {
    guard isSustained else { return [] }
    let step = Beat(1, 2)
    var last: Beat?
    var controls: [PerformedControl] = []
    for stroke in strokes {
      var beat = stroke.note.onset.quantized(to: step)
      if beat > stroke.note.onset { beat = beat - step }
      if let last, beat <= last { beat = last + step }
      while beat < stroke.note.end {
        controls.append(control(beat, amount: amount))
        last = beat
        beat = beat + step
      }
    }
    return controls
  }

  private var isSustained: Bool {
    if part.role == .pad { return true }
    switch part.instrument.family {
    case .ensemble, .brass, .reed, .pipe, .synthPad: return part.role != .percussion
    case .strings:
      return !["pizzicato-strings", "harp", "timpani"].contains(part.instrument.id)
    default: return false
    }
  }

  private func control(_ beat: Beat, amount: Double) -> PerformedControl {
    let bar = frame.bar(at: beat)
    let arc = Frame.arc(frame.phrasePosition(beat, bar: bar))
    let depth = part.role == .pad ? 12.0 : 9.0
    let full = 104 + 14 * (frame.bars[bar].energy - 0.5) + depth * arc
    let value = 127 + amount * (min(max(full, 60), 127) - 127)
    return PerformedControl(
      written: beat, time: frame.seconds(at: beat),
      kind: .controller(
        number: Expression.controller, value: Int(value.rounded(.toNearestOrAwayFromZero))))
  }
}
