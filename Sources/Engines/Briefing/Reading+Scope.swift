import Lexicons
import Production

/// Wishes for instruments that hold for a part of the piece.
extension Reading {
  /// The tokens of a wish such as "no drums until the chorus"; nil where it is for the whole piece.
  func scope(of item: Item) -> Range<Int>? {
    let start = governingStart(of: item)
    if let end = scopeEnd(after: item.range.upperBound) { return start..<end }
    if let first = scopeStart(before: start) { return first..<item.range.upperBound }
    return nil
  }

  /// Keeps a wish for a part of the piece: who plays, rests or plays alone there.
  mutating func applyToPart(
    _ item: Item, _ scope: Range<Int>, isNegated: Bool, isOnly: Bool = false
  ) {
    if !isNegated { wish(for: item) }
    for index in scope {
      guard let found = itemAt[index] else { continue }
      switch items[found].content {
      case .point, .pointBar, .seconds, .bars, .number: items[found].isUsed = true
      default: break
      }
    }
    claim(scope)
    guard let place = place(in: scope) else {
      note(
        "'\(raw(scope))' names no place that a form has, "
          + "and nothing is left out of the whole.")
      return
    }
    var wishes = Brief.InstrumentWishes(only: isOnly && !isNegated)
    for meaning in item.meanings {
      switch meaning {
      case .instrument(let with, let without):
        if isNegated { wishes.without += without } else { wishes.with += with }
      case .ensemble(let names):
        if isNegated { wishes.without += names } else { wishes.with += names }
        wishes.only = wishes.only || !isNegated
      case .piece(let whole) where !isNegated: wishes.with.append(whole)
      default: break
      }
    }
    // "Only drums and bass in the intro" is one wish with two names.
    let text = raw(scope)
    if let last = brief.passages.indices.last, wishes.only, brief.passages[last].instruments.only,
      brief.passages[last].during == place.during, brief.passages[last].from == place.from,
      brief.passages[last].until == place.until
    {
      brief.passages[last].instruments.with += wishes.with
      if text.count > brief.passages[last].text.count { brief.passages[last].text = text }
      return
    }
    brief.passages.append(
      Brief.Passage(
        text: text, during: place.during, from: place.from, until: place.until,
        instruments: wishes))
  }

  /// The first of the words that govern an instrument: negation, restriction and small words.
  private func governingStart(of item: Item) -> Int {
    var start = item.range.lowerBound
    var index = start - 1
    let small: Set<String> = ["a", "an", "the", "any", "or", "and", "nor", "use", "of", "be"]
    while index >= 0 {
      if let found = self.item(at: index) {
        guard
          found.isNegation || found.isOnly || found.isMood || found.intensity != nil
            || found.isInstrument
        else { break }
        index = found.range.lowerBound - 1
        if !found.isInstrument { start = found.range.lowerBound }
      } else if small.contains(text(at: index)), tokens[index].kind == .word {
        index -= 1
      } else {
        break
      }
    }
    return start
  }

  /// The end of "until the chorus", "in the intro", "from 0:30", "at the start".
  private func scopeEnd(after end: Int) -> Int? {
    var index = end
    while let found = item(at: index), found.isInstrument || found.isOnly && found.section == nil {
      index = found.range.upperBound
    }
    while ["and", "or", "nor"].contains(text(at: index)), let found = item(at: index + 1),
      found.isInstrument
    {
      index = found.range.upperBound
    }
    if let section = item(at: index), let name = section.section, name != "solo",
      isMark(at: section.range.upperBound)
        || ["and", "then"].contains(text(at: section.range.upperBound))
    {
      return section.range.upperBound
    }
    if text(at: index) == "at", text(at: index + 1) == "first" { return index + 2 }
    let word = text(at: index)
    let isUntil = ["until", "till", "til", "before", "during"].contains(word)
    guard isUntil || ["in", "at", "from", "on", "for", "after", "over", "between"].contains(word)
    else { return nil }
    var next = index + 1
    var hasOrdinal = false
    while true {
      if ["first", "last", "final", "opening"].contains(text(at: next)) {
        hasOrdinal = true
      } else if !["the", "a", "very", "second", "third", "its", "each", "every"].contains(
        text(at: next)) || item(at: next)?.section != nil
      {
        break
      }
      next += 1
    }
    if let found = item(at: next) {
      if found.section != nil || found.event != nil, word != "for" { return found.range.upperBound }
      switch found.content {
      case .point, .pointBar: return found.range.upperBound
      case .seconds, .bars: return hasOrdinal || isUntil ? found.range.upperBound : nil
      case .number: return isUntil ? found.range.upperBound : nil
      default: return nil
      }
    }
    let ends: Set<String> = ["start", "beginning", "end", "middle", "half"]
    return ends.contains(text(at: next)) && word != "for" ? next + 1 : nil
  }

  /// The start of "starts with", "in the intro", "from 0:30 to 1:00", "intro:".
  private func scopeStart(before start: Int) -> Int? {
    var index = start - 1
    while ["a", "an", "the", "some", "just"].contains(text(at: index)) { index -= 1 }
    let verbs: Set<String> = [
      "start", "starts", "starting", "begin", "begins", "beginning", "open", "opens", "opening",
      "end", "ends", "ending", "finish", "finishes", "finishing", "close", "closes",
    ]
    let link = text(at: index)
    if ["with", "as", "on"].contains(link), verbs.contains(text(at: index - 1)) {
      return index - 1
    }
    if ["with", ":", "is", "has", "having", "are", "to"].contains(link),
      let found = item(at: index - 1), found.section != nil
    {
      return found.range.lowerBound
    }
    if link == "," { index -= 1 }
    guard let found = item(at: index) else { return nil }
    var first = found.range.lowerBound - 1
    while ["the", "first", "last", "a"].contains(text(at: first)) { first -= 1 }
    let prepositions: Set<String> = [
      "in", "during", "from", "between", "until", "till", "at", "for",
    ]
    guard prepositions.contains(text(at: first)) else { return nil }
    let startsClause =
      isMark(at: first - 1) || ["and", "then", "but"].contains(text(at: first - 1))
    switch found.content {
    case .point, .pointBar: return startsClause || text(at: first) == "from" ? first : nil
    case .bars, .seconds:
      return startsClause && ["first", "last"].contains(text(at: found.range.lowerBound - 1))
        ? first : nil
    default: return found.section != nil && startsClause ? first : nil
    }
  }
}
