public import Music

/// Time and dynamics of a style.
public struct Groove: Hashable, Codable, Sendable {
  /// Where the second half of a pair falls, 0.5 (straight) to 0.75.
  public var swing: Double
  /// The length of the pair that swings: 1 for swung eighths, 1/2 for swung sixteenths.
  public var swingUnit: Beat
  /// Milliseconds by which a role or drum is late (negative: early), by role or drum name.
  public var push: [String: Double]
  /// Spread of correlated timing variation in milliseconds.
  public var looseness: Double
  /// How far velocities spread around their accents, 0...1.
  public var dynamics: Double
  /// Milliseconds between the strings of a strum.
  public var strum: Double
  /// How long notes sound of their written length, by role or part, 0.1...1.1.
  public var gate: [String: Double]
  /// How much tempo breathes with phrases, 0...1; in all parts together.
  public var rubato: Double
  /// Parts that hold the sustain pedal.
  public var pedal: [String]

  /// Makes a groove.
  public init(
    swing: Double = 0.5, swingUnit: Beat = Beat(1), push: [String: Double] = [:],
    looseness: Double = 4, dynamics: Double = 0.5, strum: Double = 0, gate: [String: Double] = [:],
    rubato: Double = 0, pedal: [String] = []
  ) {
    self.swing = swing
    self.swingUnit = swingUnit
    self.push = push
    self.looseness = looseness
    self.dynamics = dynamics
    self.strum = strum
    self.gate = gate
    self.rubato = rubato
    self.pedal = pedal
  }
}
