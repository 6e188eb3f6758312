import Production
import ReferenceIndex
import Studio

extension Failure {
  /// What keeps music from being compared.
  static let comparisonFailure: @Sendable (any Error) -> Failure? = { error in
    guard let error = error as? ComparisonError else { return nil }
    switch error {
    case .nothingToCompareWith(let place):
      return Failure(
        .unavailable, "there is no index of works in '\(place)'.",
        hint: "Install Etude again, or name music to compare with: --against FOLDER")
    case .unreadable(let path, let cause):
      if case .notFound = cause {
        return Failure(
          .noInput, "there is no '\(path)'.", hint: "Give a folder of MIDI files or an index.")
      }
      return Failure(
        .data, "'\(path)' cannot be compared with: \(cause).", hint: cause.hint)
    case .noWorks(let folder, let skipped):
      return Failure(
        .noInput,
        "the folder '\(folder)' holds no MIDI file that can be read"
          + (skipped > 0 ? "; \(skipped) were passed over." : "."),
        hint: "Files that end in .mid or .midi are read, at any depth.")
    case .badList(let path, let line, let cause):
      return Failure(
        .data, "'\(path)' is no list of works: line \(line): \(cause).",
        hint: "docs/originality.md says what its columns are.")
    case .quotation(let title, let match, let draws):
      let work = match.work.composer.isEmpty ? "" : " by \(match.work.composer)"
      return Failure(
        .data,
        "\(title) was not written: \(BarsArgument.text(Array(match.bars))) of \(match.part) quote "
          + "\(match.work.title)\(work), \(BarsArgument.text(Array(match.workBars))) there"
          + (draws > 0 ? ", after \(draws) draws." : "."),
        hint: "Change these bars, take another --seed, or leave out --strict.")
    }
  }
}
