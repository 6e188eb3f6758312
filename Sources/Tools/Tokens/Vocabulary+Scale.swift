import Music
public import Weights

extension Vocabulary {
  /// The pitch classes of a bar's key; nil where the bar names none.
  public func scale(of bar: GridBar) -> PitchClassSet? {
    guard bar.tonic > 0, let name = self[.mode].name(of: bar.mode),
      let scale = Scale(rawValue: name)
    else { return nil }
    return PitchClassSet(scale.semitones.map { bar.tonic - 1 + $0 })
  }
}
