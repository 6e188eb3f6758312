public import Production
public import Signal

/// The messages of one part, each at the synthesizer block in which it takes effect.
///
/// Times are rounded to the nearest block of 64 frames, counted from the first downbeat, so that the
/// same performance always meets the synthesizer at the same places. A key that is struck again while it
/// is held is released just before; of two equal keys at the same time the stronger stays. Notes before
/// the first downbeat sound at once, or at the end of a loop.
public struct EventSchedule: Hashable, Sendable {
  /// A message and its time.
  public struct Event: Hashable, Sendable {
    /// The block of 64 frames at whose start the message takes effect, counted from 0.
    public var block: Int
    /// The message.
    public var message: SynthesizerMessage
  }

  /// The synthesizer's own granularity in frames (FLUID_BUFSIZE of FluidSynth).
  public static let blockFrames = 64

  /// The events by ascending block; at one block releases come first, then controllers, then notes.
  public let events: [Event]

  /// Lays out a part that ends after `seconds`, the sustain pedal being released there at the latest.
  ///
  /// With `loops` the part is one turn of a loop of `seconds`. Throws `invalidNote` and `invalidControl`
  /// for values beyond MIDI or times that are not finite or beyond a day.
  public init(
    part: PerformedPart, seconds: Double, sampleRate: SampleRate, loops: Bool = false
  ) throws(InstrumentsError) {
    let grid = Grid(rate: sampleRate.hertz, loop: loops ? seconds : nil)
    var events = try EventSchedule.notes(of: part, on: grid)
    let lastRelease = events.last?.block ?? 0
    var pedalIsDown = false
    for (index, control) in part.controls.enumerated() {
      guard control.time.isFinite, abs(control.time) <= 86_400 else {
        throw .invalidControl(part: part.id, index: index)
      }
      let block = grid.block(of: control.time)
      switch control.kind {
      case .controller(let number, let value):
        guard 0...127 ~= number, 0...127 ~= value else {
          throw .invalidControl(part: part.id, index: index)
        }
        events.append(Event(block: block, message: .controller(number: number, value: value)))
        if number == 64 { pedalIsDown = value >= 64 }
      case .pitchBend(let value):
        guard -8192...8191 ~= value else { throw .invalidControl(part: part.id, index: index) }
        events.append(Event(block: block, message: .pitchBend(value)))
      }
    }
    if pedalIsDown {
      let end = max(lastRelease, grid.block(of: seconds), events.last?.block ?? 0) + 1
      events.append(Event(block: end, message: .controller(number: 64, value: 0)))
    }
    self.events = EventSchedule.sorted(events)
  }

  /// Rounds times to blocks.
  private struct Grid {
    var rate: Double
    var loop: Double?

    func block(of time: Double) -> Int {
      let inside = time < 0 ? loop.map { max(0, time + $0) } ?? 0 : time
      return Int((inside * rate / Double(EventSchedule.blockFrames)).rounded())
    }
  }

  /// The strikes and releases of all notes, by ascending block.
  private static func notes(
    of part: PerformedPart, on grid: Grid
  ) throws(InstrumentsError) -> [Event] {
    struct Held {
      var start: Int
      var end: Int
      var velocity: Int
    }
    var keys = [[Held]](repeating: [], count: 128)
    for (index, note) in part.notes.enumerated() {
      guard 0...127 ~= note.key, 1...127 ~= note.velocity, note.time.isFinite,
        note.duration.isFinite, note.duration >= 0, abs(note.time) <= 86_400,
        note.duration <= 86_400
      else { throw .invalidNote(part: part.id, index: index) }
      let start = grid.block(of: note.time)
      let blocks = note.duration * grid.rate / Double(blockFrames)
      let end = start + max(1, Int(blocks.rounded()))
      keys[note.key].append(Held(start: start, end: end, velocity: note.velocity))
    }
    var events: [Event] = []
    for key in keys.indices {
      var line: [Held] = []
      let notes = keys[key].sorted {
        ($0.start, $0.end, $0.velocity) < ($1.start, $1.end, $1.velocity)
      }
      for note in notes {
        if let last = line.last, last.start == note.start {
          line[line.count - 1].end = max(last.end, note.end)
          line[line.count - 1].velocity = max(last.velocity, note.velocity)
        } else {
          if let last = line.last, last.end > note.start { line[line.count - 1].end = note.start }
          line.append(note)
        }
      }
      for note in line {
        events.append(
          Event(block: note.start, message: .noteOn(key: key, velocity: note.velocity)))
        events.append(Event(block: note.end, message: .noteOff(key: key)))
      }
    }
    return sorted(events)
  }

  /// Sorts by block and rank, keeping the given order otherwise.
  private static func sorted(_ events: [Event]) -> [Event] {
    events.enumerated().sorted { left, right in
      let (first, second) = (left.element, right.element)
      if first.block != second.block { return first.block < second.block }
      if first.message.rank != second.message.rank {
        return first.message.rank < second.message.rank
      }
      return left.offset < right.offset
    }.map(\.element)
  }
}
