import Music
import Production

extension StyleLinter {
  /// Patterns: one for every section, fills for drummers, two hands, comping with holes.
  static func patterns(_ style: Style) -> [StyleWarning] {
    style.parts.enumerated().flatMap { index, part in
      let key = "parts[\(index)]"
      return coverage(part, in: style, key: key) + fills(part, key: key)
        + hands(part, in: style, key: key) + comping(part, key: key) + voices(part, key: key)
    }
  }

  /// Every section in which a part plays needs a pattern whose energies hold the section's.
  private static func coverage(
    _ part: StylePart, in style: Style, key: String
  ) -> [StyleWarning] {
    let mains = part.patterns.filter { !$0.isFill }
    guard !mains.isEmpty else { return [] }
    var bare: [String] = []
    for section in style.forms.flatMap(\.sections) {
      let plays =
        !part.silentIn.contains(section.name)
        && (section.energy >= part.enters || part.alwaysIn.contains(section.name))
      let isCovered = mains.contains {
        $0.energy.contains(section.energy)
          && ($0.sections.isEmpty || $0.sections.contains(section.name))
      }
      let name = "\(section.name) at \(text(section.energy))"
      if plays, !isCovered, !bare.contains(name) { bare.append(name) }
    }
    guard !bare.isEmpty else { return [] }
    let shown = bare.prefix(3).joined(separator: ", ") + (bare.count > 3 ? " and others" : "")
    return [
      StyleWarning(
        .noPattern, at: "\(key).patterns", "no pattern of \(part.id) is meant for \(shown)")
    ]
  }

  private static func fills(_ part: StylePart, key: String) -> [StyleWarning] {
    guard part.player == .drummer, !part.patterns.isEmpty,
      !part.patterns.contains(where: \.isFill)
    else { return [] }
    return [
      StyleWarning(
        .noFill, at: "\(key).patterns",
        "\(part.id) has no fill of its own; write three or four with is-fill: true")
    ]
  }

  /// No more than two hand strokes of a drummer on one step.
  private static func hands(_ part: StylePart, in style: Style, key: String) -> [StyleWarning] {
    guard part.player == .drummer,
      !style.exceptions.contains(Critique.Rule.impossibleLimbs.rawValue)
    else { return [] }
    return part.patterns.enumerated().compactMap { index, pattern in
      let hands = pattern.voices.keys.filter { DrumKey(name: $0)?.isFoot == false }.sorted()
      let length = hands.map { pattern.steps(of: $0).count }.max() ?? 0
      for step in 0..<length {
        let hits = hands.filter { voice in
          let steps = pattern.steps(of: voice)
          guard !steps.isEmpty else { return false }
          let place = pattern.isFill ? step : step % steps.count
          return steps.indices.contains(place) && !".-?".contains(steps[place])
        }
        guard hits.count > 2 else { continue }
        return StyleWarning(
          .threeHands, at: "\(key).patterns[\(index)].voices",
          "step \(step + 1) asks for \(hits.joined(separator: ", ")) at once; a drummer has two hands"
        )
      }
      return nil
    }
  }

  /// Voices that never sound, and fills that do not end together; in a fill a silent voice is a
  /// break of what it interrupts.
  private static func voices(_ part: StylePart, key: String) -> [StyleWarning] {
    var warnings: [StyleWarning] = []
    for (index, pattern) in part.patterns.enumerated() {
      let place = "\(key).patterns[\(index)].voices"
      let names = pattern.voices.keys.sorted().filter { $0 != "degrees" }
      if pattern.isFill {
        let lengths = names.map { pattern.steps(of: $0).count }
        if let low = lengths.min(), let high = lengths.max(), low < high {
          warnings.append(
            StyleWarning(
              .raggedFill, at: place,
              "the voices of the fill have \(low) to \(high) steps; write them equally long"))
        }
        continue
      }
      for name in names where pattern.steps(of: name).allSatisfy({ ".-".contains($0) }) {
        warnings.append(
          StyleWarning(
            .silentVoice, at: "\(place).\(name)",
            "\(name) never sounds in \(pattern.name); leave the voice out, or rest with 'silent-in'"
          ))
      }
    }
    return warnings
  }

  /// Chords that strike every step leave nothing for anybody else.
  private static func comping(_ part: StylePart, key: String) -> [StyleWarning] {
    guard part.role == .chords, part.player != .guitarist else { return [] }
    return part.patterns.enumerated().compactMap { index, pattern in
      for voice in ["hits", "right"] {
        let steps = pattern.steps(of: voice)
        let isSolid =
          pattern.stepsPerBeat >= 4 && steps.count >= 8
          && steps.allSatisfy { "Xxog".contains($0) }
        guard isSolid else { continue }
        return StyleWarning(
          .solidComping, at: "\(key).patterns[\(index)].voices.\(voice)",
          "the chord is struck on every step; comping is a rhythm with holes")
      }
      return nil
    }
  }
}
