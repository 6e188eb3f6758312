import Lexicons
import Music
import Production

/// Keys, tempos, metres and lengths that are refused, ends and changes of key.
extension Reading {
  /// What a refused value is of.
  enum Topic: String {
    case key, tempo, metre, length
  }

  /// Small words that may stand between a negation and the value it refuses.
  private static let between: Set<String> = [
    "a", "an", "the", "any", "at", "in", "of", "be", "use", "using", "have", "want", "it", "to",
    "tempo", "key", "meter", "time", "exactly", "around", "about", "set", "make", "for", "like",
    "on", "go", "with", "play", "write", "something", "anything", "put", "please",
  ]

  /// "not in C major, not 120 bpm": what is refused is not taken.
  mutating func refuseValues() {
    for index in items.indices where !items[index].isUsed {
      guard let topic = topic(of: index) else { continue }
      let range = items[index].range
      let before = range.lowerBound - 1
      var start = negation(before: range.lowerBound)
      if start == nil, ["or", "nor"].contains(text(at: before)), refusedEnds.contains(before) {
        start = range.lowerBound
      }
      guard let start else { continue }
      items[index].isUsed = true
      refusedEnds.insert(range.upperBound)
      claim(start..<range.upperBound)
      let isAlternative = start == range.lowerBound
      refusals.append(
        (topic, (isAlternative ? "not " : "") + raw(start..<range.upperBound).lowercasedFirst))
    }
  }

  private func topic(of index: Int) -> Topic? {
    switch items[index].content {
    case .key: .key
    case .tempo: .tempo
    case .meter: .metre
    case .seconds, .bars: .length
    case .number(let value)
    where (55...220).contains(value) && isMark(at: items[index].range.upperBound):
      .tempo
    case .phrase where items[index].isValue: .metre
    default: nil
    }
  }

  /// The first token of the negation right before a value.
  private func negation(before end: Int) -> Int? {
    var index = end - 1
    var steps = 0
    while index >= 0, steps < 5 {
      steps += 1
      if let found = item(at: index) {
        return found.isNegation ? found.range.lowerBound : nil
      }
      guard Reading.between.contains(text(at: index)) else { return nil }
      index -= 1
    }
    return nil
  }

  /// Says of each refusal what stands instead.
  mutating func reportRefusals() {
    for (topic, text) in refusals {
      let instead: String? =
        switch topic {
        case .key: brief.key.map { "\($0)" } ?? brief.scale?.rawValue
        case .tempo:
          brief.tempo.map { "\(Reading.text($0)) BPM" } ?? brief.pace.map { _ in "a pace" }
        case .metre: brief.meter.map { "\($0)" }
        case .length:
          brief.duration.map { "\(Reading.text($0)) s" } ?? brief.bars.map { "\($0) bars" }
        }
      if let instead {
        note("'\(text)' is noted; \(instead) was named as the \(topic.rawValue).")
      } else {
        note("'\(text)' is noted, but nothing else was said of the \(topic.rawValue).")
      }
    }
  }

  /// "ends at 0:45", "the piece at 45 seconds": a time that is the length.
  mutating func readEnds() {
    let ends: Set<String> = [
      "ends", "end", "ending", "finish", "finishes", "finishing", "concludes", "conclude",
    ]
    let wholes: Set<String> = ["piece", "song", "track", "tune", "music", "it", "everything"]
    for index in items.indices where !items[index].isUsed {
      guard case .point(let seconds) = items[index].content else { continue }
      var word = items[index].range.lowerBound - 1
      while ["exactly", "about", "around", "the"].contains(text(at: word)) { word -= 1 }
      guard ["at", "@", "by"].contains(text(at: word)) else { continue }
      word -= 1
      let isWhole =
        wholes.contains(text(at: word))
        && !["in", "of"].contains(text(at: word - 1))
        && !(text(at: word - 1) == "the" && ["in", "of"].contains(text(at: word - 2)))
      let before = item(at: word - 1)
      let isEnd =
        ends.contains(text(at: word)) && before?.section == nil && before?.event == nil
        && before?.mood == nil
        && !["a", "an", "the", "big"].contains(text(at: word - 1))
        && item(at: word).map { $0.range.count == 1 } ?? true
      guard isEnd || isWhole else { continue }
      items[index].isUsed = true
      if isEnd {
        if let found = itemAt[word] { items[found].isUsed = true }
        claim(word..<(word + 1))
      }
      if let first = brief.duration, first != seconds {
        note(
          "Two lengths are named; \(Reading.text(first)) s stands, \(Reading.text(seconds)) s is left out."
        )
      } else {
        brief.duration = seconds
      }
    }
  }

  /// "key change to B minor", "modulates up a minor third": where a change of key goes to.
  mutating func readKeyChanges() {
    for index in items.indices where items[index].event == "key change" {
      let range = items[index].range
      var change = KeyGoal()
      change.semitones = KeyGoal.interval(in: range.map { text(at: $0) })
      var next = range.upperBound
      var steps = 0
      while steps < 6, next < tokens.count {
        steps += 1
        if let found = itemAt[next] {
          if case .key(let text, let hasScale) = items[found].content, !items[found].isUsed {
            items[found].isUsed = true
            change.key = Key(text)
            change.hasScale = hasScale
            break
          }
          if items[found].event == "key change" {
            change.semitones = KeyGoal.interval(
              in: items[found].range.map { self.text(at: $0) })
            items[found].isUsed = true
            next = items[found].range.upperBound
            continue
          }
        }
        if ["up", "down"].contains(text(at: next)),
          let interval = KeyGoal.interval(
            in: (next..<min(next + 5, tokens.count)).map { text(at: $0) })
        {
          change.semitones = interval
          claimInterval(from: next)
          break
        }
        if itemAt[next] == nil, tokens[next].isCapitalized, let tonic = tonic(at: next) {
          // "To D": the scale stays.
          change.key = Key(tonic.name, tonic.scale ?? .major)
          change.hasScale = tonic.scale != nil
          claim(next..<tonic.end)
          break
        }
        guard
          ["to", "into", "the", "key", "of", "up", "down", "in", "by", "a"].contains(text(at: next))
        else { break }
        next += 1
      }
      keyGoals[range.lowerBound] = change
    }
  }

  private mutating func claimInterval(from start: Int) {
    let words: Set<String> = [
      "up", "down", "by", "a", "an", "half", "whole", "semitone", "step", "tone", "minor", "major",
      "third", "fourth", "second", "perfect", "two", "three", "one", "semitones", "steps",
    ]
    var end = start
    while end < tokens.count, words.contains(text(at: end)) {
      if let found = itemAt[end] { items[found].isUsed = true }
      end += 1
    }
    claim(start..<end)
  }

  /// Gives the changes of key in the brief the keys and places that were said with them.
  mutating func placeKeyChanges() {
    for index in items.indices where items[index].event == "key change" {
      let range = items[index].range
      guard let goal = keyGoals[range.lowerBound],
        let event = brief.events.firstIndex(where: {
          $0.what == "key change" && $0.key == nil && $0.semitones == nil && $0.place == nil
        })
      else { continue }
      if let key = goal.key {
        // A bare tonic keeps the scale of the piece.
        let scale = goal.hasScale ? key.scale : brief.key?.scale ?? brief.scale ?? key.scale
        brief.events[event].key = Key(key.tonic, scale)
      }
      brief.events[event].semitones = goal.semitones
      guard brief.events[event].at == nil else { continue }
      var end = range.upperBound
      while end < tokens.count, end < range.upperBound + 14, !isMark(at: end) { end += 1 }
      if let place = place(in: range.upperBound..<end) {
        brief.events[event].place = place.from ?? place.during ?? place.until
      }
    }
  }
}

/// Where a change of key goes to, as far as it was said.
struct KeyGoal: Hashable, Sendable {
  /// The key.
  var key: Key?
  /// Whether the key's scale was said.
  var hasScale = false
  /// Semitones up, down if negative.
  var semitones: Int?

  /// The interval in words such as "up a whole step"; nil where none is said.
  static func interval(in words: [String]) -> Int? {
    let text = " " + words.joined(separator: " ") + " "
    let sizes: [(String, Int)] = [
      (" half step", 1), (" half-step", 1), (" semitone ", 1), (" minor second", 1),
      (" minor third", 3), (" major third", 4), (" fourth", 5), (" fifth", 7),
      (" three semitones", 3), (" two semitones", 2), (" whole step", 2), (" whole tone", 2),
      (" major second", 2), (" tone ", 2), (" step ", 2),
    ]
    guard let size = sizes.first(where: { text.contains($0.0) })?.1 else { return nil }
    return text.contains(" down ") ? -size : size
  }
}

extension String {
  /// The text with a small first letter.
  fileprivate var lowercasedFirst: String { prefix(1).lowercased() + dropFirst() }
}
