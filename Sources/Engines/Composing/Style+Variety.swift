import Measures
import Music
public import Production

extension Style {
  /// The style with its rarer habits more frequent and the known successions of chords less.
  ///
  /// The weights of forms, progressions, cadences, instruments and patterns go a share of the way to
  /// their mean; what the style never does it does not do now. Metres, scales, tempo and groove make the
  /// genre and stay. A progression is held back by how common its fours of bars are, 0...1, each named as
  /// `ChordLoop` does.
  public func varied(by amount: Double, commonness: (String) -> Double) -> Style {
    guard amount > 0 else { return self }
    var style = self
    style.forms.flatten(\.weight, by: amount)
    style.harmony.progressions.flatten(\.weight, by: amount)
    style.harmony.cadences.flatten(\.weight, by: amount)
    for index in style.harmony.progressions.indices {
      let progression = style.harmony.progressions[index]
      let common = progression.loops.map(commonness).max() ?? 0
      style.harmony.progressions[index].weight /= 1 + 9 * amount * common
    }
    for index in style.parts.indices {
      style.parts[index].instruments.flatten(\.weight, by: amount)
      style.parts[index].patterns.flatten(\.weight, by: amount)
    }
    return style
  }
}

extension Harmony.Progression {
  /// Its fours of bars, as `ChordLoop` names them; none where it cannot be read.
  var loops: [String] {
    let key = Key(PitchName(.c), isMinor ? .minor : .major)
    let names = bars.compactMap { bar -> String? in
      guard let first = bar.split(separator: " ").first,
        let numeral = try? RomanNumeral(String(first))
      else { return nil }
      return ChordLoop.name(of: numeral.chord(in: key), in: key)
    }
    guard names.count == bars.count, !names.isEmpty else { return [] }
    // A progression of two bars goes round within four.
    let whole = names.count < 4 ? Array(repeating: names, count: 4).flatMap { $0 } : names
    return stride(from: 0, through: max(0, whole.count - 4), by: 4).map {
      whole[$0..<min($0 + 4, whole.count)].joined(separator: " ")
    }
  }
}

extension Array {
  /// Brings weights a share of the way to their mean.
  fileprivate mutating func flatten(_ weight: WritableKeyPath<Element, Double>, by amount: Double) {
    let used = indices.filter { self[$0][keyPath: weight] > 0 }
    guard used.count > 1 else { return }
    let mean = used.reduce(0) { $0 + self[$1][keyPath: weight] } / Double(used.count)
    for index in used {
      self[index][keyPath: weight] += amount * (mean - self[index][keyPath: weight])
    }
  }
}
