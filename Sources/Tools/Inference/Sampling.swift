/// How a value is drawn from the model's logits.
///
/// In this order: the caller's choice, repetition, temperature, then the likeliest values by `topK`,
/// `minP` and `topP`, each of what the one before left.
public struct Sampling: Hashable, Sendable {
  /// Divides logits; below 1 likelier values are preferred.
  ///
  /// At 0 the likeliest value is taken
  /// without a random number, the lower one of two equals.
  public var temperature: Float
  /// Keeps so many of the likeliest values; nil keeps all.
  public var topK: Int?
  /// Keeps the likeliest values that together reach this share of the probability; 1 keeps all.
  ///
  /// Holtzman et al., "The curious case of neural text degeneration" (2020).
  public var topP: Float
  /// Keeps values at least this part as likely as the likeliest; 0 keeps all.
  ///
  /// Nguyen et al., "Turning up the heat: min-p sampling" (2024).
  public var minP: Float
  /// Nats that a value loses for each time that it was drawn for the field among the last
  /// `repetitionWindow` draws of it; 0 does nothing.
  public var repetitionPenalty: Float
  /// How many earlier draws of a field count as repetition.
  public var repetitionWindow: Int

  /// Makes settings; left out, values are drawn as the model tells, without its least likely 5 %.
  public init(
    temperature: Float = 1, topK: Int? = nil, topP: Float = 0.95, minP: Float = 0,
    repetitionPenalty: Float = 0, repetitionWindow: Int = 16
  ) {
    self.temperature = temperature
    self.topK = topK
    self.topP = topP
    self.minP = minP
    self.repetitionPenalty = repetitionPenalty
    self.repetitionWindow = repetitionWindow
  }

  /// The likeliest value of everything.
  public static let greedy = Sampling(temperature: 0, topP: 1)

  /// Refuses settings outside their ranges.
  func check() throws(InferenceError) {
    func refuse(_ name: String, _ found: Any, _ expected: String) -> InferenceError {
      .wrongSetting(name: name, found: "\(found)", expected: expected)
    }
    guard temperature >= 0, temperature <= 100 else {
      throw refuse("temperature", temperature, "0...100")
    }
    guard topK ?? 1 > 0 else { throw refuse("topK", topK ?? 0, "1 or more") }
    guard topP > 0, topP <= 1 else { throw refuse("topP", topP, "above 0, at most 1") }
    guard minP >= 0, minP <= 1 else { throw refuse("minP", minP, "0...1") }
    guard repetitionPenalty.magnitude <= 100 else {
      throw refuse("repetitionPenalty", repetitionPenalty, "-100...100")
    }
    guard (0...65_536).contains(repetitionWindow) else {
      throw refuse("repetitionWindow", repetitionWindow, "0...65536")
    }
  }
}
