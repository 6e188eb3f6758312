import Foundation
import Inference
import Music
import Testing
import Weights

@Suite struct DrawTests {
  private static let logits: [Float] = [9, 1, 3, -1, 3, 0.5, -20]

  private func draw(
    _ logits: [Float] = logits, _ choice: Choice = .any, _ sampling: Sampling,
    recent: [Int32] = [], take: Int = 0
  ) -> Draw.Outcome {
    var random = RandomStream(seed: 8, purpose: "draws", take: take)
    var draw = Draw(kernels: .fastest)
    return logits.withUnsafeBufferPointer {
      draw.value($0, choice, sampling, recent: recent[...], random: &random)
    }
  }

  private func value(_ outcome: Draw.Outcome) -> Int? {
    guard case .value(let value, _) = outcome else { return nil }
    return value
  }

  /// How often each value is drawn.
  private func shares(
    _ sampling: Sampling, _ choice: Choice = .any, recent: [Int32] = []
  ) -> [Double] {
    var counts = [Double](repeating: 0, count: Self.logits.count)
    for take in 0..<4000 {
      guard let value = value(draw(Self.logits, choice, sampling, recent: recent, take: take))
      else { continue }
      counts[value] += 1
    }
    return counts.map { $0 / 4000 }
  }

  @Test("greedy takes the first of the likeliest and never the unknown value")
  func greedy() {
    #expect(value(draw(Self.logits, .any, .greedy)) == 2)
    #expect(
      value(draw(Self.logits, .among([true, true, false, true, true, true, true]), .greedy)) == 4)
    #expect(value(draw(Self.logits, .weighted([0, 2.5, 0, 0, 0, 0, 0]), .greedy)) == 1)
  }

  @Test("nats are those of the model, whatever is allowed")
  func nats() throws {
    let sum = Self.logits.reduce(0) { $0 + exp(Double($1)) }
    for choice in [Choice.any, .among([false, false, false, true, false, false, false])] {
      guard case .value(let value, let nats) = draw(Self.logits, choice, .greedy) else {
        Issue.record("nothing is drawn")
        continue
      }
      #expect((nats - (log(sum) - Double(Self.logits[value]))).magnitude < 1e-6)
    }
  }

  @Test("values are drawn as often as the model tells", arguments: [0.5, 1, 2] as [Float])
  func frequencies(temperature: Float) {
    let found = shares(Sampling(temperature: temperature, topP: 1))
    let weights = Self.logits.dropFirst().map { exp(Double($0 / temperature)) }
    let total = weights.reduce(0, +)
    for (value, weight) in weights.enumerated() {
      let expected = weight / total
      // Four standard deviations of a share of 4,000 draws.
      let allowed = 4 * (expected * (1 - expected) / 4000).squareRoot() + 1e-9
      #expect((found[value + 1] - expected).magnitude <= allowed, "value \(value + 1)")
    }
    #expect(found[0] == 0)
  }

  @Test("top-k, min-p and top-p keep the likeliest values")
  func kept() {
    func kept(_ sampling: Sampling) -> [Int] {
      shares(sampling).enumerated().filter { $0.element > 0 }.map(\.offset)
    }
    #expect(kept(Sampling(topK: 1, topP: 1)) == [2])
    #expect(kept(Sampling(topK: 3, topP: 1)) == [1, 2, 4])
    #expect(kept(Sampling(topP: 1, minP: 0.1)) == [1, 2, 4])
    #expect(kept(Sampling(topP: 1, minP: 1)) == [2, 4])
    // The two likeliest have 0.44 each, the third 0.06.
    #expect(kept(Sampling(topP: 0.3)) == [2])
    #expect(kept(Sampling(topP: 0.6)) == [2, 4])
    #expect(kept(Sampling(topP: 0.9)) == [1, 2, 4])
    #expect(kept(Sampling(topK: 6, topP: 0.6)) == [2, 4])
    #expect(kept(Sampling(topP: 0.9, minP: 0.5)) == [2, 4])
  }

  @Test("each repetition makes a value less likely")
  func repetition() {
    let sampling = Sampling(topP: 1, repetitionPenalty: 1)
    let plain = shares(sampling)
    let repeated = shares(sampling, recent: [2, 2, 2])
    #expect(repeated[2] < plain[2] / 5)
    #expect(repeated[4] > plain[4])
    #expect(
      value(draw(Self.logits, .any, Sampling(temperature: 0, repetitionPenalty: 1), recent: [2]))
        == 4)
  }

  @Test("a weight of a number of nats makes a value that much likelier")
  func weights() {
    let found = shares(Sampling(topP: 1), .weighted([0, 0, -.infinity, 0, 0, 2.5, 0]))
    #expect(found[2] == 0)
    // Logits 3 and 0.5 + 2.5.
    #expect((found[4] - found[5]).magnitude < 0.04)
  }

  @Test("where nothing is allowed, or the model answers nonsense, it is said")
  func nothing() {
    let none = [Bool](repeating: false, count: 7)
    #expect(draw(Self.logits, .among(none), Sampling()) == .nothingAllowed)
    #expect(draw(Self.logits, .among([true] + none.dropFirst()), .greedy) == .nothingAllowed)
    #expect(
      draw(Self.logits, .weighted([Float](repeating: -.infinity, count: 7)), .greedy)
        == .nothingAllowed)
    #expect(draw([0, .nan, 1], .any, .greedy) == .notFinite)
    #expect(draw([0, .infinity, 1], .any, Sampling()) == .notFinite)
  }

  @Test("greedy draws and single choices use no random numbers")
  func randomNumbers() {
    var random = RandomStream(seed: 8, purpose: "draws")
    let before = random
    var draw = Draw(kernels: .fastest)
    Self.logits.withUnsafeBufferPointer {
      _ = draw.value($0, .any, .greedy, recent: [], random: &random)
      #expect(random == before)
      _ = draw.value($0, .any, Sampling(), recent: [], random: &random)
      #expect(random != before)
    }
  }
}
