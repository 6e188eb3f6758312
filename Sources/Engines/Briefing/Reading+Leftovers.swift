import Lexicons
import Music
import Production

/// What was not understood, and what cannot all be true.
extension Reading {
  mutating func listLeftovers() {
    for item in items where !item.isUsed {
      let isQuiet: Bool
      switch item.content {
      case .phrase(let meanings):
        isQuiet = meanings.allSatisfy { meaning in
          switch meaning {
          case .negation, .intensity, .only, .touchBefore, .touchAfter, .mainly, .plain: true
          default: false
          }
        }
      case .number: isQuiet = item.range.count == 1 && tokens[item.range.lowerBound].kind == .word
      default: isQuiet = false
      }
      if !isQuiet { for index in item.range { isClaimed[index] = false } }
    }
    var index = 0
    while index < tokens.count {
      guard !isClaimed[index], tokens[index].kind != .mark else {
        index += 1
        continue
      }
      var end = index
      while end < tokens.count, !isClaimed[end], tokens[end].kind != .mark { end += 1 }
      list(index..<end)
      index = end
    }
  }

  /// Lists a run of words without the small words at its ends.
  private mutating func list(_ run: Range<Int>) {
    let isRefusal = item(at: run.lowerBound - 1)?.isNegation ?? false
    guard let first = run.first(where: { !isSmall(at: $0) }),
      let last = run.last(where: { !isSmall(at: $0) })
    else { return }
    let text = raw(first..<(last + 1))
    let whole = isRefusal && first == run.lowerBound ? "no \(text)" : text
    if !brief.notUnderstood.contains(whole) { brief.notUnderstood.append(whole) }
  }

  private func isSmall(at index: Int) -> Bool {
    let isStopWord = lexicon.stopWords.contains(text(at: index)) && itemAt[index] == nil
    let isLetter = tokens[index].kind == .word && text(at: index).utf8.count == 1
    return isStopWord || isLetter
  }

  mutating func reportContradictions() {
    if let tempo = brief.tempo, !BriefOptions.tempos.contains(tempo) {
      note("\(Reading.text(tempo)) BPM is out of the range of 20 to 400.")
    }
    if let bars = brief.bars, !BriefOptions.barCounts.contains(bars) {
      note("\(bars) bars is out of the range of 1 to 2000.")
    }
    if let duration = brief.duration, !BriefOptions.durations.contains(duration) {
      note("\(Reading.text(duration)) s is out of the range of 1 to 3600.")
    }
    if let tempo = brief.tempo, let bars = brief.bars, let duration = brief.duration, tempo > 0 {
      let length = (brief.meter ?? .common).barLength
      let bar = Double(length.numerator) / Double(length.denominator) * 60 / tempo
      let total = bar * Double(bars)
      if abs(total - duration) > Swift.max(0.5, bar) {
        note(
          "\(bars) bars at \(Reading.text(tempo)) BPM last \(Reading.text(Reading.rounded(total))) s, "
            + "not \(Reading.text(duration)) s.")
      }
    }
    if let duration = brief.duration {
      for event in brief.events {
        if let at = event.at, at >= duration {
          note(
            "'\(event.what)' at \(Reading.text(at)) s lies behind the end at \(Reading.text(duration)) s."
          )
        }
      }
    }
    if brief.loop, let fade = brief.events.first(where: { $0.what == "fade out" }) {
      note("A seamless loop has no '\(fade.what)'; the loop stands.")
    }
  }
}
