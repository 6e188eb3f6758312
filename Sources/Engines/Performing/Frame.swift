import Music
import Production

/// What all parts share: bars, phrases, energy, swing and the breath of the tempo.
struct Frame {
  /// A bar and its place in the form.
  struct Bar {
    let start: Beat
    let meter: Meter
    /// Section energy, growing towards the next section where a build leads there, 0...1.
    let energy: Double
    /// The phrase that holds the bar, in quarter notes.
    let phrase: ClosedRange<Double>
    /// The clause over which the tempo breathes, in quarter notes.
    let clause: ClosedRange<Double>
    /// Seconds by which the middle of the clause is ahead of the grid.
    let breath: Double
  }

  /// Quarter notes by which the tempo may be ahead of the grid: a note that is played with its chord
  /// is still heard in the bar that it is written in.
  private static let furthest = 0.125

  let bars: [Bar]
  let meters: MeterMap
  let tempo: TempoMap
  let chords: [ChordSpan]
  let length: Beat
  /// Seconds from the start to the end of the written music.
  let seconds: Double
  /// The groove of the style, or of a part as its controls turn it.
  var groove: Groove
  let seed: UInt64

  init(score: Score, groove: Groove, plan: Plan?, seed: UInt64) {
    meters = score.meters
    tempo = score.tempo
    chords = score.chords
    length = score.length
    seconds = score.seconds
    self.groove = groove
    self.seed = seed
    let phrases = Frame.phrases(of: score, plan: plan)
    bars = (0..<score.bars).map { index in
      let phrase = phrases.first { $0.contains(index) } ?? index..<(index + 1)
      let clause = Frame.times(of: Frame.clause(of: phrase, at: index), in: score)
      // A clause's tempo swings by up to 9 % at full rubato, nearly twice that at the end of a piece.
      let span = score.tempo.seconds(at: clause.end) - score.tempo.seconds(at: clause.start)
      let isEnding = clause.end == score.length && plan?.loop == false
      let most = Frame.furthest * 60 / score.tempo.beatsPerMinute(at: clause.start)
      let (start, end) = Frame.times(of: phrase, in: score)
      return Bar(
        start: score.meters.start(ofBar: index), meter: score.meters.meter(ofBar: index),
        energy: Frame.energy(ofBar: index, score: score, plan: plan),
        phrase: start.value...end.value, clause: clause.start.value...clause.end.value,
        breath: min(groove.rubato * (isEnding ? 0.05 : 0.03) * span, most))
    }
  }

  private static func times(of bars: Range<Int>, in score: Score) -> (start: Beat, end: Beat) {
    let start = score.meters.start(ofBar: bars.lowerBound)
    return (start, max(start, min(score.meters.start(ofBar: bars.upperBound), score.length)))
  }

  /// The bars around one in which the tempo breathes once: half of a long phrase, again and again.
  private static func clause(of phrase: Range<Int>, at bar: Int) -> Range<Int> {
    var clause = phrase
    while clause.count > 4, clause.count.isMultiple(of: 2) {
      let middle = clause.lowerBound + clause.count / 2
      clause = bar < middle ? clause.lowerBound..<middle : middle..<clause.upperBound
    }
    return clause
  }

  /// The phrases of all sections, in bars; bars outside any section make phrases of four.
  private static func phrases(of score: Score, plan: Plan?) -> [Range<Int>] {
    var phrases: [Range<Int>] = []
    var bar = 0
    while bar < score.bars {
      let section = score.section(ofBar: bar)
      let planned = section.flatMap { section in plan?.sections.first { $0.id == section.id } }
      let size = max(planned?.phrase ?? 4, 1)
      let limit = section?.barRange.upperBound ?? score.bars
      let end = max(min(bar + size, limit, score.bars), bar + 1)
      phrases.append(bar..<end)
      bar = end
    }
    return phrases
  }

  /// The energy of a bar: its section's, over a build's last four bars rising to the next one's.
  private static func energy(ofBar bar: Int, score: Score, plan: Plan?) -> Double {
    guard let section = score.section(ofBar: bar) else { return 0.5 }
    let planned = plan?.sections.first { $0.id == section.id }
    guard planned?.transition == .build,
      let next = score.section(ofBar: section.barRange.upperBound), next.energy > section.energy
    else { return section.energy }
    let rise = min(4, section.bars)
    let into = bar - (section.barRange.upperBound - rise) + 1
    guard into > 0 else { return section.energy }
    return section.energy + (next.energy - section.energy) * Double(into) / Double(rise + 1)
  }

  /// The bar that holds a time, within the piece.
  func bar(at beat: Beat) -> Int { min(max(meters.bar(at: beat), 0), bars.count - 1) }

  /// Where a time lies in its phrase, 0...1.
  func phrasePosition(_ beat: Beat, bar: Int) -> Double {
    Frame.position(beat, in: bars[bar].phrase)
  }

  private static func position(_ beat: Beat, in span: ClosedRange<Double>) -> Double {
    let length = span.upperBound - span.lowerBound
    guard length > 0 else { return 0 }
    return min(max((beat.value - span.lowerBound) / length, 0), 1)
  }

  /// The rise and fall of a phrase at a position 0...1.
  ///
  /// -0.6 at its start, 1 a little after its middle, falling again to its end. A parabola, as in
  /// Todd, "The dynamics of dynamics", JASA 91 (1992).
  static func arc(_ position: Double) -> Double {
    let peak = 0.62
    let distance = (position - peak) / peak
    return max(1 - 1.6 * distance * distance, -0.6)
  }

  /// Seconds of a time with swing and the breath of the tempo, the same in all parts.
  func seconds(at beat: Beat) -> Double {
    guard beat < length else { return seconds }
    let bar = bar(at: beat)
    let position = Frame.position(beat, in: bars[bar].clause)
    // Zero with zero slope at both ends of a clause, so that clauses join smoothly.
    let bump = position * (1 - position)
    return tempo.seconds(at: swung(beat, bar: bar)) - bars[bar].breath * 16 * bump * bump
  }

  /// A time in quarter notes with the second half of its swing pair moved.
  ///
  /// Triplets stay where they are, and so do compound metres and pairs that a bar cuts. The short
  /// note keeps about 100 ms, which evens swing out at fast tempos (Friberg and Sundstroem,
  /// "Swing ratios and ensemble timing in jazz performance", Music Perception 19, 2002).
  func swung(_ beat: Beat, bar: Int) -> Double {
    let unit = groove.swingUnit
    guard groove.swing > 0.5, !bars[bar].meter.isCompound, unit > .zero else { return beat.value }
    let position = beat - bars[bar].start
    let inside = position % unit
    let start = position - inside
    let phase = inside / unit
    guard phase.denominator % 3 != 0, start + unit <= bars[bar].meter.barLength,
      position >= .zero
    else { return beat.value }
    let pairSeconds = unit.value * 60 / tempo.beatsPerMinute(at: beat)
    let short = max(1 - groove.swing, min(0.1 / pairSeconds, 0.5))
    let share = phase.value
    let moved =
      share < 0.5 ? share * 2 * (1 - short) : (1 - short) + (share - 0.5) * 2 * short
    return bars[bar].start.value + start.value + unit.value * moved
  }
}
