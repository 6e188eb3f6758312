import Music
import Production

/// When a counter-melody moves: written strokes out of the lead's way or long notes under it, and
/// answers in its rests that echo the figure before.
struct CounterRhythm {
  /// A note to be found.
  struct Move {
    var stroke: Stroke
    /// Whether it answers in a rest of the lead.
    var isAnswer = false
    /// Semitones above the middle of the line at which the echoed figure stands.
    var height: Double?
  }

  private let cue: Cue
  private let frame: SectionFrame
  private let changes: Changes
  private let lead: [Note]

  init(_ cue: Cue, frame: SectionFrame, changes: Changes, lead: [Note]) {
    self.cue = cue
    self.frame = frame
    self.changes = changes
    self.lead = lead
  }

  /// The moves of the section, ascending and without overlaps.
  func moves() -> [Move] {
    let rests = rests()
    let answers = rests.flatMap(answer)
    let answered = rests.filter { rest in answers.contains { rest.contains($0.stroke.onset) } }
    var plain = strokes()
    if cue.intensity < 0.35 { plain.removeAll { frame.strength(at: $0.onset) < 0.5 } }
    // The line breathes where the lead comes back, or at the end of its phrase.
    plain.removeAll { stroke in
      answered.contains { $0.contains(stroke.onset) }
        || answered.contains { $0.upperBound <= stroke.onset && stroke.onset < $0.upperBound + 1 }
    }
    plain = breathing(plain, except: answered)
    var moves = (plain.map { Move(stroke: $0) } + answers)
      .sorted { $0.stroke.onset < $1.stroke.onset }
    for index in moves.indices.dropLast() {
      moves[index].stroke.end = min(moves[index].stroke.end, moves[index + 1].stroke.onset)
    }
    moves.removeAll { $0.stroke.duration <= .zero }
    return moves
  }

  // MARK: Answers

  /// Where the lead is silent for a beat or more between its notes, or after its last one.
  private func rests() -> [Range<Beat>] {
    let notes = lead.filter { $0.onset < frame.end && $0.end > frame.start }
    guard !notes.isEmpty else { return [] }
    var rests: [Range<Beat>] = []
    var end = notes[0].end
    for note in notes.dropFirst() {
      if note.onset - end >= 1 { rests.append(end..<note.onset) }
      end = max(end, note.end)
    }
    if frame.end - end >= 1 { rests.append(end..<frame.end) }
    return rests
  }

  /// The lead's last figure once more in its rest, as far as it fits; some rests are left alone.
  private func answer(in rest: Range<Beat>) -> [Move] {
    var stream = cue.theme("answer \(rest.lowerBound - frame.start)")
    guard stream.chance(0.35 + 0.35 * cue.part.complexity + 0.3 * cue.intensity) else { return [] }
    let figure = Array(lead.filter { $0.end <= rest.lowerBound }.suffix(4))
    guard figure.count >= 2 else { return [] }
    let half = frame.bar(at: rest.lowerBound)?.meter.isCompound == true ? Beat(1) : Beat(1, 2)
    let begin = frame.start + Beat(((rest.lowerBound - frame.start) / half).floor) * half
    var onset = begin < rest.lowerBound ? begin + half : begin
    // A note that just ended is left to ring before the answer.
    if rest.upperBound - onset > 2 { onset = onset + half }
    let limit = min(rest.upperBound, onset + 4)
    let middle = Double(figure.reduce(0) { $0 + $1.pitch.number }) / Double(figure.count)
    var moves: [Move] = []
    for (index, note) in figure.enumerated() {
      let next = index + 1 < figure.count ? figure[index + 1].onset - note.onset : Beat(1)
      let time = min(max(half, next), 1)
      guard onset + half <= limit, let bar = frame.bar(at: onset) else { break }
      moves.append(
        Move(
          stroke: Stroke(
            onset: onset, end: min(onset + time, limit), symbol: "x", bar: bar.index),
          isAnswer: true, height: max(-6, min(6, Double(note.pitch.number) - middle))))
      onset = onset + time
    }
    guard moves.count >= 2 else { return [] }
    moves[moves.count - 1].stroke.end = min(limit, moves[moves.count - 1].stroke.onset + 2)
    return moves
  }

  // MARK: Under the lead

  private func strokes() -> [Stroke] {
    let book = PatternBook(cue, frame: frame, voices: ["rhythm"])
    guard book.main != nil else { return frame.bars.flatMap(ownStrokes) }
    let onsets = Set(lead.map(\.onset))
    return book.strokes(of: "rhythm").filter { stroke in
      !onsets.contains(stroke.onset) || frame.strength(at: stroke.onset) >= 0.75
    }
  }

  /// Long notes on strong beats and on changes of chord, and movement where the lead holds.
  private func ownStrokes(in bar: SectionFrame.Bar) -> [Stroke] {
    let half = bar.meter.isCompound ? bar.meter.unit : Beat(1, 2)
    var onsets: [Beat] = []
    let isResting = bar.indexInPhrase == 0 && bar.phraseBars >= 4 && !lead.isEmpty
    for pulse in bar.meter.pulses where bar.start + pulse < bar.end {
      let onset = bar.start + pulse
      let isStrong = bar.meter.strength(at: pulse) >= 0.75
      let isFree = leadNote(at: onset).map { $0.onset < onset } ?? !lead.isEmpty
      if (isStrong && !isResting) || isFree || changes.spans.contains(where: { $0.onset == onset })
      {
        onsets.append(onset)
        let after = onset + half
        if isFree, leadNote(at: after).map({ $0.onset < after }) ?? true, after < bar.end,
          cue.intensity * 0.6 + cue.part.complexity * 0.4 > 0.5
        {
          onsets.append(after)
        }
      }
    }
    return onsets.enumerated().map { index, onset in
      let next = index + 1 < onsets.count ? onsets[index + 1] : bar.end
      return Stroke(onset: onset, end: next, symbol: "x", bar: bar.index)
    }
  }

  private func leadNote(at beat: Beat) -> Note? {
    lead.last { $0.onset <= beat && beat < $0.end }
  }

  /// A breath at the end of every phrase in which the line did not answer.
  private func breathing(_ strokes: [Stroke], except answered: [Range<Beat>]) -> [Stroke] {
    var strokes = strokes
    for index in strokes.indices {
      let next = index + 1 < strokes.count ? strokes[index + 1].onset : frame.end
      strokes[index].end = min(strokes[index].end, next)
    }
    for bar in frame.bars where bar.isPhraseEnd && bar.phraseBars > 1 {
      guard !answered.contains(where: { $0.overlaps(bar.start..<bar.end) }) else { continue }
      let limit = bar.end - min(1, (bar.end - bar.start) / 2)
      strokes.removeAll { $0.onset >= limit && $0.onset < bar.end }
      for index in strokes.indices
      where strokes[index].onset < bar.end && strokes[index].end > limit
        && strokes[index].onset >= bar.start
      {
        strokes[index].end = limit
      }
    }
    return strokes
  }
}
