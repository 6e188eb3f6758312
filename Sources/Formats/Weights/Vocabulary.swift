/// The vocabulary that training and program share: which fields an event has, with which values,
/// and which of them each type of event predicts.
///
/// Values of a field count from 0, which means unknown or not applicable and adds nothing. It is
/// read from one JSON file, `vocabulary.json`, whose version the weights carry too.
public struct Vocabulary: Hashable, Sendable {
  /// One field's values.
  public struct Values: Hashable, Sendable {
    /// How many values there are, with 0 and values held for later.
    public let size: Int
    /// The names of values, the first at `base`; empty where values are numbers.
    public let names: [String]
    /// The value of the first name: 0 for types and genres, else 1.
    public let base: Int
    /// Where classes of a number begin, ascending; empty where there are no classes.
    public let bounds: [Int]

    /// The value of a name; nil where there is none.
    public func value(of name: String) -> Int? { names.firstIndex(of: name).map { $0 + base } }

    /// The name of a value; nil where it has none.
    public func name(of value: Int) -> String? {
      names.indices.contains(value - base) ? names[value - base] : nil
    }

    /// The class of a number: how many bounds are at most the number, plus 1.
    public func value(classifying number: Int) -> Int {
      1 + bounds.count { $0 <= number }
    }

    /// The least number of a class; nil for unknown and for the class below all bounds.
    public func least(of value: Int) -> Int? {
      bounds.indices.contains(value - 2) ? bounds[value - 2] : nil
    }
  }

  /// The version that this program reads.
  public static let supportedVersion = 1
  /// Grid steps a quarter note.
  public static let ticksPerBeat = 24
  /// Microtiming steps a grid step.
  public static let microPerTick = 9
  /// The longest bar in quarter notes.
  public static let mostBeats = 32
  /// The longest duration in grid steps.
  public static let mostLength = 128 * ticksPerBeat - 1
  /// The most parts of a window.
  public static let mostSlots = 64
  /// The most bars of a window.
  public static let mostPlaces = 128
  /// The instrument value of a drum kit.
  public static let kit = 129
  /// What a drum's key is raised by to give its pitch value; a pitched key is raised by 1.
  public static let drumOffset = 129
  /// The root value that says that there is no chord.
  public static let noChord = 13

  /// The version of the file.
  public let version: Int
  let values: [Values]
  let predicted: [[EventField]]
  let looked: [[EventField]]
  let carried: [[EventField]]
  /// Semitones above the root of each kind of chord, by value; none for unknown and `other`.
  public let chordSemitones: [[Int]]

  /// The values of a field.
  public subscript(field: EventField) -> Values { values[field.rawValue] }

  /// The fields of an event that are predicted, in order, each given those before it.
  public func predicts(_ type: EventType) -> [EventField] { predicted[type.rawValue] }

  /// The fields of a predicted event that the program looks up once `beat` and `tick` are known.
  public func given(_ type: EventType) -> [EventField] { looked[type.rawValue] }

  /// The fields that an event shows as input beyond those predicted.
  public func carries(_ type: EventType) -> [EventField] { carried[type.rawValue] }

  /// Rows of one table that holds all values of all fields.
  public var rows: Int { values.reduce(0) { $0 + $1.size } }

  /// The first row of each field in that table, by column.
  public var offsets: [Int] {
    var row = 0
    return values.map { entry in
      defer { row += entry.size }
      return row
    }
  }
}
