import ComparisonFiles
import Studio

extension Failure {
  /// What is wrong with the numbers of human pieces, or with what is remembered of outputs.
  static let samenessFailure: @Sendable (any Error) -> Failure? = { error in
    switch error {
    case let error as ComparisonsError:
      let cause = words(error.cause)
      return Failure(
        .data, "the numbers of human pieces in '\(error.path)' cannot be used: \(cause).",
        hint: "Install Etude again.")
    case NoveltyError.damagedRecord(let path):
      return Failure(
        .data, "what is remembered of your songs in '\(path)' cannot be read.",
        hint: "Forget it with: etude sameness --forget")
    case NoveltyError.notWritable(let path, let cause):
      return Failure(
        .io, "'\(path)' cannot be written: \(cause).",
        hint: "Check the permissions, or set remembersOutputs to false in the configuration.")
    case NoveltyError.unknownState(let digest):
      return Failure(
        .data, "no state of what is remembered has the digest '\(digest)'.",
        hint: "The last 32 songs made with --novel can be repeated. "
          + "See: etude history PROJECT --json")
    case InfluenceError.nobody:
      return Failure(
        .data, "nobody can be paid: no training works are listed, and no likeness was found.",
        hint: "Install Etude again, so that works.csv stands beside the weights.")
    case ManifestError.missing(let path):
      return Failure(
        .unavailable, "there is no '\(path)'.",
        hint: "It comes with the weights of the neural composer. Install Etude again.")
    case ManifestError.malformed(let path, let line):
      return Failure(
        .data, "line \(line) of '\(path)' is no checksum with a file's name.",
        hint: "Install Etude again.")
    default: return nil
    }
  }

  private static func words(_ error: ComparisonFileError) -> String {
    switch error {
    case .tooLarge(let bytes, let limit): "it has \(bytes) bytes, of \(limit) at most"
    case .notJSON: "it is not JSON of the expected shape"
    case .otherVersion(let found, let wanted): "it is of version \(found), not \(wanted)"
    case .unsound(let key): "what stands under \(key) is out of range"
    }
  }
}
