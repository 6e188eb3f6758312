import Lexicons
import Music
import Production

/// The walk from left to right in which the longest phrase, number or key claims its tokens.
extension Reading {
  mutating func scan() {
    var index = 0
    while index < tokens.count {
      guard !isClaimed[index] else {
        index += 1
        continue
      }
      if let key = key(at: index) {
        add(.key(key.text, hasScale: key.hasScale), key.range)
        if let foreign = key.foreign {
          note(
            "'\(raw(foreign))' is not a scale here; the nearest is "
              + "\(key.text.split(separator: " ").dropFirst().joined(separator: " ")).")
        }
        index = key.range.upperBound
        continue
      }
      let phrase = phrase(at: index)
      let quantity = quantity(at: index)
      let namesInstrument =
        phrase.map { Item(content: .phrase($0.meanings), range: 0..<1).isInstrument } ?? false
      if let quantity, quantity.count >= (phrase?.count ?? 0) + (namesInstrument ? 1 : 0) {
        add(quantity.content, index..<(index + quantity.count))
        index += quantity.count
      } else if let phrase {
        add(.phrase(phrase.meanings), index..<(index + phrase.count))
        index += phrase.count
      } else if let form = letterForm(at: index) {
        add(.phrase([.form(form.names)]), form.range)
        index = form.range.upperBound
      } else {
        index += 1
      }
    }
  }

  private func phrase(at index: Int) -> (meanings: [Meaning], count: Int)? {
    let isClaimed = isClaimed
    guard
      let match = lexicon.phrases.longestMatch(in: tokens, at: index, where: { !isClaimed[$0] })
    else { return nil }
    let next = index + match.count
    let isMeter = match.value.contains {
      if case .meter = $0 { return true }
      return false
    }
    if isMeter, text(at: index) == "in" {
      // "in four bars", "in 6/8" and "in three parts" are no metres.
      let nouns: Set<String> = [
        "/", ":", "%", "part", "parts", "section", "sections", "movement", "movements", "voices",
        "stages", "keys", "phases", "acts", "verses", "days", "hundred", "half", "and", ".",
      ]
      if lexicon.units.longestMatch(in: tokens, at: next) != nil
        || (nouns.contains(text(at: next)) && !(text(at: next) == "." && next + 1 == tokens.count))
        || tokens.indices.contains(next) && tokens[next].kind == .number
      {
        return nil
      }
    }
    return (match.value, match.count)
  }

  /// `AABA`: letters from A that repeat.
  private func letterForm(at index: Int) -> (names: [String], range: Range<Int>)? {
    let token = tokens[index]
    let letters = raw(index..<(index + 1))
    guard token.kind == .word else { return nil }
    if (3...12).contains(letters.count), letters.first == "A" || letters.first == "a" {
      let upper = letters.uppercased()
      guard upper.allSatisfy({ "ABCDE".contains($0) }),
        upper.filter({ $0 == "A" }).count > 1 || text(at: index + 1) == "form",
        letters == upper || letters.count > 3, isFromFirst(Array(upper))
      else { return nil }
      return (upper.map { String($0) }, index..<(index + 1))
    }
    guard letters == "A" else { return nil }
    var end = index
    var names: [String] = []
    while end < tokens.count, ["A", "B", "C", "D"].contains(raw(end..<(end + 1))), !isClaimed[end] {
      names.append(raw(end..<(end + 1)))
      end += 1
      if ["/", ",", "-"].contains(text(at: end)) { end += 1 }
    }
    guard names.count >= 3, names.filter({ $0 == "A" }).count > 1 else { return nil }
    return (names, index..<min(end, tokens.count))
  }

  private func isFromFirst(_ letters: [Character]) -> Bool {
    var next = Character("A")
    for letter in letters where letter >= next {
      guard letter == next, let scalar = letter.unicodeScalars.first?.value,
        let following = Unicode.Scalar(scalar + 1)
      else { return false }
      next = Character(following)
    }
    return true
  }

  // MARK: Keys

  /// A key that begins at a token; `foreign` are the words of a scale that is not known, for which
  /// the nearest stands.
  private func key(
    at index: Int
  ) -> (text: String, range: Range<Int>, hasScale: Bool, foreign: Range<Int>?)? {
    guard tokens[index].kind == .word, let tonic = tonic(at: index) else { return nil }
    let before = text(at: index - 1)
    let isAnnounced =
      ["in", "key"].contains(before) || (before == "of" && text(at: index - 2) == "key")
      || ([":", "=", "is"].contains(before) && text(at: index - 2) == "key")
      || (["to", "into"].contains(before) && brief.prompt.utf8.count < 4000)
    var end = tonic.end
    var scale = tonic.scale
    var foreign: Range<Int>?
    if scale == nil {
      let match = lexicon.phrases.longestMatch(in: tokens, at: end)
      for case .scale(let found) in match?.value ?? [] {
        scale = found
        end += match?.count ?? 0
        break
      }
      for case .foreignScale(let found) in match?.value ?? [] where scale == nil {
        scale = found
        foreign = end..<(end + (match?.count ?? 0))
        end += match?.count ?? 0
      }
      if scale == nil, text(at: end + 1) == "blues", ["minor", "major"].contains(text(at: end)) {
        // "D minor blues" is a key before it is a kind of blues.
        scale = text(at: end) == "minor" ? .minor : .major
        end += 1
      }
      // "a minor key" says no tonic.
      let isArticle =
        text(at: index) == "a" && tonic.end == index + 1 && !tokens[index].isCapitalized
      let noun = text(at: end - 1) == "key" || text(at: end) == "key" || text(at: end) == "chord"
      if isArticle, scale != nil, noun || !isAnnounced && !isAtEnd(end) { return nil }
    }
    let isBare = scale == nil
    if isBare || tonic.scale != nil {
      // "Reggae in A blues": a tonic before the word is one, the article "a" is not.
      let isBlues = text(at: end) == "blues" && tokens[index].isCapitalized
      let followedByKey =
        text(at: end) == "key" || isBlues && (isAnnounced || text(at: index) != "a")
      let standsAlone = isMark(at: index - 1) && isMark(at: end) && tokens[index].isCapitalized
      let isLong = tonic.end > index + 1 || raw(index..<(index + 1)).count > 1
      let isArticle = text(at: index) == "a" && end == index + 1
      let isMinorName = tonic.scale != nil && tokens[index].isCapitalized && text(at: index) != "am"
      guard isAnnounced || isMinorName || (followedByKey && !isArticle) || (standsAlone && isLong)
      else { return nil }
      if isArticle, !tokens[index].isCapitalized || !isAtEnd(end) && !(isBlues && isAnnounced) {
        return nil
      }
      if isBare, ["to", "into"].contains(before) { return nil }
      if isBare, text(at: end) == "s" { return nil }
    }
    if text(at: end) == "key", end < tokens.count { end += 1 }
    let name = (scale ?? .major).rawValue
    return ("\(tonic.name) \(name)", index..<end, scale != nil, foreign)
  }

  /// "Reggae in A blues": beside another style the word names the scale of the key, not a style.
  mutating func readBluesKeys() {
    for index in items.indices {
      guard case .key(let text, _) = items[index].content, let key = Key(text),
        let blues = itemAt.indices.contains(items[index].range.upperBound)
          ? itemAt[items[index].range.upperBound] : nil,
        items[blues].has({ $0 == .style("blues") }),
        raw(items[blues].range).lowercased() == "blues",
        items.indices.contains(where: { $0 != blues && namesStyle(items[$0]) })
      else { continue }
      items[index].content = .key("\(key.tonic) \(Scale.blues.rawValue)", hasScale: true)
      items[blues].content = .phrase([.plain])
    }
  }

  private func namesStyle(_ item: Item) -> Bool {
    item.isStyle && !item.has { $0 == .style("blues") || $0 == .tinge("blues") }
      && !governing(item).isNegated
  }

  private func isAtEnd(_ index: Int) -> Bool {
    isMark(at: index)
      || ["at", "with", "and", "for", "please", "around", "about", "but", "then"]
        .contains(text(at: index))
      || tokens[index].kind != .word
  }

  func tonic(at index: Int) -> (name: PitchName, end: Int, scale: Scale?)? {
    let written = raw(index..<(index + 1))
    guard written.count <= 6, let first = written.first, let letter = Letter(first) else {
      return nil
    }
    var rest = String(written.dropFirst())
    var alteration = 0
    var end = index + 1
    if rest.first == "b" {
      alteration = -1
      rest.removeFirst()
    }
    if rest.isEmpty {
      if ["#", "♯"].contains(text(at: end)), tokens[end].isJoined {
        alteration += 1
        end += 1
      } else if text(at: end) == "♭", tokens[end].isJoined {
        alteration -= 1
        end += 1
      } else if ["sharp", "flat"].contains(text(at: end)) {
        alteration += text(at: end) == "sharp" ? 1 : -1
        end += 1
      }
      if end > index + 1, end < tokens.count, tokens[end].kind == .word, tokens[end].isJoined,
        !tokens[end].followsHyphen, ["m", "min", "maj"].contains(text(at: end))
      {
        rest = raw(end..<(end + 1))
        end += 1
      }
    }
    switch rest {
    case "": return (PitchName(letter, alteration), end, nil)
    case "m", "min": return (PitchName(letter, alteration), end, .minor)
    case "maj", "M": return (PitchName(letter, alteration), end, .major)
    default: return nil
    }
  }
}
