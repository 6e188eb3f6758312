public import Music
public import Weights

/// The chords that the model tells apart, relative to a tonic, and every chord's place among them.
public struct ChordVocabulary: Sendable {
  private struct Shape: Hashable {
    var root: Int
    var chord: Chord
    var bass: Int
  }

  /// A chord of the vocabulary.
  struct Entry: Sendable {
    /// Semitones above the tonic.
    var root: Int
    /// The chord on C, in root position.
    var shape: Chord
    /// Its degree in the bass.
    var bass: Int
    /// The number of its figures.
    var figure: Int
    /// The number of its function in major and in minor.
    var functions: [Int]
  }

  /// How many chords there are.
  public var count: Int { entries.count }
  let entries: [Entry]
  /// The chords on each function, for major and for minor.
  let members: [[[Int]]]
  private let numbers: [Shape: Int]

  /// Takes the chords of a file.
  ///
  /// - Throws: `WeightsError.malformedMetadata` for a kind that is no chord.
  public init(_ file: ChordFile) throws(WeightsError) {
    var figures: [ChordFile.Figure: Int] = [:]
    for (number, figure) in file.figures.enumerated() { figures[figure] = number }
    var entries: [Entry] = []
    var numbers: [Shape: Int] = [:]
    var members = [[[Int]]](
      repeating: .init(repeating: [], count: ChordFile.functionCount), count: 2)
    for (number, word) in file.words.enumerated() {
      guard let shape = try? Chord(symbol: "C" + word.kind), shape.bass == nil,
        word.bass == 1 || shape.members.contains(where: { $0.degree == word.bass })
      else {
        throw .malformedMetadata(key: "kinds", found: word.kind, expected: "a chord")
      }
      let figure = figures[ChordFile.Figure(kind: word.kind, bass: word.bass)] ?? 0
      let functions = [false, true].map {
        HarmonicFunction(root: word.root, chord: shape, isMinor: $0).index
      }
      for (mode, function) in functions.enumerated() { members[mode][function].append(number) }
      entries.append(
        Entry(
          root: word.root, shape: shape, bass: word.bass, figure: figure, functions: functions))
      numbers[Shape(root: word.root, chord: shape, bass: word.bass)] = number
    }
    self.entries = entries
    self.members = members
    self.numbers = numbers
  }

  /// The number of a chord in a key; of one that is not told apart, the nearest plainer one's.
  public func number(of chord: Chord, in key: Key) -> Int {
    let root = ((chord.root.pitchClass - key.tonic.pitchClass) % 12 + 12) % 12
    let low = chord.bass.map(\.pitchClass)
    let bass = chord.members.first { chord.name(of: $0).pitchClass == low }?.degree ?? 1
    var shape = chord
    shape.root = PitchName(.c)
    shape.bass = nil
    for plainer in Self.plainer(shape, root: root, isMinor: key.scale.isMinor) {
      for degree in [bass, 1] {
        if let number = numbers[Shape(root: root, chord: plainer, bass: degree)] { return number }
      }
    }
    // A file without a plain triad on every root is not read.
    return 0
  }

  /// A chord and what is left of it without its colours, its tension, its seventh; in the end a triad.
  private static func plainer(_ chord: Chord, root: Int, isMinor: Bool) -> [Chord] {
    var found = [chord]
    var next = chord
    next.alterations = []
    next.added = []
    found.append(next)
    next.tension = nil
    found.append(next)
    next.seventh = nil
    found.append(next)
    let function = HarmonicFunction(root: root, chord: chord, isMinor: isMinor)
    next.triad = function.family == .major ? .major : .minor
    return found + [next]
  }

  /// The chord of a number in a key, spelled as a degree of it.
  public func chord(_ number: Int, in key: Key) -> Chord {
    let entry = entries[number]
    // Letters above the tonic's, as degrees of major and lowered ones; a raised fourth.
    let letters = [0, 1, 1, 2, 2, 3, 3, 4, 5, 5, 6, 6]
    var chord = entry.shape
    chord.root = key.tonic.transposed(letterSteps: letters[entry.root], semitones: entry.root)
    if let member = chord.members.first(where: { $0.degree == entry.bass }), entry.bass != 1 {
      chord.bass = chord.name(of: member)
    }
    return chord
  }

  /// The function of a chord's number in major or minor.
  func function(of number: Int, isMinor: Bool) -> Int {
    entries[number].functions[isMinor ? 1 : 0]
  }
}
