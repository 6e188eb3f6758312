import Lexicons
import Music
import Production

/// A thing recognised in a prompt, with the tokens it covers.
struct Item {
  /// What was recognised.
  enum Content {
    /// A phrase of the lexicon.
    case phrase([Meaning])
    /// Quarter notes a minute, lowest and highest.
    case tempo(ClosedRange<Double>, isExact: Bool)
    /// A length in seconds.
    case seconds(Double)
    /// A time in seconds from the start.
    case point(Double)
    /// A number of bars.
    case bars(Int)
    /// A bar, counted from 1.
    case pointBar(Int)
    /// A share in percent.
    case percent(Double)
    /// Two shares that sum to 100, as in `70/30`.
    case split(Double, Double)
    /// Any other number, such as that of "two verses".
    case number(Double)
    /// LUFS.
    case loudness(Double)
    /// A note with its octave.
    case pitch(Pitch)
    /// A metre.
    case meter(numerator: Int, denominator: Int)
    /// A key as its text, and whether its scale was said.
    case key(String, hasScale: Bool)
    /// A decade.
    case era(String)
  }

  var content: Content
  var range: Range<Int>
  /// Whether some recognizer has taken what it says.
  var isUsed = false

  var meanings: [Meaning] {
    if case .phrase(let meanings) = content { return meanings }
    return []
  }

  func has(_ test: (Meaning) -> Bool) -> Bool { meanings.contains(where: test) }

  /// Whether it is a tempo, length, metre or key.
  var isValue: Bool {
    switch content {
    case .tempo, .seconds, .bars, .meter, .key: true
    case .phrase(let meanings):
      meanings.contains {
        if case .meter = $0 { return true }
        return false
      }
    default: false
    }
  }

  var isNegation: Bool { has { $0 == .negation } }
  var isOnly: Bool { has { $0 == .only } }

  var isMood: Bool { mood != nil }
  var mood: Mood? {
    for case .mood(let mood) in meanings { return mood }
    return nil
  }
  var pace: Double? {
    for case .pace(let pace) in meanings { return pace }
    return nil
  }
  var section: String? {
    for case .section(let name) in meanings { return name }
    return nil
  }
  var event: String? {
    for case .event(let name) in meanings { return name }
    return nil
  }
  var loudness: Double? {
    for case .loudness(let loudness) in meanings { return loudness }
    return nil
  }
  var intensity: Double? {
    for case .intensity(let factor) in meanings { return factor }
    return nil
  }
  var isInstrument: Bool {
    has {
      switch $0 {
      case .instrument, .piece, .ensemble: true
      default: false
      }
    }
  }
  var isStyle: Bool {
    has {
      switch $0 {
      case .style, .genre, .tinge: true
      default: false
      }
    }
  }
}

/// A prompt on its way to a brief: tokens, what has been recognised in them, and the brief so far.
struct Reading {
  let lexicon: Lexicon
  let characters: [Character]
  var tokens: [Token]
  var isClaimed: [Bool]
  var items: [Item] = []
  /// The item that covers a token.
  var itemAt: [Int?]
  var composers: [Composer] = []
  /// Styles nearest to the traits of artists that were named.
  var artistStyles: [String] = []
  /// What a word that was wanted would refuse if it were refused, with what it wants.
  var wanted: [(names: [String], refused: [String])] = []
  /// Pieces of instruments that were wanted, with the instruments.
  var pieces: [(piece: String, whole: String)] = []
  /// Styles that the prompt refuses.
  var refusedStyles: Set<String> = []
  /// Values that the prompt refuses: what they are of, and how it says so.
  var refusals: [(topic: Topic, text: String)] = []
  /// Where refused values end.
  var refusedEnds: Set<Int> = []
  /// Whether a key was named without a scale.
  var isScaleOpen = false
  /// Sections, by their place in the form, whose lengths were named in seconds.
  var sectionSeconds: [(section: Int, seconds: Double)] = []
  /// Whether a form was named as a whole.
  var hasWholeForm = false
  /// The token after the time that was taken last.
  var lastMeasureEnd: Int?
  /// Events at bars.
  var pendingBars: [(what: String, bar: Int)] = []
  /// Where changes of key go to, by the token at which they are named.
  var keyGoals: [Int: KeyGoal] = [:]
  /// Events over the last seconds.
  var tails: [(what: String, seconds: Double)] = []
  var brief: Brief

  init(_ prompt: String, lexicon: Lexicon) {
    self.lexicon = lexicon
    let tokenizer = Tokenizer(prompt)
    characters = tokenizer.characters
    tokens = tokenizer.result.map { token in
      var token = token
      if let spelling = lexicon.spellings[token.text] { token.text = spelling }
      return token
    }
    isClaimed = Array(repeating: false, count: tokens.count)
    itemAt = Array(repeating: nil, count: tokens.count)
    brief = Brief(prompt: prompt)
  }

  /// The text of tokens as it was written.
  func raw(_ range: Range<Int>) -> String {
    guard let first = tokens[range].first, let last = tokens[range].last else { return "" }
    return String(characters[first.range.lowerBound..<last.range.upperBound])
  }

  func text(at index: Int) -> String { tokens.indices.contains(index) ? tokens[index].text : "" }

  func isMark(at index: Int) -> Bool {
    !tokens.indices.contains(index) || tokens[index].kind == .mark
  }

  mutating func claim(_ range: Range<Int>) {
    for index in range { isClaimed[index] = true }
  }

  mutating func add(_ content: Item.Content, _ range: Range<Int>) {
    for index in range { itemAt[index] = items.count }
    items.append(Item(content: content, range: range))
    claim(range)
  }

  func item(at index: Int) -> Item? {
    guard tokens.indices.contains(index), let found = itemAt[index] else { return nil }
    return items[found]
  }

  mutating func note(_ notice: String) {
    if !brief.notices.contains(notice) { brief.notices.append(notice) }
  }

  /// Small words that may stand between a negation or adverb and what it governs.
  private static let between: Set<String> = [
    "a", "an", "the", "any", "too", "be", "it", "to", "use", "using", "include", "including", "add",
    "adding", "of", "have", "having", "want", "some", "my", "all", "that", "more", "much", "sound",
    "feel", "play", "playing", "those", "these", "your", "even", "with", "going", "put", "in",
    "there", "let", "get",
  ]

  /// How an item is governed by the words before it: a factor, a refusal, a restriction.
  func governing(_ item: Item) -> (factor: Double, isNegated: Bool, isOnly: Bool) {
    var factor = 1.0
    var isOnly = false
    var index = item.range.lowerBound - 1
    var steps = 0
    while index >= 0, steps < 6 {
      steps += 1
      if let found = self.item(at: index) {
        if found.isNegation { return (factor, true, isOnly) }
        if found.isOnly {
          isOnly = true
        } else if let intensity = found.intensity {
          factor *= intensity
        } else if !(found.isMood || found.pace != nil || found.loudness != nil)
          || found.isInstrument || found.isStyle || found.section != nil
        {
          break
        }
        index = found.range.lowerBound - 1
      } else if Reading.between.contains(text(at: index)), tokens[index].kind == .word {
        index -= 1
      } else {
        break
      }
    }
    return (factor, false, isOnly)
  }
}
