public import Production

/// A musician who is not imitated.
public struct Artist: Hashable, Sendable {
  /// The name as people write it.
  public var name: String
  /// Traits of the genre that may be asked for instead.
  public var traits: String
  /// The style that stands nearest to the traits.
  public var style: String?
  /// Whether the name is also an ordinary word and counts only where a name is expected.
  public var isAmbiguous: Bool

  /// Makes an artist.
  public init(name: String, traits: String, style: String? = nil, isAmbiguous: Bool = false) {
    self.name = name
    self.traits = traits
    self.style = style
    self.isAmbiguous = isAmbiguous
  }
}

/// A composer whose work is in the public domain, with traits that are applied.
public struct Composer: Hashable, Sendable {
  /// The name as people write it.
  public var name: String
  /// The year of death.
  public var died: Int
  /// The style that stands nearest.
  public var style: String
  /// The mood, if typical.
  public var mood: Mood?
  /// Instruments by id, family or role.
  public var instruments: [String]
  /// The traits in words.
  public var traits: String

  /// Makes a composer.
  public init(
    name: String, died: Int, style: String, mood: Mood?, instruments: [String], traits: String
  ) {
    self.name = name
    self.died = died
    self.style = style
    self.mood = mood
    self.instruments = instruments
    self.traits = traits
  }
}
