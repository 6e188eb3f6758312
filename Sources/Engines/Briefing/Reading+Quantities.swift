import Lexicons
import Music

/// Numbers with their units: tempo, lengths, times, bars, metre, loudness, shares, decades.
extension Reading {
  typealias Quantity = (content: Item.Content, count: Int)

  /// A number in digits or words: its value and the token after it.
  func number(at start: Int) -> (value: Double, end: Int)? {
    guard tokens.indices.contains(start), !isClaimed[start] else { return nil }
    if let value = tokens[start].value {
      guard tokens[start].kind == .number else { return nil }
      if text(at: start + 1) == "½" { return (value + 0.5, start + 2) }
      if text(at: start + 1) == "and", text(at: start + 2) == "a", text(at: start + 3) == "half" {
        return (value + 0.5, start + 4)
      }
      return (value, start + 1)
    }
    var total = 0
    var current = 0
    var last = 0
    var index = start
    if text(at: index) == "a", ["hundred", "dozen"].contains(text(at: index + 1)) {
      current = 1
      index += 1
    }
    loop: while tokens.indices.contains(index), index - start < 9 {
      if text(at: index) == "and", last >= 100, let next = lexicon.numbers[text(at: index + 1)],
        next < 100
      {
        index += 1
        continue
      }
      guard let value = lexicon.numbers[text(at: index)] else { break }
      switch value {
      case 12 where text(at: index) == "dozen": current = max(current, 1) * 12
      case 100: current = max(current, 1) * 100
      case 1000:
        total += max(current, 1) * 1000
        current = 0
      case 20...99:
        if (1...9).contains(current), last < 10 {
          current = current * 100 + value
        } else if current == 0 || current % 100 == 0 {
          current += value
        } else {
          break loop
        }
      default:
        guard current == 0 || (last >= 20 && value < 10) || last == 100 else { break loop }
        current += value
      }
      last = value
      index += 1
    }
    guard index > start, last > 0 || index == start + 1, lexicon.numbers[text(at: index - 1)] != nil
    else { return nil }
    let value = Double(total + current)
    if text(at: index) == "and", text(at: index + 1) == "a", text(at: index + 2) == "half" {
      return (value + 0.5, index + 3)
    }
    return (value, index)
  }

  func unit(at index: Int) -> (unit: NumberUnit, count: Int)? {
    guard let match = lexicon.units.longestMatch(in: tokens, at: index) else { return nil }
    let isLetter = match.count == 1 && text(at: index).count == 1
    if isLetter, !tokens[index].isJoined {
      let isAlone = isMark(at: index + 1) || text(at: index + 1) == "long"
      guard text(at: index) == "s", isAlone else { return nil }
    }
    return (match.value, match.count)
  }

  func quantity(at index: Int) -> Quantity? {
    if let time = time(at: index) { return time }
    if let label = labelled(at: index) ?? noteValue(at: index) { return label }
    if let span = spanInWords(at: index) { return span }
    guard let number = number(at: index) else { return nil }
    if let fraction = fraction(at: index, number) { return fraction }
    if let decade = decade(at: index, number) { return decade }
    if let range = range(at: index, number) { return range }
    if ["%", "percent"].contains(text(at: number.end)) {
      return (.percent(number.value), number.end + 1 - index)
    }
    if text(at: number.end) == "per", text(at: number.end + 1) == "cent" {
      return (.percent(number.value), number.end + 2 - index)
    }
    if let unit = unit(at: number.end) {
      return measured(number.value...number.value, unit, from: index, end: number.end + unit.count)
    }
    if ["at", "@"].contains(text(at: index - 1)), (40...250).contains(number.value),
      isMark(at: number.end) || tokens[number.end].kind == .word
    {
      return (.tempo(number.value...number.value, isExact: true), number.end - index)
    }
    return (.number(number.value), number.end - index)
  }

  /// A number or range with its unit.
  private func measured(
    _ value: ClosedRange<Double>, _ unit: (unit: NumberUnit, count: Int), from index: Int, end: Int
  ) -> Quantity? {
    let mean = (value.lowerBound + value.upperBound) / 2
    switch unit.unit {
    case .beatsPerMinute: return (.tempo(value, isExact: true), end - index)
    case .loudness:
      let isMinus = text(at: index - 1) == "minus" || text(at: index - 1) == "-"
      return (.loudness(isMinus && mean > 0 ? -mean : mean), end - index)
    case .bar:
      guard mean < 1e6 else { return nil }
      return (.bars(Int(mean.rounded())), end - index)
    case .second: return length(mean, from: index, end: end)
    case .hour: return length(mean * 3600, from: index, end: end)
    case .minute:
      var seconds = mean * 60
      var end = end
      let next = text(at: end) == "and" || text(at: end) == "," ? end + 1 : end
      if text(at: end) == "and", text(at: end + 1) == "a", text(at: end + 2) == "half" {
        seconds += 30
        end += 3
      } else if let more = number(at: next), more.value < 60, more.value >= 0 {
        if let unit = self.unit(at: more.end) {
          if unit.unit == .second {
            seconds += more.value
            end = more.end + unit.count
          }
        } else if next == end, more.value >= 5, tokens[next].text.count == 2, !isMark(at: next),
          text(at: more.end) != "bpm"
        {
          seconds += more.value
          end = more.end
        }
      }
      return length(seconds, from: index, end: end)
    }
  }

  /// A length, or a time where a preposition makes it one.
  private func length(_ seconds: Double, from index: Int, end: Int) -> Quantity {
    var end = end
    if text(at: end) == "mark", ["at", "the", "around"].contains(text(at: index - 1)) {
      return (.point(seconds), end + 1 - index)
    }
    if text(at: end) == "in",
      isMark(at: end + 1)
        || item(at: end + 1) == nil && lexicon.stopWords.contains(text(at: end + 1))
    {
      if !["minor", "major"].contains(text(at: end + 2)), tonicFollows(end + 1) == false {
        return (.point(seconds), end + 1 - index)
      }
    }
    if ["long", "duration", "total"].contains(text(at: end)) { end += 1 }
    return (isPoint(at: index) ? .point(seconds) : .seconds(seconds), end - index)
  }

  private func tonicFollows(_ index: Int) -> Bool {
    tokens.indices.contains(index) && text(at: index).count <= 2
      && "abcdefg".contains(text(at: index).prefix(1)) && text(at: index) != "at"
      && !(text(at: index) == "a" && text(at: index + 1) != "minor"
        && text(at: index + 1) != "major")
  }

  /// Whether a preposition before a time makes it a point.
  func isPoint(at index: Int) -> Bool {
    var before = index - 1
    while before >= 0,
      ["about", "around", "the", "exactly", "precisely", "time", "roughly", "bar"].contains(
        text(at: before))
    {
      before -= 1
    }
    return ["at", "@", "from", "after", "by", "until", "till", "til", "before", "starting", "to"]
      .contains(text(at: before))
  }

  private func time(at index: Int) -> Quantity? {
    guard tokens[index].kind == .time, let seconds = tokens[index].value else { return nil }
    // `0:15-0:45`: the end of a span is the start of the next thing.
    if tokens.indices.contains(index + 1), tokens[index + 1].kind == .time,
      tokens[index + 1].followsHyphen
    {
      return (.point(seconds), 2)
    }
    if ["-", "to"].contains(text(at: index + 1)), tokens.indices.contains(index + 2),
      tokens[index + 2].kind == .time
    {
      return (.point(seconds), 3)
    }
    return length(
      seconds, from: index,
      end: index + 1 + (["min", "mins", "minutes", "m"].contains(text(at: index + 1)) ? 1 : 0))
  }

  /// "tempo: 120", "bpm 90", "LUFS -14", "bar 17".
  private func labelled(at index: Int) -> Quantity? {
    let label = text(at: index)
    let isTempo =
      ["tempo", "bpm", "♩", "♪"].contains(label) || label == "q" && text(at: index + 1) == "="
    let isLoudness = ["lufs", "loudness"].contains(label)
    let isBar = ["bar", "measure"].contains(label)
    guard isTempo || isLoudness || isBar else { return nil }
    var next = index + 1
    while [":", "=", "of", "at", "is", "around", "about", "~", "to", "-"].contains(text(at: next)),
      next < index + 4
    {
      next += 1
    }
    guard let number = number(at: next) else { return nil }
    if isTempo {
      guard unit(at: number.end)?.unit ?? .beatsPerMinute == .beatsPerMinute else { return nil }
      let unit = unit(at: number.end)?.count ?? 0
      return (.tempo(number.value...number.value, isExact: true), number.end + unit - index)
    }
    if isLoudness {
      let unit = unit(at: number.end)?.count ?? 0
      return (.loudness(number.value), number.end + unit - index)
    }
    guard next == index + 1, number.value >= 1, number.value < 100_000, unit(at: number.end) == nil
    else { return nil }
    return (.pointBar(Int(number.value)), number.end - index)
  }

  /// "crotchet = 90", "dotted quarter note = 60".
  private func noteValue(at index: Int) -> Quantity? {
    let isDotted = text(at: index) == "dotted"
    var next = isDotted ? index + 1 : index
    let quarters: Double
    switch text(at: next) {
    case "crotchet", "quarter": quarters = 1
    case "minim", "half": quarters = 2
    case "quaver", "eighth": quarters = 0.5
    default: return nil
    }
    next += 1
    if text(at: next) == "note" { next += 1 }
    guard ["=", "equals"].contains(text(at: next)), let number = number(at: next + 1) else {
      return nil
    }
    let tempo = number.value * quarters * (isDotted ? 1.5 : 1)
    let unit = unit(at: number.end).map { $0.unit == .beatsPerMinute ? $0.count : 0 } ?? 0
    return (.tempo(tempo...tempo, isExact: true), number.end + unit - index)
  }

  /// "a minute and a half", "half a minute", "a couple of minutes", "an hour".
  private func spanInWords(at index: Int) -> Quantity? {
    let word = text(at: index)
    if word == "half" {
      let next = ["a", "an"].contains(text(at: index + 1)) ? index + 2 : index + 1
      guard let unit = unit(at: next), unit.unit == .minute || unit.unit == .hour,
        text(at: next).count > 2
      else { return nil }
      return length(unit.unit == .minute ? 30 : 1800, from: index, end: next + unit.count)
    }
    if word == "couple" || (word == "a" && text(at: index + 1) == "couple") {
      var next = word == "a" ? index + 2 : index + 1
      if text(at: next) == "of" { next += 1 }
      guard let unit = unit(at: next), unit.unit == .minute, text(at: next).count > 2 else {
        return nil
      }
      return length(120, from: index, end: next + unit.count)
    }
    guard ["a", "an"].contains(word), let unit = unit(at: index + 1),
      ["minute", "min", "hour"].contains(text(at: index + 1))
    else { return nil }
    return measured(1...1, unit, from: index, end: index + 1 + unit.count)
  }

  /// `6/8`, `70/30`.
  private func fraction(at index: Int, _ number: (value: Double, end: Int)) -> Quantity? {
    guard text(at: number.end) == "/", tokens.indices.contains(number.end + 1),
      tokens[index].kind == .number, tokens[number.end + 1].kind == .number,
      let below = tokens[number.end + 1].value
    else { return nil }
    if number.value + below == 100 {
      return (.split(number.value, below), number.end + 2 - index)
    }
    guard (2...32).contains(number.value), [2, 4, 8, 16].contains(below),
      number.value == number.value.rounded()
    else { return nil }
    return (
      .meter(numerator: Int(number.value), denominator: Int(below)), number.end + 2 - index
    )
  }

  /// "80-90 bpm", "2 to 3 minutes".
  private func range(at index: Int, _ number: (value: Double, end: Int)) -> Quantity? {
    var next = number.end
    if ["to", "or", "and", "-", "–"].contains(text(at: next)) { next += 1 }
    guard next > number.end || tokens.indices.contains(next) && tokens[next].followsHyphen,
      let upper = self.number(at: next), upper.value >= number.value,
      let unit = unit(at: upper.end),
      tokens[next].kind == .number || next > number.end
    else { return nil }
    if text(at: number.end) == "and", text(at: index - 1) != "between" { return nil }
    if unit.unit == .bar, text(at: number.end) != "to" { return nil }
    return measured(
      number.value...upper.value, unit, from: index, end: upper.end + unit.count)
  }

  /// "1980s", "the 80s", "1984"; the seconds of "90s" stay a length.
  private func decade(at index: Int, _ number: (value: Double, end: Int)) -> Quantity? {
    guard tokens[index].kind == .number, number.end == index + 1,
      number.value == number.value.rounded(), number.value >= 0, number.value < 2100
    else { return nil }
    let year = Int(number.value)
    let hasPlural = text(at: number.end) == "s" && tokens[number.end].isJoined
    if (1900...2029).contains(year) {
      let decade = "\(year / 10 * 10)s"
      if hasPlural { return (.era(decade), 2) }
      return unit(at: number.end) == nil && text(at: index).count == 4 ? (.era(decade), 1) : nil
    }
    guard hasPlural, year % 10 == 0, (20...90).contains(year) || text(at: index) == "00",
      text(at: index).count == 2
    else { return nil }
    return isDecade(index) ? (.era(year == 0 ? "2000s" : "19\(year)s"), 2) : nil
  }

  /// Whether `90s` is a decade rather than seconds.
  private func isDecade(_ index: Int) -> Bool {
    let end = index + 2
    let first = tokens[index].range.lowerBound
    let apostrophes: Set<Character> = ["'", "’", "‘"]
    if first > 0, apostrophes.contains(characters[first - 1]) { return true }
    if apostrophes.contains(characters[tokens[index].range.upperBound]) { return true }
    let before = text(at: index - 1)
    let after = text(at: end)
    let lengthNouns: Set<String> = [
      "long", "loop", "clip", "edit", "ad", "spot", "jingle", "version", "total", "max", "maximum",
      "cut", "teaser", "sting", "stinger", "bumper", "advert", "commercial", "trailer", "reel",
      "duration", "intro", "outro",
    ]
    if lengthNouns.contains(after) { return false }
    if [
      "for", "about", "around", "exactly", "roughly", "length", "~", "at", "lasting", "under",
      "duration", ":", "approx",
    ].contains(before) {
      return false
    }
    if ["the", "early", "late", "mid", "from", "classic"].contains(before) { return true }
    let endsSegment = isMark(at: end) || ["with", "and", "in", "at", "please"].contains(after)
    if endsSegment, isMark(at: index - 1) { return false }
    if endsSegment, tokens.indices.contains(index - 1), tokens[index - 1].kind == .number {
      return false
    }
    if endsSegment, ["bpm", "minor", "major", "loop", "track", "beat", "song"].contains(before) {
      return false
    }
    return true
  }
}
