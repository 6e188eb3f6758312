import Music
import Production
import Progressions

/// Draws a section's progression from the chord model, which leans on the style's own progressions.
struct LearnedHarmony {
  /// How many progressions are drawn before one is taken that has a fault.
  static let takes = 16

  var model: ChordModel
  var style: Style
  /// The genre of the charts that the style learns from.
  var genre: String?

  /// Bars of numerals, to be read in major or minor as those of a style are.
  ///
  /// The first draw is taken that has two functions at least, does not stand still for half of its bars,
  /// keeps to an asked key, and is in no other section.
  func progression(
    of section: DraftSection, fit: ModalFit, seed: UInt64, place: String, known: [[String]]
  ) -> [String] {
    let key = Key(PitchName(.c), fit.key.scale.isMinor ? .minor : .major)
    let setting = model.setting(
      key: key, genre: genre, section: section.name, style: style.harmony)
    let writer = ProgressionWriter(model, setting)
    let wish = ProgressionWish(bars: length(of: section, seed: seed, place: place))
    var spare: [String] = []
    for take in 0..<Self.takes {
      let chords = writer.progression(wish, seed: seed, purpose: place, take: take)
      let bars = chords.map { bar in
        bar.map { RomanNumeral($0, in: key).description }.joined(separator: " ")
      }
      let fault = isDull(chords) || known.contains(bars) || (fit.isAsked && fit.leaves(bars))
      if !fault { return bars }
      if spare.isEmpty, !isDull(chords) { spare = bars }
    }
    return spare.isEmpty
      ? (key.scale.isMinor ? ["i", "VI", "iv", "V"] : ["I", "vi", "ii", "V"]) : spare
  }

  /// Whether one chord is all there is, or the last one stands for most of a longer progression.
  private func isDull(_ bars: [[Chord]]) -> Bool {
    let roots = bars.flatMap { $0 }.map(\.root.pitchClass)
    guard bars.count > 1 else { return false }
    let most = Set(roots).map { root in roots.filter { $0 == root }.count }.max() ?? 0
    return Set(roots).count < 2 || (bars.count > 2 && most * 4 > roots.count * 3)
  }

  /// Four bars or eight, or what a section has that these do not divide.
  private func length(of section: DraftSection, seed: UInt64, place: String) -> Int {
    guard section.bars > 4 else { return max(1, section.bars) }
    var stream = RandomStream(seed: seed, purpose: "learned length", section: place)
    if section.bars % 8 == 0 { return stream.chance(0.4) ? 8 : 4 }
    if section.bars % 4 == 0 { return 4 }
    return (3...8).last { section.bars % $0 == 0 } ?? 4
  }
}
