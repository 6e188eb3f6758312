import Music
import Production

/// Chooses styles for briefs that name none.
enum StyleChoice {
  /// The style that serves where nothing that was said speaks for another: the most general.
  private static let general = "pop-ballad"

  /// The style whose mood, tempo, metre and band are nearest to what was said.
  static func shares(for brief: Brief, among styles: [Style]) -> [Brief.StyleWeight] {
    let scored = styles.map { style in (style.name, distance(style, brief)) }
    let best = scored.min { ($0.1, $0.0) < ($1.1, $1.0) }
    return best.map { [Brief.StyleWeight(name: $0.0, weight: 1)] } ?? []
  }

  private static func distance(_ style: Style, _ brief: Brief) -> Double {
    var distance = style.name == general ? 0 : 0.01
    if let mood = brief.mood {
      let valence = mood.valence - style.mood.valence
      let energy = mood.energy - style.mood.energy
      distance += valence * valence + energy * energy
    }
    if let tempo = brief.tempo {
      let below = max(style.tempo.low - tempo, 0)
      let above = max(tempo - style.tempo.high, 0)
      distance += (below + above) / 20
    }
    if let meter = brief.meter, !style.meters.contains(where: { $0.value == meter }) {
      distance += 0.5
    }
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
}
