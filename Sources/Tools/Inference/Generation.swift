import Dispatch
import Synchronization
import Weights

/// Draws many variations at once that all go on from one prompt.
///
/// The prompt is read once and its keys and values are shared. Each variation draws with its own
/// guide's random numbers, so it is the same whatever stands beside it and however many threads
/// work.
public struct Generation: Sendable {
  /// An event as it is made.
  public struct Step: Sendable {
    /// The variation, counted from 0 in the order of the guides.
    public var variation: Int
    /// The event.
    public var event: TimedEvent
    /// How unlikely the model held it, in nats; 0 for an event that was taken.
    public var nats: Double
  }

  /// The model.
  public var transformer: Transformer
  /// How values are drawn.
  public var sampling: Sampling
  /// How the values of some fields are drawn instead.
  public var samplingOfFields: [Int: Sampling]
  /// How many threads share the prompt and the variations; one of them is the caller's.
  public var threads: Int

  /// Events of a prompt that are taken in at once.
  static let block = 64

  /// Makes a generation.
  public init(
    _ transformer: Transformer, sampling: Sampling = Sampling(),
    samplingOfFields: [Int: Sampling] = [:], threads: Int = 1
  ) {
    self.transformer = transformer
    self.sampling = sampling
    self.samplingOfFields = samplingOfFields
    self.threads = threads
  }

  /// Draws one variation for each guide.
  ///
  /// - Parameters:
  ///   - prompt: what all variations go on from; not empty.
  ///   - guides: what frames each variation.
  ///   - isCancelled: asked between two steps, from any of the threads.
  ///   - onStep: told each event of each variation as soon as it stands, one call at a time; the
  ///     events of one variation come in order.
  /// - Returns: the variations in the order of the guides.
  /// - Throws: `InferenceError`.
  public func variations(
    of prompt: [TimedEvent], guides: [any EventGuide],
    isCancelled: @Sendable () -> Bool = { false },
    onStep: @Sendable (Step) -> Void = { _ in }
  ) throws(InferenceError) -> [Variation] {
    try check(prompt)
    let model = transformer.model
    let count = max(1, min(threads, guides.count))
    let share = (guides.count + count - 1) / count
    let workspace = Workspace(model, rows: Self.block, threads: max(1, min(threads, 8)))
    var passages = [transformer.passage()]
    let state = try transformer.takeIn(prompt, &passages, at: 0, workspace) {
      _, _, _ throws(InferenceError) in
      if isCancelled() { throw .cancelled }
    }
    let passage = passages[0]
    let results = Mutex<[Result<[Variation], InferenceError>?]>(
      Array(repeating: nil, count: count))
    let telling = Mutex(())
    DispatchQueue.concurrentPerform(iterations: count) { part in
      let range = min(part * share, guides.count)..<min((part + 1) * share, guides.count)
      let result = Result<[Variation], InferenceError> { () throws(InferenceError) in
        var ensemble = Ensemble(
          self, passage: passage, state: state, guides: Array(guides[range]))
        while !ensemble.isFinished {
          if isCancelled() { throw .cancelled }
          for var step in try ensemble.advance() {
            step.variation += range.lowerBound
            telling.withLock { _ in onStep(step) }
          }
        }
        return ensemble.variations
      }
      results.withLock { $0[part] = result }
    }
    var found: [Variation] = []
    for result in results.withLock({ $0 }) {
      guard let result else { continue }
      found += try result.get()
    }
    return found
  }

  /// The same as a sequence of events; ending the loop, or its task, ends the work.
  public func steps(
    of prompt: [TimedEvent], guides: [any EventGuide]
  ) -> AsyncThrowingStream<Step, any Error> {
    AsyncThrowingStream { continuation in
      let isEnded = Flag()
      continuation.onTermination = { _ in isEnded.raise() }
      DispatchQueue.global().async {
        let result = Result { () throws(InferenceError) in
          _ = try variations(
            of: prompt, guides: guides, isCancelled: { isEnded.isRaised },
            onStep: { continuation.yield($0) })
        }
        switch result {
        case .success: continuation.finish()
        case .failure(let error): continuation.finish(throwing: error)
        }
      }
    }
  }

  private func check(_ prompt: [TimedEvent]) throws(InferenceError) {
    try sampling.check()
    for setting in samplingOfFields.values { try setting.check() }
    guard !prompt.isEmpty else { throw .emptyPrompt }
    let limit = transformer.model.configuration.context
    guard prompt.count <= limit else { throw .promptTooLong(events: prompt.count, limit: limit) }
    try transformer.check(prompt)
  }
}

/// Something that happened once, told between threads.
private final class Flag: Sendable {
  private let value = Atomic(false)

  var isRaised: Bool { value.load(ordering: .relaxed) }

  func raise() { value.store(true, ordering: .relaxed) }
}
