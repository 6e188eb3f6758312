import Music
import Production

/// The rhythm of another part that a player follows.
struct Following {
  /// The onsets that are followed, ascending and each once.
  let onsets: [Beat]

  /// The rhythm that a part's controls name; nil when none is followed or heard.
  init?(_ cue: Cue) {
    guard let name = cue.part.controls.follow, name != cue.part.id else { return nil }
    let notes = name == "kick" ? Following.kicks(cue) : (cue.heard[name] ?? []).map(\.onset)
    guard !notes.isEmpty else { return nil }
    onsets = Set(notes).sorted()
  }

  /// Where the kick drum is struck.
  static func kicks(_ cue: Cue) -> [Beat] {
    let drums = cue.roles.filter { $0.value == .drums }.keys.sorted()
    return drums.flatMap { cue.heard[$0] ?? [] }
      .filter { $0.pitch.number == DrumKey.kick.rawValue }.map(\.onset).sorted()
  }

  /// Strokes drawn to the followed rhythm: those within half a beat of an onset move to it, weak
  /// ones farther away are left out.
  func drawn(_ strokes: [Stroke], frame: SectionFrame) -> [Stroke] {
    var drawn: [Stroke] = []
    for stroke in strokes {
      var stroke = stroke
      let near = onsets.min { distance($0, stroke.onset) < distance($1, stroke.onset) }
      if let near, distance(near, stroke.onset) <= Beat(1, 2), near >= frame.start,
        near < stroke.end || near < stroke.onset
      {
        stroke.onset = near
      } else if frame.strength(at: stroke.onset) < 0.5 {
        continue
      }
      if stroke.onset >= frame.start, drawn.last?.onset != stroke.onset { drawn.append(stroke) }
    }
    drawn.sort { $0.onset < $1.onset }
    for index in drawn.indices.dropFirst() where drawn[index - 1].end > drawn[index].onset {
      drawn[index - 1].end = drawn[index].onset
    }
    return drawn.filter { $0.duration > .zero }
  }

  private func distance(_ one: Beat, _ other: Beat) -> Beat {
    one < other ? other - one : one - other
  }
}
