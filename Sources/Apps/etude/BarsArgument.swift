import ArgumentParser
import Music

/// Bars as a person writes them, counted from 1: `9-16` or `9`.
struct BarsArgument: ExpressibleByArgument {
  /// The bars counted from 0.
  let range: Range<Int>

  init?(argument: String) {
    let terms = argument.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
    guard let first = terms[0], first >= 1, first <= 100_000 else { return nil }
    switch terms.count {
    case 1: range = (first - 1)..<first
    case 2:
      guard let last = terms[1], last >= first, last <= 100_000 else { return nil }
      range = (first - 1)..<last
    default: return nil
    }
  }

  /// The bars as written.
  static func text(_ range: Range<Int>) -> String {
    range.count == 1 ? "\(range.lowerBound + 1)" : "\(range.lowerBound + 1)-\(range.upperBound)"
  }
}

extension String? {
  /// The names of an option that may be left out; an empty list is a mistake, not "all".
  var names: [String] {
    get throws {
      guard let self else { return [] }
      let names = self.listedNames
      guard !names.isEmpty else { throw ValidationError("--parts is empty; leave it out for all.") }
      return names
    }
  }
}

extension String {
  /// The names in a list parted by commas, without blanks around them.
  var listedNames: [String] {
    split(separator: ",").map { name in
      name.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed().map(String.init).joined()
    }.filter { !$0.isEmpty }
  }
}
