public import Signal

/// How the synthesizer works; everything here changes the sound.
public struct SynthesizerSettings: Hashable, Codable, Sendable {
  /// How a sample is read between its points.
  public enum Interpolation: String, CaseIterable, Codable, Sendable {
    /// Straight lines: fast and dull.
    case linear
    /// Third-order polynomials over four points: the usual choice.
    case fourthOrder = "fourth-order"
    /// Windowed sinc over seven points: slow, a little brighter on transposed samples.
    case seventhOrder = "seventh-order"
  }

  /// Frames a second, 8 000...96 000.
  public var sampleRate: SampleRate
  /// How many voices of one part sound at once, 1...4096; a note may need several.
  public var polyphony: Int
  /// How samples are read between their points.
  public var interpolation: Interpolation
  /// The linear output gain, more than 0 and at most 10.
  public var gain: Double

  /// Makes settings.
  public init(
    sampleRate: SampleRate = .studio, polyphony: Int = 256,
    interpolation: Interpolation = .fourthOrder, gain: Double = 1
  ) {
    self.sampleRate = sampleRate
    self.polyphony = polyphony
    self.interpolation = interpolation
    self.gain = gain
  }
}
