import Lexicons
import Production

/// Instruments, families and roles wanted and unwanted.
extension Reading {
  mutating func readInstruments() {
    var previous: (end: Int, isNegated: Bool, extends: Bool)?
    var exclusions: [[String]] = []
    for index in items.indices where !items[index].isUsed {
      let item = items[index]
      for case .exclusion(let names) in item.meanings {
        items[index].isUsed = true
        exclusions.append(names)
      }
      guard item.isInstrument, !items[index].isUsed else { continue }
      items[index].isUsed = true
      let governed = governing(item)
      var isNegated = governed.isNegated
      var extends = isNegated && negationExtends(before: item.range.lowerBound)
      if let previous, previous.isNegated, !isNegated, !governed.isOnly {
        let gap = (previous.end..<item.range.lowerBound).map { text(at: $0) }
        let listed = [["and"], ["or"], ["nor"], ["&"], ["/"], [",", "or"], [",", "nor"]]
        if listed.contains(gap) || gap == [","] && (previous.extends || listEndsWithOr(item))
          || gap == [",", "and"] && previous.extends
        {
          isNegated = true
          extends = previous.extends
        }
      }
      let next = item.range.upperBound
      if ["free", "less"].contains(text(at: next)), tokens[next].followsHyphen { isNegated = true }
      if text(at: next) == "off" || text(at: next) == "out" && text(at: next + 1) == "please" {
        isNegated = true
      }
      previous = (next, isNegated, extends)
      let isCompany = item.has {
        if case .ensemble = $0 { return true }
        return false
      }
      if isNegated || governed.isOnly || onlyFollows(next) || isCompany,
        let scope = scope(of: item)
      {
        applyToPart(
          item, scope, isNegated: isNegated, isOnly: governed.isOnly || onlyFollows(next))
        continue
      }
      if governed.isOnly && !isNegated || onlyFollows(next) { brief.instruments.only = true }
      take(item, isNegated: isNegated)
    }
    // "Instrumental with vocal chops" shuts out all voices but these.
    for names in exclusions {
      let kept = brief.instruments.with
      refuse(Array(names.prefix(1)) + names.dropFirst().filter { !kept.contains($0) })
    }
    keepContradictions()
  }

  /// "without" governs a whole list, "no" only what stands next to it.
  private func negationExtends(before index: Int) -> Bool {
    var index = index - 1
    while index >= 0 {
      if let item = item(at: index), item.isNegation {
        return ["without", "minus", "sans", "excluding", "exclude", "avoid", "omit"].contains(
          text(at: item.range.lowerBound))
      }
      index -= 1
    }
    return false
  }

  /// Whether a list of bare instruments from here on ends with "or".
  private func listEndsWithOr(_ item: Item) -> Bool {
    var end = item.range.upperBound
    while text(at: end) == ",", let next = self.item(at: end + 1), next.isInstrument {
      end = next.range.upperBound
    }
    if text(at: end) == "," { end += 1 }
    return ["or", "nor"].contains(text(at: end)) && (self.item(at: end + 1)?.isInstrument ?? false)
  }

  private func onlyFollows(_ index: Int) -> Bool {
    guard let item = item(at: index), item.isOnly, item.section == nil,
      text(at: index) != "just", text(at: index) != "all"
    else { return false }
    let next = item.range.upperBound
    return isMark(at: next) || self.item(at: next) == nil
      || self.item(at: next)?.isInstrument == false
  }

  private mutating func take(_ item: Item, isNegated: Bool) {
    for meaning in item.meanings {
      switch meaning {
      case .instrument(let with, let without):
        if isNegated {
          refuse(without)
        } else {
          want(with, refusing: without)
          if with == ["choir"], !lexicon.meanings(of: "choir").contains(where: { $0 == meaning }) {
            note(
              "Words are not sung from a prompt; wordless voices stand for '\(raw(item.range))'.")
          }
        }
      case .piece(let whole):
        if isNegated {
          note("'\(raw(item.range))' is part of the \(whole) and cannot be left out alone.")
          brief.notUnderstood.append("no \(raw(item.range))")
        } else {
          want(piece: raw(item.range), of: whole)
        }
      case .ensemble(let names):
        if isNegated {
          refuse(names)
        } else {
          want(names)
          brief.instruments.only = true
        }
      default: break
      }
    }
  }

  /// Wants what an item names, without shutting out anything else.
  mutating func wish(for item: Item) {
    for meaning in item.meanings {
      switch meaning {
      case .instrument(let with, let without): want(with, refusing: without)
      case .piece(let whole): want(piece: raw(item.range), of: whole)
      case .ensemble(let names): want(names)
      default: break
      }
    }
  }

  private mutating func want(_ names: [String], refusing refused: [String]? = nil) {
    wanted.append((names, refused ?? names))
    for name in names where !brief.instruments.with.contains(name) {
      brief.instruments.with.append(name)
    }
  }

  /// Wants an instrument for the sake of a piece of it, which yields where the whole is refused:
  /// "handclaps but without drums".
  private mutating func want(piece: String, of whole: String) {
    pieces.append((piece, whole))
    if !brief.instruments.with.contains(whole) { brief.instruments.with.append(whole) }
  }

  private mutating func refuse(_ names: [String]) {
    for name in names where !brief.instruments.without.contains(name) {
      brief.instruments.without.append(name)
    }
  }

  /// Names what is both wanted and refused as it is refused, so that no two readings of a word hide
  /// the contradiction: "piano" wants a grand piano and refuses all pianos.
  private mutating func keepContradictions() {
    let without = brief.instruments.without
    for (names, refused) in wanted {
      let isPiano = names == ["grand-piano"] && without.contains("piano")
      let both = isPiano ? ["piano"] : refused
      guard both.allSatisfy(without.contains) else { continue }
      brief.instruments.with.removeAll { names.contains($0) && !both.contains($0) }
      for name in both where !brief.instruments.with.contains(name) {
        brief.instruments.with.append(name)
      }
      note("'\(both.joined(separator: ", "))' is both wanted and refused.")
    }
    for (piece, whole) in pieces
    where without.contains(whole) && !wanted.contains(where: { $0.refused.contains(whole) }) {
      brief.instruments.with.removeAll { $0 == whole }
      note("'\(piece)' is part of the \(whole), which is refused; it is left out.")
    }
    if brief.instruments.with.isEmpty { brief.instruments.only = false }
  }
}
