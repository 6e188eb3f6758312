import Music
import Production

/// The small changes by which bars that play one pattern differ from each other.
///
/// The last of every four bars differs always; the others the oftener the more variation is asked
/// for. The first bar of a section and bars with a fill are played as written.
struct PhraseVariation {
  private let cue: Cue
  private let frame: SectionFrame
  private let fills: Set<Int>
  /// 0 for no change at all to 1 for a change in every bar.
  let amount: Double

  init(_ cue: Cue, frame: SectionFrame, book: PatternBook) {
    self.cue = cue
    self.frame = frame
    fills = Set(book.fills.keys)
    amount = cue.part.controls.phraseVariation ?? 0.5
  }

  /// Whether a bar is to differ from the pattern.
  func changes(_ bar: SectionFrame.Bar) -> Bool {
    guard amount > 0, bar.index > 0, !fills.contains(bar.index) else { return false }
    let isLast = bar.index == frame.bars.count - 1 && frame.bars.count >= 4
    if bar.index % 4 == 3 || isLast { return amount >= 0.15 }
    var stream = cue.stream("variation", bar: bar.number)
    let draw = stream.unit()
    switch bar.index % 4 {
    case 1: return draw < amount * amount
    case 2: return draw < max(0, amount - 0.4) * 1.7
    default: return draw < max(0, amount - 0.5) * 2
    }
  }

  /// Strokes of one voice with one changed in each bar that is to differ: a weak one left out, one
  /// struck early, or one added in the widest hole.
  ///
  /// `grain` is the finest step of the pattern; digits and other characters that name notes are
  /// left out but never invented: what is added has the character `added`, and nothing is where it
  /// is nil. Characters in `leading` lead to the stroke after them: both stay.
  func applied(
    to strokes: [Stroke], grain: Beat, adding added: Character?, leading: String = ""
  ) -> [Stroke] {
    guard amount > 0 else { return strokes }
    guard frame.bars.contains(where: changes) else { return strokes }
    var byBar = Dictionary(grouping: strokes, by: \.bar)
    for bar in frame.bars where changes(bar) {
      guard let own = byBar[bar.index], !own.isEmpty else { continue }
      var stream = cue.stream("change", bar: bar.number)
      byBar[bar.index] = changed(
        own, in: bar, grain: grain, added: added, leading: leading, stream: &stream)
    }
    return byBar.values.flatMap(\.self).sorted { $0.onset < $1.onset }
  }

  private func changed(
    _ strokes: [Stroke], in bar: SectionFrame.Bar, grain: Beat, added: Character?,
    leading: String,
    stream: inout RandomStream
  ) -> [Stroke] {
    var strokes = strokes.sorted { $0.onset < $1.onset }
    let offBeats = OffBeats(strokes, frame: frame)
    let weak = strokes.indices.filter { index in
      offBeats.isWeak(strokes[index]) && strokes[index].onset > bar.start
        && !leading.contains(strokes[index].symbol)
        && !(index > 0 && leading.contains(strokes[index - 1].symbol))
    }
    let wantsMore = stream.chance(0.25 + 0.5 * cue.part.complexity)
    if !wantsMore, strokes.count >= 3, let gone = stream.element(of: weak) {
      if stream.chance(0.5) || strokes[gone].onset - grain <= bar.start {
        strokes.remove(at: gone)
        return strokes
      }
    }
    if let added,
      let place = hole(
        in: strokes, bar: bar, grain: grain, leading: leading, stream: &stream)
    {
      let end = strokes.first { $0.onset > place }?.onset ?? bar.end
      for index in strokes.indices where strokes[index].end > place && strokes[index].onset < place
      {
        strokes[index].end = place
      }
      strokes.append(
        Stroke(
          onset: place, end: min(end, place + max(grain, Beat(1, 2))), symbol: added, bar: bar.index
        ))
      return strokes.sorted { $0.onset < $1.onset }
    }
    if strokes.count >= 2, let gone = stream.element(of: weak) { strokes.remove(at: gone) }
    return strokes
  }

  /// A place in the second half of the bar where nothing is struck, weak and on the grain.
  private func hole(
    in strokes: [Stroke], bar: SectionFrame.Bar, grain: Beat, leading: String,
    stream: inout RandomStream
  ) -> Beat? {
    let half = bar.meter.isCompound ? bar.meter.unit : Beat(1, 2)
    let step = cue.part.complexity > 0.45 ? min(grain, half) : half
    guard step > .zero else { return nil }
    let taken = Set(strokes.map(\.onset))
    let count = ((bar.end - bar.start) / step).floor
    let places = (count / 2..<max(count, count / 2)).map { bar.start + step * $0 }.filter { place in
      !taken.contains(place) && frame.strength(at: place) < 0.5
        && !strokes.contains { ($0.onset - place).value.magnitude < step.value * 0.9 }
        && !leading.contains(strokes.last { $0.onset < place }?.symbol ?? " ")
    }
    return stream.element(of: places)
  }
}
