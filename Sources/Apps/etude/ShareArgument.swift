import ArgumentParser

/// A share of the whole: 0 to 1, a percentage with its sign, or whole percents from 2 to 100.
///
/// `0.3`, `30%` and `30` are the same; `1` is all of it. A number above 1 that is no whole number of
/// percents is refused rather than guessed at.
struct ShareArgument: ExpressibleByArgument, Equatable {
  let value: Double

  init(_ value: Double) { self.value = value }

  init?(argument: String) {
    let isPercent = argument.hasSuffix("%")
    guard let number = Double(isPercent ? String(argument.dropLast()) : argument),
      number.isFinite, number >= 0
    else { return nil }
    switch (isPercent, number) {
    case (true, ...100): value = number / 100
    case (false, ...1): value = number
    case (false, 2...100) where number == number.rounded(): value = number / 100
    default: return nil
    }
  }

  var defaultValueDescription: String { "\(value)" }
}
