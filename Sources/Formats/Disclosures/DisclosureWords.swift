import Foundation
package import Production

/// Words that every form of a disclosure has in common.
package enum DisclosureWords {
  /// A time as `2026-11-29 03:05:00 UTC`; a dash where it is not known.
  package static func time(_ seconds: Int64?) -> String {
    // Years 1 to 9999: what calendars write with four digits.
    guard let seconds, (-62_000_000_000...253_000_000_000).contains(seconds) else { return "–" }
    return Date(timeIntervalSince1970: Double(seconds)).ISO8601Format()
      .replacing("T", with: " ").replacing("Z", with: " UTC")
  }

  /// None, Partly or All.
  package static func share(_ share: MachineShare?) -> String { share?.rawValue ?? "not measured" }

  /// Whose something is.
  package static func hand(_ hand: AuthorshipHand?) -> String {
    switch hand {
    case .person: "person"
    case .machine: "program"
    case nil: "not recorded"
    }
  }

  /// Whether a society takes the work, as a clause.
  package static func eligibility(_ eligibility: Disclosure.Eligibility) -> String {
    switch eligibility {
    case .human: "can be registered, with no flag"
    case .partly: "can be registered as partially AI-generated"
    case .none: "cannot be registered"
    }
  }

  /// The titles of the five counts.
  package static let counts = [
    "by a person", "by a person, changed by the program", "by the program, changed by a person",
    "by the program", "of these chosen",
  ]

  /// The five counts in the order of their titles.
  package static func counts(_ tally: AuthorshipTally) -> [Int] {
    [tally.person, tally.personChanged, tally.machineChanged, tally.machine, tally.chosen]
  }
}
