public import Signal

/// A fixed gain.
public struct Gain: Effect {
  /// The change of level.
  public let level: Decibels

  /// Makes a gain.
  public init(_ level: Decibels) {
    self.level = level
  }

  /// None.
  public var latency: Frames { .zero }

  /// None.
  public var tail: Frames { .zero }

  /// Does nothing: there is no memory.
  public mutating func prepare(sampleRate: SampleRate, maximumFrames: Int) {}

  /// Multiplies the block.
  public mutating func process(_ block: AudioBlock) {
    block.silenceNonFinite()
    block.scale(by: Float(level.gain))
  }

  /// Does nothing: there is no memory.
  public mutating func reset() {}
}
