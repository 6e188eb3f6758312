import Music
import Production

extension StyleLinter {
  /// Harmony: enough progressions, each once, for every section, and cadences that close.
  static func harmony(_ style: Style) -> [StyleWarning] {
    let tonalities = Set(style.scales.map(\.value.isMinor))
    return [false, true].filter(tonalities.contains).flatMap { isMinor in
      let name = isMinor ? "minor" : "major"
      return progressions(style, isMinor: isMinor, key: "harmony.progressions.\(name)")
        + cadences(style, isMinor: isMinor, key: "harmony.cadences.\(name)")
    }
  }

  private static func progressions(
    _ style: Style, isMinor: Bool, key: String
  ) -> [StyleWarning] {
    let all = style.harmony.progressions.filter { $0.isMinor == isMinor }
    var warnings: [StyleWarning] = []
    if Set(all.map(\.bars)).count < 4,
      !style.exceptions.contains(Critique.Rule.sameLoop.rawValue)
    {
      warnings.append(
        StyleWarning(
          .fewProgressions, at: key,
          "\(all.count) progressions for every song in \(isMinor ? "minor" : "major"); "
            + "six or more are usual"))
    }
    for (index, progression) in all.enumerated()
    where all[..<index].contains(where: { $0.bars == progression.bars }) {
      warnings.append(
        StyleWarning(
          .repeatedProgression, at: "\(key)[\(index)]",
          "'\(progression.bars.joined(separator: " | "))' is written twice; give one a weight"))
    }
    guard !all.contains(where: \.sections.isEmpty) else { return warnings }
    let named = Set(all.flatMap(\.sections))
    let kinds = Set(style.forms.flatMap(\.sections).map(\.name)).subtracting(named)
    if !kinds.isEmpty {
      warnings.append(
        StyleWarning(
          .noProgression, at: key,
          "no progression is meant for \(kinds.sorted().joined(separator: ", "))"))
    }
    return warnings
  }

  private static func cadences(_ style: Style, isMinor: Bool, key: String) -> [StyleWarning] {
    // A song that fades or rings out needs no close.
    guard style.ending == .held || style.ending == .stop else { return [] }
    let all = style.harmony.cadences.filter { $0.isMinor == isMinor }
    return all.enumerated().compactMap { index, cadence in
      guard let last = cadence.bars.last?.split(separator: " ").last,
        let numeral = try? RomanNumeral(String(last)), numeral.degree != 1
      else { return nil }
      return StyleWarning(
        .openCadence, at: "\(key)[\(index)]", "the cadence ends on \(last), not on the tonic")
    }
  }
}
