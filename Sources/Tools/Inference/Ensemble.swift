import Music
import Weights

/// Variations that one thread draws in step: one event of each at a time.
struct Ensemble {
  /// One variation under way.
  struct Voice {
    var guide: any EventGuide
    var variation = Variation()
    /// The state that the next event is predicted from [D].
    var state: [Float]
    /// The state with what is drawn of the event under way [D].
    var x: [Float] = []
    /// Which kinds may come next; nil before the guide was asked.
    var wanted: Choice?
    /// The event under way, and the fields that are left to draw, last first.
    var event: TimedEvent?
    var fieldsLeft: [Int] = []
    var nats = 0.0
    /// Finished events that the model has not taken in.
    var pending: [TimedEvent] = []
    /// What was drawn for each field, oldest first.
    var drawn: [Int: [Int32]] = [:]
    var isFinished = false
  }

  private let generation: Generation
  private let transformer: Transformer
  private let workspace: Workspace
  private var passages: [Passage]
  private var voices: [Voice]
  private var draw: Draw
  private var steps: [Generation.Step] = []

  init(_ generation: Generation, passage: Passage, state: [Float], guides: [any EventGuide]) {
    self.generation = generation
    transformer = generation.transformer
    workspace = Workspace(
      transformer.model, rows: max(32, guides.count))
    passages = Array(repeating: passage, count: guides.count)
    voices = guides.map { Voice(guide: $0, state: state) }
    draw = Draw(kernels: transformer.kernels)
  }

  /// Whether all variations are.
  var isFinished: Bool { voices.allSatisfy(\.isFinished) }

  /// What was drawn.
  var variations: [Variation] { voices.map(\.variation) }

  /// Takes in what stands and draws one more event of each variation; returns what came to stand.
  mutating func advance() throws(InferenceError) -> [Generation.Step] {
    steps.removeAll(keepingCapacity: true)
    for index in voices.indices where !voices[index].isFinished && voices[index].wanted == nil {
      try ask(index)
    }
    try takeIn()
    try drawKinds()
    while try drawFields() {}
    for index in voices.indices where voices[index].event != nil { try finish(index) }
    return steps
  }

  /// Asks a guide what comes next, until that has to be drawn.
  private mutating func ask(_ index: Int) throws(InferenceError) {
    while !voices[index].isFinished {
      switch voices[index].guide.next() {
      case .take(let events):
        try transformer.check(events)
        for event in events { keep(event, nats: 0, of: index) }
      case .draw(let choice):
        try check(choice, of: 0)
        voices[index].wanted = choice
        return
      case .end: voices[index].isFinished = true
      }
    }
  }

  /// Appends an event to a variation, and ends the variation where the model has no room for it.
  private mutating func keep(_ event: TimedEvent, nats: Double, of index: Int) {
    guard !voices[index].isFinished else { return }
    let count = passages[index].count + voices[index].pending.count
    guard count < transformer.model.configuration.context else {
      voices[index].variation.ending = .contextFull
      voices[index].isFinished = true
      return
    }
    voices[index].pending.append(event)
    voices[index].variation.events.append(event)
    voices[index].variation.nats.append(nats)
    steps.append(Generation.Step(variation: index, event: event, nats: nats))
  }

  /// Runs the transformer over all pending events of variations that go on.
  private mutating func takeIn() throws(InferenceError) {
    let width = transformer.model.configuration.width
    var rows: [(passage: Int, event: TimedEvent)] = []
    for index in voices.indices where !voices[index].isFinished {
      rows += voices[index].pending.map { (index, $0) }
      voices[index].pending.removeAll(keepingCapacity: true)
    }
    var first = 0
    while first < rows.count {
      let block = Array(rows[first..<min(first + workspace.rows, rows.count)])
      transformer.forward(block, &passages, workspace)
      for (row, entry) in block.enumerated() {
        let start = workspace.h.start + row * width
        voices[entry.passage].state = Array(UnsafeBufferPointer(start: start, count: width))
      }
      first += block.count
    }
  }

  private mutating func drawKinds() throws(InferenceError) {
    var asked: [(Int, Choice)] = []
    for index in voices.indices where !voices[index].isFinished {
      guard let choice = voices[index].wanted else { continue }
      voices[index].wanted = nil
      voices[index].x = voices[index].state
      voices[index].nats = 0
      asked.append((index, choice))
    }
    for (index, value) in try values(of: 0, asked) {
      let layout = transformer.model.layout
      var event = TimedEvent(kind: value, fields: layout.fields.count)
      guard voices[index].guide.begin(&event) else {
        voices[index].variation.natsOfEnds += voices[index].nats
        continue
      }
      voices[index].event = event
      voices[index].fieldsLeft = layout.kinds[value].predicted.reversed()
      add(event.values[0], of: 0, to: index)
    }
  }

  /// Draws the next field of the events under way, those that share a field together; false where
  /// none is left.
  private mutating func drawFields() throws(InferenceError) -> Bool {
    var byField: [Int: [(Int, Choice)]] = [:]
    for index in voices.indices {
      guard let event = voices[index].event, let field = voices[index].fieldsLeft.popLast() else {
        continue
      }
      let choice = voices[index].guide.choice(of: field, in: event)
      try check(choice, of: field)
      byField[field, default: []].append((index, choice))
    }
    guard !byField.isEmpty else { return false }
    for field in byField.keys.sorted() {
      let asked = byField[field] ?? []
      for (index, value) in try values(of: field, asked) { set(field, value, of: index) }
    }
    return true
  }

  private mutating func set(_ field: Int, _ value: Int, of index: Int) {
    let layout = transformer.model.layout
    voices[index].event?.values[field] = Int32(value)
    add(Int32(value), of: field, to: index)
    guard field == layout.givenAfter, var event = voices[index].event else { return }
    let given = layout.kinds[Int(event.values[0])].given
    guard !given.isEmpty else { return }
    voices[index].guide.fillGiven(&event)
    voices[index].event = event
    for field in given { add(event.values[field], of: field, to: index) }
  }

  private mutating func add(_ value: Int32, of field: Int, to index: Int) {
    voices[index].x.withUnsafeMutableBufferPointer { buffer in
      guard let start = buffer.baseAddress else { return }
      transformer.add(value, of: field, to: start)
    }
  }

  /// The values of a field for some voices; voices without an allowed value are ended and left out.
  private mutating func values(
    of field: Int, _ asked: [(Int, Choice)]
  ) throws(InferenceError) -> [(Int, Int)] {
    var found: [(Int, Int)] = []
    var drawing: [(Int, Choice)] = []
    for (index, choice) in asked {
      switch choice {
      case .only(let value): found.append((index, value))
      case .unknown: found.append((index, 0))
      case .any, .among, .weighted: drawing.append((index, choice))
      }
    }
    guard !drawing.isEmpty else { return found }
    let width = transformer.model.configuration.width
    for (row, (index, _)) in drawing.enumerated() {
      (workspace.x.start + row * width).update(from: voices[index].x, count: width)
    }
    transformer.logits(of: field, workspace.x.start, drawing.count, workspace)
    let layout = transformer.model.layout.fields[field]
    let sampling = generation.samplingOfFields[field] ?? generation.sampling
    for (row, (index, choice)) in drawing.enumerated() {
      let logits = UnsafeBufferPointer(
        start: workspace.out.start + row * layout.size, count: layout.size)
      let recent = (voices[index].drawn[field] ?? []).suffix(sampling.repetitionWindow)
      switch draw.value(
        logits, choice, sampling, recent: recent, random: &voices[index].guide.random)
      {
      case .value(let value, let nats):
        voices[index].nats += nats
        if sampling.repetitionPenalty != 0 {
          voices[index].drawn[field, default: []].append(Int32(value))
        }
        found.append((index, value))
      case .nothingAllowed:
        voices[index].variation.ending = .nothingAllowed(field: layout.name)
        voices[index].isFinished = true
        voices[index].event = nil
      case .notFinite: throw .notFinite(field: layout.name)
      }
    }
    return found
  }

  private mutating func finish(_ index: Int) throws(InferenceError) {
    guard var event = voices[index].event else { return }
    voices[index].event = nil
    voices[index].guide.finish(&event)
    try transformer.check([event])
    keep(event, nats: voices[index].nats, of: index)
  }

  private func check(_ choice: Choice, of field: Int) throws(InferenceError) {
    let layout = transformer.model.layout.fields[field]
    switch choice {
    case .any, .unknown: break
    case .only(let value):
      guard (0..<layout.size).contains(value) else {
        throw .noSuchValue(event: 0, field: layout.name, value: value, size: layout.size)
      }
    case .among(let list): try check(list.count, layout)
    case .weighted(let list):
      try check(list.count, layout)
      // Neither infinity nor NaN can be weighed against anything.
      if let weight = list.first(where: { !($0 < .infinity) }) {
        throw .wrongSetting(
          name: "a weight of \(layout.name)", found: "\(weight)", expected: "a number of nats")
      }
    }
  }

  private func check(_ count: Int, _ field: EventLayout.Field) throws(InferenceError) {
    guard count == field.size else {
      throw .wrongChoice(field: field.name, found: count, expected: field.size)
    }
  }
}
