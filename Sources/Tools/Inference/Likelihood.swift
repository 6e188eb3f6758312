import Weights

/// How likely a model holds events.
public struct Likelihood: Hashable, Sendable {
  /// Nats of each field of each event after the first [events - 1][fields]; 0 where nothing is asked.
  public var nats: [[Double]]
  /// Which of them are asked: predicted fields whose value is known, and kinds.
  public var isAsked: [[Bool]]

  /// Mean nats of what is asked, whose exponential is the perplexity; 0 where nothing is.
  public var mean: Double {
    let asked = isAsked.joined().lazy.filter { $0 }.count
    return asked == 0 ? 0 : nats.joined().reduce(0, +) / Double(asked)
  }
}

extension Transformer {
  /// How likely each event is after those before it.
  ///
  /// - Throws: `InferenceError` for events that the layout does not have, too many, or none.
  /// - Complexity: the square of the number of events, in attention.
  public func likelihood(of events: [TimedEvent]) throws(InferenceError) -> Likelihood {
    try check(events)
    guard !events.isEmpty else { throw .emptyPrompt }
    let limit = model.configuration.context
    guard events.count <= limit else { throw .promptTooLong(events: events.count, limit: limit) }
    let workspace = Workspace(model, rows: 32)
    var passages = [passage()]
    var scorer = Scorer(transformer: self, workspace: workspace)
    var found = Likelihood(nats: [], isAsked: [])
    _ = try takeIn(events, &passages, at: 0, workspace) {
      first, states, count throws(InferenceError) in
      let width = model.configuration.width
      let states = Array(UnsafeBufferPointer(start: states, count: count * width))
      for row in 0..<count where first + row + 1 < events.count {
        let state = Array(states[row * width..<(row + 1) * width])
        let (nats, isAsked) = try scorer.score(events[first + row + 1], after: state)
        found.nats.append(nats)
        found.isAsked.append(isAsked)
      }
    }
    return found
  }
}

/// Asks the heads for the fields of known events.
private struct Scorer {
  let transformer: Transformer
  let workspace: Workspace
  var draw: Draw

  init(transformer: Transformer, workspace: Workspace) {
    self.transformer = transformer
    self.workspace = workspace
    draw = Draw(kernels: transformer.kernels)
  }

  mutating func score(
    _ event: TimedEvent, after state: [Float]
  ) throws(InferenceError) -> ([Double], [Bool]) {
    let layout = transformer.model.layout
    var nats = [Double](repeating: 0, count: layout.fields.count)
    var isAsked = [Bool](repeating: false, count: layout.fields.count)
    let kind = Int(event.values[0])
    // Padding and the start of another piece cannot be foreseen (model.py, `field_losses`).
    guard kind > 1 else { return (nats, isAsked) }
    var x = state
    nats[0] = try self.nats(of: 0, event, &x)
    isAsked[0] = true
    add(0, event, &x)
    for field in layout.kinds[kind].predicted {
      if event.values[field] > 0 {
        nats[field] = try self.nats(of: field, event, &x)
        isAsked[field] = true
      }
      add(field, event, &x)
      guard field == layout.givenAfter else { continue }
      for given in layout.kinds[kind].given { add(given, event, &x) }
    }
    return (nats, isAsked)
  }

  private func add(_ field: Int, _ event: TimedEvent, _ x: inout [Float]) {
    x.withUnsafeMutableBufferPointer { buffer in
      guard let start = buffer.baseAddress else { return }
      transformer.add(event.values[field], of: field, to: start)
    }
  }

  private mutating func nats(
    of field: Int, _ event: TimedEvent, _ x: inout [Float]
  ) throws(InferenceError) -> Double {
    transformer.logits(of: field, x, 1, workspace)
    let found = transformer.model.layout.fields[field]
    let logits = UnsafeBufferPointer(start: workspace.out.start, count: found.size)
    guard logits.allSatisfy(\.isFinite) else { throw .notFinite(field: found.name) }
    return draw.nats(of: Int(event.values[field]), logits)
  }
}
