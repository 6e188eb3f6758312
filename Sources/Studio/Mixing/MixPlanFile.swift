import Foundation
import Production

/// A mix plan as JSON, written by `etude mix` and perhaps changed by a person.
enum MixPlanFile {
  /// The most bytes that a plan may have.
  private static let limit = 16 << 20

  /// Reads and checks a plan; throws `MixRequestError` and `StudioError` of the file.
  static func read(_ path: String) throws -> MixPlan {
    try decode(Data(try Studio.readFile(path, limit: limit)), path: path)
  }

  /// Reads and checks a plan that came from `path`; throws `MixRequestError`.
  static func decode(_ data: Data, path: String) throws -> MixPlan {
    let plan: MixPlan
    do {
      plan = try JSONDecoder().decode(MixPlan.self, from: data)
    } catch let error as DecodingError {
      if let fault = DecodingFault(error, like: "those of `etude mix`") {
        throw MixRequestError.plan(
          path: path, key: fault.key, cause: "expected \(fault.expected)")
      }
      throw MixRequestError.plan(path: path, key: nil, cause: DecodingFault.cause(in: data))
    }
    do throws(ProjectError) {
      try SongCheck.check(plan)
    } catch {
      guard case .damagedValue(_, let cause) = error else { throw error }
      throw MixRequestError.plan(path: path, key: nil, cause: cause)
    }
    if let fault = try PlanKeys.fault(in: data, readAs: plan) ?? twice(in: plan) {
      throw MixRequestError.plan(path: path, key: fault.key, cause: fault.cause)
    }
    return plan
  }

  /// The first strip or move whose id an earlier one has already.
  private static func twice(in plan: MixPlan) -> PlanKeys.Fault? {
    for (list, ids) in [("channels", plan.channels.map(\.id)), ("moves", plan.moves.map(\.id))] {
      var taken: Set<String> = []
      for (index, id) in ids.enumerated() where !taken.insert(id).inserted {
        return PlanKeys.Fault(
          key: "\(list)[\(index)].id", cause: "'\(id)' is taken by an earlier one")
      }
    }
    return nil
  }
}
