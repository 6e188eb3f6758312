/// Cuts blocks at fixed frame positions since a reset, so that work done once a step falls on the same
/// frames however the audio arrives.
///
/// Filters clear vanishing states and effects move their slow controls on such a grid; this is what makes
/// their output independent of the block size.
public struct FrameGrid: Hashable, Sendable {
  /// The distance of the grid's lines in frames.
  public let step: Int
  /// How many frames have passed since the last line, 0..<step.
  @usableFromInline private(set) var phase = 0

  /// Makes a grid whose first line lies at the next frame.
  public init(step: Int) {
    precondition(step > 0)
    self.step = step
  }

  /// Whether the next frame lies on a line.
  public var isAtLine: Bool { phase == 0 }

  /// Puts a line at the next frame.
  public mutating func reset() { phase = 0 }

  /// The next piece of a block that holds `remaining` more frames: its length, and whether a line lies at
  /// its start.
  public mutating func advance(remaining: Int) -> (count: Int, isLine: Bool) {
    let count = min(remaining, step - phase)
    let isLine = phase == 0
    phase += count
    if phase == step { phase = 0 }
    return (count, isLine)
  }
}
