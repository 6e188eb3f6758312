extension [Voice.Strike] {
  /// The bars in which they stand, ascending, each once.
  var bars: [Int] { Array<Int>(Set(map(\.bar))).sorted() }
}
