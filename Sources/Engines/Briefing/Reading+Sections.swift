import Lexicons
import Production

/// Wishes that are meant for one section, of things that hold for the whole piece: they are told as
/// not understood, and never taken for the whole.
extension Reading {
  /// "Faster in the bridge", "in 3/4 at the end", "drums louder in the chorus"; and "drums louder",
  /// which is no wish for a louder master either.
  mutating func refuseSectionWishes() {
    for index in items.indices where !items[index].isUsed {
      guard let thing = wholeThing(of: index) else { continue }
      let range = items[index].range
      var start = range.lowerBound
      var end = range.upperBound
      let instrument = thing == .loudness ? instrument(before: start) : nil
      if let place = sectionEnd(after: end) {
        end = place
      } else if thing != .loudness, let place = sectionStart(before: start) {
        start = place
      } else if thing == .tempo, let next = item(at: end), next.section != nil, !next.isOnly {
        // "Slow intro": the pace of a section.
        end = next.range.upperBound
      } else if instrument == nil || !isComparative(start) {
        continue
      }
      // "Louder in the chorus" is an energy, which sections have; a balance of one part is none.
      if thing == .loudness, instrument == nil { continue }
      start = governedStart(of: start, instrument: instrument)
      items[index].isUsed = true
      claim(start..<end)
      refuse(start..<end, thing)
    }
  }

  /// What a section cannot have of its own.
  enum WholeThing: String {
    case tempo = "the tempo holds for the whole piece"
    case metre = "the metre holds for the whole piece"
    case key = "the key holds for the whole piece"
    case loudness = "the parts are balanced by the style"
    case limit = "a limit of notes holds for the whole piece"
  }

  /// Whether a word compares; tokens hold their plain forms.
  private func isComparative(_ index: Int) -> Bool {
    ["louder", "quieter", "softer"].contains(raw(index..<(index + 1)).lowercased())
  }

  /// Lists a wish for one section as not understood.
  mutating func refuse(_ range: Range<Int>, _ thing: WholeThing) {
    let text = raw(range)
    if !brief.notUnderstood.contains(text) { brief.notUnderstood.append(text) }
    note("'\(text)' is left out: \(thing.rawValue).")
    for index in range {
      guard let found = itemAt[index], case .point = items[found].content else { continue }
      items[found].isUsed = true
    }
  }

  private func wholeThing(of index: Int) -> WholeThing? {
    switch items[index].content {
    case .tempo: return .tempo
    case .meter: return .metre
    case .key: return .key
    case .phrase(let meanings):
      for meaning in meanings {
        switch meaning {
        case .pace: return .tempo
        case .meter: return .metre
        case .scale, .foreignScale: return .key
        case .loudness: return .loudness
        case .mood where isComparative(items[index].range.lowerBound): return .loudness
        default: break
        }
      }
      return nil
    default: return nil
    }
  }

  /// The instrument right before a word, with "the" and verbs between.
  private func instrument(before start: Int) -> Item? {
    var index = start - 1
    let small: Set<String> = [
      "is", "are", "get", "gets", "be", "should", "a", "bit", "much", "play", "plays",
    ]
    while small.contains(text(at: index)) || item(at: index)?.intensity != nil {
      index -= 1
    }
    guard let found = item(at: index), found.isInstrument else { return nil }
    return found
  }

  /// Where the words begin that belong to a refused wish.
  private func governedStart(of start: Int, instrument: Item?) -> Int {
    if let instrument { return min(start, instrument.range.lowerBound) }
    var first = start
    while let found = item(at: first - 1), found.intensity != nil { first = found.range.lowerBound }
    if text(at: first - 1) == "in", itemAt[start] != nil, !isMark(at: first - 1) { first -= 1 }
    return first
  }

  // MARK: Places

  /// The end of "in the chorus", "at the end", "from the second verse on", right after a wish.
  func sectionEnd(after end: Int) -> Int? {
    let word = text(at: end)
    guard
      ["in", "at", "during", "from", "until", "till", "before", "after", "towards", "for", "on"]
        .contains(word)
    else { return nil }
    var next = end + 1
    let small: Set<String> = [
      "the", "a", "very", "first", "second", "third", "last", "final", "its", "each", "every",
    ]
    while small.contains(text(at: next)), item(at: next)?.section == nil { next += 1 }
    // "For intro videos" is a use.
    if word == "for", text(at: end + 1) != "the" { return nil }
    if let found = item(at: next) {
      switch found.content {
      case .point where ["at", "from", "until", "till", "after", "before"].contains(word):
        return found.range.upperBound
      default: return found.section != nil && !found.isOnly ? found.range.upperBound : nil
      }
    }
    let place = text(at: next)
    guard ["start", "beginning", "end", "middle"].contains(place), next > end + 1 else {
      return nil
    }
    // From the start on, or to the end, is the whole.
    let isWhole =
      ["from", "after"].contains(word) && ["start", "beginning"].contains(place)
      || ["until", "till", "before"].contains(word) && place == "end"
    return isWhole ? nil : next + 1
  }

  /// The start of "in the bridge" right before a wish, at the beginning of a clause.
  func sectionStart(before start: Int) -> Int? {
    var index = start - 1
    let links: Set<String> = ["in", "go", "goes", "gets", "is", "it", ",", ":", "a", "at", "with"]
    while links.contains(text(at: index)) || item(at: index)?.intensity != nil {
      index -= 1
    }
    guard let found = item(at: index), found.section != nil, !found.isOnly else { return nil }
    var first = found.range.lowerBound - 1
    let small: Set<String> = ["the", "first", "second", "third", "last", "final", "every", "each"]
    while small.contains(text(at: first)) { first -= 1 }
    guard ["in", "at", "during"].contains(text(at: first)), itemAt[first] == nil,
      isMark(at: first - 1) || ["and", "then", "but"].contains(text(at: first - 1))
    else { return nil }
    return first
  }
}
