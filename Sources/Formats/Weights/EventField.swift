/// A field of an event, by its column in the vocabulary's order.
public enum EventField: Int, CaseIterable, Hashable, Sendable {
  /// What the event is and which music it belongs to.
  case type, genre
  /// The bar in the window.
  case place
  /// What holds in the bar.
  case metre, tempo, tonic, mode, section, left, final
  /// The chord.
  case root, kind, bass
  /// The position in the bar.
  case beat, tick
  /// Who plays, and how much.
  case slot, instrument, role, density, polyphony, register, intensity
  /// The note.
  case pitch, lengthBeats, lengthTicks, velocity, micro

  /// The field's name in the vocabulary file.
  public var name: String { String(describing: self) }

  /// The field with a name of the vocabulary file.
  public init?(name: String) {
    guard let field = EventField.allCases.first(where: { $0.name == name }) else { return nil }
    self = field
  }
}

/// What an event is, by its value in the field `type`.
public enum EventType: Int, CaseIterable, Hashable, Sendable {
  /// Nothing.
  case padding
  /// The beginning of a window.
  case start
  /// A bar and its first chord.
  case bar
  /// A change of chord within the bar.
  case chord
  /// The header of a part's notes in the bar.
  case cell
  /// The header of notes that are asked for; they come after the last bar.
  case hole
  /// The header of a hole's notes, where they come.
  case fill
  /// A note of the cell or fill before it.
  case note
  /// The end of the piece.
  case end

  /// The type's name in the vocabulary file.
  public var name: String { String(describing: self) }

  /// The type with a name of the vocabulary file.
  public init?(name: String) {
    guard let type = EventType.allCases.first(where: { $0.name == name }) else { return nil }
    self = type
  }
}
