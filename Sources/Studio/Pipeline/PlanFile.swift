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
    if let fault = DecodingFault(error, like: "those of `etude plan`") {
      return .value(path: path, key: fault.key, expected: fault.expected)
    }
    guard case .dataCorrupted(let context) = error else {
      return .syntax(path: path, line: nil, cause: "it is not JSON")
    }
    return .syntax(
      path: path, line: line(of: context.underlyingError, bytes: bytes),
      cause: DecodingFault.cause(in: Data(bytes)))
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
