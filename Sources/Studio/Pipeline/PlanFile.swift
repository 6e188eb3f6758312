public import Composing
import Foundation
import Music
import Production

/// Why a file is no plan that can be composed.
public enum PlanFileError: Error, Hashable, Sendable {
  /// The text is not JSON; `line` counts from 1 where the reader says where.
  case syntax(path: String, line: Int?, cause: String)
  /// A value is missing or of the wrong kind.
  case value(path: String, key: String, expected: String)
  /// Values that cannot be composed, in the order of the plan; at least one.
  case faults(path: String, [PlanFault])
}

/// A plan as JSON, written by `etude plan` and perhaps changed by a person.
enum PlanFile {
  /// The most bytes that a plan may have.
  static let limit = 16 << 20

  /// Reads a plan and looks at all of it; throws `PlanFileError`.
  static func decode(_ bytes: [UInt8], path: String) throws(PlanFileError) -> Plan {
    let plan: Plan
    do {
      plan = try JSONDecoder().decode(Plan.self, from: Data(bytes))
    } catch let error as DecodingError {
      throw fault(error, bytes: bytes, path: path)
    } catch {
      throw .syntax(path: path, line: nil, cause: "\(error)")
    }
    let faults = PlanCheck.faults(in: plan)
    guard faults.isEmpty else { throw .faults(path: path, faults) }
    return plan
  }

  private static func fault(
    _ error: DecodingError, bytes: [UInt8], path: String
  ) -> PlanFileError {
    switch error {
    case .keyNotFound(let key, let context):
      return .value(
        path: path, key: name(context.codingPath + [key]), expected: "a value: the key is missing")
    case .valueNotFound(let type, let context):
      return .value(path: path, key: name(context.codingPath), expected: kind(of: type))
    case .typeMismatch(let type, let context):
      return .value(path: path, key: name(context.codingPath), expected: kind(of: type))
    case .dataCorrupted(let context) where context.codingPath.isEmpty:
      return .syntax(
        path: path, line: line(of: context.underlyingError, bytes: bytes),
        cause: isJSON(bytes)
          ? "a number in it is no whole number, or too large, where one is needed"
          : "it is not JSON")
    case .dataCorrupted(let context):
      return .value(
        path: path, key: name(context.codingPath), expected: expectation(context.debugDescription))
    @unknown default:
      return .syntax(path: path, line: nil, cause: "\(error)")
    }
  }

  private static func isJSON(_ bytes: [UInt8]) -> Bool {
    (try? JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)) != nil
  }

  /// What a value should be, from what the reader of its type says.
  private static func expectation(_ text: String) -> String {
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
      return text.contains("Range")
        ? "two numbers, the lower first" : "a value like those of `etude plan`"
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

  private static func kind(of type: any Any.Type) -> String {
    switch type {
    case is Int.Type, is UInt64.Type: "a whole number"
    case is Double.Type: "a number"
    case is String.Type: "a text in quotes"
    case is Bool.Type: "true or false"
    case is [String: Double].Type, is [String: Int].Type: "an object of names and numbers"
    default:
      "\(type)".hasPrefix("Array") ? "a list" : "an object or list like those of `etude plan`"
    }
  }

  /// The line of a syntax error, where Foundation tells its place.
  private static func line(of error: (any Error)?, bytes: [UInt8]) -> Int? {
    guard let error = error as NSError?,
      let index = error.userInfo["NSJSONSerializationErrorIndex"] as? Int,
      index <= bytes.count
    else { return nil }
    return bytes.prefix(index).filter { $0 == UInt8(ascii: "\n") }.count + 1
  }
}
