import Music
import Production
import Weights

/// What a style's own progressions do, as counts that stand above those of the charts.
struct StyleHabits: Sendable {
  /// Weights of values by context.
  private typealias Table = [[Int]: [Int: Double]]

  /// How many of a style's progressions weigh as much as all charts: the strength of its levels.
  ///
  /// Styles have a dozen or two in a mode; from four on that go the same way they win.
  static let strength = 4.0
  /// What a progression counts for sections that it does not name.
  static let elsewhere = 0.25

  private var functions: Table = [:]
  private var figures: Table = [:]
  private var paces: Table = [:]

  /// Reads the progressions of a mode; those that name one of the kinds of section count whole.
  init(_ harmony: Harmony, isMinor: Bool, kinds: Set<String>, vocabulary: ChordVocabulary) {
    let own = harmony.progressions.filter { $0.isMinor == isMinor && $0.weight > 0 }
    let mean = own.map(\.weight).reduce(0, +) / Double(max(1, own.count))
    let key = Key(PitchName(.c), isMinor ? .minor : .major)
    for progression in own {
      let isMeant = progression.sections.isEmpty || !kinds.isDisjoint(with: progression.sections)
      let weight = progression.weight / mean * (isMeant || kinds.isEmpty ? 1 : Self.elsewhere)
      add(progression.bars, weight: weight, key, vocabulary)
    }
  }

  private mutating func add(
    _ bars: [String], weight: Double, _ key: Key, _ vocabulary: ChordVocabulary
  ) {
    var row: [Int] = []
    var last: Int?
    for (index, bar) in bars.enumerated() {
      var begun = 0
      let texts = bar.split(separator: " ")
      for text in texts {
        guard let numeral = try? RomanNumeral(String(text)) else { return }
        let word = vocabulary.number(of: numeral.chord(in: key), in: key)
        if word != last {
          row.append(word)
          begun += 1
        }
        last = word
      }
      let isLate = begun == 1 && texts.count > 1
      let pace: ChordFile.Pace =
        begun == 0 ? .hold : begun == 1 ? (isLate ? .late : .one) : begun == 2 ? .two : .more
      paces[[index % 4], default: [:]][pace.rawValue, default: 0] += weight
    }
    guard let first = row.first else { return }
    // A progression goes round: its end leads to its beginning.
    if row.count > 1, row.last != first { row.append(first) }
    let isMinor = key.scale.isMinor
    let steps = row.map { vocabulary.function(of: $0, isMinor: isMinor) }
    for (index, function) in steps.enumerated() {
      let before = index > 0 ? steps[index - 1] + 1 : 0
      let earlier = index > 1 ? steps[index - 2] + 1 : 0
      functions[[before], default: [:]][function, default: 0] += weight
      functions[[before, earlier], default: [:]][function, default: 0] += weight
      let figure = vocabulary.entries[row[index]].figure
      figures[[function], default: [:]][figure, default: 0] += weight
    }
  }

  /// Puts the style's ways from the functions before on top of chances.
  func raiseFunctions(_ chances: inout [Double], last: Int, before: Int) {
    Self.raise(&chances, functions[[last]])
    Self.raise(&chances, functions[[last, before]])
  }

  /// Puts the style's figures on a function on top of chances.
  func raiseFigures(_ chances: inout [Double], function: Int) {
    Self.raise(&chances, figures[[function]])
  }

  /// Puts the style's changes in a bar of four on top of chances.
  func raisePaces(_ chances: inout [Double], bar: Int) {
    Self.raise(&chances, paces[[bar % 4]])
  }

  private static func raise(_ chances: inout [Double], _ counts: [Int: Double]?) {
    guard let counts else { return }
    // Sums in a fixed order, so that every machine gets the same.
    let pairs = counts.sorted { $0.key < $1.key }
    let whole = pairs.reduce(0) { $0 + $1.value } + strength
    for value in chances.indices { chances[value] *= strength / whole }
    for (value, weight) in pairs { chances[value] += weight / whole }
  }
}
