public import Music
public import Weights

/// Puts scores on the grid: notes, and all that a score says of itself as vocabulary values.
///
/// Each bar's notes are counted from the bar's own beginning, so that bars that begin beside the
/// grid cost their notes nothing. Cost grows with notes times the logarithm of bars.
public struct Gridding: Sendable {
  /// What the onsets of notes beside the grid mean.
  public enum Timing: Hashable, Sendable {
    /// The score is written music: the distance from the grid is lost.
    case written
    /// The score is a performance: the distance is kept as microtiming.
    case played
  }

  /// The most bars of a piece.
  public static let mostBars = 100_000

  private static let halfStep = Beat(1, 2 * Vocabulary.ticksPerBeat)

  let vocabulary: Vocabulary

  /// Makes a gridding with a vocabulary.
  public init(_ vocabulary: Vocabulary) { self.vocabulary = vocabulary }

  /// The piece of a score, and what changed on the way.
  ///
  /// `genre` is a name of the vocabulary or nil for unknown. Throws when a bar is too long, a note
  /// begins before the piece, has no length or no MIDI key, or the genre has no name.
  public func piece(
    of score: Score, genre: String? = nil, timing: Timing = .written
  ) throws(TokenError) -> (piece: Piece, report: GridReport) {
    var report = GridReport()
    var value = 0
    if let genre {
      guard let known = vocabulary[.genre].value(of: genre) else { throw .unknownGenre(genre) }
      value = known
    }
    let bars = try bars(of: score, &report)
    var notes: [GridNote] = []
    for (index, part) in score.parts.enumerated() {
      try append(part, index, bars, timing, to: &notes, &report)
    }
    let parts = score.parts.map { part in
      GridPart(
        instrument: part.instrument.isDrumKit ? Vocabulary.kit : part.instrument.program + 1,
        role: vocabulary[.role].value(of: part.role.rawValue) ?? 0)
    }
    let piece = Piece(
      genre: value, bars: bars, parts: parts, notes: notes,
      chords: chords(of: score, bars, &report), tones: tones(of: score, bars))
    return (piece, report)
  }

  // MARK: Bars

  private func bars(
    of score: Score, _ report: inout GridReport
  ) throws(TokenError) -> [GridBar] {
    let lastOnset = score.parts.compactMap { $0.notes.map(\.onset).max() }.max()
    // An onset within half a step of the next bar line belongs to the next bar.
    let reach =
      lastOnset.map { $0 < .zero ? 0 : score.meters.bar(at: $0 + Gridding.halfStep) + 1 } ?? 0
    let count = max(score.bars, reach)
    guard count <= Gridding.mostBars else {
      throw .tooManyBars(got: count, most: Gridding.mostBars)
    }
    var found: [GridBar] = []
    var (start, origin) = (0, Beat.zero)
    for bar in 0..<count {
      let meter = score.meters.meter(ofBar: bar)
      guard meter.barLength <= Beat(Vocabulary.mostBeats) else {
        throw .barTooLong(bar: bar, metre: meter.description)
      }
      // A bar that ends beside the grid is begun in its last step.
      let length = Grid.ceiling(meter.barLength)
      let metre = vocabulary[.metre].value(of: meter.description)
      if metre == nil { report.unnamedMetres += 1 }
      found.append(
        GridBar(
          start: start, length: length, origin: origin,
          metre: metre ?? vocabulary[.metre].value(of: "other") ?? 0,
          tempo: tempo(of: score, at: origin)))
      start += length
      origin = origin + meter.barLength
    }
    labelKeys(of: score, &found)
    labelSections(of: score, &found)
    return found
  }

  private func tempo(of score: Score, at origin: Beat) -> Int {
    // A change within half a step of the bar line belongs to it.
    let limit = origin + Gridding.halfStep
    let changes = score.tempo.changes
    let change = changes.last { $0.beat < limit } ?? changes[0]
    let rounded = min(1e6, change.beatsPerMinute).rounded(.toNearestOrEven)
    return vocabulary[.tempo].value(classifying: Int(rounded))
  }

  private func labelKeys(of score: Score, _ bars: inout [GridBar]) {
    guard !score.keys.isEmpty else { return }
    for bar in bars.indices {
      let key = score.key(ofBar: bar)
      bars[bar].tonic = key.tonic.pitchClass + 1
      bars[bar].mode = vocabulary[.mode].value(of: key.scale.rawValue) ?? 0
    }
  }

  private func labelSections(of score: Score, _ bars: inout [GridBar]) {
    let other = vocabulary[.section].value(of: "other") ?? 0
    for section in score.sections {
      let value = vocabulary[.section].value(of: section.name) ?? other
      for bar in section.barRange.clamped(to: 0..<bars.count) {
        bars[bar].section = value
        bars[bar].left = vocabulary[.left].value(classifying: section.barRange.upperBound - bar)
      }
    }
  }

  // MARK: Chords

  private func chords(
    of score: Score, _ bars: [GridBar], _ report: inout GridReport
  ) -> [GridChord] {
    var found: [GridChord] = []
    for span in score.chords {
      guard let time = time(of: span.onset, bars) else { continue }
      let values = values(of: span.chord, &report)
      if found.last?.time == time { found.removeLast() }
      if found.last?.values != values { found.append(GridChord(time: time, values: values)) }
    }
    return found
  }

  private func tones(of score: Score, _ bars: [GridBar]) -> [GridTones] {
    var found: [GridTones] = []
    for (index, span) in score.chords.enumerated() {
      guard let time = time(of: span.onset, bars) else { continue }
      if found.last?.time == time { found.removeLast() }
      found.append(GridTones(time: time, classes: PitchClassSet(span.chord.pitchClasses)))
      let next = index + 1 < score.chords.count ? score.chords[index + 1].onset : score.length
      if span.end < next, let end = self.time(of: span.end, bars), end > time {
        found.append(GridTones(time: end, classes: PitchClassSet()))
      }
    }
    return found
  }

  /// A time of the score in grid steps; nil outside the bars.
  private func time(of beat: Beat, _ bars: [GridBar]) -> Int? {
    let bar = countBefore(bars) { $0.origin <= beat } - 1
    guard bar >= 0 else { return nil }
    let time = bars[bar].start + Grid.nearest(beat - bars[bar].origin)
    return time < bars[bars.count - 1].end ? time : nil
  }

  private func values(of chord: Chord, _ report: inout GridReport) -> ChordValues {
    let suffix = chord.suffix
    let kind = vocabulary[.kind].value(of: suffix.isEmpty ? "maj" : suffix)
    if kind == nil { report.unnamedChords += 1 }
    let root = chord.root.pitchClass
    return ChordValues(
      root: root + 1, kind: kind ?? vocabulary[.kind].value(of: "other") ?? 0,
      bass: pitchClass(chord.lowest.pitchClass - root) + 1)
  }

  // MARK: Notes

  private func append(
    _ part: Part, _ index: Int, _ bars: [GridBar], _ timing: Timing,
    to notes: inout [GridNote], _ report: inout GridReport
  ) throws(TokenError) {
    // Velocities of a part that has two or fewer say nothing.
    let isFlat = Set(part.notes.map(\.velocity)).count <= 2
    let isKit = part.instrument.isDrumKit
    for note in part.notes {
      guard note.onset >= .zero else {
        throw .noteBeforeStart(part: part.id, onset: note.onset.description)
      }
      guard note.duration > .zero else {
        throw .noteWithoutLength(part: part.id, onset: note.onset.description)
      }
      let key = note.pitch.number
      guard (0...127).contains(key) else { throw .keyOutOfRange(part: part.id, key: key) }
      var bar = countBefore(bars) { $0.origin <= note.onset } - 1
      let offset = note.onset - bars[bar].origin
      let fine = Grid.nearest(offset, steps: Vocabulary.ticksPerBeat * Vocabulary.microPerTick)
      var position = (fine + Vocabulary.microPerTick / 2) / Vocabulary.microPerTick
      let end = Grid.nearest(offset + note.duration)
      let length = max(1, min(Vocabulary.mostLength, end - position))
      report.notes += 1
      report.moved += Grid.holds(offset) ? 0 : 1
      report.shortened += end - position > Vocabulary.mostLength ? 1 : 0
      report.lengthened += end - position < 1 ? 1 : 0
      let micro = fine - position * Vocabulary.microPerTick + Vocabulary.microPerTick / 2 + 1
      if position == bars[bar].length, bar + 1 < bars.count {
        bar += 1
        position = 0
      }
      notes.append(
        GridNote(
          bar: bar, part: index, position: position,
          pitch: key + (isKit ? Vocabulary.drumOffset : 1), length: length,
          velocity: isFlat ? 0 : max(0, min(127, note.velocity)) / 4 + 1,
          micro: timing == .played ? micro : 0))
    }
  }
}
