import Disclosures
import Foundation
import Provenance

extension Failure {
  static let authorshipFailure: @Sendable (any Error) -> Failure? = { error in
    switch error {
    case let error as DisclosureError: disclosureFailure(error)
    case let error as AuthorshipError:
      switch error {
      case .noEvents:
        Failure(
          .data, "the project has no events, so nobody can tell who made it.",
          hint: "Restore it from a copy.")
      case .unknownState(let state, let event):
        Failure(
          .data,
          "no event tells how state \(state) of the song came about"
            + (event.map { ", on which event \($0) stands" } ?? "") + ".",
          hint: "See what is wrong with the ledger: etude provenance verify PROJECT")
      }
    case let error as DisclosureFileError:
      switch error {
      case .notFound(let path):
        Failure(
          .unavailable, "the texts of reports are not at '\(path)'.",
          hint: "Install with `make install`, or set ETUDE_DATA to the folder that holds them.")
      case .unreadable(let path, let cause):
        Failure(.unavailable, "'\(path)' cannot be read: \(cause).")
      case .incomplete(let path, let key):
        Failure(.unavailable, "'\(path)' has no text for \(key), or one without a source.")
      }
    default: nil
    }
  }

  private static func disclosureFailure(_ error: DisclosureError) -> Failure {
    switch error {
    case .sharesDoNotSum(let sum):
      Failure(
        .usage, "the shares of the writers sum to \(percent(sum)) %, and not to 100.00.",
        hint: "Leave the share of a writer out to give it what is left.")
    case .shareOutOfRange(let writer, let share):
      Failure(
        .usage, "the share of '\(writer)' is \(percent(share)) %; allowed are 0.01 to 100.00.")
    case .notAPerson(let name):
      Failure(
        .usage, "'\(name)' is no name of a person; only people are authors.",
        hint: "Write: --writer \"First Last\"")
    case .badNumber(let writer, let number):
      Failure(
        .usage, "the number of '\(writer)' is '\(number)', which no IPI name number can be.",
        hint: "It has eleven digits; zeros in front may be left out down to nine.")
    case .writerTwice(let name):
      Failure(.usage, "the writer '\(name)' is declared twice.", hint: "Give one share to each.")
    case .tooManyWriters(let count):
      Failure(.usage, "\(count) writers are more than shares of 0.01 % go round.")
    }
  }

  private static func percent(_ hundredths: Int) -> String {
    Summary.number(Double(hundredths) / 100)
  }
}
