import Lexicons
import Music
import Production

/// Sections with their bars and energies, and events with their times.
extension Reading {
  mutating func readForm() {
    readWholeForm()
    for index in items.indices where !items[index].isUsed {
      if items[index].section != nil, isOtherThanSection(index) {
        items[index].isUsed = true
        continue
      }
      if let section = items[index].section {
        takeSection(section, index)
      } else if let event = items[index].event {
        takeEvent(event, index)
      }
    }
  }

  /// "AABA" and its like; sections named beside it only add to its own.
  private mutating func readWholeForm() {
    for index in items.indices where !items[index].isUsed {
      for case .form(let names) in items[index].meanings {
        items[index].isUsed = true
        if !hasWholeForm {
          brief.form = names.map { Brief.SectionWish(name: $0) }
          hasWholeForm = true
        } else if brief.form.map(\.name) != names {
          note("Two forms are named; '\(raw(items[index].range))' is left out.")
        }
      }
    }
  }

  /// "solo piano" is no section, nor are words that a use or negation has.
  private func isOtherThanSection(_ index: Int) -> Bool {
    guard items[index].isOnly else { return false }
    let next = item(at: items[index].range.upperBound)
    let isBeforeInstrument = next.map { $0.isInstrument || $0.isMood } ?? false
    let isAfterInstrument = item(at: items[index].range.lowerBound - 1)?.isInstrument ?? false
    return isBeforeInstrument && !isAfterInstrument
  }

  private mutating func takeSection(_ name: String, _ index: Int) {
    items[index].isUsed = true
    let range = items[index].range
    if governing(items[index]).isNegated {
      brief.events.append(Brief.Event(what: "no \(name)"))
      return
    }
    var wish = Brief.SectionWish(name: name)
    wish.energy = takeEnergy(before: range.lowerBound)
    var time: Double?
    switch takeMeasure(around: range) {
    case .bars(let bars): wish.bars = bars
    case .seconds(let seconds): sectionSeconds.append((brief.form.count, seconds))
    case .point(let point): time = point
    case .pointBar(let bar): pendingBars.append((name, bar))
    default: break
    }
    if time != nil, let end = lastMeasureEnd, ["for", "lasting"].contains(text(at: end)),
      tokens.indices.contains(end + 1), let found = itemAt[end + 1],
      case .bars(let bars) = items[found].content, !items[found].isUsed
    {
      items[found].isUsed = true
      wish.bars = bars
    }
    let hasArticle = text(at: range.lowerBound - 1) == "the"
    let isSingle = ["intro", "outro"].contains(name)
    if isSingle || hasWholeForm || hasArticle && time != nil || isPlace(range),
      let known = brief.form.firstIndex(where: { $0.name == name })
    {
      brief.form[known].bars = brief.form[known].bars ?? wish.bars
      brief.form[known].energy = brief.form[known].energy ?? wish.energy
    } else if !hasWholeForm {
      let count = repetitions(of: range)
      brief.form += Array(repeating: wish, count: count)
    } else {
      add(wish, range)
    }
    let happens = ["drop", "build", "break"].contains(name) || (name == "solo" && time != nil)
    if time != nil || happens, !pendingBars.contains(where: { $0.what == name }) {
      addEvent(name, time)
    }
    for later in takeLaterTimes() { addEvent(name, later) }
  }

  /// "AABA, intro 4 bars": a whole form gets an intro or outro; other sections have no place in it.
  private mutating func add(_ wish: Brief.SectionWish, _ range: Range<Int>) {
    switch wish.name {
    case "intro": brief.form.insert(wish, at: 0)
    case "outro": brief.form.append(wish)
    default:
      guard !isPlace(range) else { return }
      note("'\(raw(range))' is no section of the form that was named; it is left out.")
    }
  }

  /// Whether a section is named as a place of something else: "until the chorus", "at the last drop".
  private func isPlace(_ range: Range<Int>) -> Bool {
    var before = range.lowerBound - 1
    while ["the", "first", "second", "third", "last", "final", "every", "each"].contains(
      text(at: before))
    {
      before -= 1
    }
    return ["until", "till", "til", "before", "in", "at", "during", "from", "after"].contains(
      text(at: before))
  }

  private mutating func addEvent(_ what: String, _ time: Double?) {
    if let known = brief.events.firstIndex(where: {
      $0.what == what && ($0.at == nil || time == nil)
    }) {
      brief.events[known].at = brief.events[known].at ?? time
    } else if !brief.events.contains(where: { $0.what == what && $0.at == time }) {
      brief.events.append(Brief.Event(what: what, at: time))
    }
  }

  private mutating func takeEvent(_ what: String, _ index: Int) {
    let range = items[index].range
    items[index].isUsed = true
    if governing(items[index]).isNegated {
      brief.events.append(Brief.Event(what: "no \(what)"))
      return
    }
    _ = takeEnergy(before: range.lowerBound)
    switch takeMeasure(around: range) {
    case .point(let time):
      addEvent(what, time)
      for later in takeLaterTimes() { addEvent(what, later) }
    case .pointBar(let bar): pendingBars.append((what, bar))
    case .seconds(let seconds):
      tails.append((what, seconds))
      addEvent(what, nil)
    default: addEvent(what, nil)
    }
  }

  /// Adjectives right before a section say how intense it is.
  private mutating func takeEnergy(before start: Int) -> Double? {
    var energies: [Double] = []
    var index = start - 1
    while index >= 0, let found = itemAt[index] {
      let item = items[found]
      guard !item.isUsed, !item.isStyle, !item.isInstrument else { break }
      if let loudness = item.loudness {
        energies.append(loudness > -12 ? 0.9 : 0.25)
      } else if let mood = item.mood {
        let factor = governing(item).factor
        energies.append((Swift.max(-1, Swift.min(1, mood.energy * factor)) + 1) / 2)
      } else if item.intensity == nil, !item.has({ $0 == .vagueLength }) {
        break
      }
      if item.has({ $0 == .vagueLength }) {
        note("'\(raw(item.range))' names no length; say seconds or bars.")
      }
      items[found].isUsed = true
      index = item.range.lowerBound - 1
    }
    guard !energies.isEmpty else { return nil }
    return Reading.rounded(energies.reduce(0, +) / Double(energies.count))
  }

  /// The bars, seconds or time that stand beside a section or event.
  private mutating func takeMeasure(around range: Range<Int>) -> Item.Content? {
    if let content = takeTime(directlyAfter: range) ?? takeMeasure(before: range.lowerBound) {
      return content
    }
    var index = range.upperBound
    let fillers: Set<String> = [
      "(", "[", ":", "-", "=", "for", "of", "at", "from", "lasting", "around", "@", "about", "the",
      "is", "comes", "hits", "in", "after", "starts", "starting", "exactly", "by", "to", "with",
      "kicks", "lands", "should", "be", "come", "hit", "over", "last", "happens", "on", "a",
      "final",
    ]
    var steps = 0
    while steps < 5, index < tokens.count {
      if let found = itemAt[index] {
        if case .key = items[found].content, items[found].isUsed {
          index = items[found].range.upperBound
          continue
        }
        if items[found].isMood || items[found].intensity != nil || items[found].pace != nil
          || items[found].event != nil && items[found].section == nil,
          steps > 0 || items[found].event != nil
        {
          index = items[found].range.upperBound
          steps += 1
          continue
        }
        return takeMeasure(found)
      }
      guard fillers.contains(text(at: index)) else { return nil }
      index += 1
      steps += 1
    }
    return nil
  }

  /// In "1:00 drop at 0:30" the time with "at" is the event's own.
  private mutating func takeTime(directlyAfter range: Range<Int>) -> Item.Content? {
    var index = range.upperBound
    guard ["at", "@"].contains(text(at: index)) else { return nil }
    index += 1
    while ["the", "exactly", "about", "around"].contains(text(at: index)) { index += 1 }
    guard let found = tokens.indices.contains(index) ? itemAt[index] : nil else { return nil }
    switch items[found].content {
    case .point, .pointBar: return takeMeasure(found)
    default: return nil
    }
  }

  /// In "drops at 1:00 and 2:00" the times after the first.
  private mutating func takeLaterTimes() -> [Double] {
    var times: [Double] = []
    while let end = lastMeasureEnd, ["and", ",", "&"].contains(text(at: end)),
      tokens.indices.contains(end + 1), let found = itemAt[end + 1], !items[found].isUsed,
      tokens[end + 1].kind == .time, item(at: items[found].range.upperBound)?.section == nil
    {
      guard case .seconds(let seconds) = items[found].content else { break }
      items[found].isUsed = true
      times.append(seconds)
      lastMeasureEnd = items[found].range.upperBound
    }
    lastMeasureEnd = nil
    return times
  }

  private mutating func takeMeasure(_ found: Int) -> Item.Content? {
    guard !items[found].isUsed else { return nil }
    switch items[found].content {
    case .number(let bars)
    where bars >= 1 && bars <= 64 && bars == bars.rounded()
      && item(at: items[found].range.lowerBound - 1)?.section != nil
      && (isMark(at: items[found].range.upperBound)
        || item(at: items[found].range.upperBound)?.section != nil):
      items[found].isUsed = true
      return .bars(Int(bars))
    case .bars, .seconds, .point, .pointBar:
      items[found].isUsed = true
      lastMeasureEnd = items[found].range.upperBound
      if case .seconds(let seconds) = items[found].content,
        tokens[items[found].range.lowerBound].kind == .time
      {
        return .point(seconds)
      }
      return items[found].content
    default: return nil
    }
  }

  private mutating func takeMeasure(before start: Int) -> Item.Content? {
    var index = start - 1
    var steps = 0
    var crossedComma = false
    let fillers: Set<String> = [
      "a", "an", "the", ")", "]", "-", ":", "we", "get", "of", "it", "is", "there", "then", "big",
      ",", "comes", "hits", "and", "has", "to", "goes", "into", "have", "i", "want",
    ]
    while index >= 0, steps < 6 {
      steps += 1
      if let found = itemAt[index] {
        let item = items[found]
        switch item.content {
        case .bars, .seconds:
          let isTime = tokens[item.range.lowerBound].kind == .time
          let isClose =
            !crossedComma
            && (steps <= 1 || item.range.upperBound >= start - 1
              || wordsBetween(item.range.upperBound, start))
          return isClose || isTime && !crossedComma ? takeMeasure(found) : nil
        case .point, .pointBar: return takeMeasure(found)
        default:
          guard
            item.isMood || item.intensity != nil || item.pace != nil
              || item.has({ $0 == .vagueLength }) || item.loudness != nil
          else { return nil }
          index = item.range.lowerBound - 1
        }
      } else if fillers.contains(text(at: index)) {
        crossedComma = crossedComma || [",", "and"].contains(text(at: index))
        index -= 1
      } else {
        return nil
      }
    }
    return nil
  }

  /// Whether only adjectives, brackets and articles of a section stand between.
  private func wordsBetween(_ start: Int, _ end: Int) -> Bool {
    (start..<Swift.max(start, end)).allSatisfy {
      itemAt[$0] != nil || ["of", "a", "-", ")", "]", ":", "the"].contains(text(at: $0))
    }
  }

  /// "two verses", "chorus x2".
  private mutating func repetitions(of range: Range<Int>) -> Int {
    if range.lowerBound > 0, let found = itemAt[range.lowerBound - 1],
      case .number(let value) = items[found].content, (2...8).contains(value), !items[found].isUsed
    {
      items[found].isUsed = true
      return Int(value)
    }
    var index = range.upperBound
    if text(at: index) == "(" { index += 1 }
    if ["x", "×"].contains(text(at: index)),
      let found = tokens.indices.contains(index + 1) ? itemAt[index + 1] : nil,
      case .number(let value) = items[found].content, (2...8).contains(value)
    {
      items[found].isUsed = true
      return Int(value)
    }
    if text(at: range.lowerBound - 1) == "double" { return 2 }
    return 1
  }

  static func rounded(_ value: Double) -> Double { (value * 100).rounded() / 100 }

  /// Turns bars into seconds and lengths into bars where tempo and length are known.
  mutating func placeEvents() {
    let bar = brief.tempo.map { tempo in
      let beats = (brief.meter ?? .common).barLength
      return Double(beats.numerator) / Double(beats.denominator) * 60 / Swift.max(tempo, 1)
    }
    for (section, seconds) in sectionSeconds where brief.form.indices.contains(section) {
      if let bar {
        brief.form[section].bars = Swift.max(1, Int(Swift.min(seconds / bar, 2000).rounded()))
      } else {
        note(
          "The \(brief.form[section].name) of \(Reading.text(seconds)) s becomes whole bars only when a tempo is named."
        )
      }
    }
    for (what, number) in pendingBars {
      if let bar {
        addEvent(what, Reading.rounded(Double(number - 1) * bar))
      } else {
        addEvent(what, nil)
        note("The time of '\(what)' at bar \(number) follows only when a tempo is named.")
      }
    }
    for (what, seconds) in tails {
      guard let length = brief.duration, seconds < length,
        let index = brief.events.firstIndex(where: { $0.what == what && $0.at == nil })
      else { continue }
      brief.events[index].at = length - seconds
    }
  }
}
