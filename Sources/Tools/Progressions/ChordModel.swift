public import Music
public import Weights

/// Chances of the next chord, learned from charts and leaning on a style's own progressions.
///
/// A chord is predicted as a function, then as the figures on it. The arithmetic is additions,
/// products and quotients in a fixed order, so that chances are the same on every machine.
public struct ChordModel: Sendable {
  /// The chords that are told apart.
  public let vocabulary: ChordVocabulary
  let file: ChordFile

  /// What a chord with notes outside the scale counts in modes other than major and minor, which
  /// the charts do not tell apart from these.
  static let foreign = 0.1

  /// Takes what a file holds.
  ///
  /// - Throws: `WeightsError.malformedMetadata` for a kind that is no chord.
  public init(_ file: ChordFile) throws(WeightsError) {
    self.file = file
    vocabulary = try ChordVocabulary(file)
  }

  /// Facts of the training, as JSON.
  public var facts: String { file.facts }

  /// The chances of every chord of the vocabulary to come next; they sum to 1.
  ///
  /// `half` is where it begins, in half bars from the beginning. The chord before does not come again
  /// at once.
  public func chances(after chords: [Chord], atHalf half: Int, _ setting: ChordSetting) -> [Double]
  {
    var memory = ProgressionMemory(vocabulary, setting)
    for chord in chords { memory.remember(vocabulary.number(of: chord, in: setting.key)) }
    var chances = self.chances(after: memory, atHalf: half)
    if let last = memory.words.last { chances[last] = 0 }
    let whole = chances.reduce(0, +)
    return whole > 0 ? chances.map { $0 / whole } : chances
  }

  /// Chances as they are learned, that of the chord before too; they may sum to less than 1, for
  /// figures that no chord of the vocabulary has on a function.
  func chances(after memory: ProgressionMemory, atHalf half: Int) -> [Double] {
    let setting = memory.setting
    let functions = functionChances(after: memory, atHalf: half)
    var chances = [Double](repeating: 0, count: vocabulary.count)
    for (function, members) in vocabulary.members[setting.isMinor ? 1 : 0].enumerated()
    where !members.isEmpty {
      let figures = figureChances(after: memory, atHalf: half, on: function)
      for word in members {
        chances[word] =
          functions[function] * figures[vocabulary.entries[word].figure] * weight(word, setting)
      }
    }
    return chances
  }

  /// The chances of functions.
  func functionChances(after memory: ProgressionMemory, atHalf half: Int) -> [Double] {
    var chances = file.functions.chances(at: memory.place(atHalf: half))
    memory.setting.habits?.raiseFunctions(
      &chances, last: memory.last, before: memory.before)
    return chances
  }

  /// The chances of figures on a function.
  func figureChances(
    after memory: ProgressionMemory, atHalf half: Int, on function: Int
  ) -> [Double] {
    var chances = file.kinds.chances(at: memory.place(atHalf: half, function: function))
    memory.setting.habits?.raiseFigures(&chances, function: function)
    return chances
  }

  /// What a chord counts in the scale of the key.
  func weight(_ word: Int, _ setting: ChordSetting) -> Double {
    switch setting.key.scale {
    case .major, .minor, .harmonicMinor, .melodicMinor, .majorPentatonic, .minorPentatonic, .blues:
      return 1
    case .dorian, .phrygian, .lydian, .mixolydian, .locrian:
      let entry = vocabulary.entries[word]
      let own = setting.key.scale.semitones
      return entry.shape.pitchClasses.allSatisfy { own.contains(($0 + entry.root) % 12) }
        ? 1 : Self.foreign
    }
  }
}
