/// The words the program understands, read from data files.
public struct Lexicon: Sendable {
  /// How surely a word before a proper name makes it an artist's.
  public enum Imitation: Hashable, Sendable {
    /// "in the style of": whatever unknown name follows is an artist's.
    case strong
    /// "like": only names and capitals count.
    case weak
  }

  /// The names of the styles, in the order of the file.
  public internal(set) var styleNames: [String] = []
  /// Everything that can stand in a brief, with all that it stands for.
  public internal(set) var phrases = PhraseTable<[Meaning]>()
  /// Musicians who are not imitated.
  public internal(set) var artists = PhraseTable<Artist>()
  /// Composers in the public domain.
  public internal(set) var composers = PhraseTable<Composer>()
  /// Words before a name that is not to be imitated.
  public internal(set) var imitation = PhraseTable<Imitation>()
  /// Places and days: proper names that are no artists.
  public internal(set) var places = PhraseTable<Bool>()
  /// Units of numbers.
  public internal(set) var units = PhraseTable<NumberUnit>()
  /// Number words.
  public internal(set) var numbers: [String: Int] = [:]
  /// Words that carry no wish.
  public internal(set) var stopWords: Set<String> = []
  /// British and other spellings, and the spelling of the lexicon.
  public internal(set) var spellings: [String: String] = [:]

  /// Words that are not typing errors.
  var known: Set<String> = []
  /// Words that a typing error may stand for.
  var vocabulary: Set<String> = []
  /// How likely a word of the vocabulary is meant: 0 for styles, then instruments, then the rest.
  var ranks: [String: Int] = [:]
  /// Vocabulary words by their texts with one letter left out, and by themselves.
  var neighbours: [String: [String]] = [:]

  init() {}

  /// The words of a phrase in the lexicon's spelling, as tokens are compared.
  public func words(of phrase: String) -> [String] {
    Tokenizer.words(of: phrase).map { spellings[$0] ?? $0 }
  }

  /// The meanings of exactly this phrase.
  public func meanings(of phrase: String) -> [Meaning] { phrases[words(of: phrase)] ?? [] }

  /// Whether a word stands anywhere in the lexicon or among ordinary words.
  public func knows(_ token: Token) -> Bool { token.forms.contains { known.contains($0) } }

  /// The word that a typing error of one letter stands for: a letter too many, too few, wrong,
  /// or two exchanged; nil for known words and where no word is near.
  ///
  /// Words of four letters and more are near; a word that starts alike comes first.
  public func correction(of token: Token) -> String? {
    let word = token.text
    let length = word.unicodeScalars.count
    guard token.kind == .word, (3...24).contains(length), !knows(token) else { return nil }
    var candidates: Set<String> = []
    for variant in Lexicon.deletions(of: word) + [word] {
      for candidate in neighbours[variant] ?? [] where Lexicon.isOneEdit(word, candidate) {
        if length > 3 || candidate.first == word.first { candidates.insert(candidate) }
      }
    }
    return candidates.min { left, right in
      precedence(of: left, for: word) < precedence(of: right, for: word)
    }
  }

  private func precedence(of candidate: String, for word: String) -> (Int, Int, Int, String) {
    // Letters are exchanged or left out more often than they are wrong or too many.
    let isExchange = candidate.count == word.count && candidate.sorted() == word.sorted()
    let change =
      isExchange ? 0 : candidate.count > word.count ? 1 : candidate.count == word.count ? 2 : 3
    return (candidate.first == word.first ? 0 : 1, ranks[candidate] ?? 3, change, candidate)
  }

  static func deletions(of word: String) -> [String] {
    let letters = Array(word)
    return letters.indices.map { skipped in
      String(letters.enumerated().filter { $0.offset != skipped }.map(\.element))
    }
  }

  /// Whether two different words are one insertion, deletion, substitution or exchange apart.
  static func isOneEdit(_ left: String, _ right: String) -> Bool {
    let first = Array(left)
    let second = Array(right)
    guard abs(first.count - second.count) <= 1, first != second else { return false }
    var start = 0
    while start < min(first.count, second.count), first[start] == second[start] { start += 1 }
    var end = 0
    while end < min(first.count, second.count) - start,
      first[first.count - 1 - end] == second[second.count - 1 - end]
    {
      end += 1
    }
    let restOfFirst = first[start..<(first.count - end)]
    let restOfSecond = second[start..<(second.count - end)]
    if max(restOfFirst.count, restOfSecond.count) <= 1 { return true }
    return restOfFirst.count == 2 && restOfSecond.count == 2
      && Array(restOfFirst) == restOfSecond.reversed()
  }
}

extension Lexicon {
  /// Adds a style of the user's own, understood under its name.
  public mutating func addStyle(_ name: String) {
    guard !styleNames.contains(name) else { return }
    styleNames.append(name)
    add(.style(name), under: name)
  }
}
