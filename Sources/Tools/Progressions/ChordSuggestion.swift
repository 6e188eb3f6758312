public import Music

/// A chord that may come next.
public struct ChordSuggestion: Hashable, Sendable {
  /// The chord in the key that was asked for.
  public var chord: Chord
  /// The chord as a degree of the key.
  public var numeral: RomanNumeral
  /// Its chance, above 0 to 1.
  public var chance: Double
  /// What it is to the key and to the chord before, in words.
  public var reason: String
}

extension ChordModel {
  /// The likeliest chords to come next, the likeliest first.
  ///
  /// What comes before is given in order, empty for a beginning; `half` is where the next chord begins,
  /// in half bars from the first chord on. Fewer come back where fewer are possible.
  public func suggestions(
    after chords: [Chord], atHalf half: Int, _ setting: ChordSetting, count: Int
  ) -> [ChordSuggestion] {
    let chances = chances(after: chords, atHalf: half, setting)
    let ranked = chances.indices.sorted {
      chances[$0] == chances[$1] ? $0 < $1 : chances[$0] > chances[$1]
    }
    var memory = ProgressionMemory(vocabulary, setting)
    for chord in chords { memory.remember(vocabulary.number(of: chord, in: setting.key)) }
    return ranked.prefix(max(0, count)).filter { chances[$0] > 0 }.map { word in
      let chord = vocabulary.chord(word, in: setting.key)
      let function = vocabulary.function(of: word, isMinor: setting.isMinor)
      return ChordSuggestion(
        chord: chord, numeral: RomanNumeral(chord, in: setting.key), chance: chances[word],
        reason: FunctionWords.reason(
          HarmonicFunction(index: function), chord: chord, after: memory))
    }
  }
}
