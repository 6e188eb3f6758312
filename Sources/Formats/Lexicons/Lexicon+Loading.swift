import Music
import Production

extension Lexicon {
  /// The files of a lexicon's folder.
  public static let files = [
    "words.yaml", "styles.yaml", "moods.yaml", "tempo.yaml", "keys.yaml", "form.yaml",
    "instruments.yaml", "context.yaml", "artists.yaml", "composers.yaml",
  ]

  /// Reads the lexicon of a folder.
  public static func load(folder: String) throws(LexiconError) -> Lexicon {
    var lexicon = Lexicon()
    func open(_ file: String) throws(LexiconError) -> LexiconFile {
      try LexiconFile(folder: folder, file: file)
    }
    try lexicon.readWords(open("words.yaml"))
    try lexicon.readStyles(open("styles.yaml"))
    try lexicon.readMoods(open("moods.yaml"))
    try lexicon.readTempo(open("tempo.yaml"))
    try lexicon.readKeys(open("keys.yaml"))
    try lexicon.readForm(open("form.yaml"))
    try lexicon.readInstruments(open("instruments.yaml"))
    try lexicon.readContext(open("context.yaml"))
    try lexicon.readArtists(open("artists.yaml"))
    try lexicon.readComposers(open("composers.yaml"))
    lexicon.indexVocabulary()
    return lexicon
  }

  /// Puts a meaning under a phrase; a phrase of two words with a hyphen is also read as one word.
  mutating func add(_ meaning: Meaning, under phrase: String, isCorrectable: Bool = true) {
    let words = words(of: phrase)
    guard !words.isEmpty else { return }
    var spellings = [words]
    if words.count == 2, phrase.contains("-") { spellings.append([words.joined()]) }
    for words in spellings {
      var meanings = phrases[words] ?? []
      if !meanings.contains(meaning) { meanings.append(meaning) }
      phrases[words] = meanings
      for word in words {
        known.insert(word)
        if isCorrectable {
          vocabulary.insert(word)
          ranks[word] = min(ranks[word] ?? 3, Lexicon.rank(of: meaning))
        }
      }
    }
  }

  private static func rank(of meaning: Meaning) -> Int {
    switch meaning {
    case .style, .genre, .tinge, .hint, .genreHint: 0
    case .instrument, .piece, .ensemble, .section, .scale: 1
    case .use, .useNoun, .era: 3
    default: 2
    }
  }

  mutating func add(_ meaning: Meaning, under texts: LexiconFile) throws(LexiconError) {
    for text in try texts.texts { add(meaning, under: text) }
  }

  private mutating func readStyles(_ file: LexiconFile) throws(LexiconError) {
    for (name, words) in try file["styles"].entries {
      styleNames.append(name)
      try add(.style(name), under: words)
    }
    func styles(_ key: String, _ meaning: (String) -> Meaning) throws(LexiconError)
      -> [(Meaning, LexiconFile)]
    {
      var found: [(Meaning, LexiconFile)] = []
      for (name, words) in try file[key].entries {
        guard styleNames.contains(name) else { throw words.unknownName(name) }
        found.append((meaning(name), words))
      }
      return found
    }
    let groups =
      try styles("tinges", Meaning.tinge) + styles("hints", Meaning.hint)
      + styles("genres") { .genre(nearest: $0) }
      + styles("genreHints") { .genreHint(nearest: $0) }
    for (meaning, words) in groups { try add(meaning, under: words) }
  }

  private mutating func readMoods(_ file: LexiconFile) throws(LexiconError) {
    for group in try file["moods"].items {
      let mood = Mood(
        valence: try group["valence"].number(in: -1...1),
        energy: try group["energy"].number(in: -1...1))
      try add(.mood(mood), under: group["words"])
    }
  }

  private mutating func readTempo(_ file: LexiconFile) throws(LexiconError) {
    for group in try file["paces"].items {
      try add(.pace(try group["pace"].number(in: -1...1)), under: group["words"])
    }
    for (name, words) in try file["units"].entries {
      guard let unit = NumberUnit(rawValue: name) else { throw words.unknownName(name) }
      for word in try words.texts {
        units[self.words(of: word)] = unit
        for part in self.words(of: word) { teach(part) }
      }
    }
    for (name, value) in try file["numbers"].entries {
      numbers[name] = Int(try value.number(in: 0...1000))
      teach(name)
    }
    for (name, words) in try file["meters"].entries {
      guard let meter = Meter(name) else { throw words.unknownName(name) }
      try add(.meter(meter), under: words)
    }
    for group in try file["loudness"].items {
      try add(.loudness(try group["lufs"].number(in: -60...0)), under: group["words"])
    }
    try add(.vagueLength, under: file["lengths"])
  }

  private mutating func readKeys(_ file: LexiconFile) throws(LexiconError) {
    for (key, isForeign) in [("scales", false), ("foreign", true)] {
      for (name, words) in try file[key].entries {
        guard let scale = Scale(rawValue: name) else { throw words.unknownName(name) }
        try add(isForeign ? .foreignScale(nearest: scale) : .scale(scale), under: words)
      }
    }
  }

  private mutating func readForm(_ file: LexiconFile) throws(LexiconError) {
    for (name, words) in try file["sections"].entries { try add(.section(name), under: words) }
    for group in try file["forms"].items {
      try add(.form(try group["sections"].texts), under: group["words"])
    }
    for (name, words) in try file["events"].entries { try add(.event(name), under: words) }
    try add(.loop, under: file["loops"])
  }

  private mutating func readContext(_ file: LexiconFile) throws(LexiconError) {
    for text in try file["uses"].texts { add(.use(text), under: text) }
    for text in try file["nouns"].texts { add(.useNoun, under: text) }
    for (name, words) in try file["eras"].entries { try add(.era(name), under: words) }
  }

  /// Makes a word known and a goal of corrections.
  mutating func teach(_ word: String) {
    known.insert(word)
    vocabulary.insert(word)
  }

  private mutating func indexVocabulary() {
    known.formUnion(stopWords)
    for word in vocabulary where word.unicodeScalars.count >= 4 && word.unicodeScalars.count <= 24 {
      guard word.allSatisfy(\.isLetter) else { continue }
      for variant in Lexicon.deletions(of: word) + [word] {
        neighbours[variant, default: []].append(word)
      }
    }
    for (key, words) in neighbours where words.count > 1 { neighbours[key] = words.sorted() }
  }
}
