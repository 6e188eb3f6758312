import Lexicons
import Music
import Production

/// Limits of notes in words: "no notes above G5", "at most three notes at once", "bass only on roots".
extension Reading {
  /// Words before a note that make it a limit.
  private static let bounds: Set<String> = [
    "above", "over", "below", "under", "beneath", "than", "between", "from", "range", "to", "and",
    "beyond", "past", "until",
  ]

  /// "above G5": notes with octaves after a word of place are limits, no chords.
  mutating func recognizePitches() {
    for index in tokens.indices where !isClaimed[index] {
      guard let found = pitch(at: index) else { continue }
      var before = index - 1
      while ["the", "note", "a", "high", "low", "of", ":", "-"].contains(text(at: before)) {
        before -= 1
      }
      let word = text(at: before)
      let follows = item(at: index - 1).map { isPitch($0) } ?? false
      let isSecond = ["to", "and", "until"].contains(word) || follows
      let isAfterPitch = item(at: before - 1).map { isPitch($0) } ?? false
      guard
        Reading.bounds.contains(word) && !isSecond || isSecond && (isAfterPitch || follows)
          || word == "to" && text(at: before - 1) == "up"
      else { continue }
      // "from C5" alone is no limit, nor is "to G5".
      if word == "from", !hasPitch(after: found.end) { continue }
      add(.pitch(found.pitch), index..<found.end)
    }
  }

  private func isPitch(_ item: Item) -> Bool {
    if case .pitch = item.content { return true }
    return false
  }

  private func hasPitch(after index: Int) -> Bool {
    (index...(index + 1)).contains { pitch(at: $0) != nil }
      && ["to", "-", "and", "until"].contains(text(at: index)) || pitch(at: index) != nil
  }

  /// `G5`, `C#4`, `Bb3`, `F sharp 4`: a letter, its sign and the octave.
  private func pitch(at index: Int) -> (pitch: Pitch, end: Int)? {
    guard tokens.indices.contains(index), tokens[index].kind == .word, text(at: index).count <= 2
    else { return nil }
    var name = raw(index..<(index + 1))
    var end = index + 1
    if ["#", "♯", "♭"].contains(text(at: end)), tokens[end].isJoined {
      name += text(at: end) == "♭" ? "b" : "#"
      end += 1
    } else if ["sharp", "flat"].contains(text(at: end)) {
      name += text(at: end) == "flat" ? "b" : "#"
      end += 1
    }
    guard tokens.indices.contains(end), tokens[end].kind == .number,
      tokens[end].isJoined || end > index + 1, tokens[end].text.count <= 2
    else { return nil }
    guard let pitch = Pitch(name.prefix(1).uppercased() + name.dropFirst() + tokens[end].text)
    else { return nil }
    return (pitch, end + 1)
  }

  // MARK: Reading

  /// Takes the limits and what governs them.
  mutating func readLimits() {
    readRanges()
    readPolyphony()
    readRoots()
  }

  private mutating func readRanges() {
    var index = 0
    while index < items.count {
      defer { index += 1 }
      guard case .pitch(let pitch) = items[index].content, !items[index].isUsed else { continue }
      items[index].isUsed = true
      var limits = NoteLimits()
      var span = items[index].range
      var word = span.lowerBound - 1
      while ["the", "note", "a", "high", "low", "of", ":"].contains(text(at: word)) { word -= 1 }
      if let second = secondPitch(after: span.upperBound) {
        // "between C4 and C6", "range C3 to G5".
        limits.low = min(pitch, second.pitch)
        limits.high = max(pitch, second.pitch)
        items[second.item].isUsed = true
        span = span.lowerBound..<items[second.item].range.upperBound
      } else {
        let isRefused = isRefused(before: word)
        switch text(at: word) {
        case "above", "over", "beyond", "past":
          if isRefused { limits.high = pitch } else { limits.low = pitch.transposed(by: 1) }
        case "below", "under", "beneath":
          if isRefused { limits.low = pitch } else { limits.high = pitch.transposed(by: -1) }
        case "than":
          let isUp = ["higher", "above", "over"].contains(text(at: word - 1))
          if isUp == isRefused { limits.high = pitch } else { limits.low = pitch }
        case "to": limits.high = pitch
        default: continue
        }
      }
      let start = clauseStart(before: word)
      let owner = owner(of: start..<span.upperBound)
      take(limits, of: owner.names, over: start..<max(span.upperBound, owner.end))
    }
  }

  private func secondPitch(after end: Int) -> (pitch: Pitch, item: Int)? {
    var next = end
    if ["to", "and", "-", "until"].contains(text(at: next)) { next += 1 }
    guard tokens.indices.contains(next), let found = itemAt[next],
      case .pitch(let pitch) = items[found].content, !items[found].isUsed
    else { return nil }
    return (pitch, found)
  }

  /// Whether "no", "not", "never", "nothing" or "without" stands before a word of place.
  private func isRefused(before word: Int) -> Bool {
    var index = word - 1
    var steps = 0
    while index >= 0, steps < 5 {
      if let found = item(at: index) {
        if found.isNegation { return true }
        guard found.isInstrument else { return false }
      }
      if ["no", "not", "never", "nothing", "none", "nor", "without"].contains(text(at: index)) {
        return true
      }
      guard
        [
          "notes", "note", "any", "anything", "pitches", "go", "goes", "going", "higher", "lower",
          "than", "single", "ever", "play", "plays", "playing", "written",
        ].contains(text(at: index)) || item(at: index) != nil
      else { return false }
      index -= 1
      steps += 1
    }
    return false
  }

  /// The first token of the clause that ends with a limit.
  private func clauseStart(before word: Int) -> Int {
    var start = word
    let own: Set<String> = [
      "no", "not", "never", "nothing", "none", "nor", "without", "notes", "note", "any", "anything",
      "pitches", "go", "goes", "going", "higher", "lower", "than", "stay", "stays", "keep", "in",
      "the", "range", "up", "at", "most", "within", "should", "must", "ever", "single", "play",
      "plays", "playing", "don't", "dont", "written",
    ]
    while start > 0 {
      let before = start - 1
      if let found = item(at: before) {
        guard found.isNegation else { break }
        start = found.range.lowerBound
      } else if own.contains(text(at: before)), tokens[before].kind == .word {
        start = before
      } else {
        break
      }
    }
    return start
  }

  /// Whose notes a limit means: the instrument right before its clause, or right after it with
  /// "in", "for", "of" or "on".
  private mutating func owner(of clause: Range<Int>) -> (names: [String?], end: Int) {
    var after = clause.upperBound
    if ["in", "for", "of", "on", "from", "by"].contains(text(at: after)) {
      after += 1
      while ["the", "a", "my"].contains(text(at: after)) { after += 1 }
      if let names = names(at: after), let end = item(at: after)?.range.upperBound {
        return (names, end)
      }
    }
    var before = clause.lowerBound - 1
    while ["the", "is", "are", "to", "s", ":"].contains(text(at: before)) { before -= 1 }
    if let names = names(at: before) { return (names, clause.upperBound) }
    return ([nil], clause.upperBound)
  }

  /// The names of an instrument at a token, which is wanted by being named.
  private mutating func names(at index: Int) -> [String]? {
    guard tokens.indices.contains(index), let found = itemAt[index], items[found].isInstrument
    else { return nil }
    for meaning in items[found].meanings {
      switch meaning {
      case .instrument(let with, _), .ensemble(let with):
        items[found].isUsed = true
        wish(for: items[found])
        return with
      case .piece(let whole):
        items[found].isUsed = true
        wish(for: items[found])
        return [whole]
      default: break
      }
    }
    return nil
  }

  /// Takes a limit and its words; one that is meant for a section is refused, as players get their
  /// ranges for the whole piece.
  private mutating func take(_ limits: NoteLimits, of names: [String?], over range: Range<Int>) {
    if let end = sectionEnd(after: range.upperBound) {
      claimLimit(range)
      claim(range.lowerBound..<end)
      refuse(range.lowerBound..<end, .limit)
      return
    }
    if let start = sectionStart(before: range.lowerBound) {
      claimLimit(range)
      claim(start..<range.upperBound)
      refuse(start..<range.upperBound, .limit)
      return
    }
    claimLimit(range)
    for name in names {
      let wish = Brief.LimitWish(of: name, limits: limits)
      if !brief.limits.contains(wish) { brief.limits.append(wish) }
    }
  }

  /// Claims the words of a limit, so that nothing else reads them.
  private mutating func claimLimit(_ range: Range<Int>) {
    for index in range {
      if let found = itemAt[index] { items[found].isUsed = true }
    }
    claim(range)
  }

  // MARK: Voices and roots

  /// "polyphony of 8", "max 4 voices", "at most three notes at once", "6-voice polyphony".
  private mutating func readPolyphony() {
    for index in items.indices where !items[index].isUsed {
      guard case .number(let value) = items[index].content, value == value.rounded(),
        (1...128).contains(value)
      else { continue }
      let range = items[index].range
      var end = range.upperBound
      var start = range.lowerBound
      var isLimit = false
      if ["voice", "voices", "note", "notes"].contains(text(at: end)) {
        end += 1
        if text(at: end) == "polyphony" {
          end += 1
          isLimit = true
        } else if ["at", "sounding", "of"].contains(text(at: end)),
          ["once", "time", "simultaneously", "polyphony"].contains(text(at: end + 1))
            || text(at: end + 1) == "a" && text(at: end + 2) == "time"
            || text(at: end + 1) == "the" && text(at: end + 3) == "time"
        {
          isLimit = true
          while !isMark(at: end), end < range.upperBound + 6 {
            let word = text(at: end)
            end += 1
            if ["once", "time", "simultaneously", "polyphony"].contains(word) { break }
          }
        }
      }
      while let (word, first) = limitWord(before: start) {
        start = first
        if word == "polyphony" || word == "voices" || end > range.upperBound { isLimit = true }
      }
      guard isLimit else { continue }
      let owner = owner(of: start..<end)
      take(
        NoteLimits(voices: Int(value)), of: owner.names, over: start..<max(end, owner.end))
    }
  }

  /// A word or phrase of a limit that ends right before a token.
  private func limitWord(before index: Int) -> (word: String, start: Int)? {
    let word = text(at: index - 1)
    if ["polyphony", "max", "maximum", "maximal", "of", ":", "=", "voices", "exceeding"]
      .contains(word)
    {
      return (word, index - 1)
    }
    for phrase in [
      ["at", "most"], ["up", "to"], ["no", "more", "than"], ["not", "more", "than"],
      ["never", "more", "than"],
    ]
    where index >= phrase.count
      && phrase.indices.allSatisfy({ text(at: index - phrase.count + $0) == phrase[$0] })
    {
      return (phrase.joined(separator: " "), index - phrase.count)
    }
    return nil
  }

  /// "bass only on roots", "bass plays only root notes", "only roots in the bass".
  private mutating func readRoots() {
    for index in tokens.indices where ["roots", "root"].contains(text(at: index)) {
      guard item(at: index) == nil else { continue }
      var end = index + 1
      if ["note", "notes"].contains(text(at: end)) { end += 1 }
      var start = index
      var isOnly = false
      while start > 0, start > index - 6 {
        let word = text(at: start - 1)
        if ["only", "just", "nothing", "solely", "strictly"].contains(word) { isOnly = true }
        guard
          [
            "only", "just", "on", "the", "plays", "play", "playing", "nothing", "but", "solely",
            "strictly", "its", "to", "sticks", "stick", "stays", "stay", "of", "chord", "s",
          ].contains(word), item(at: start - 1).map({ $0.isOnly || $0.isNegation }) ?? true
        else { break }
        start -= 1
      }
      if ["only", "alone"].contains(text(at: end)) {
        isOnly = true
        end += 1
      }
      guard isOnly else { continue }
      let owner = owner(of: start..<end)
      let names = owner.names == [nil] ? ["bass"] : owner.names
      take(NoteLimits(rootsOnly: true), of: names, over: start..<max(end, owner.end))
    }
  }

  // MARK: Parts of the style

  /// "no texture": a part that only the style knows by this name.
  mutating func refuseStyleParts(_ partNames: ([Brief.StyleWeight]) -> [String]) {
    for index in items.indices where items[index].isNegation {
      let next = items[index].range.upperBound
      guard tokens.indices.contains(next), tokens[next].kind == .word, itemAt[next] == nil,
        !brief.styles.isEmpty
      else { continue }
      let word = text(at: next)
      guard partNames(brief.styles).contains(word), !brief.instruments.without.contains(word)
      else { continue }
      brief.instruments.without.append(word)
      items[index].isUsed = true
      claim(items[index].range.lowerBound..<(next + 1))
    }
  }
}
