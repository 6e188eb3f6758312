import Music
import Production

/// How busy a player is beyond what is written: a plain one leaves weak strokes out, a busy one puts
/// more between.
///
/// The choice belongs to a place in a group of two bars, so that it is part of the groove. Between
/// complexities of 0.3 and 0.7 a pattern is played as written.
struct Density {
  private let cue: Cue
  private let frame: SectionFrame

  init(_ cue: Cue, frame: SectionFrame) {
    self.cue = cue
    self.frame = frame
  }

  /// The strokes of one voice as busy as the part's complexity asks.
  func applied(to strokes: [Stroke], grain: Beat, adding added: Character?) -> [Stroke] {
    let complexity = cue.part.complexity
    if complexity < 0.3 {
      let share = (0.3 - complexity) / 0.3
      var seen: Set<Int> = []
      let offBeats = OffBeats(strokes, frame: frame)
      return strokes.filter { stroke in
        let isFirst = seen.insert(stroke.bar).inserted
        guard !isFirst, !stroke.isFill, offBeats.isWeak(stroke) else { return true }
        return draw("plain", stroke.onset, bar: stroke.bar) >= share * 0.8
      }
    }
    guard let added, complexity > 0.7, cue.intensity >= 0.35 else { return strokes }
    let share = (complexity - 0.7) / 0.3
    var busier = strokes
    for (stroke, next) in zip(strokes, strokes.dropFirst() + strokes.suffix(1)) {
      guard stroke.bar == next.bar, !stroke.isFill, !next.isFill else { continue }
      let step = grain >= Beat(1, 2) ? grain / 2 : grain
      let place = next.onset - step
      guard place > stroke.onset, next.onset - stroke.onset >= step * 2,
        frame.strength(at: place) < 0.5,
        draw("busy", place, bar: stroke.bar) < share * 0.4
      else { continue }
      if let index = busier.firstIndex(where: { $0.onset == stroke.onset }) {
        busier[index].end = min(busier[index].end, place)
      }
      busier.append(Stroke(onset: place, end: next.onset, symbol: added, bar: stroke.bar))
    }
    return busier.sorted { $0.onset < $1.onset }
  }

  private func draw(_ purpose: String, _ onset: Beat, bar: Int) -> Double {
    let start = frame.bars.indices.contains(bar) ? frame.bars[bar].start : frame.start
    var stream = cue.theme("\(purpose) \(onset - start)", bar: bar % 2)
    return stream.unit()
  }
}
