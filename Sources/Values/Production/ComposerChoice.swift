import Music

/// Who writes the notes of pitched parts.
public enum ComposerChoice: String, Codable, CaseIterable, Sendable {
  /// The model where the style's file says that it writes better, else the players.
  case auto
  /// The model.
  case model
  /// The players.
  case players
}

extension ComposerChoice {
  /// Whether the model writes a part of a style's songs; drums, percussion and
  /// chords on guitars are the players'.
  public func isModel(writing part: Plan.PlannedPart, of style: Style) -> Bool {
    // Drums and percussion need hands and feet, chords on a guitar need frets.
    guard !part.instrument.isDrumKit, part.role != .percussion,
      part.instrument.family != .guitar || [.lead, .counter].contains(part.role)
    else { return false }
    switch self {
    case .auto:
      // What was turned on the player, or given to it, is for the player.
      return style.model?.writes.contains(part.role) ?? false && part.arpeggiator == nil
        && part.controls.idea == nil
    case .model: return true
    case .players: return false
    }
  }
}
