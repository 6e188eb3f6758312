extension Reviewer {
  /// Every rule, in the order of a report.
  public static let all: [any ReviewRule] = [
    StuckNotes()
  ]
}
