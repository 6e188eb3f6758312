import Inference
import Music
import Testing
import Weights

@Suite struct ParityTests {
  @Test("states agree layer by layer with PyTorch's to 1e-4", arguments: Fixture.Form.allCases)
  func layers(form: Fixture.Form) throws {
    let fixture = try Fixture(form)
    let transformer = Transformer(fixture.model, precision: .single)
    let (states, kinds) = try transformer.states(of: fixture.prompt())
    let expected = try fixture.singles("states")
    let size = states[0].count
    #expect(states.count * size == expected.count)
    for (layer, state) in states.enumerated() {
      let distance = Fixture.distance(state, Array(expected[layer * size..<(layer + 1) * size]))
      #expect(distance < 1e-4, "layer \(layer)")
    }
    #expect(try Fixture.distance(kinds, fixture.singles("types")) < 1e-4)
  }

  @Test("likelihoods of every field agree with PyTorch's to 1e-4", arguments: Fixture.Form.allCases)
  func likelihoods(form: Fixture.Form) throws {
    let fixture = try Fixture(form)
    let likelihood = try Transformer(fixture.model, precision: .single)
      .likelihood(of: fixture.prompt())
    let expected = try fixture.singles("nats")
    #expect(
      Fixture.distance(likelihood.nats.flatMap { $0.map { Float($0) } }, expected) < 1e-4)
    #expect(likelihood.isAsked.joined().filter { $0 }.count > 300)
  }

  @Test("the likeliest events are PyTorch's", arguments: Fixture.Form.allCases)
  func greedy(form: Fixture.Form) throws {
    let fixture = try Fixture(form)
    let variation = try fill(fixture, Transformer(fixture.model, precision: .single))
    #expect(variation.ending == .finished)
    #expect(
      try variation.events.flatMap(\.values) == #require(fixture.answers.tensors["greedy"]?.words())
    )
    #expect(variation.events.count > 50)
  }

  private func fill(_ fixture: Fixture, _ transformer: Transformer) throws -> Variation {
    let prompt = try fixture.prompt()
    return try Generation(transformer, sampling: .greedy).variations(
      of: prompt,
      guides: [HoleGuide(fixture.layout, prompt: prompt, headers: try fixture.headers())])[0]
  }

  @Test("8-bit activations change perplexity by less than 1 %")
  func eightBit() throws {
    let fixture = try Fixture(.rows)
    let prompt = try fixture.prompt()
    let variation = try fill(fixture, Transformer(fixture.model, precision: .single))
    for events in [prompt, prompt + variation.events] {
      let single = try Transformer(fixture.model, precision: .single).likelihood(of: events).mean
      let bytes = try Transformer(fixture.model).likelihood(of: events).mean
      // Perplexity is the exponential of the mean.
      #expect((bytes - single).magnitude < 0.01, "\(bytes) against \(single) nats")
      #expect(bytes != single)
    }
  }

  @Test("with 8-bit activations the likeliest events begin as PyTorch's")
  func eightBitGreedy() throws {
    let fixture = try Fixture(.rows)
    let variation = try fill(fixture, Transformer(fixture.model))
    let expected = try #require(fixture.answers.tensors["greedy"]?.words())
    // Made-up weights leave values that are as good as equally likely; after one of them the two go
    // different ways.
    let count = 30
    #expect(
      variation.events.prefix(count).flatMap(\.values)
        == Array(expected.prefix(count * fixture.layout.fields.count)))
    #expect(variation.ending == .finished)
  }

  @Test("8-bit states are near those in single precision")
  func eightBitStates() throws {
    let fixture = try Fixture(.rows)
    let prompt = try fixture.prompt()
    let (single, _) = try Transformer(fixture.model, precision: .single).states(of: prompt)
    let (bytes, _) = try Transformer(fixture.model).states(of: prompt)
    let width = fixture.model.configuration.width
    let last = single.count - 1
    // The final states have a root mean square of 1.
    for event in prompt.indices {
      let range = event * width..<(event + 1) * width
      let error = zip(single[last][range], bytes[last][range]).reduce(0) {
        $0 + ($1.0 - $1.1) * ($1.0 - $1.1)
      }
      #expect((error / Float(width)).squareRoot() < 0.03, "event \(event)")
    }
  }

  @Test("the 8-bit model draws the same on every path", arguments: Kernels.available.map(\.name))
  func paths(path: String) throws {
    let fixture = try Fixture(.rows)
    let kernels = try #require(Kernels.available.first { $0.name == path })
    let scalar = try #require(Kernels.available.last)
    let (prompt, headers) = (try fixture.prompt(), try fixture.headers())
    func drawn(_ kernels: Kernels) throws -> [Variation] {
      try Generation(Transformer(fixture.model, kernels: kernels)).variations(
        of: prompt,
        guides: (0..<3).map {
          HoleGuide(
            fixture.layout, prompt: prompt, headers: headers,
            random: RandomStream(seed: 3, purpose: "paths", take: $0))
        })
    }
    let found = try drawn(kernels)
    #expect(found == (try drawn(scalar)))
    #expect(Set(found).count == 3)
    let states = try Transformer(fixture.model, kernels: kernels).states(of: prompt)
    let expected = try Transformer(fixture.model, kernels: scalar).states(of: prompt)
    #expect(states.0 == expected.0)
    #expect(states.kinds == expected.kinds)
  }

  @Test("half-precision weights are always used in single precision")
  func halves() throws {
    let fixture = try Fixture(.halves)
    let transformer = Transformer(fixture.model, precision: .eightBit)
    #expect(transformer.precision == .single)
    // Two layers of 32 keys and as many values, of four bytes.
    #expect(transformer.cacheBytesPerEvent == 2 * 2 * 32 * 4)
    // A byte each, and two scales of four bytes for each of two heads.
    #expect(
      try Transformer(Fixture(.rows).model).cacheBytesPerEvent == 2 * (2 * 32 + 2 * 2 * 4))
  }
}
