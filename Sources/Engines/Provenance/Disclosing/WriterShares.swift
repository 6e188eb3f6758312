import Production

/// The writers of a work with shares that sum to exactly 100.00.
struct WriterShares {
  /// One hundred percent in hundredths of a percent.
  static let whole = 10_000
  /// Who stands where nobody was declared.
  static let nobody = "(name of the person)"
  /// Names of programs, which are no authors.
  private static let programs: Set<String> = [
    "etude", "ai", "artificial intelligence", "generative ai", "generativeai", "chatgpt", "gpt",
    "suno", "udio", "musicgen", "stable audio",
  ]

  /// Whether a text can be an IPI name number.
  ///
  /// It has eleven digits, of which zeros in front may be left out down to nine. The digits that check
  /// the others are not looked at.
  private static func isNameNumber(_ text: String) -> Bool {
    (9...11).contains(text.utf8.count) && text.utf8.allSatisfy { (48...57).contains($0) }
      && text.utf8.contains { $0 != 48 }
  }

  let writers: [(name: String, number: String?, share: Int)]

  init(_ declared: [DisclosureRequest.DeclaredWriter], model: String?) throws(DisclosureError) {
    guard !declared.isEmpty else {
      writers = [(Self.nobody, nil, Self.whole)]
      return
    }
    guard declared.count <= Self.whole else { throw .tooManyWriters(declared.count) }
    var names: Set<String> = []
    for writer in declared {
      let plain = writer.name.lowercased()
      guard writer.name.contains(where: { $0.isLetter }), !Self.programs.contains(plain),
        plain != model?.lowercased()
      else { throw .notAPerson(name: writer.name) }
      if let number = writer.number, !Self.isNameNumber(number) {
        throw .badNumber(writer: writer.name, number: number)
      }
      guard names.insert(plain).inserted else { throw .writerTwice(name: writer.name) }
      if let share = writer.share, !(1...Self.whole).contains(share) {
        throw .shareOutOfRange(writer: writer.name, share: share)
      }
    }
    let given = declared.compactMap(\.share).reduce(0, +)
    let open = declared.count { $0.share == nil }
    let rest = Self.whole - given
    guard open == 0 ? rest == 0 : rest >= open else { throw .sharesDoNotSum(given) }
    // The first of those with equal shares take what does not divide.
    var extra = open == 0 ? 0 : rest % open
    writers = declared.map { writer in
      if let share = writer.share { return (writer.name, writer.number, share) }
      defer { extra = max(0, extra - 1) }
      return (writer.name, writer.number, rest / open + (extra > 0 ? 1 : 0))
    }
  }
}
