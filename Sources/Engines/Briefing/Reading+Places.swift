import Lexicons
import Production

/// Places of the form and of time in words: "until the second chorus", "from 0:30 to 1:00".
extension Reading {
  /// Where a wish holds.
  struct Place {
    var during: Brief.Moment?
    var from: Brief.Moment?
    var until: Brief.Moment?

    var isEmpty: Bool { during == nil && from == nil && until == nil }
  }

  private static let ordinals: [String: Int] = [
    "first": 1, "opening": 1, "second": 2, "third": 3, "fourth": 4, "last": -1, "final": -1,
    "closing": -1,
  ]
  private static let starts: Set<String> = [
    "start", "starts", "starting", "begin", "begins", "beginning", "open", "opens", "opening",
    "first",
  ]
  private static let ends: Set<String> = [
    "end", "ends", "ending", "finish", "finishes", "finishing", "close", "closes",
  ]

  /// The place that the words of a range name; nil where they name none.
  func place(in scope: Range<Int>) -> Place? {
    var place = Place()
    var index = scope.lowerBound
    while index < scope.upperBound {
      let found = item(at: index)
      let end = max(index + 1, found?.range.upperBound ?? 0)
      if let moment = moment(at: index, in: scope) {
        put(moment.moment, preposition(before: index, in: scope), length: moment.length, &place)
        // "0:30 to 1:00" is one item with two times.
        if let last = found?.range.last, last > index, tokens[last].kind == .time,
          let until = tokens[last].value, place.from?.seconds != until
        {
          place.until = Brief.Moment(seconds: until)
        }
      }
      index = end
    }
    if place.isEmpty, let verb = scope.first.map({ text(at: $0) }) {
      if Reading.starts.contains(verb) { place.during = Brief.Moment(bar: 0) }
      if Reading.ends.contains(verb) { place.during = Brief.Moment(share: 1) }
    }
    return place.isEmpty ? nil : place
  }

  /// A length is a stretch from the beginning or to the end.
  private enum Length { case none, fromStart, toEnd }

  private func moment(
    at index: Int, in scope: Range<Int>
  ) -> (moment: Brief.Moment, length: Length)? {
    let ordinal = self.ordinal(before: index, in: scope)
    if let found = item(at: index) {
      guard found.range.lowerBound == index else { return nil }
      if let section = found.section, !found.isOnly {
        return (named(section, found, ordinal), .none)
      }
      if let event = found.event, ["drop", "build", "break", "climax"].contains(event) {
        return (Brief.Moment(section: event, number: ordinal), .none)
      }
      switch found.content {
      case .point(let seconds): return (Brief.Moment(seconds: seconds), .none)
      case .pointBar(let bar): return (Brief.Moment(bar: bar - 1), .none)
      case .seconds(let seconds):
        if ordinal == -1 {
          guard let length = brief.duration, seconds < length else { return nil }
          return (Brief.Moment(seconds: length - seconds), .toEnd)
        }
        return (Brief.Moment(seconds: seconds), ordinal == 1 ? .fromStart : .none)
      case .bars(let bars):
        if ordinal == -1 { return (Brief.Moment(bar: -bars), .toEnd) }
        return (Brief.Moment(bar: bars), ordinal == 1 ? .fromStart : .none)
      default: break
      }
    }
    switch text(at: index) {
    case "half":
      return (Brief.Moment(share: 0.5), ordinal == 1 ? .fromStart : .toEnd)
    case "middle": return (Brief.Moment(share: 0.5), .none)
    case "start", "beginning":
      // As a verb it begins the scope and names no place by itself.
      return index > scope.lowerBound ? (Brief.Moment(bar: 0), .none) : nil
    case "end": return index > scope.lowerBound ? (Brief.Moment(share: 1), .none) : nil
    case "first" where text(at: index - 1) == "at": return (Brief.Moment(bar: 0), .none)
    default: return nil
    }
  }

  /// A section of which "last chorus" and "final drop" may be names of their own in the lexicon.
  private func named(_ section: String, _ item: Item, _ ordinal: Int?) -> Brief.Moment {
    let own = item.range.compactMap { Reading.ordinals[text(at: $0)] }.first
    return Brief.Moment(section: section, number: own ?? ordinal)
  }

  private func ordinal(before index: Int, in scope: Range<Int>) -> Int? {
    var before = index - 1
    while before >= scope.lowerBound, ["the", "very"].contains(text(at: before)) { before -= 1 }
    return before >= scope.lowerBound ? Reading.ordinals[text(at: before)] : nil
  }

  private func preposition(before index: Int, in scope: Range<Int>) -> String {
    var before = index - 1
    let known: Set<String> = [
      "until", "till", "til", "before", "from", "after", "to", "and", "between", "in", "during",
      "at", "on", "for", "over", "since",
    ]
    while before >= scope.lowerBound, index - before < 5 {
      if known.contains(text(at: before)) { return text(at: before) }
      before -= 1
    }
    return ""
  }

  private func put(
    _ moment: Brief.Moment, _ word: String, length: Length, _ place: inout Place
  ) {
    switch (word, length) {
    case (_, .fromStart): place.until = moment
    case (_, .toEnd): place.from = moment
    case ("until", _), ("till", _), ("til", _), ("before", _): place.until = moment
    case ("from", _), ("after", _), ("since", _): place.from = moment
    case ("to", _), ("and", _):
      if place.from != nil { place.until = moment } else { place.during = moment }
    case ("between", _): place.from = moment
    default:
      // "At 0:30" a part comes in; "in the chorus" it plays through.
      if moment.seconds != nil { place.from = moment } else { place.during = moment }
    }
  }

  // MARK: Moods of a part

  /// "starts calm", "ends big", "quiet at the start", "louder in the chorus": moods for a part of
  /// the piece.
  mutating func readPartialMoods() {
    for index in items.indices where !items[index].isUsed {
      guard items[index].mood != nil || items[index].loudness != nil else { continue }
      guard let scope = moodScope(of: items[index]), let place = place(in: scope) else { continue }
      let energy: Double
      if let mood = items[index].mood {
        let factor = governing(items[index]).isNegated ? -0.5 : governing(items[index]).factor
        energy = (Reading.clamped(mood.energy * factor) + 1) / 2
      } else {
        energy = (items[index].loudness ?? -14) > -12 ? 0.9 : 0.25
      }
      items[index].isUsed = true
      for token in scope {
        if let found = itemAt[token], items[found].intensity != nil { items[found].isUsed = true }
      }
      claim(scope)
      brief.passages.append(
        Brief.Passage(
          text: raw(scope), during: place.during, from: place.from, until: place.until,
          energy: Reading.rounded(energy)))
    }
  }

  /// The words of a mood that holds for a part: "starts very calm", "calm at the beginning".
  private func moodScope(of item: Item) -> Range<Int>? {
    var before = item.range.lowerBound - 1
    while before >= 0, let found = self.item(at: before), found.intensity != nil {
      before = found.range.lowerBound - 1
    }
    while ["off", "out", "up", "and"].contains(text(at: before)) { before -= 1 }
    let verbs: Set<String> = [
      "start", "starts", "starting", "begin", "begins", "beginning", "open", "opens", "opening",
      "end", "ends", "ending", "finish", "finishes", "finishing", "close", "closes",
    ]
    // "Ending" as a section has an adjective of its own before it.
    if verbs.contains(text(at: before)), self.item(at: before)?.section == nil {
      return before..<item.range.upperBound
    }
    guard let end = sectionEnd(after: item.range.upperBound) else { return nil }
    return item.range.lowerBound..<end
  }
}
