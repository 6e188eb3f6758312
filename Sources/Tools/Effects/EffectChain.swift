public import Signal

/// Effects in series, used as one.
public struct EffectChain: Effect {
  /// The effects, first to last.
  public private(set) var effects: [any Effect]

  /// Makes a chain.
  public init(_ effects: [any Effect]) {
    self.effects = effects
  }

  /// The sum of all latencies.
  public var latency: Frames { effects.reduce(.zero) { $0 + $1.latency } }

  /// The sum of all tails.
  public var tail: Frames { effects.reduce(.zero) { $0 + $1.tail } }

  /// Prepares every effect.
  public mutating func prepare(sampleRate: SampleRate, maximumFrames: Int) {
    for index in effects.indices {
      effects[index].prepare(sampleRate: sampleRate, maximumFrames: maximumFrames)
    }
  }

  /// Runs every effect over the block.
  public mutating func process(_ block: AudioBlock) {
    for index in effects.indices { effects[index].process(block) }
  }

  /// Resets every effect.
  public mutating func reset() {
    for index in effects.indices { effects[index].reset() }
  }
}
