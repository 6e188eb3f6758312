/// What is wrong in a plan: where, what was found, and what was expected.
public struct PlanFault: Error, Hashable, Sendable {
  /// The place in the plan, such as `sections[2].bars`.
  public var path: String
  /// What stands there.
  public var found: String
  /// What should.
  public var expected: String

  /// Makes a fault.
  public init(path: String, found: String, expected: String) {
    self.path = path
    self.found = found
    self.expected = expected
  }
}
