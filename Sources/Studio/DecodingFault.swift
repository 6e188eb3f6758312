import Foundation
import Music
import Production

/// A value that a reader of JSON did not expect, in words for who wrote the file.
struct DecodingFault {
  /// Where it stands: `sections[2].bars`.
  var key: String
  /// What should stand there.
  var expected: String

  /// What an error says of a place; nil where the text as a whole is no JSON.
  ///
  /// Values that have no name of their own are said to be like what writes such files.
  init?(_ error: DecodingError, like model: String) {
    switch error {
    case .keyNotFound(let key, let context):
      self.key = Self.name(context.codingPath + [key])
      expected = "a value: the key is missing"
    case .valueNotFound(let type, let context), .typeMismatch(let type, let context):
      key = Self.name(context.codingPath)
      expected = Self.kind(of: type, like: model)
    case .dataCorrupted(let context):
      guard !context.codingPath.isEmpty else { return nil }
      key = Self.name(context.codingPath)
      expected = Self.expectation(context.debugDescription, like: model)
    @unknown default: return nil
    }
  }

  /// Why a text cannot be decoded as a whole.
  static func cause(in data: Data) -> String {
    (try? JSONSerialization.jsonObject(with: data, options: .fragmentsAllowed)) == nil
      ? "it is not JSON"
      : "a number in it is no whole number, or too large, where one is needed"
  }

  /// What a value should be, from what the reader of its type says.
  private static func expectation(_ text: String, like model: String) -> String {
    if text.hasPrefix("expected ") { return String(text.dropFirst(9)) }
    func names<Name: CaseIterable & RawRepresentable<String>>(_: Name.Type) -> String {
      "one of " + Name.allCases.map(\.rawValue).joined(separator: ", ")
    }
    // The standard library's own words name a Swift type, which says nothing to who wrote the file.
    guard let type = text.split(separator: " ").dropFirst(2).first, text.hasPrefix("Cannot ") else {
      return text
    }
    switch type {
    case "Role": return names(Role.self)
    case "Transition": return names(Plan.Transition.self)
    case "Ending": return names(Style.Ending.self)
    default:
      return text.contains("Range") ? "two numbers, the lower first" : "a value like \(model)"
    }
  }

  /// A path of keys as people write it: `sections[2].bars`.
  private static func name(_ keys: [any CodingKey]) -> String {
    guard !keys.isEmpty else { return "the whole file" }
    return keys.reduce("") { path, key in
      if let index = key.intValue { return path + "[\(index)]" }
      return path.isEmpty ? key.stringValue : path + "." + key.stringValue
    }
  }

  private static func kind(of type: any Any.Type, like model: String) -> String {
    switch type {
    case is Int.Type, is UInt64.Type: "a whole number"
    case is Double.Type: "a number"
    case is String.Type: "a text in quotes"
    case is Bool.Type: "true or false"
    case is [String: Double].Type, is [String: Int].Type: "an object of names and numbers"
    default: "\(type)".hasPrefix("Array") ? "a list" : "an object or list like \(model)"
    }
  }
}
