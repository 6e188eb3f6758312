import Music
import Production

/// Chooses a style where none was named: the nearest to what was said or found, the general styles
/// before special ones.
///
/// A bare "happy" is no wish for disco: what is said of the mood alone leads to a special style only
/// where it is far from every general one. How general a style is stands in its file.
struct StyleChoice {
  /// Who plays in music that is there already.
  struct Player: Hashable {
    var role: Role
    var instrument: Instrument
  }

  private let brief: Brief
  private let band: [Player]

  /// Makes a choice for what was said and, for music that is there already, who plays in it.
  init(_ brief: Brief, band: [Player] = []) {
    self.brief = brief
    self.band = band
  }

  /// The one style that is nearest; none of none.
  func shares(among styles: [Style]) -> [Brief.StyleWeight] {
    let scored = styles.map { (name: $0.name, distance: distance($0)) }
    let best = scored.min { ($0.distance, $0.name) < ($1.distance, $1.name) }
    return best.map { [Brief.StyleWeight(name: $0.name, weight: 1)] } ?? []
  }

  /// How far a style is from everything that is known, in squares of the mood's axes.
  private func distance(_ style: Style) -> Double {
    mood(style) + tempo(style) + tonality(style) + wishes(style) + band(style)
      + 0.5 * (1 - (style.generality ?? 0))
  }

  private func mood(_ style: Style) -> Double {
    guard let mood = brief.mood else { return 0 }
    let valence = mood.valence - style.mood.valence
    let energy = mood.energy - style.mood.energy
    return valence * valence + energy * energy
  }

  /// Tempos outside the style's range are far, within it those near its usual one are nearer.
  private func tempo(_ style: Style) -> Double {
    var distance = 0.0
    if let tempo = brief.tempo {
      let outside = max(style.tempo.low - tempo, 0) + max(tempo - style.tempo.high, 0)
      distance += outside / 20
      distance += 0.1 * min(1, abs(tempo - style.tempo.typical) / style.tempo.typical)
    }
    if let meter = brief.meter {
      let total = style.meters.reduce(0) { $0 + $1.weight }
      let share = style.meters.filter { $0.value == meter }.reduce(0) { $0 + $1.weight } / total
      distance += share == 0 ? 0.5 : 0.2 * (1 - share)
    }
    return distance
  }

  private func tonality(_ style: Style) -> Double {
    guard let isMinor = (brief.key?.scale ?? brief.scale)?.isMinor else { return 0 }
    let total = style.scales.reduce(0) { $0 + $1.weight }
    let share = style.scales.filter { $0.value.isMinor == isMinor }.reduce(0) { $0 + $1.weight }
    return 0.15 * (1 - share / total)
  }

  private func wishes(_ style: Style) -> Double {
    var distance = 0.0
    for name in brief.instruments.with {
      let has = style.parts.contains { part in
        part.role.rawValue == name || part.instruments.contains { $0.value.id == name }
      }
      distance += has ? 0 : 0.3
    }
    for name in brief.instruments.without {
      distance += style.parts.contains { $0.role.rawValue == name } ? 0.1 : 0
    }
    return distance
  }

  /// How unlike the style's own band is the one that plays: the mean over its players, and a kit
  /// where the style has none or none where it has one.
  private func band(_ style: Style) -> Double {
    guard !band.isEmpty else { return 0 }
    let mean = band.map { strangeness($0, in: style) }.reduce(0, +) / Double(band.count)
    let hasKit = band.contains(where: \.instrument.isDrumKit)
    let wantsKit = style.parts.contains { $0.role == .drums }
    let kit = hasKit == wantsKit ? 0 : hasKit ? 0.4 : 0.2
    return mean + kit
  }

  /// 0 for a player whom the style has in this role on this instrument, 1 for one that it has not.
  private func strangeness(_ player: Player, in style: Style) -> Double {
    let choices = style.parts.map { part in
      (part.role, part.instruments.map(\.value))
    }
    let own = choices.filter { $0.0 == player.role }.flatMap(\.1)
    let all = choices.flatMap(\.1)
    if own.contains(where: { $0.id == player.instrument.id }) { return 0 }
    if own.contains(where: { $0.family == player.instrument.family }) { return 0.2 }
    if all.contains(where: { $0.id == player.instrument.id }) { return 0.3 }
    if all.contains(where: { $0.family == player.instrument.family }) { return 0.5 }
    return own.isEmpty ? 1 : 0.8
  }
}
