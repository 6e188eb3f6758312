public import Music
public import Production

/// A song as what it is made from: its plan and its style, and the score they gave.
public struct Idea: Hashable, Sendable {
  /// What was decided before the notes.
  public var plan: Plan
  /// The style that the parts are played in.
  public var style: Style
  /// The notes.
  public var score: Score

  /// Makes an idea.
  public init(plan: Plan, style: Style, score: Score) {
    self.plan = plan
    self.style = style
    self.score = score
  }
}

/// What one idea may take from another.
public enum Ingredient: String, Codable, CaseIterable, Sendable {
  /// What the melody is made of.
  case motif
  /// Drums, percussion and bass, with their swing.
  case groove
  /// What chords, pads and figures are played on, and how.
  case texture

  /// The roles of the parts that carry it.
  var roles: Set<Role> {
    switch self {
    case .motif: [.lead, .counter]
    case .groove: [.drums, .percussion, .bass]
    case .texture: [.chords, .pad, .arpeggio, .effects]
    }
  }
}
