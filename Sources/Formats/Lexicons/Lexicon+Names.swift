import Music
import Production

extension Lexicon {
  mutating func readWords(_ file: LexiconFile) throws(LexiconError) {
    for (british, american) in try file["spellings"].entries {
      spellings[british] = try american.text
      known.insert(british)
    }
    for (key, meaning) in [
      ("negations", Meaning.negation), ("only", .only), ("touchBefore", .touchBefore),
      ("touchAfter", .touchAfter), ("mainly", .mainly), ("plain", .plain),
    ] {
      for text in try file[key].texts { add(meaning, under: text, isCorrectable: false) }
    }
    for group in try file["intensities"].items {
      let factor = try group["factor"].number(in: 0...2)
      for text in try group["words"].texts {
        add(.intensity(factor), under: text, isCorrectable: false)
      }
    }
    for text in try file["stop"].texts { stopWords.formUnion(words(of: text)) }
    for text in try file["ordinary"].texts { known.formUnion(words(of: text)) }
    for text in try file["masked"].texts {
      for vowel in ["a", "e", "i", "o", "u"] {
        known.insert(
          text.split(separator: "*", omittingEmptySubsequences: false).joined(separator: vowel))
      }
    }
    for text in try file["places"].texts {
      places[words(of: text)] = true
      known.formUnion(words(of: text))
    }
    let imitations = try file["imitation"]
    for text in try imitations["strong"].texts { imitation[words(of: text)] = .strong }
    for text in try imitations["weak"].texts { imitation[words(of: text)] = .weak }
  }

  mutating func readInstruments(_ file: LexiconFile) throws(LexiconError) {
    for (name, words) in try file["instruments"].entries {
      guard Instrument(id: name) != nil else { throw words.unknownName(name) }
      try add(.instrument(with: [name], without: [name]), under: words)
    }
    for group in try file["groups"].items {
      let with = try Lexicon.targets(group["with"])
      let without = try Lexicon.targets(group["without"])
      try add(.instrument(with: with, without: without), under: group["words"])
    }
    for (name, words) in try file["pieces"].entries {
      guard Lexicon.isTarget(name) else { throw words.unknownName(name) }
      try add(.piece(of: name), under: words)
    }
    for group in try file["ensembles"].items {
      try add(.ensemble(try Lexicon.targets(group["with"])), under: group["words"])
    }
    for group in try file["exclusions"].items {
      try add(.exclusion(try Lexicon.targets(group["without"])), under: group["words"])
    }
  }

  /// Whether a text names an instrument, a family or a role.
  public static func isTarget(_ name: String) -> Bool {
    Instrument(id: name) != nil || InstrumentFamily(rawValue: name) != nil
      || Role(rawValue: name) != nil
  }

  private static func targets(_ file: LexiconFile) throws(LexiconError) -> [String] {
    var targets: [String] = []
    for item in try file.items {
      let name = try item.text
      guard isTarget(name) else { throw item.unknownName(name) }
      targets.append(name)
    }
    return targets
  }

  mutating func readArtists(_ file: LexiconFile) throws(LexiconError) {
    for group in try file["groups"].items {
      let traits = try group["traits"].text
      let style = try group.optional("style")
      if let style, !styleNames.contains(try style.text) { throw style.unknownName(try style.text) }
      for (key, isAmbiguous) in [("names", false), ("ambiguous", true)] {
        guard let names = try group.optional(key) else { continue }
        for name in try names.texts {
          let words = words(of: name)
          guard artists[words] == nil || !isAmbiguous else { continue }
          artists[words] = Artist(
            name: name, traits: traits, style: try style?.text, isAmbiguous: isAmbiguous)
          if !isAmbiguous { known.formUnion(words) }
        }
      }
    }
  }

  mutating func readComposers(_ file: LexiconFile) throws(LexiconError) {
    for item in try file["composers"].items {
      let style = try item["style"]
      guard styleNames.contains(try style.text) else { throw style.unknownName(try style.text) }
      let point = try item["mood"].items
      guard point.count == 2 else { throw try item["mood"].wrongKind("two numbers") }
      let names = try item["names"].texts
      guard let name = names.first else { throw try item["names"].wrongKind("a list of names") }
      let composer = Composer(
        name: name, died: Int(try item["died"].number(in: 1000...1955)), style: try style.text,
        mood: Mood(
          valence: try point[0].number(in: -1...1), energy: try point[1].number(in: -1...1)),
        instruments: try Lexicon.targets(item["instruments"]), traits: try item["traits"].text)
      for name in names {
        let words = words(of: name)
        composers[words] = composer
        known.formUnion(words)
      }
    }
  }
}
