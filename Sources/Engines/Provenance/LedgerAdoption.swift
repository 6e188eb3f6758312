import Foundation

/// The inputs of the event with which a project that was made before there were ledgers gets one.
public struct LedgerAdoption: Hashable, Codable, Sendable {
  /// The verb of such events.
  public static let verb = "adopt"

  /// How many events there were.
  public var events: Int
  /// The digest of those events and of the states that they made.
  public var digest: String

  /// Makes inputs.
  public init(events: Int, digest: String) {
    self.events = events
    self.digest = digest
  }

  /// Reads inputs; nil for what are none.
  init?(inputs: String) {
    guard let read = try? JSONDecoder().decode(Self.self, from: Data(inputs.utf8)) else {
      return nil
    }
    self = read
  }
}
