import Composing
import Inference
import Tokens
import Weights

extension Failure {
  static let neuralFailure: @Sendable (any Error) -> Failure? = { error in
    switch error {
    case NeuralComposerError.weights(let path, let error):
      return Failure(
        .data, "the neural composer's weights at '\(path)' cannot be used: \(error).",
        hint: "\(error.hint) Verbs that write with players can do without: --composer players")
    case NeuralComposerError.vocabulary(let path, let error):
      return Failure(
        .data, "the neural composer's vocabulary at '\(path)' cannot be used: \(error).",
        hint: "Install the program's data again; verbs that write with players can do without: "
          + "--composer players")
    case NeuralWritingError.grid(let error):
      return Failure(
        .data, "the neural composer cannot read this score: \(error).",
        hint: "Players can: etude regenerate PROJECT --composer players")
    case NeuralWritingError.inference(let error):
      return Failure(.data, "the neural composer gave no answer: \(error).", hint: error.hint)
    case NeuralWritingError.unfinished:
      return Failure(
        .data, "the neural composer came to no end.", hint: "Ask for fewer bars or another --seed.")
    default: return nil
    }
  }
}
