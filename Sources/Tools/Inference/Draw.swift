import CKernels
package import Music

/// Draws values from logits, with memory of its own for the work.
package struct Draw {
  let kernels: Kernels
  private var scores: [Float] = []
  private var order: [(chance: Float, value: Int)] = []

  package init(kernels: Kernels) { self.kernels = kernels }

  /// What came of a draw.
  package enum Outcome: Equatable {
    /// A value, and how unlikely the model held it, in nats.
    case value(Int, nats: Double)
    /// No value is allowed.
    case nothingAllowed
    /// The logits are no numbers.
    case notFinite
  }

  /// Draws a value from the logits of all values, 0 with them.
  ///
  /// The choice is `any`, or has one entry for each value; `recent` is what was drawn for the field
  /// lately.
  package mutating func value(
    _ logits: UnsafeBufferPointer<Float>, _ choice: Choice, _ sampling: Sampling,
    recent: ArraySlice<Int32>, random: inout RandomStream
  ) -> Outcome {
    guard logits.allSatisfy(\.isFinite) else { return .notFinite }
    weigh(logits, choice)
    if sampling.repetitionPenalty != 0 {
      for value in recent { scores[Int(value)] -= sampling.repetitionPenalty }
    }
    // The first of the greatest.
    var best = 0
    for value in scores.indices where scores[value] > scores[best] { best = value }
    guard scores[best] > -.infinity else { return .nothingAllowed }
    var drawn = best
    if sampling.temperature > 0 {
      keepLikeliest(best: scores[best], sampling)
      drawn = pick(random.unit())
    }
    return .value(drawn, nats: nats(of: drawn, logits))
  }

  /// scores = logits where a value is allowed, else -infinity; 0 never is.
  private mutating func weigh(_ logits: UnsafeBufferPointer<Float>, _ choice: Choice) {
    scores.removeAll(keepingCapacity: true)
    scores.append(contentsOf: logits)
    scores[0] = -.infinity
    switch choice {
    case .among(let isAllowed):
      for value in scores.indices where !isAllowed[value] { scores[value] = -.infinity }
    case .weighted(let weights):
      for value in scores.indices { scores[value] += weights[value] }
    case .any, .only, .unknown: break
    }
  }

  /// order = the values that stay, likeliest first, equals by value; chances before division by
  /// their sum.
  private mutating func keepLikeliest(best: Float, _ sampling: Sampling) {
    order.removeAll(keepingCapacity: true)
    var chances: [Float] = []
    for (value, score) in scores.enumerated() where score > -.infinity {
      order.append((0, value))
      chances.append((score - best) / sampling.temperature)
    }
    _ = chances.withUnsafeMutableBufferPointer { buffer in
      buffer.baseAddress.map { kernels.table.pointee.exponentials($0, buffer.count) }
    }
    var total = 0.0
    for index in order.indices {
      order[index].chance = chances[index]
      total += Double(chances[index])
    }
    if sampling.topK == nil, sampling.minP == 0, sampling.topP < 1 {
      // Values that all together miss the rest of the share need not be sorted.
      let least = Float((1 - Double(sampling.topP)) * total / Double(order.count))
      order.removeAll { $0.chance < least }
    }
    order.sort { ($0.chance, $1.value) > ($1.chance, $0.value) }
    if let count = sampling.topK, count < order.count {
      order.removeSubrange(count...)
      total = order.reduce(0) { $0 + Double($1.chance) }
    }
    if sampling.minP > 0 {
      // The likeliest has the chance 1 before division.
      order.removeAll { $0.chance < sampling.minP }
      total = order.reduce(0) { $0 + Double($1.chance) }
    }
    guard sampling.topP < 1 else { return }
    var sum = 0.0
    let share = Double(sampling.topP) * total
    if let last = order.firstIndex(where: {
      sum += Double($0.chance)
      return sum >= share
    }) {
      order.removeSubrange((last + 1)...)
    }
  }

  /// The value at a place 0..<1 of the kept values laid end to end.
  private func pick(_ place: Double) -> Int {
    var left = place * order.reduce(0) { $0 + Double($1.chance) }
    for (chance, value) in order {
      left -= Double(chance)
      if left < 0 { return value }
    }
    return order.last?.value ?? 0
  }

  /// -ln of the model's probability of a value among all values, 0 with them.
  mutating func nats(of value: Int, _ logits: UnsafeBufferPointer<Float>) -> Double {
    scores.removeAll(keepingCapacity: true)
    scores.append(contentsOf: logits)
    let top = logits.max() ?? 0
    let sum = scores.withUnsafeMutableBufferPointer { buffer in
      buffer.baseAddress.map { kernels.table.pointee.exponentials($0, buffer.count) } ?? 1
    }
    return FixedLogarithm.natural(Double(sum)) - Double(logits[value] - top)
  }
}
