import Studio
import Weights

extension Failure {
  /// What keeps the chord model and the drum model from being asked.
  static let learnedModelFailure: @Sendable (any Error) -> Failure? = { error in
    switch error {
    case LearnedModelError.unreadable(let model, let path, let cause):
      if case .notFound = cause {
        return Failure(
          .unavailable, "there is no \(model) at '\(path)'.",
          hint: "Install Etude again; until then songs are written and played without it.")
      }
      return Failure(
        .unavailable, "the \(model) '\(path)' cannot be used: \(cause).",
        hint: "Install Etude again, or copy the file anew.")
    case DrumRequestError.noDrums(let path):
      return Failure(
        .data, "'\(path)' has no drums.",
        hint: "Drums are the notes on channel 10, or on a drum bank.")
    case DrumRequestError.noTaps(let path):
      return Failure(
        .data, "'\(path)' has no notes: nothing was tapped.", hint: "Tap on any key.")
    case DrumRequestError.tooLong(let path, let bars, let limit):
      return Failure(
        .data, "'\(path)' has \(bars) bars; rhythms of up to \(limit) are read.",
        hint: "Cut it, or take its first bars with --bars \(limit)")
    case DrumRequestError.meterOfFile(let path):
      return Failure(
        .usage, "'\(path)' has a metre of its own.", hint: "Leave out --meter; it is for grids.")
    case DrumRequestError.grid(let text):
      let shown = text.count > 60 ? text.prefix(60) + "..." : text[...]
      return Failure(
        .data, "'\(shown)' is no grid of drums.",
        hint: "Write rows parted by semicolons: \"kick: x...x...x...x...; snare: ....x.......x...\""
      )
    default: return nil
    }
  }
}
