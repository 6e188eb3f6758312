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

  /// "key change to B minor": the key is not that of the piece.
  mutating func readKeyChanges() {
    for index in items.indices where !items[index].isUsed {
      guard case .key = items[index].content else { continue }
      var before = items[index].range.lowerBound - 1
      while ["to", "into", "the", "key", "of", "up", "down"].contains(text(at: before)),
        item(at: before) == nil
      {
        before -= 1
      }
      guard before < items[index].range.lowerBound - 1, item(at: before)?.event == "key change"
      else { continue }
      items[index].isUsed = true
      note(
        "A key change goes up a whole tone; "
          + "\(raw(items[index].range)) as the key it goes to is left out.")
    }
  }
}

extension String {
  /// The text with a small first letter.
  fileprivate var lowercasedFirst: String { prefix(1).lowercased() + dropFirst() }
}
