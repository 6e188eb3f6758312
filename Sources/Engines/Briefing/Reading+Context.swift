import Lexicons
import Production

/// Length, bars, use, loop.
extension Reading {
  mutating func readLength() {
    for index in items.indices where !items[index].isUsed {
      switch items[index].content {
      case .seconds(let seconds):
        let before = text(at: items[index].range.lowerBound - 1)
        if ["last", "final", "first", "every", "each", "over"].contains(before) { continue }
        items[index].isUsed = true
        if let first = brief.duration, first != seconds {
          note(
            "Two lengths are named; \(Reading.text(first)) s stands, \(Reading.text(seconds)) s is left out."
          )
        } else {
          brief.duration = seconds
        }
      case .bars(let bars):
        let before = text(at: items[index].range.lowerBound - 1)
        if ["last", "final", "first", "every", "each"].contains(before) { continue }
        items[index].isUsed = true
        if let first = brief.bars, first != bars {
          note("Two bar counts are named; \(first) stands, \(bars) is left out.")
        } else {
          brief.bars = bars
        }
      case .phrase(let meanings):
        if meanings.contains(.vagueLength), items[index].mood == nil {
          items[index].isUsed = true
          if brief.duration == nil, brief.bars == nil {
            note("'\(raw(items[index].range))' names no length; say seconds or bars.")
          }
        }
        if meanings.contains(.loop) {
          items[index].isUsed = true
          brief.loop = !governing(items[index]).isNegated
        }
      default: break
      }
    }
  }

  mutating func readContext() {
    takeUsesAfterFor()
    for index in items.indices where !items[index].isUsed {
      for case .use(_) in items[index].meanings {
        items[index].isUsed = items[index].mood == nil && !items[index].isStyle
        setUse(raw(items[index].range).lowercased())
        break
      }
    }
    guard brief.use == nil else { return }
    for index in items.indices where !items[index].isUsed {
      guard items[index].meanings == [.useNoun],
        !text(at: items[index].range.upperBound - 1).hasSuffix("ing"),
        !governing(items[index]).isNegated
      else { continue }
      items[index].isUsed = true
      setUse(raw(items[index].range).lowercased())
      return
    }
  }

  private mutating func setUse(_ use: String) {
    if let first = brief.use, first != use {
      if !first.contains(use) {
        note("Two uses are named; '\(first)' stands, '\(use)' is left out.")
      }
    } else {
      brief.use = use
    }
  }

  private static let determiners: Set<String> = [
    "a", "an", "the", "my", "our", "your", "his", "her", "their", "this", "some", "any", "s", "new",
    "upcoming", "use", "in", "as", "on",
  ]

  /// "for a product video", "to study to", "for my llama".
  private mutating func takeUsesAfterFor() {
    let stops: Set<String> = [
      "with", "at", "that", "using", "featuring", "but", "about", "around", "which", "like", "no",
      "without", "lasting", "where", "in", "from", "then", "and", "to", "please", "is", "plus",
      "only",
    ]
    for start in tokens.indices {
      if text(at: start) == "to", text(at: start + 2) == "to", itemAt[start] == nil,
        tokens[start + 1].kind == .word
      {
        if let found = itemAt[start + 1] { items[found].isUsed = true }
        claim((start + 1)..<(start + 2))
        setUse(text(at: start + 1))
        continue
      }
      guard ["for", "as"].contains(text(at: start)), itemAt[start] == nil else { continue }
      var first = start + 1
      var hasDeterminer = false
      while Reading.determiners.contains(text(at: first)), first < start + 4 {
        hasDeterminer = hasDeterminer || !["use", "in", "as", "on"].contains(text(at: first))
        first += 1
      }
      var end = first
      var lastNoun: Int?
      while end < tokens.count, end < first + 8, tokens[end].kind == .word,
        !stops.contains(text(at: end)) || itemAt[end] != nil
      {
        if let found = itemAt[end] {
          guard case .phrase(let meanings) = items[found].content,
            !items[found].isUsed || items[found].mood != nil
          else { break }
          if items[found].isNegation || items[found].isOnly { break }
          if meanings.contains(where: { meaning in
            if case .use = meaning { return true }
            return meaning == .useNoun
          }) {
            lastNoun = items[found].range.upperBound
          }
          end = items[found].range.upperBound
        } else if isClaimed[end] {
          break
        } else {
          end += 1
        }
      }
      if let lastNoun, lastNoun > first {
        takeUse(first..<lastNoun)
      } else if hasDeterminer, end > first, (first..<end).allSatisfy({ itemAt[$0] == nil }),
        (first..<end).contains(where: { !lexicon.stopWords.contains(text(at: $0)) }),
        text(at: start) == "for"
      {
        takeUse(first..<end)
      }
    }
  }

  private mutating func takeUse(_ range: Range<Int>) {
    setUse(raw(range).lowercased())
    for index in range {
      if let found = itemAt[index] {
        let item = items[found]
        let isOnlyUse = !item.isMood && !item.isStyle && item.pace == nil && item.intensity == nil
        if isOnlyUse || item.has({ $0 == .useNoun }) { items[found].isUsed = true }
      }
    }
    claim(range)
  }
}
