public import Inference
import Tokens
public import Weights

/// Why the neural composer is not there.
public enum NeuralComposerError: Error, Hashable, Sendable {
  /// The file of weights, or what it says, is not sound.
  case weights(path: String, WeightsError)
  /// The vocabulary is not sound.
  case vocabulary(path: String, VocabularyError)
}

/// The neural composer: a transformer that writes notes which keep every wish.
///
/// It knows the music through `Tokens` and the network through `Inference`. All work is a pure
/// function of its inputs and may run on any thread.
public struct NeuralComposer: Sendable {
  /// The file of weights in the composer's folder.
  public static let weightsName = "composer.safetensors"

  /// How values are drawn: a note has some ten of them, so that what is left out adds up.
  public var sampling = Sampling(temperature: 1, topP: 0.98)
  /// How many answers are drawn for each stretch, of which the one with the fewest faults
  /// that surprises about as much as the others is kept.
  public var candidates = 6

  /// The most events that the model looks back on: as many as it was trained with.
  static let window = 512

  let transformer: Transformer
  let vocabulary: Vocabulary

  /// Makes a composer of a model and the vocabulary that it was trained with.
  public init(_ transformer: Transformer, _ vocabulary: Vocabulary) {
    self.transformer = transformer
    self.vocabulary = vocabulary
  }

  /// Maps the weights that lie in a folder beside their vocabulary.
  ///
  /// Throws `.weights` with `notFound` where none are installed.
  public init(folder: String) throws(NeuralComposerError) {
    let path = "\(folder)/\(Self.weightsName)"
    do {
      vocabulary = try Vocabulary.load(folder: folder)
    } catch {
      throw .vocabulary(path: "\(folder)/\(Vocabulary.fileName)", error)
    }
    do {
      let file = try ModelFile(path: path, vocabularyVersion: vocabulary.version)
      transformer = Transformer(try ModelWeights(file, layout: EventLayout(vocabulary)))
    } catch {
      throw .weights(path: path, error)
    }
  }

  /// What the weights say of themselves: name, steps and events of their training.
  public var facts: String { transformer.model.file.facts }

  /// The genres that the model has names for.
  public var genres: [String] { vocabulary[.genre].names }

  /// How many events fit a window.
  var context: Int { min(Self.window, transformer.model.configuration.context) }
}
