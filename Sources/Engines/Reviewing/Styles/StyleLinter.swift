public import Production

/// Says of a style that can be read what would make dull, crowded or unplayable songs.
///
/// Rules of thumb from the house's notes on musicianship; a style may break any of them, so that a
/// warning never keeps it from being used. Those that a rule of the critique covers are not told
/// where the style names that rule among its exceptions. A pure function of the style.
public enum StyleLinter {
  /// The warnings of a style, in the order of the schema's keys.
  public static func warnings(for style: Style) -> [StyleWarning] {
    forms(style) + tempo(style) + harmony(style) + parts(style) + patterns(style) + sound(style)
  }

  /// A number as people write it, with two digits at most after the point.
  static func text(_ value: Double) -> String {
    let hundredths = Int((value * 100).rounded())
    let whole = hundredths / 100
    let rest = abs(hundredths % 100)
    let sign = hundredths < 0 && whole == 0 ? "-" : ""
    if rest == 0 { return "\(whole)" }
    let digits = rest % 10 == 0 ? "\(rest / 10)" : rest < 10 ? "0\(rest)" : "\(rest)"
    return "\(sign)\(whole).\(digits)"
  }
}
