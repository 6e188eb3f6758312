public import Music
public import Weights

/// Makes scores and notes of what stands on the grid.
public struct ScoreMaking: Sendable {
  /// What a note without a velocity gets.
  public var velocity: Int

  let vocabulary: Vocabulary

  /// Makes a maker; `velocity` 1...127 is for notes that have none of their own.
  public init(_ vocabulary: Vocabulary, velocity: Int = 80) {
    self.vocabulary = vocabulary
    self.velocity = max(1, min(127, velocity))
  }

  /// The score of a piece.
  ///
  /// Notes return where they stand, at the velocity of their class. Tempos are the least of their
  /// class, energies of sections one half. A chord of no known kind is left out, and so is a bar's
  /// name of section where it is unknown. `parts` gives the parts that the piece was made of;
  /// without it they are named by role and instrument.
  public func score(of piece: Piece, title: String, parts: [Part]? = nil) -> Score {
    let length = piece.bars.last.map { $0.origin + Grid.beat($0.length) } ?? .zero
    var score = Score(
      title: title, meters: meters(of: piece), tempo: tempo(of: piece), keys: keys(of: piece),
      sections: sections(of: piece), chords: [], parts: [], length: length)
    score.chords = chords(of: piece, score)
    let lines = parts ?? made(piece.parts)
    for (index, line) in lines.enumerated() {
      var part = line
      let own = piece.notes.filter { $0.part == index }
      part.notes = own.map { note($0, of: piece, in: score) }.sorted()
      score.parts.append(part)
    }
    return score
  }

  /// A note of a piece as the score writes it, spelled in the key of its bar.
  public func note(_ note: GridNote, of piece: Piece, in score: Score) -> Note {
    let micro = note.micro > 0 ? note.micro - Vocabulary.microPerTick / 2 - 1 : 0
    let steps = note.position * Vocabulary.microPerTick + micro
    let offset = Beat(steps, Vocabulary.ticksPerBeat * Vocabulary.microPerTick)
    let onset = max(.zero, piece.bars[note.bar].origin + offset)
    return Note(
      onset: onset, duration: Grid.beat(note.length),
      pitch: note.isDrum ? Pitch(number: note.key) : score.key(ofBar: note.bar).pitch(note.key),
      velocity: note.velocity == 0 ? velocity : min(127, 4 * (note.velocity - 1) + 2))
  }

  /// A score with other notes in some cells of the piece that was made of it.
  ///
  /// The notes that begin in those bars of those parts are replaced; a held note that began before
  /// stays. A replaced note may lie half a grid step beside its cell, where the piece has it.
  public func replacing(
    _ places: Set<CellPlace>, of piece: Piece, in score: Score, with notes: [GridNote]
  ) -> Score {
    var score = score
    for index in score.parts.indices {
      let own = places.filter { $0.part == index }
      guard !own.isEmpty else { continue }
      let bars = Set(own.map(\.bar))
      let kept = score.parts[index].notes.filter { !bars.contains(bar(of: $0.onset, in: piece)) }
      let velocities = score.parts[index].notes.map(\.velocity)
      var maker = self
      if !velocities.isEmpty { maker.velocity = velocities.reduce(0, +) / velocities.count }
      let new = notes.filter { $0.part == index }.map { maker.note($0, of: piece, in: score) }
      score.parts[index].notes = (kept + new).sorted()
    }
    return score
  }

  /// The bar in which the piece has a note of the score.
  private func bar(of onset: Beat, in piece: Piece) -> Int {
    let bar = countBefore(piece.bars) { $0.origin <= onset } - 1
    guard bar >= 0, bar + 1 < piece.bars.count else { return bar }
    return Grid.nearest(onset - piece.bars[bar].origin) >= piece.bars[bar].length ? bar + 1 : bar
  }

  // MARK: The frame

  private func meters(of piece: Piece) -> MeterMap {
    var changes: [MeterMap.Change] = []
    for (index, bar) in piece.bars.enumerated() {
      let named = vocabulary[.metre].name(of: bar.metre).flatMap { Meter($0) }
      // A bar that was cut short, or has no name, gets the metre of its length.
      let isWhole = named.map { Grid.ceiling($0.barLength) == bar.length } ?? false
      let meter = isWhole ? named : Meter(barLength: Grid.beat(bar.length))
      if let meter = meter ?? named, changes.last?.meter != meter {
        changes.append(MeterMap.Change(bar: index, meter: meter))
      }
    }
    return MeterMap(changes: changes)
  }

  private func tempo(of piece: Piece) -> TempoMap {
    var changes: [TempoMap.Change] = []
    var last = 0
    for bar in piece.bars where bar.tempo > 0 && bar.tempo != last {
      last = bar.tempo
      let least = vocabulary[.tempo].least(of: bar.tempo) ?? vocabulary[.tempo].bounds.first
      let beat = changes.isEmpty ? .zero : bar.origin
      changes.append(TempoMap.Change(beat: beat, beatsPerMinute: Double(least ?? 120)))
    }
    return TempoMap(changes: changes)
  }

  private func keys(of piece: Piece) -> [KeyChange] {
    var found: [KeyChange] = []
    for (index, bar) in piece.bars.enumerated() where bar.tonic > 0 {
      let scale = vocabulary[.mode].name(of: bar.mode).flatMap { Scale(rawValue: $0) } ?? .major
      let key = Key(PitchName(.c), scale).transposed(by: bar.tonic - 1)
      if found.last?.key != key { found.append(KeyChange(bar: index, key: key)) }
    }
    return found
  }

  private func sections(of piece: Piece) -> [Section] {
    var found: [Section] = []
    var counts: [String: Int] = [:]
    var last: (name: String, left: Int)?
    for (index, bar) in piece.bars.enumerated() {
      guard let name = vocabulary[.section].name(of: bar.section) else {
        last = nil
        continue
      }
      // A section goes on while its name stays and the bars left in it grow no more.
      if let last, last.name == name, last.left != 1, bar.left <= last.left, !found.isEmpty {
        found[found.count - 1].bars += 1
      } else {
        counts[name, default: 0] += 1
        let id = counts[name] == 1 ? name : "\(name)-\(counts[name] ?? 1)"
        found.append(Section(id: id, name: name, startBar: index, bars: 1, energy: 0.5))
      }
      last = (name, bar.left)
    }
    return found
  }

  private func chords(of piece: Piece, _ score: Score) -> [ChordSpan] {
    var found: [ChordSpan] = []
    for (index, chord) in piece.chords.enumerated() {
      let bar = countBefore(piece.bars) { $0.start <= chord.time } - 1
      guard piece.bars.indices.contains(bar),
        let named = self.chord(chord.values, in: score.key(ofBar: bar))
      else { continue }
      let next = index + 1 < piece.chords.count ? piece.chords[index + 1].time : nil
      let end = next.map { time(of: $0, in: piece) } ?? score.length
      let onset = time(of: chord.time, in: piece)
      found.append(ChordSpan(onset: onset, duration: end - onset, chord: named))
    }
    return found
  }

  /// A chord of a kind that has a name.
  func chord(_ values: ChordValues, in key: Key) -> Chord? {
    guard (1...12).contains(values.root), let kind = vocabulary[.kind].name(of: values.kind),
      kind != "other"
    else { return nil }
    let root = key.name(ofPitchClass: values.root - 1)
    let suffix = kind == "maj" ? "" : kind
    guard var chord = try? Chord(symbol: "\(root)\(suffix)") else { return nil }
    if values.bass > 1 {
      chord.bass = key.name(ofPitchClass: values.root - 1 + values.bass - 1)
    }
    return chord
  }

  private func time(of ticks: Int, in piece: Piece) -> Beat {
    let bar = max(0, countBefore(piece.bars) { $0.start <= ticks } - 1)
    return piece.bars[bar].origin + Grid.beat(ticks - piece.bars[bar].start)
  }

  private func made(_ parts: [GridPart]) -> [Part] {
    var counts: [String: Int] = [:]
    return parts.map { part in
      let instrument =
        part.isKit
        ? Instrument.standardKit
        : Instrument.melodic(program: part.instrument - 1) ?? Instrument.standardKit
      let named = vocabulary[.role].name(of: part.role).flatMap { Role(rawValue: $0) }
      let role = named ?? (part.isKit ? .drums : .lead)
      counts[role.rawValue, default: 0] += 1
      let count = counts[role.rawValue] ?? 1
      return Part(
        id: count == 1 ? role.rawValue : "\(role.rawValue)-\(count)", name: instrument.name,
        role: role, instrument: instrument)
    }
  }
}
