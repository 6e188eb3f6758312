import Weights

extension Transformer {
  /// Refuses events that the layout does not have.
  func check(_ events: [TimedEvent]) throws(InferenceError) {
    let fields = model.layout.fields
    for (index, event) in events.enumerated() {
      guard event.values.count == fields.count else {
        throw .wrongFieldCount(
          event: index, found: event.values.count, expected: fields.count)
      }
      for (field, value) in zip(fields, event.values) where !(0..<field.size).contains(Int(value)) {
        throw .noSuchValue(event: index, field: field.name, value: Int(value), size: field.size)
      }
    }
  }

  /// Takes in a list of events in blocks, and returns the last one's state [D].
  ///
  /// `onBlock` is told the first event and the states [n, D] of each block, and may end the work by
  /// throwing.
  func takeIn(
    _ events: [TimedEvent], _ passages: inout [Passage], at passage: Int, _ workspace: Workspace,
    onBlock: (Int, UnsafePointer<Float>, Int) throws(InferenceError) -> Void
  ) throws(InferenceError) -> [Float] {
    let width = model.configuration.width
    var state: [Float] = []
    var first = 0
    while first < events.count {
      let block = events[first..<min(first + workspace.rows, events.count)]
      forward(block.map { (passage, $0) }, &passages, workspace)
      let states = UnsafePointer(workspace.h.start)
      state = Array(
        UnsafeBufferPointer(start: states + (block.count - 1) * width, count: width))
      try onBlock(first, states, block.count)
      first += block.count
    }
    return state
  }

  /// The states before the first layer, after each layer and at the end [layers + 2][events, D], and
  /// the logits of the next event's kind [events, kinds].
  package func states(of events: [TimedEvent]) throws(InferenceError) -> ([[Float]], kinds: [Float])
  {
    try check(events)
    let (count, width) = (events.count, model.configuration.width)
    let workspace = Workspace(model, rows: count)
    var passages = [passage()]
    var found: [[Float]] = []
    func keep(_ x: UnsafePointer<Float>) {
      found.append(Array(UnsafeBufferPointer(start: x, count: count * width)))
    }
    forward(events.map { (0, $0) }, &passages, workspace, watch: keep)
    keep(workspace.h.start)
    logits(of: 0, found[found.count - 1], count, workspace)
    let kinds = UnsafeBufferPointer(
      start: workspace.out.start, count: count * model.layout.fields[0].size)
    return (found, Array(kinds))
  }
}
