import Inference
import Music

/// Asks for a number of notes after one header, whatever the model would rather do, so that every
/// program draws the same number of values.
struct NoteGuide: EventGuide {
  var random: RandomStream
  private let header: TimedEvent
  private let silent: Set<Int>
  private var left: Int
  private var isOpen = false

  /// The value of notes for the kind of event.
  static let note = 7

  init(header: TimedEvent, notes: Int, layout: EventLayout, random: RandomStream) {
    self.header = header
    self.random = random
    left = notes
    silent = Set(
      layout.fields.indices.filter { ["velocity", "micro"].contains(layout.fields[$0].name) })
  }

  mutating func next() -> GuideStep {
    guard isOpen else {
      isOpen = true
      return .take([header])
    }
    guard left > 0 else { return .end }
    left -= 1
    var isAllowed = [Bool](repeating: false, count: 10)
    isAllowed[Self.note] = true
    return .draw(.among(isAllowed))
  }

  mutating func begin(_ event: inout TimedEvent) -> Bool {
    event.values = header.values
    event.values[0] = Int32(Self.note)
    return true
  }

  mutating func choice(of field: Int, in event: TimedEvent) -> Choice {
    silent.contains(field) ? .unknown : .any
  }

  mutating func fillGiven(_ event: inout TimedEvent) {}

  mutating func finish(_ event: inout TimedEvent) { event.time = header.time }
}
