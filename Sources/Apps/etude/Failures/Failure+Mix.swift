import Studio

extension Failure {
  /// What is wrong with what was to be mixed.
  static let mixFailure: @Sendable (any Error) -> Failure? = { error in
    guard let error = error as? MixRequestError else { return nil }
    switch error {
    case .allSilent(let folder):
      return Failure(
        .data, "every stem in '\(folder)' is silent.",
        hint: "Export the stems again; nothing was written.")
    case .tooMany(let folder, let count, let limit):
      return Failure(
        .data, "'\(folder)' holds \(count) stems; at most \(limit) are mixed.",
        hint: "Bounce some of them together first.")
    case .isFile(let path):
      return Failure(
        .usage, "'\(path)' is one file of sound; a mix needs a folder of stems, or a project.",
        hint: "To finish a mix: etude master \(path) --output FILE")
    case .outputIsInput(let path):
      return Failure(
        .usage, "'\(path)' is one of the stems.",
        hint: "Choose another --output. Nothing was changed.")
    case .onlyStems(let option):
      return Failure(
        .usage, "\(option) is for bare stems; a project has a style of its own.",
        hint: "Leave it out, or change the song with: etude blend")
    case .plan(let path, let key, let cause):
      return Failure(
        .data, "'\(path)' is no mix plan: \(key.map { "\($0): " } ?? "")\(cause).",
        hint: "Make a new one to compare with: etude mix INPUT --dry-run --json")
    case .planLacks(let path, let stem):
      return Failure(
        .data, "the mix plan '\(path)' has no strip for '\(stem)'.",
        hint: "A plan fits the stems that it was made for; mix anew without --plan.")
    case .focus(let words, let stems):
      return Failure(
        .data, "'\(words)' names no stem, or does not say whether it shall come nearer.",
        hint: "Say such as \"bring \(stems.first ?? "the vocal") forward\"; stems are: "
          + "\(stems.joined(separator: ", ")).")
    }
  }
}
