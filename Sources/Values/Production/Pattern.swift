public import Music

/// What a player plays, on a grid.
///
/// A voice is a line of characters, one a grid step; spaces and `|` are for the reader's eye. `.`
/// is a rest and `-` holds. Drums: `X` accent, `x` normal, `o` soft, `g` ghost, `f` flam, `r`
/// roll; the voice's name is the drum. Other players: see the documentation of the style schema.
public struct Pattern: Hashable, Codable, Sendable {
  /// A name that is unique in the part.
  public var name: String
  /// Grid steps in a quarter note: 2, 3, 4, 6, 8 or 12.
  public var stepsPerBeat: Int
  /// The lowest and highest section energy at which it is used.
  public var energy: ClosedRange<Double>
  /// The section kinds that use it; empty for all.
  public var sections: [String]
  /// The metre it is made for; nil for the style's first metre.
  public var meter: Meter?
  /// Its relative frequency.
  public var weight: Double
  /// Whether it replaces the last bar of a phrase.
  public var isFill: Bool
  /// Lines of grid characters by voice name.
  public var voices: [String: String]

  /// Makes a pattern.
  public init(
    name: String, stepsPerBeat: Int = 4, energy: ClosedRange<Double> = 0...1,
    sections: [String] = [], meter: Meter? = nil, weight: Double = 1, isFill: Bool = false,
    voices: [String: String]
  ) {
    self.name = name
    self.stepsPerBeat = stepsPerBeat
    self.energy = energy
    self.sections = sections
    self.meter = meter
    self.weight = weight
    self.isFill = isFill
    self.voices = voices
  }

  /// The characters of a voice, one a step, without those for the eye.
  public func steps(of voice: String) -> [Character] {
    (voices[voice] ?? "").filter { $0 != " " && $0 != "|" }
  }

  /// How long the pattern is: its longest voice.
  public var length: Beat {
    Beat(voices.keys.map { steps(of: $0).count }.max() ?? 0, stepsPerBeat)
  }
}
