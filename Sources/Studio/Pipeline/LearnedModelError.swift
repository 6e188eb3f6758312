public import Weights

/// Why the chord model or the drum model cannot be asked.
public enum LearnedModelError: Error, Hashable, Sendable {
  /// Its file is missing, damaged or of another kind; the model is named as `chord model`.
  case unreadable(model: String, path: String, WeightsError)
}
