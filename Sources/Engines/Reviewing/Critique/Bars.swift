extension [Voice.Strike] {
  /// The bars in which they stand, ascending, each once.
  var bars: [Int] { Set<Int>(map(\.bar)).sorted() }
}

/// A number with its noun, such as `3 chords`.
func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }
