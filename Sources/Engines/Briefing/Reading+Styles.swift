import Lexicons
import Production

/// Styles, genres near them, and blends with their shares.
extension Reading {
  private struct Mention {
    var name: String
    var isTouch: Bool
    var isMain: Bool
    var share: Double?
  }

  mutating func readStyles() {
    var mentions: [Mention] = []
    var hints: [(style: String, notice: String?)] = []
    for index in items.indices where !items[index].isUsed || items[index].isStyle {
      for case .hint(let style) in items[index].meanings {
        hints.append((style, nil))
        markHint(index)
      }
      for case .genreHint(let nearest) in items[index].meanings {
        hints.append((nearest, notice(of: index, nearest: nearest)))
        markHint(index)
      }
      if let style = styleInside(index) { hints.append((style, nil)) }
      guard let (name, isTinge) = style(of: index) else { continue }
      items[index].isUsed = true
      if governing(items[index]).isNegated {
        note("'\(raw(items[index].range))' is refused; it is left out.")
        refusedStyles.insert(name)
        continue
      }
      let mention = Mention(
        name: name, isTouch: isTinge || isTouch(index) || isGenreBeforeStyle(index),
        isMain: isMain(index),
        share: takeShare(index))
      if let known = mentions.firstIndex(where: { $0.name == name }) {
        mentions[known].isTouch = mentions[known].isTouch && mention.isTouch
        mentions[known].share = mentions[known].share ?? mention.share
      } else {
        mentions.append(mention)
      }
    }
    if mentions.isEmpty, let hint = hints.first(where: { !refusedStyles.contains($0.style) }) {
      mentions = [Mention(name: hint.style, isTouch: false, isMain: false)]
      if let notice = hint.notice { note(notice) }
    }
    spread(split: takeSplit(), over: &mentions)
    brief.styles = Reading.weigh(mentions)
  }

  /// A hint that says something else besides stays open for it.
  private mutating func markHint(_ index: Int) {
    let item = items[index]
    items[index].isUsed =
      item.isUsed || item.mood == nil && item.pace == nil && !item.isInstrument
  }

  private func notice(of index: Int, nearest: String) -> String {
    "'\(raw(items[index].range).lowercased())' is not a style here yet; nearest: \(nearest)."
  }

  /// The style in the name of an instrument, as in "cinematic strings".
  private func styleInside(_ index: Int) -> String? {
    let item = items[index]
    guard item.isInstrument, !item.isStyle, item.range.count > 1, !governing(item).isNegated else {
      return nil
    }
    for start in item.range {
      for end in stride(from: item.range.upperBound, to: start, by: -1)
      where end - start < item.range.count {
        let words = (start..<end).map { text(at: $0) }
        for case .style(let name) in lexicon.phrases[words] ?? [] { return name }
      }
    }
    return nil
  }

  private mutating func style(of index: Int) -> (name: String, isTinge: Bool)? {
    for case .style(let name) in items[index].meanings { return (name, false) }
    for case .tinge(let name) in items[index].meanings { return (name, true) }
    for case .genre(let nearest) in items[index].meanings {
      if !governing(items[index]).isNegated {
        note(notice(of: index, nearest: nearest))
      }
      return (nearest, false)
    }
    return nil
  }

  /// In "prog jazz" the genre that is only near to a style colours the style that follows.
  private func isGenreBeforeStyle(_ index: Int) -> Bool {
    func isStyle(_ item: Item) -> Bool {
      item.has { meaning in
        if case .style = meaning { return true }
        return false
      }
    }
    guard !isStyle(items[index]), let next = item(at: items[index].range.upperBound) else {
      return false
    }
    return isStyle(next)
  }

  private func isTouch(_ index: Int) -> Bool {
    let range = items[index].range
    if let next = item(at: range.upperBound), next.has({ $0 == .touchAfter }) { return true }
    if let next = item(at: range.upperBound), next.isMood,
      let later = item(at: next.range.upperBound),
      later.has({ $0 == .touchAfter })
    {
      return true
    }
    var before = range.lowerBound - 1
    while before >= 0, let found = item(at: before),
      found.isMood || found.intensity == 0.5 || found.has({ $0 == .touchBefore })
    {
      if found.has({ $0 == .touchBefore }) {
        return text(at: found.range.upperBound - 1) != "a" || false
      }
      if found.intensity == 0.5 { return true }
      before = found.range.lowerBound - 1
    }
    return false
  }

  private func isMain(_ index: Int) -> Bool {
    item(at: items[index].range.lowerBound - 1)?.has { $0 == .mainly } ?? false
  }

  /// "60% trap", "trap 60%", "trap:0.6", "half trap".
  private mutating func takeShare(_ index: Int) -> Double? {
    let range = items[index].range
    var before = range.lowerBound - 1
    if text(at: before) == "of" { before -= 1 }
    if before >= 0, let found = itemAt[before], case .percent(let share) = items[found].content,
      !items[found].isUsed
    {
      items[found].isUsed = true
      return share / 100
    }
    if text(at: before) == "half" { return 0.5 }
    var after = range.upperBound
    if ["(", ":", "=", "at"].contains(text(at: after)) { after += 1 }
    guard tokens.indices.contains(after), let found = itemAt[after], !items[found].isUsed else {
      return nil
    }
    switch items[found].content {
    case .percent(let share):
      // In "trap 60% jazz 40%" the number follows; in "trap 60% and 40% jazz" it leads.
      if item(at: items[found].range.upperBound)?.isStyle == true, after == range.upperBound,
        !isMark(at: items[found].range.upperBound), text(at: range.lowerBound - 1) != "",
        leadsShares
      {
        return nil
      }
      items[found].isUsed = true
      return share / 100
    case .number(let share) where share > 0 && share <= 1:
      items[found].isUsed = true
      return share
    default: return nil
    }
  }

  /// Whether shares are written before their styles.
  private var leadsShares: Bool {
    let shares = items.filter {
      if case .percent = $0.content { return true }
      return false
    }
    return shares.first.map { item(at: $0.range.upperBound)?.isStyle ?? false } ?? false
  }

  private mutating func takeSplit() -> (Double, Double)? {
    for index in items.indices {
      if case .split(let first, let second) = items[index].content {
        items[index].isUsed = true
        return (first, second)
      }
    }
    return nil
  }

  private func spread(split: (Double, Double)?, over mentions: inout [Mention]) {
    guard let split, mentions.count == 2 else { return }
    mentions[0].share = split.0 / 100
    mentions[1].share = split.1 / 100
  }

  /// Shares that sum to 1: those that were said, then 0.7 to the main and 0.3 to the lesser styles.
  private static func weigh(_ mentions: [Mention]) -> [Brief.StyleWeight] {
    let mentions = mentions.filter { $0.share ?? 1 > 0 }
    guard !mentions.isEmpty else { return [] }
    var weights: [Double]
    let said = mentions.compactMap(\.share)
    if said.isEmpty {
      let hasMain = mentions.contains { !$0.isTouch }
      let hasMainly = mentions.contains { $0.isMain }
      weights = mentions.map {
        if hasMainly { return $0.isMain ? 0.7 : 0.3 }
        return $0.isTouch && hasMain ? 0.3 : 0.7
      }
    } else {
      let rest = Swift.max(1 - said.reduce(0, +), 0)
      let open = mentions.count - said.count
      weights = mentions.map { $0.share ?? (rest > 0 ? rest / Double(open) : 0.1) }
    }
    let sum = weights.reduce(0, +)
    weights = weights.map { $0 / sum }
    return zip(mentions, weights).map {
      Brief.StyleWeight(name: $0.name, weight: ($1 * 1000).rounded() / 1000)
    }
  }
}
