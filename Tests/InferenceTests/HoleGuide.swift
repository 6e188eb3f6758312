import Foundation
import Inference
import Music

/// Fills holes as Training/etude_training/generation.py does: for each header its notes, in order,
/// within the bar and on the right kind of instrument.
struct HoleGuide: EventGuide {
  /// What the test knows of the vocabulary.
  struct Columns {
    var named: [String: Int] = [:]
    subscript(_ name: String) -> Int { named[name] ?? 0 }

    init(_ layout: EventLayout) {
      for (column, field) in layout.fields.enumerated() { named[field.name] = column }
    }
  }

  static let (note, chord, bar) = (7, 3, 2)
  static let ticks = 24

  var random: RandomStream
  private let layout: EventLayout
  private let at: Columns
  private let headers: [TimedEvent]
  private let most: Int
  private var nextHeader = 0
  private var count = 0
  private var isOpen = false
  private var last = 0
  /// Starts of bars by place; the chords in force from a time on.
  private var starts: [Int32: Int] = [:]
  private var chords: [(time: Int, values: [Int32])] = []
  /// Steps of a bar; the fixture has bars of 4/4.
  private let length = 96

  init(
    _ layout: EventLayout, prompt: [TimedEvent], headers: [TimedEvent], most: Int = 64,
    random: RandomStream = RandomStream(seed: 1, purpose: "holes")
  ) {
    self.layout = layout
    self.headers = headers
    self.most = most
    self.random = random
    at = Columns(layout)
    for event in prompt {
      let kind = Int(event.values[0])
      if kind == Self.bar { starts[event.values[at["place"]]] = event.time }
      if [Self.bar, Self.chord].contains(kind), event.values[at["root"]] > 0 {
        chords.append((event.time, ["root", "kind", "bass"].map { event.values[at[$0]] }))
      }
    }
  }

  mutating func next() -> GuideStep {
    if isOpen, count < most {
      var allowed = [Bool](repeating: false, count: layout.fields[0].size)
      for kind in [Self.note, 4, Self.bar, 6, 8] { allowed[kind] = true }
      return .draw(.among(allowed))
    }
    guard nextHeader < headers.count else { return .end }
    nextHeader += 1
    (isOpen, count, last) = (true, 0, 0)
    return .take([headers[nextHeader - 1]])
  }

  mutating func begin(_ event: inout TimedEvent) -> Bool {
    guard Int(event.values[0]) == Self.note else {
      isOpen = false
      return false
    }
    event.values = headers[nextHeader - 1].values
    event.values[0] = Int32(Self.note)
    event.values[at["beat"]] = 0
    event.values[at["tick"]] = 0
    return true
  }

  mutating func choice(of field: Int, in event: TimedEvent) -> Choice {
    func among(_ range: Range<Int>) -> Choice {
      .among((0..<layout.fields[field].size).map { range.contains($0) })
    }
    switch layout.fields[field].name {
    case "beat": return among(last / Self.ticks + 1..<(length - 1) / Self.ticks + 2)
    case "tick":
      let beat = Int(event.values[at["beat"]]) - 1
      let low = beat == last / Self.ticks ? last % Self.ticks : 0
      return among(low + 1..<min(Self.ticks, length - beat * Self.ticks) + 1)
    case "pitch":
      return event.values[at["instrument"]] == 129 ? among(129..<257) : among(1..<129)
    case "lengthTicks":
      return among((event.values[at["lengthBeats"]] == 1 ? 2 : 1)..<Self.ticks + 1)
    case "velocity", "micro": return .unknown
    default: return .any
    }
  }

  private func time(of event: TimedEvent) -> Int {
    let beats = Int(event.values[at["beat"]] - 1) * Self.ticks
    return (starts[event.values[at["place"]]] ?? 0) + beats + Int(event.values[at["tick"]]) - 1
  }

  mutating func fillGiven(_ event: inout TimedEvent) {
    let chord = chords.last { $0.time <= time(of: event) }?.values ?? [0, 0, 0]
    for (name, value) in zip(["root", "kind", "bass"], chord) { event.values[at[name]] = value }
  }

  mutating func finish(_ event: inout TimedEvent) {
    event.time = time(of: event)
    last = event.time - (starts[event.values[at["place"]]] ?? 0)
    count += 1
  }
}
