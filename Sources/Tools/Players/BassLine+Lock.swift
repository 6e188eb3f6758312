import Music
import Production

extension BassLine {
  /// Strokes that fall a sixteenth beside a kick on or near a strong beat are struck with it, so that
  /// the two are one; a walking line keeps its own time, and so does the first note of a phrase.
  static func locked(_ strokes: [Stroke], to kicks: [Beat], frame: SectionFrame) -> [Stroke] {
    let struck = Set(kicks)
    let starts = Set(frame.bars.filter { $0.indexInPhrase == 0 }.map(\.start))
    var taken = Set(strokes.map(\.onset))
    var locked = strokes
    for index in locked.indices {
      let stroke = locked[index]
      guard !"wx".contains(stroke.symbol), !struck.contains(stroke.onset),
        !starts.contains(stroke.onset)
      else { continue }
      let sixteenth = Beat(1, 4)
      let near = kicks.first { kick in
        let gap = kick < stroke.onset ? stroke.onset - kick : kick - stroke.onset
        return gap <= sixteenth && kick < stroke.end
          && max(frame.strength(at: kick), frame.strength(at: stroke.onset)) >= 0.5
      }
      guard let near, near >= frame.start, !taken.contains(near) else { continue }
      taken.remove(stroke.onset)
      taken.insert(near)
      locked[index].onset = near
      if index > 0, locked[index - 1].end > near { locked[index - 1].end = near }
    }
    return locked.filter { $0.duration > .zero }.sorted { $0.onset < $1.onset }
  }
}
