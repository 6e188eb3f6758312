import Music
import Production

/// What a comping player hears of the melody: where it speaks and where it leaves room.
struct Conversation {
  private let cue: Cue
  private let frame: SectionFrame
  private let onsets: Set<Beat>
  private let notes: [Note]

  init(_ cue: Cue, frame: SectionFrame) {
    self.cue = cue
    self.frame = frame
    let leads = cue.roles.filter { $0.value == .lead }.keys.sorted()
    notes = leads.flatMap { cue.heard[$0] ?? [] }.sorted()
    onsets = Set(notes.map(\.onset))
  }

  /// Whether a stroke waits for the melody: soft ones that would double one of its notes always,
  /// other weak ones mostly, accents never.
  func silences(_ stroke: Stroke, isSoft: Bool) -> Bool {
    guard onsets.contains(stroke.onset) else { return false }
    if isSoft { return true }
    guard frame.strength(at: stroke.onset) < 0.5, !stroke.isFill, !stroke.symbol.isNumber,
      !stroke.symbol.isUppercase
    else {
      return false
    }
    var stream = cue.stream("wait \(stroke.onset - frame.start)", bar: stroke.bar)
    return stream.chance(0.6)
  }

  /// Where the melody is silent for a beat or more within a bar, as the rest's beginning and end.
  func rests(in bar: SectionFrame.Bar) -> [(start: Beat, end: Beat)] {
    guard !notes.isEmpty else { return [] }
    var rests: [(start: Beat, end: Beat)] = []
    var position = bar.start
    for note in notes where note.end > bar.start && note.onset < bar.end {
      if note.onset - position >= 1 { rests.append((position, note.onset)) }
      position = max(position, note.end)
    }
    if bar.end - position >= 1 { rests.append((position, bar.end)) }
    return rests
  }

  /// Strokes with an answer in the rests of the melody in which nothing else is struck.
  func answered(_ strokes: [Stroke], with symbol: Character) -> [Stroke] {
    guard !notes.isEmpty, cue.intensity >= 0.35 else { return strokes }
    var answered = strokes
    for bar in frame.bars {
      for rest in rests(in: bar) {
        let half = bar.meter.isCompound ? bar.meter.unit : Beat(1, 2)
        let place = rest.start.quantizedUp(to: half, from: bar.start) + half
        guard place < rest.end,
          !strokes.contains(where: { $0.onset >= rest.start && $0.onset < rest.end })
        else { continue }
        var stream = cue.stream("answer \(place - bar.start)", bar: bar.number)
        guard stream.chance(0.2 + 0.6 * cue.part.complexity) else { continue }
        for index in answered.indices
        where answered[index].end > place && answered[index].onset < place {
          answered[index].end = place
        }
        let next = strokes.first { $0.onset > place }?.onset ?? bar.end
        answered.append(
          Stroke(onset: place, end: min(place + half, next), symbol: symbol, bar: bar.index))
      }
    }
    return answered.sorted { $0.onset < $1.onset }
  }
}

extension Beat {
  /// The first time on a grid at or after this one.
  fileprivate func quantizedUp(to step: Beat, from start: Beat) -> Beat {
    let count = (self - start) / step
    return start + step * (count.denominator == 1 ? count.numerator : count.floor + 1)
  }
}
