import Measures
public import Music
public import Players
public import Production

/// Turns a plan into a score by asking the session players, section by section.
///
/// Players hear those before them: drums, percussion, bass, lead, chords, pad, arpeggio, counter,
/// effects; chords answer the lead. All work is a pure function of its inputs and may run on any
/// thread; the cost is linear in sections times parts.
public struct Composer: Sendable {
  let players: @Sendable (PlayerKind) -> any Player

  /// Makes a composer with the house's session players, or others.
  public init(players: @escaping @Sendable (PlayerKind) -> any Player = Composer.player) {
    self.players = players
  }

  /// The house's session player of a kind; its melodist keeps the most memorable of several motifs.
  public static func player(_ kind: PlayerKind) -> any Player {
    guard kind == .melodist else { return kind.player }
    return Melodist { Memorability(of: $0)?.overall ?? 0 }
  }

  /// The score of a plan in its style.
  public func compose(plan: Plan, style: Style) -> Score {
    let ensemble = Ensemble(plan: plan, style: style, players: players)
    var notes: [String: [Note]] = [:]
    for section in ensemble.sections {
      var heard: [String: [Note]] = [:]
      for part in ensemble.order where section.layers[part.id] != nil {
        let played = ensemble.play(
          part, in: section, heard: heard, previous: notes[part.id] ?? [])
        heard[part.id] = played
        notes[part.id, default: []] += played
      }
    }
    // A part of the plan is heard: one that its player found no room for holds notes of the chords.
    for part in ensemble.order
    where (notes[part.id] ?? []).isEmpty && !part.instrument.isDrumKit {
      for section in ensemble.sections where section.layers[part.id] != nil {
        notes[part.id, default: []] += ensemble.play(
          part, in: section, heard: [:], previous: notes[part.id] ?? [], as: .pad)
      }
    }
    ensemble.holdToTheEnd(&notes, parts: plan.parts.map(\.id))
    let parts = plan.parts.map {
      Part(
        id: $0.id, name: $0.name, role: $0.role, instrument: $0.instrument,
        notes: notes[$0.id] ?? [])
    }
    return Composer.frame(plan, parts: parts)
  }

  /// A score with a plan's frame and the given parts.
  static func frame(_ plan: Plan, parts: [Part]) -> Score {
    Score(
      title: plan.title, meters: plan.meters, tempo: plan.tempo, keys: plan.keys,
      sections: plan.sections.map {
        Section(id: $0.id, name: $0.name, startBar: $0.startBar, bars: $0.bars, energy: $0.energy)
      },
      chords: plan.chords, parts: parts, length: plan.length)
  }
}
