import Inference
import Music
import Synchronization
import Testing
import Weights

@Suite struct GenerationTests {
  private let fixture: Fixture
  private let prompt: [TimedEvent]
  private let headers: [TimedEvent]

  init() throws {
    fixture = try Fixture(.rows)
    prompt = try fixture.prompt()
    headers = try fixture.headers()
  }

  private func guide(_ take: Int, most: Int = 20) -> HoleGuide {
    HoleGuide(
      fixture.layout, prompt: prompt, headers: headers, most: most,
      random: RandomStream(seed: 2, purpose: "variations", take: take))
  }

  private func generation(_ sampling: Sampling = Sampling(), threads: Int = 1) -> Generation {
    Generation(Transformer(fixture.model), sampling: sampling, threads: threads)
  }

  @Test("a variation is the same alone, among others and on any number of threads")
  func independence() throws {
    let guides = (0..<7).map { guide($0, most: 5 + 3 * $0) }
    let together = try generation().variations(of: prompt, guides: guides)
    #expect(together.count == 7)
    #expect(Set(together).count == 7)
    for (index, variation) in together.enumerated() {
      let alone = try generation().variations(of: prompt, guides: [guides[index]])
      #expect(alone == [variation], "variation \(index)")
    }
    for threads in [2, 3, 7, 50] {
      let found = try generation(threads: threads).variations(of: prompt, guides: guides)
      #expect(found == together, "\(threads) threads")
    }
  }

  @Test("a prompt gives the same, whether it ends with a page of the cache or not")
  func pages() throws {
    for count in [1, 2, 15, 16, 17, 31, 32, 33, 64, 80] {
      let part = Array(prompt.prefix(count))
      let guides = (0..<3).map { guide($0, most: 4) }
      let together = try generation().variations(of: part, guides: guides)
      for (index, variation) in together.enumerated() {
        let alone = try generation().variations(of: part, guides: [guides[index]])
        #expect(alone == [variation], "\(count) events, variation \(index)")
      }
      #expect(together.allSatisfy { $0.events.count >= 2 })
    }
  }

  @Test("what was drawn is as likely as the model tells when it reads it")
  func likelihood() throws {
    for precision in [Transformer.Precision.eightBit, .single] {
      let transformer = Transformer(fixture.model, precision: precision)
      let variation = try Generation(transformer).variations(of: prompt, guides: [guide(1)])[0]
      let read = try transformer.likelihood(of: prompt + variation.events)
      for (index, nats) in variation.nats.enumerated() {
        let event = read.nats[prompt.count + index - 1]
        guard variation.events[index].values[0] == Int32(HoleGuide.note) else {
          #expect(nats == 0)
          continue
        }
        #expect((event.reduce(0, +) - nats).magnitude < 1e-9, "event \(index)")
      }
      #expect(variation.nats.contains { $0 > 0 })
    }
  }

  @Test("drawn values are allowed ones, whatever the seed", arguments: 0..<20)
  func masks(take: Int) throws {
    let variation = try generation(Sampling(temperature: 3, topP: 1))
      .variations(of: prompt, guides: [guide(take)])[0]
    let at = HoleGuide.Columns(fixture.layout)
    var last = -1
    for event in variation.events {
      guard event.values[0] == Int32(HoleGuide.note) else {
        last = -1
        continue
      }
      #expect((1...128).contains(event.values[at["pitch"]]))
      #expect((1...4).contains(event.values[at["beat"]]))
      #expect(event.values[at["lengthBeats"]] > 1 || event.values[at["lengthTicks"]] > 1)
      #expect(event.values[at["velocity"]] == 0)
      #expect(event.time >= last)
      last = event.time
    }
  }

  @Test("events are told as they stand, in order, and are those that are returned")
  func streaming() async throws {
    let guides = (0..<4).map { guide($0) }
    let told = Mutex<[[TimedEvent]]>(Array(repeating: [], count: 4))
    let found = try generation(threads: 2).variations(
      of: prompt, guides: guides,
      onStep: { step in told.withLock { $0[step.variation].append(step.event) } })
    #expect(told.withLock { $0 } == found.map(\.events))
    var streamed: [[TimedEvent]] = Array(repeating: [], count: 4)
    for try await step in generation(threads: 2).steps(of: prompt, guides: guides) {
      streamed[step.variation].append(step.event)
    }
    #expect(streamed == found.map(\.events))
  }

  @Test("the work ends soon after it is asked to")
  func cancellation() {
    let count = Mutex(0)
    #expect(throws: InferenceError.cancelled) {
      try generation().variations(
        of: prompt, guides: (0..<3).map { guide($0) },
        isCancelled: { count.withLock { $0 } >= 5 },
        onStep: { _ in count.withLock { $0 += 1 } })
    }
    #expect((5..<12).contains(count.withLock { $0 }))
    #expect(throws: InferenceError.cancelled) {
      try generation().variations(of: prompt, guides: [guide(0)], isCancelled: { true })
    }
  }

  @Test("ending the loop over a stream ends the work")
  func endedStream() async throws {
    var seen = 0
    for try await _ in generation().steps(of: prompt, guides: [guide(0, most: 60)]) {
      seen += 1
      if seen == 3 { break }
    }
    #expect(seen == 3)
  }

  @Test("a variation ends where the context is full")
  func contextFull() throws {
    let long = Array((0..<4).flatMap { _ in prompt }.prefix(250))
    let found = try generation().variations(
      of: long, guides: [NoteGuide(header: headers[0]), guide(1, most: 0)])
    #expect(found[0].ending == .contextFull)
    #expect(long.count + found[0].events.count == fixture.model.configuration.context)
    #expect(found[1].ending == .finished)
    #expect(found[1].events == headers)
  }

  @Test("a guide that allows nothing ends its own variation and no other")
  func nothingAllowed() throws {
    let found = try generation().variations(
      of: prompt, guides: [ClosedGuide(layout: fixture.layout), guide(1)])
    #expect(found[0].ending == .nothingAllowed(field: "beat"))
    #expect(found[0].events.isEmpty)
    #expect(try generation().variations(of: prompt, guides: [guide(1)]) == [found[1]])
  }

  @Test(
    "choices that fit no field are refused",
    arguments: [
      (Choice.among([true]), InferenceError.wrongChoice(field: "type", found: 1, expected: 10)),
      (.weighted([]), .wrongChoice(field: "type", found: 0, expected: 10)),
      (.only(10), .noSuchValue(event: 0, field: "type", value: 10, size: 10)),
      (.only(-1), .noSuchValue(event: 0, field: "type", value: -1, size: 10)),
      (
        .weighted([Float](repeating: .infinity, count: 10)),
        .wrongSetting(name: "a weight of type", found: "inf", expected: "a number of nats")
      ),
      (
        .weighted([Float](repeating: .nan, count: 10)),
        .wrongSetting(name: "a weight of type", found: "nan", expected: "a number of nats")
      ),
    ])
  func choices(choice: Choice, expected: InferenceError) {
    #expect(throws: expected) {
      try generation().variations(
        of: prompt, guides: [guide(0), NoteGuide(header: headers[0], kinds: choice)])
    }
  }

  @Test("repetition control makes repeated values rarer")
  func repetition() throws {
    let at = HoleGuide.Columns(fixture.layout)
    func kinds(_ penalty: Float) throws -> Int {
      var generation = generation(Sampling(temperature: 0.3))
      generation.samplingOfFields[at["pitch"]] = Sampling(
        temperature: 0.3, repetitionPenalty: penalty, repetitionWindow: 32)
      let found = try generation.variations(of: prompt, guides: (0..<8).map { guide($0) })
      return found.reduce(0) { $0 + Set($1.events.map { $0.values[at["pitch"]] }).count }
    }
    #expect(try kinds(4) > kinds(0))
  }

  @Test("no guides give no variations")
  func noGuides() throws {
    #expect(try generation(threads: 4).variations(of: prompt, guides: []).isEmpty)
  }

  @Test("prompts that the model cannot read are refused")
  func prompts() throws {
    func error(_ prompt: [TimedEvent]) -> InferenceError? {
      do throws(InferenceError) {
        _ = try generation().variations(of: prompt, guides: [guide(0)])
        return nil
      } catch {
        return error
      }
    }
    #expect(error([]) == .emptyPrompt)
    let long = (0..<4).flatMap { _ in prompt }
    #expect(error(long) == .promptTooLong(events: 328, limit: 256))
    #expect(
      error([prompt[0], TimedEvent([1], time: 0)])
        == .wrongFieldCount(event: 1, found: 1, expected: 27))
    var wrong = prompt
    wrong[3].values[2] = -1
    #expect(error(wrong) == .noSuchValue(event: 3, field: "place", value: -1, size: 129))
    wrong[3].values[2] = 129
    #expect(error(wrong) == .noSuchValue(event: 3, field: "place", value: 129, size: 129))
    var early = prompt
    early[0].time = -100_000
    #expect(error(early) == nil)
    #expect(throws: InferenceError.emptyPrompt) {
      try Transformer(fixture.model).likelihood(of: [])
    }
    #expect(throws: InferenceError.promptTooLong(events: 328, limit: 256)) {
      try Transformer(fixture.model).likelihood(of: long)
    }
  }

  @Test(
    "settings outside their ranges are refused",
    arguments: [
      Sampling(temperature: -1), Sampling(temperature: .nan), Sampling(topK: 0),
      Sampling(topP: 0), Sampling(topP: 1.5), Sampling(topP: .nan), Sampling(minP: -0.1),
      Sampling(minP: 2), Sampling(repetitionPenalty: .infinity), Sampling(repetitionWindow: -1),
    ])
  func settings(sampling: Sampling) throws {
    var generation = generation()
    generation.samplingOfFields[3] = sampling
    do throws(InferenceError) {
      _ = try generation.variations(of: prompt, guides: [guide(0)])
      Issue.record("\(sampling) is taken")
    } catch {
      guard case .wrongSetting = error else {
        Issue.record("\(error)")
        return
      }
      #expect(!error.description.isEmpty && error.hint.hasSuffix("."))
    }
  }
}

/// Wants a note and allows no beat for it.
private struct ClosedGuide: EventGuide {
  var random = RandomStream(seed: 1, purpose: "closed")
  let layout: EventLayout

  mutating func next() -> GuideStep { .draw(.only(HoleGuide.note)) }
  mutating func begin(_ event: inout TimedEvent) -> Bool { true }
  mutating func choice(of field: Int, in event: TimedEvent) -> Choice {
    .among([Bool](repeating: false, count: layout.fields[field].size))
  }
  mutating func fillGiven(_ event: inout TimedEvent) {}
  mutating func finish(_ event: inout TimedEvent) {}
}

/// Wants notes without end.
private struct NoteGuide: EventGuide {
  var random = RandomStream(seed: 1, purpose: "notes")
  let header: TimedEvent
  var kinds = Choice.only(HoleGuide.note)

  mutating func next() -> GuideStep { .draw(kinds) }
  mutating func begin(_ event: inout TimedEvent) -> Bool {
    event.values = header.values
    event.values[0] = Int32(HoleGuide.note)
    return true
  }
  mutating func choice(of field: Int, in event: TimedEvent) -> Choice { .any }
  mutating func fillGiven(_ event: inout TimedEvent) {}
  mutating func finish(_ event: inout TimedEvent) {}
}
