public import Music
public import Production

/// Everything a player is told before playing one section of one part.
///
/// A cue is a plain value: the same cue always gives the same notes.
public struct Cue: Sendable {
  /// The plan: metres, tempo, keys, chords and form.
  public var plan: Plan
  /// The section to play.
  public var section: Plan.PlannedSection
  /// The part to play: instrument, register, complexity.
  public var part: Plan.PlannedPart
  /// What the style says of the part: patterns, voicing, melody.
  public var style: StylePart
  /// How much to play in this section, 0...1: the part's layer.
  public var intensity: Double
  /// How often these bars have been asked for again, from 0.
  public var take: Int
  /// What the parts before this one in the score play in this section, by part id.
  public var heard: [String: [Note]]
  /// The roles of the parts in `heard`, by part id.
  public var roles: [String: Role]
  /// What this part played before the section, ascending, for voice leading.
  public var previous: [Note]

  /// Makes a cue, in which the part's controls are turned.
  public init(
    plan: Plan, section: Plan.PlannedSection, part: Plan.PlannedPart, style: StylePart,
    intensity: Double, take: Int = 0, heard: [String: [Note]] = [:], roles: [String: Role] = [:],
    previous: [Note] = []
  ) {
    self.plan = plan
    self.section = section
    self.part = part.turned
    var style = style
    if let voicing = part.controls.voicing { style.voicing = voicing }
    if let idea = part.controls.idea { style.patterns = style.patterns.filter(\.isFill) + [idea] }
    self.style = style
    self.intensity = intensity > 0 ? part.controls.intensity ?? intensity : intensity
    self.take = take
    self.heard = heard
    self.roles = roles
    self.previous = previous
  }

  /// The random stream of a purpose at a bar (counted from 0 in the piece) of this section.
  public func stream(_ purpose: String, bar: Int = -1) -> RandomStream {
    RandomStream(
      seed: part.seed ?? plan.seed, purpose: purpose, part: part.id, section: section.id, bar: bar,
      take: take)
  }

  /// The random stream of a purpose that all sections of the same kind share, so that a second
  /// chorus brings back the theme of the first.
  ///
  /// A solo is improvised: the lead of each has a theme of its own.
  public func theme(_ purpose: String, bar: Int = -1) -> RandomStream {
    let isImprovised = section.name == "solo" && (part.role == .lead || part.role == .counter)
    return RandomStream(
      seed: part.seed ?? plan.seed, purpose: purpose, part: part.id,
      section: isImprovised ? section.id : section.name, bar: bar, take: take)
  }
}

/// A session musician who plays a section of a part from a cue.
///
/// The notes begin within the section, lie in the part's register and the instrument's range, are
/// playable, and end at the end of the section or the piece at the latest.
public protocol Player: Sendable {
  /// The notes of one section, ascending.
  func play(_ cue: Cue) -> [Note]
}
