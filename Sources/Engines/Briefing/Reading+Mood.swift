import Lexicons
import Production

/// Mood, pace in words, and loudness in words.
extension Reading {
  mutating func readMood() {
    var sum = (valence: 0.0, energy: 0.0, weight: 0.0)
    var paces: [(pace: Double, text: String)] = []
    var negated: Set<Int> = []
    for index in items.indices where !items[index].isUsed {
      let item = items[index]
      let governed = governing(item)
      var isNegated = governed.isNegated
      let before = item.range.lowerBound - 1
      if ["or", "nor"].contains(text(at: before)), before > 0, let last = itemAt[before - 1],
        negated.contains(last)
      {
        isNegated = true
      }
      if isNegated { negated.insert(index) }
      if let mood = item.mood {
        items[index].isUsed = true
        let isAdjective = self.item(at: item.range.upperBound)?.isInstrument ?? false
        let weight = isAdjective ? 0.5 : 1
        let factor = isNegated ? -0.5 : governed.factor
        sum.valence += weight * Reading.clamped(mood.valence * factor)
        sum.energy += weight * Reading.clamped(mood.energy * factor)
        sum.weight += weight
      }
      if let pace = item.pace {
        items[index].isUsed = true
        paces.append(
          (Reading.clamped(pace * (isNegated ? -0.3 : governed.factor)), raw(item.range)))
      }
      if let loudness = item.loudness {
        items[index].isUsed = true
        let isOfInstrument = self.item(at: item.range.upperBound)?.isInstrument ?? false
        if isNegated {
          brief.loudness = brief.loudness ?? -16
        } else if isOfInstrument {
          sum.energy += 0.35
          sum.weight += 0.5
        } else if let first = brief.loudness, first != loudness {
          note("'\(raw(item.range))' is left out: the loudness is \(Reading.text(first)) LUFS.")
        } else {
          brief.loudness = loudness
        }
      }
    }
    if sum.weight > 0 {
      brief.mood = Mood(
        valence: Reading.rounded(sum.valence / sum.weight),
        energy: Reading.rounded(sum.energy / sum.weight))
    }
    readPace(paces)
  }

  private mutating func readPace(_ paces: [(pace: Double, text: String)]) {
    guard !paces.isEmpty else { return }
    brief.pace = Reading.rounded(paces.map(\.pace).reduce(0, +) / Double(paces.count))
    if let fast = paces.first(where: { $0.pace > 0.25 }),
      let slow = paces.first(where: { $0.pace < -0.25 })
    {
      note("'\(slow.text)' and '\(fast.text)' contradict each other; the middle is taken.")
    }
    if let tempo = brief.tempo,
      let pace = paces.first(where: {
        $0.pace > 0.25 && tempo < 85 || $0.pace < -0.25 && tempo > 135
      })
    {
      note(
        "'\(pace.text)' and \(Reading.text(tempo)) BPM contradict each other; the number stands.")
    }
  }

  static func clamped(_ value: Double) -> Double { Swift.max(-1, Swift.min(1, value)) }
}
