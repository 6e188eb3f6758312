/// Why a model answers nothing; events are counted from 0.
public enum InferenceError: Error, Hashable, Sendable {
  /// There is no event to go on from.
  case emptyPrompt
  /// There are more events than the model looks back on.
  case promptTooLong(events: Int, limit: Int)
  /// An event has not one value for each field.
  case wrongFieldCount(event: Int, found: Int, expected: Int)
  /// A field has no such value.
  case noSuchValue(event: Int, field: String, value: Int, size: Int)
  /// A list of allowed values has not one entry for each value of its field.
  case wrongChoice(field: String, found: Int, expected: Int)
  /// A setting of the sampling is outside its range.
  case wrongSetting(name: String, found: String, expected: String)
  /// The model's answer is no number: its weights are not those of a model.
  case notFinite(field: String)
  /// The caller asked for an end.
  case cancelled
}

extension InferenceError: CustomStringConvertible {
  /// What is wrong, as half a sentence.
  public var description: String {
    switch self {
    case .emptyPrompt: "there is nothing to go on from"
    case .promptTooLong(let events, let limit):
      "there are \(events) events, and the model looks back on \(limit)"
    case .wrongFieldCount(let event, let found, let expected):
      "event \(event) has \(found) values, and \(expected) are expected"
    case .noSuchValue(let event, let field, let value, let size):
      "event \(event) has the value \(value) for \(field), and there are 0...\(size - 1)"
    case .wrongChoice(let field, let found, let expected):
      "the choice of \(field) has \(found) values, and \(expected) are expected"
    case .wrongSetting(let name, let found, let expected):
      "\(name) is \(found), and \(expected) is expected"
    case .notFinite(let field): "the model's answer for \(field) is no number"
    case .cancelled: "it was stopped"
    }
  }

  /// What may be done about it, as a sentence.
  public var hint: String {
    switch self {
    case .notFinite: "Install the program's data again."
    case .emptyPrompt: "Give at least one event."
    case .promptTooLong: "Give fewer bars."
    case .wrongFieldCount, .noSuchValue, .wrongChoice:
      "Make the events with the vocabulary that the model was trained with."
    case .wrongSetting: "Choose another value."
    case .cancelled: "Start it again."
    }
  }
}
