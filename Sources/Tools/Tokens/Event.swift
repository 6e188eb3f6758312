public import Weights

/// One step of the transformer: a value for each field of the vocabulary, 0 where there is none.
public struct Event: Hashable, Sendable {
  /// The values by column.
  public private(set) var values: [Int32]

  /// Makes an event of a type that holds nothing else.
  public init(_ type: EventType) {
    values = [Int32](repeating: 0, count: EventField.allCases.count)
    self[.type] = type.rawValue
  }

  /// Makes an event from its values by column; nil unless there is one for each field and the
  /// first is a type.
  public init?(values: [Int32]) {
    guard values.count == EventField.allCases.count, EventType(rawValue: Int(values[0])) != nil
    else { return nil }
    self.values = values
  }

  /// The value of a field.
  public subscript(field: EventField) -> Int {
    get { Int(values[field.rawValue]) }
    set { values[field.rawValue] = Int32(truncatingIfNeeded: newValue) }
  }

  /// What the event is.
  public var type: EventType {
    get { EventType(rawValue: self[.type]) ?? .padding }
    set { self[.type] = newValue.rawValue }
  }

  /// The position in the bar that `beat` and `tick` say, in grid steps.
  public var position: Int {
    get { (self[.beat] - 1) * Vocabulary.ticksPerBeat + self[.tick] - 1 }
    set {
      self[.beat] = newValue / Vocabulary.ticksPerBeat + 1
      self[.tick] = newValue % Vocabulary.ticksPerBeat + 1
    }
  }

  /// The duration that `lengthBeats` and `lengthTicks` say, in grid steps.
  public var length: Int {
    get { (self[.lengthBeats] - 1) * Vocabulary.ticksPerBeat + self[.lengthTicks] - 1 }
    set {
      self[.lengthBeats] = newValue / Vocabulary.ticksPerBeat + 1
      self[.lengthTicks] = newValue % Vocabulary.ticksPerBeat + 1
    }
  }

  /// The chord that the event shows, as vocabulary values.
  var harmony: ChordValues {
    get { ChordValues(root: self[.root], kind: self[.kind], bass: self[.bass]) }
    set {
      self[.root] = newValue.root
      self[.kind] = newValue.kind
      self[.bass] = newValue.bass
    }
  }

  /// The attributes that the event shows.
  var controls: CellControls {
    get {
      CellControls(
        density: self[.density], polyphony: self[.polyphony], register: self[.register],
        intensity: self[.intensity])
    }
    set {
      self[.density] = newValue.density
      self[.polyphony] = newValue.polyphony
      self[.register] = newValue.register
      self[.intensity] = newValue.intensity
    }
  }
}
