public import Weights

/// Which fields an event has and which of them each kind of event predicts: the part of the
/// vocabulary that a network has to know.
public struct EventLayout: Hashable, Sendable {
  /// One field.
  public struct Field: Hashable, Sendable {
    /// Its name, which names its head too.
    public var name: String
    /// How many values it has, the unknown one with them.
    public var size: Int
  }

  /// One kind of event.
  public struct Kind: Hashable, Sendable {
    /// The fields that are predicted, in order, each given those before.
    public var predicted: [Int]
    /// Fields that the caller looks up as soon as the field `givenAfter` is known.
    public var given: [Int]
  }

  /// The version of the vocabulary.
  public let version: Int
  /// All fields; the first is the kind.
  public let fields: [Field]
  /// The kinds by their values.
  public let kinds: [Kind]
  /// The field after which given fields are looked up.
  public let givenAfter: Int
  /// The first row of each field in a table of all values of all fields.
  public let offsets: [Int]

  /// Takes the fields and kinds of a vocabulary.
  public init(_ vocabulary: Vocabulary) {
    version = vocabulary.version
    fields = EventField.allCases.map { Field(name: $0.name, size: vocabulary[$0].size) }
    var kinds = [Kind](
      repeating: Kind(predicted: [], given: []), count: vocabulary[EventField.type].size)
    for type in EventType.allCases {
      kinds[type.rawValue] = Kind(
        predicted: vocabulary.predicts(type).map(\.rawValue),
        given: vocabulary.given(type).map(\.rawValue))
    }
    self.kinds = kinds
    // The chord in force is known as soon as the place in the bar is (vocabulary.json, `about`).
    givenAfter = EventField.tick.rawValue
    offsets = vocabulary.offsets
  }

  /// Rows of a table of all values of all fields.
  public var rows: Int { fields.reduce(0) { $0 + $1.size } }

  /// The fields that any kind predicts, and the kind itself.
  public var predictedFields: Set<Int> { kinds.reduce(into: [0]) { $0.formUnion($1.predicted) } }
}
