import Lexicons
import Production

/// Titles, artists and composers: names that are not words of the lexicon.
extension Reading {
  /// A title in quotation marks is not part of the wish.
  mutating func claimTitle() {
    let quotes: Set<String> = ["\"", "“", "”", "«", "»", "„"]
    for index in tokens.indices
    where ["called", "titled", "entitled", "named"].contains(tokens[index].text) {
      guard quotes.contains(text(at: index + 1)) else { continue }
      let limit = min(index + 20, tokens.count)
      guard
        let end = (index + 2..<max(limit, index + 2)).first(where: { quotes.contains(text(at: $0)) }
        ),
        end > index + 2
      else { continue }
      claim(index..<(end + 1))
      note("The title '\(raw(index + 2..<end))' is not read as part of the brief.")
      return
    }
  }

  /// Whether capitals say nothing: most words have one.
  private var capitalsMeanNothing: Bool {
    let words = tokens.filter { $0.kind == .word }
    return words.count > 3 && words.filter(\.isCapitalized).count * 10 > words.count * 6
  }

  mutating func recognizeArtists() {
    let ignoresCapitals = capitalsMeanNothing
    recognizeTypeBeats()
    var index = 0
    while index < tokens.count {
      if isClaimed[index] {
        index += 1
      } else if let end = takeTriggeredName(at: index, ignoresCapitals: ignoresCapitals)
        ?? takeBareName(at: index, ignoresCapitals: ignoresCapitals)
        ?? takeSuffixedName(at: index, ignoresCapitals: ignoresCapitals)
      {
        index = max(end, index + 1)
      } else {
        index += 1
      }
    }
  }

  private mutating func refuse(_ range: Range<Int>, artist: Artist?) {
    var end = range.upperBound
    if text(at: end) == "s", tokens[end].isJoined { end += 1 }
    if ["esque", "ish", "like", "style", "inspired", "influenced", "type", "y"].contains(
      text(at: end)), tokens[end].followsHyphen
    {
      end += 1
    }
    claim(range.lowerBound..<end)
    if let style = artist?.style, !artistStyles.contains(style) { artistStyles.append(style) }
    let name = artist?.name ?? raw(range)
    let traits = artist?.traits ?? "a style, a tempo, instruments, a mood"
    note(
      "'\(name)' is taken for the name of an artist or work, and these are not imitated; "
        + "ask for traits instead, such as: \(traits).")
  }

  private mutating func welcome(_ composer: Composer, _ range: Range<Int>) {
    claim(range)
    if text(at: range.upperBound) == "s", tokens[range.upperBound].isJoined {
      claim(range.upperBound..<(range.upperBound + 1))
    }
    guard !composers.contains(composer) else { return }
    composers.append(composer)
    note(
      "\(composer.name) (died \(composer.died)) is in the public domain: understood as "
        + "\(composer.traits).")
  }

  private func phraseCount(at index: Int) -> Int {
    lexicon.phrases.longestMatch(in: tokens, at: index)?.count ?? 0
  }

  /// A known name that starts at a token, unless a longer phrase of the lexicon does.
  private func knownName(at index: Int) -> (artist: Artist?, composer: Composer?, count: Int)? {
    let composer = lexicon.composers.longestMatch(in: tokens, at: index)
    let artist = lexicon.artists.longestMatch(in: tokens, at: index)
    let count = max(composer?.count ?? 0, artist?.count ?? 0)
    guard count > 0, phraseCount(at: index) <= count || composer != nil else { return nil }
    if let composer, composer.count >= artist?.count ?? 0 {
      return (nil, composer.value, composer.count)
    }
    return artist.map { ($0.value, nil, $0.count) }
  }

  private static let determiners: Set<String> = [
    "the", "a", "an", "early", "late", "old", "some", "that", "classic", "vintage", "something",
    "by", "from", "of", "music", "songs", "tracks", "maybe", "anything",
  ]

  /// A name after "like", "in the style of" and their kin; the index after it.
  private mutating func takeTriggeredName(at index: Int, ignoresCapitals: Bool) -> Int? {
    guard let trigger = lexicon.imitation.longestMatch(in: tokens, at: index) else { return nil }
    var start = index + trigger.count
    var hasArticle = false
    if knownName(at: start) == nil {
      while start < tokens.count, Reading.determiners.contains(text(at: start)),
        start < index + trigger.count + 3,
        !tokens[start].isCapitalized || ignoresCapitals
          || knownName(at: start) == nil
      {
        hasArticle = hasArticle || ["a", "an", "some"].contains(text(at: start))
        start += 1
      }
    }
    guard start < tokens.count, !isClaimed[start] else { return nil }
    guard
      var end = takeName(
        at: start, isStrong: trigger.value == .strong, hasArticle: hasArticle,
        ignoresCapitals: ignoresCapitals)
    else { return nil }
    claim(index..<start)
    let joints: Set<String> = ["and", ",", "&", "or", "x", "meets", "/", "+", "with"]
    while joints.contains(text(at: end)),
      let next = takeName(
        at: end + (text(at: end + 1) == "the" ? 2 : 1), isStrong: false, hasArticle: false,
        ignoresCapitals: ignoresCapitals)
    {
      claim(end..<(end + 1))
      end = next
    }
    return end
  }

  private mutating func takeName(
    at start: Int, isStrong: Bool, hasArticle: Bool, ignoresCapitals: Bool
  ) -> Int? {
    guard start < tokens.count,
      tokens[start].kind == .word || tokens[start].kind == .number
        || tokens[start].text == "$", !isClaimed[start]
    else { return nil }
    if let known = knownName(at: start) {
      let range = start..<(start + known.count)
      if let composer = known.composer {
        welcome(composer, range)
        return range.upperBound
      }
      let isNameLike =
        tokens[start].isCapitalized && !ignoresCapitals
        || (!hasArticle && phraseCount(at: start) == 0)
      if let artist = known.artist, !artist.isAmbiguous || isNameLike {
        refuse(range, artist: artist)
        return range.upperBound
      }
    }
    let run = ignoresCapitals ? start..<start : capitalizedRun(at: start)
    if !run.isEmpty, isUnknownName(run) {
      refuse(run, artist: nil)
      return run.upperBound
    }
    guard isStrong, !hasArticle, lexicon.places.longestMatch(in: tokens, at: start) == nil else {
      return nil
    }
    var end = start
    while end < min(start + 3, tokens.count), tokens[end].kind == .word, !isClaimed[end],
      !lexicon.knows(tokens[end]), lexicon.correction(of: tokens[end]) == nil,
      phraseCount(at: end) == 0, tokens[end].text.count > 1
    {
      end += 1
    }
    guard end > start else { return nil }
    refuse(start..<end, artist: nil)
    return end
  }

  /// Words with capitals, and small words between them.
  private func capitalizedRun(at start: Int) -> Range<Int> {
    let small: Set<String> = ["of", "the", "de", "van", "von", "da", "la", "del", "and", "der"]
    var end = start
    while end < min(start + 6, tokens.count), !isClaimed[end] {
      if tokens[end].kind == .word, tokens[end].isCapitalized {
        end += 1
      } else if end > start, small.contains(tokens[end].text), tokens.indices.contains(end + 1),
        tokens[end + 1].isCapitalized, tokens[end].text != "and"
      {
        end += 2
      } else {
        break
      }
    }
    return start..<min(end, tokens.count)
  }

  /// Whether capitals spell a name: some word is not of the lexicon, nor a place, chord or key.
  private func isUnknownName(_ run: Range<Int>) -> Bool {
    if let place = lexicon.places.longestMatch(in: tokens, at: run.lowerBound),
      place.count >= run.count
    {
      return false
    }
    if phraseCount(at: run.lowerBound) >= run.count { return false }
    return run.contains { index in
      let token = tokens[index]
      return token.text.count > 2 && !lexicon.knows(token)
        && lexicon.places.longestMatch(in: tokens, at: index) == nil
        && lexicon.correction(of: token) == nil
    }
  }

  /// A name of the list without any word before it.
  private mutating func takeBareName(at index: Int, ignoresCapitals: Bool) -> Int? {
    guard let known = knownName(at: index) else { return nil }
    let range = index..<(index + known.count)
    if let composer = known.composer {
      welcome(composer, range)
      return range.upperBound
    }
    guard let artist = known.artist else { return nil }
    if artist.isAmbiguous {
      let startsSentence = index == 0 || [".", "!", "?", ":", ";"].contains(text(at: index - 1))
      let isCapital = range.allSatisfy { tokens[$0].isCapitalized } && !ignoresCapitals
      let next = text(at: range.upperBound)
      let isManner = ["style", "esque", "inspired", "influenced", "type"].contains(next)
      guard
        isCapital && !startsSentence || isManner
          || isCapital && ["vibes", "vibe", "s"].contains(next),
        phraseCount(at: index) == 0
      else { return nil }
    }
    refuse(range, artist: artist)
    return range.upperBound
  }

  /// `Zimmeresque`, `Foo-esque`, `Foo-style`.
  private mutating func takeSuffixedName(at index: Int, ignoresCapitals: Bool) -> Int? {
    let token = tokens[index]
    guard token.kind == .word, !lexicon.knows(token) else { return nil }
    let endings: Set<String> = ["esque", "ish", "like", "style", "inspired", "influenced"]
    if tokens.indices.contains(index + 1), tokens[index + 1].followsHyphen,
      endings.contains(tokens[index + 1].text), token.isCapitalized, !ignoresCapitals || index > 0,
      lexicon.places.longestMatch(in: tokens, at: index) == nil,
      lexicon.correction(of: token) == nil
    {
      refuse(index..<(index + 1), artist: nil)
      return index + 2
    }
    for ending in ["esque", "ian", "ish"] where token.text.hasSuffix(ending) {
      let stem = String(token.text.dropLast(ending.count))
      for candidate in [stem, stem + "e", stem + "o", stem + "y"] {
        if let composer = lexicon.composers[[candidate]] {
          welcome(composer, index..<(index + 1))
          return index + 1
        }
        if let artist = lexicon.artists[[candidate]], !artist.isAmbiguous || ending == "esque" {
          refuse(index..<(index + 1), artist: artist)
          return index + 1
        }
      }
      if ending == "esque", token.isCapitalized, index > 0, !ignoresCapitals {
        refuse(index..<(index + 1), artist: nil)
        return index + 1
      }
    }
    return nil
  }

  /// "NAME type beat", "NAME x NAME type beat".
  private mutating func recognizeTypeBeats() {
    for index in tokens.indices.dropLast()
    where tokens[index].text == "type" && ["beat", "song", "track"].contains(text(at: index + 1)) {
      var start = index
      while start > max(0, index - 7) {
        let previous = tokens[start - 1]
        let isPart =
          previous.kind == .word || ["&", "$", "."].contains(previous.text)
          || (previous.kind == .number
            && lexicon.artists.longestMatch(in: tokens, at: start - 1) != nil)
        guard isPart, !isClaimed[start - 1],
          !["a", "an", "the", "like", "for", "make"].contains(previous.text)
        else { break }
        start -= 1
      }
      var found = false
      var position = start
      while position < index {
        if let known = knownName(at: position), known.composer == nil,
          position + known.count <= index
        {
          refuse(position..<(position + known.count), artist: known.artist)
          position += known.count
          found = true
        } else if phraseCount(at: position) > 0 {
          position += phraseCount(at: position)
        } else if tokens[position].kind == .word,
          !lexicon.stopWords.contains(tokens[position].text),
          lexicon.correction(of: tokens[position]) == nil, tokens[position].text != "free"
        {
          var end = position + 1
          while end < index, phraseCount(at: end) == 0, tokens[end].kind == .word,
            !lexicon.stopWords.contains(tokens[end].text)
          {
            end += 1
          }
          refuse(position..<end, artist: nil)
          position = end
          found = true
        } else {
          position += 1
        }
      }
      claim(index..<(index + 2))
      if found, text(at: start) == "free" { claim(start..<(start + 1)) }
    }
  }

  /// Reads typing errors of one letter as the words of the lexicon.
  mutating func correctSpelling() {
    for index in tokens.indices where tokens[index].kind == .word && !isClaimed[index] {
      guard let correction = lexicon.correction(of: tokens[index]) else { continue }
      if lexicon.places.longestMatch(in: tokens, at: index) != nil { continue }
      note("Read '\(raw(index..<(index + 1)))' as '\(correction)'.")
      tokens[index].text = lexicon.spellings[correction] ?? correction
    }
  }

  /// Traits of composers in the public domain fill what the prompt left open.
  mutating func applyComposers() {
    guard let composer = composers.first else {
      let style = artistStyles.first { !refusedStyles.contains($0) }
      if brief.styles.isEmpty, let style {
        brief.styles = [.init(name: style, weight: 1)]
        note("No style was named; taking \(style), the nearest to those traits.")
      }
      return
    }
    if brief.styles.isEmpty { brief.styles = [.init(name: composer.style, weight: 1)] }
    if brief.mood == nil { brief.mood = composer.mood }
    if brief.instruments.with.isEmpty {
      brief.instruments.with = composer.instruments.filter {
        !brief.instruments.without.contains($0)
      }
    }
  }
}
