import Studio
import Weights

extension Failure {
  /// What keeps the chord model from being asked.
  static let chordModelFailure: @Sendable (any Error) -> Failure? = { error in
    guard case ChordModelError.unreadable(let path, let cause) = error else { return nil }
    if case .notFound = cause {
      return Failure(
        .unavailable, "there is no chord model at '\(path)'.",
        hint: "Install Etude again; until then songs take their styles' own progressions.")
    }
    return Failure(
      .unavailable, "the chord model '\(path)' cannot be used: \(cause).",
      hint: "Install Etude again, or copy the file anew.")
  }
}
