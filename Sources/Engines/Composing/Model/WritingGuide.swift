import Inference
import Music
import Tokens
import Weights

/// Leads a model by a writer of events: which values may come is the writer's affair, which of them
/// comes the model's.
struct WritingGuide<Writing: EventWriting>: EventGuide {
  var random: RandomStream
  private(set) var writing: Writing
  private let vocabulary: Vocabulary
  /// How many given events are still to be read before the guide ends; nil reads all.
  private var readsLeft: Int?
  /// The stream of a header's bar and part, so that cells do not shift one another.
  private let stream: @Sendable (_ header: Event) -> RandomStream

  /// Whether the cell of a header is a line, one note after the other.
  private let isLine: @Sendable (_ header: Event) -> Bool
  /// The pitch that the line stays on, and how many times it was drawn in a row.
  private var stay: (pitch: Int32, times: Int)?
  private var isInLine = false

  /// Nats that the pitch of a line loses for each time that it was drawn in a row: a line that stays on
  /// one note is heard soon enough.
  private static var stayPenalty: Float { 0.6 }

  /// Makes a guide.
  ///
  /// `headers` are how many cells are written before the guide ends; nil for all.
  init(
    _ writing: Writing, _ vocabulary: Vocabulary, headers: Int? = nil,
    isLine: @escaping @Sendable (_ header: Event) -> Bool = { _ in false },
    stream: @escaping @Sendable (_ header: Event) -> RandomStream
  ) {
    self.writing = writing
    self.vocabulary = vocabulary
    self.isLine = isLine
    self.stream = stream
    readsLeft = headers
    random = stream(Event(.start))
  }

  mutating func next() -> GuideStep {
    switch writing.next() {
    case .done: return .end
    case .read(let event, let time):
      if let left = readsLeft {
        guard left > 0 else { return .end }
        readsLeft = left - 1
      }
      enter(event)
      return .take([TimedEvent(event.values, time: time)])
    case .draw(let types):
      let values = types.map(\.rawValue)
      return .draw(values.count == 1 ? .only(values[0]) : among(values, of: .type))
    }
  }

  mutating func begin(_ event: inout TimedEvent) -> Bool {
    guard let type = EventType(rawValue: Int(event.values[0])), let begun = writing.begin(type)
    else { return false }
    event.values = begun.values
    return true
  }

  mutating func choice(of field: Int, in event: TimedEvent) -> Choice {
    guard let field = EventField(rawValue: field), let event = Event(values: event.values)
    else { return .unknown }
    let choice = choice(of: field, in: event)
    guard field == .pitch, isInLine, let stay else { return choice }
    var weights: [Float]
    switch choice {
    case .among(let isAllowed): weights = isAllowed.map { $0 ? 0 : -.infinity }
    case .weighted(let found): weights = found
    case .any, .only, .unknown: return choice
    }
    if weights.indices.contains(Int(stay.pitch)) {
      weights[Int(stay.pitch)] -= Self.stayPenalty * Float(stay.times)
    }
    return .weighted(weights)
  }

  private mutating func choice(of field: EventField, in event: Event) -> Choice {
    switch writing.values(of: field, in: event) {
    case .unknown: return .unknown
    case .only(let value): return .only(value)
    case .among(let values, let factors):
      guard !factors.isEmpty else { return among(values, of: field) }
      var weights = [Float](repeating: -.infinity, count: vocabulary[field].size)
      for (value, factor) in zip(values, factors) where factor > 0 {
        weights[value] = Float(FixedLogarithm.natural(factor))
      }
      return .weighted(weights)
    }
  }

  mutating func fillGiven(_ event: inout TimedEvent) {
    guard var found = Event(values: event.values) else { return }
    writing.lookUp(in: &found)
    event.values = found.values
  }

  mutating func finish(_ event: inout TimedEvent) {
    guard let found = Event(values: event.values) else { return }
    let (done, time) = writing.finish(found)
    if done.type == .cell || done.type == .bar { enter(done) }
    if done.type == .note {
      let pitch = Int32(done[.pitch])
      stay = (pitch, stay?.pitch == pitch ? (stay?.times ?? 0) + 1 : 1)
    }
    (event.values, event.time) = (done.values, time)
  }

  /// Goes on in the cell of a header, with the random numbers of its bar and part.
  private mutating func enter(_ header: Event) {
    random = stream(header)
    isInLine = isLine(header)
    stay = nil
  }

  private func among(_ values: [Int], of field: EventField) -> Choice {
    var isAllowed = [Bool](repeating: false, count: vocabulary[field].size)
    for value in values { isAllowed[value] = true }
    return .among(isAllowed)
  }
}

extension EventWriting {
  /// The writer after it took note of events that were drawn under its lead.
  func replaying(_ events: [TimedEvent]) -> Self {
    var writing = self
    var index = 0
    while true {
      switch writing.next() {
      case .done: return writing
      case .read:
        // What was not read any more was not written either.
        guard index < events.count else { return writing }
        index += 1
      case .draw(let types):
        let drawn = index < events.count ? Event(values: events[index].values) : nil
        if let drawn, drawn.type != .fill, types.contains(drawn.type) {
          _ = writing.begin(drawn.type)
          _ = writing.finish(drawn)
          index += 1
        } else {
          guard let ending = types.first(where: { $0 != .note && $0 != .cell && $0 != .chord })
          else { return writing }
          _ = writing.begin(ending)
        }
      }
    }
  }
}
