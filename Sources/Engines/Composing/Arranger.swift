public import Music
public import Production

/// A song after an edit.
public struct Arrangement: Hashable, Sendable {
  /// The changed plan.
  public var plan: Plan
  /// The changed score.
  public var score: Score
  /// The locks, moved with their bars.
  public var locks: [Lock]
  /// The parts whose notes may have changed, by id.
  public var parts: [String]
  /// The bars, counted from 0 in the new score, in which notes may have changed.
  public var bars: Range<Int>
  /// What the user should know, such as notes that were moved by octaves.
  public var notices: [String]

  /// Makes an arrangement.
  public init(
    plan: Plan, score: Score, locks: [Lock], parts: [String], bars: Range<Int>,
    notices: [String] = []
  ) {
    self.plan = plan
    self.score = score
    self.locks = locks
    self.parts = parts
    self.bars = bars
    self.notices = notices
  }
}

/// Carries out the edits of a person on plan and score together.
///
/// An edit that would change a locked bar is refused; so is everything that the instruments cannot
/// play. Notes outside the edit's parts and bars stay exactly as they are. `setEnergy` and a longer
/// `resizeSection` ask the players anew; the other edits move and change what is there.
public struct Arranger: Sendable {
  let composer: Composer
  let style: Style

  /// Makes an arranger who draws new bars with a composer in a style.
  public init(composer: Composer = Composer(), style: Style) {
    self.composer = composer
    self.style = style
  }

  /// The song after an edit.
  public func apply(
    _ edit: Edit, plan: Plan, score: Score, locks: [Lock] = []
  ) throws(ArrangingError) -> Arrangement {
    let song = Arrangement(plan: plan, score: score, locks: locks, parts: [], bars: 0..<0)
    switch edit {
    case .setChord(let bar, let position, let chord):
      return try setChord(chord, bar: bar, position: position, in: song)
    case .transpose(let semitones, let parts, let bars):
      return try transpose(by: semitones, parts: parts, bars: bars, in: song)
    case .swapInstrument(let part, let instrument):
      return try swap(part, to: instrument, in: song)
    case .setArpeggiator(let part, let settings):
      return try setArpeggiator(settings, of: part, in: song)
    case .setEnergy(let section, let energy):
      return try setEnergy(energy, of: section, in: song)
    case .moveSection(let section, let index):
      return try move(section, to: index, in: song)
    case .duplicateSection(let section): return try duplicate(section, in: song)
    case .deleteSection(let section): return try delete(section, in: song)
    case .resizeSection(let section, let bars):
      return try resize(section, to: bars, in: song)
    case .addNote(let part, let note): return try add(note, to: part, in: song)
    case .setNote(let part, let onset, let pitch, let note):
      return try set(onset: onset, pitch: pitch, to: note, part: part, in: song)
    case .removeNotes(let part, let bars, let pitch):
      return try remove(pitch, bars: bars, part: part, in: song)
    case .replaceNotes(let part, let old, let new):
      return try replace(old, with: new, part: part, in: song)
    case .setControls(let part, let controls, let resets):
      return try turn(controls, resets: resets, part: part, in: song)
    case .setGrid(let part, let bars, let grid):
      return try set(grid, bars: bars, part: part, in: song)
    }
  }

  // MARK: What every edit asks

  func partIndex(_ id: String, in song: Arrangement) throws(ArrangingError) -> Int {
    guard let index = song.score.parts.firstIndex(where: { $0.id == id }) else {
      throw .unknownPart(id)
    }
    return index
  }

  func sectionIndex(_ id: String, in song: Arrangement) throws(ArrangingError) -> Int {
    guard let index = song.plan.sections.firstIndex(where: { $0.id == id }) else {
      throw .unknownSection(id, known: song.plan.sections.map(\.id))
    }
    return index
  }

  func check(_ bars: Range<Int>, in song: Arrangement) throws(ArrangingError) {
    guard bars.lowerBound >= 0, bars.upperBound <= song.plan.bars, !bars.isEmpty else {
      throw .barsOutOfRange(bars: bars, count: song.plan.bars)
    }
  }

  func checkUnlocked(
    _ bars: Range<Int>, parts: [String], in song: Arrangement
  ) throws(ArrangingError) {
    for lock in song.locks {
      let own = lock.bars.map { $0.clamped(to: bars) } ?? bars
      guard let bar = own.first else { continue }
      if lock.part == nil { throw .locked(part: nil, bar: bar) }
      if let part = lock.part, parts.contains(part) { throw .locked(part: part, bar: bar) }
    }
  }

  /// The bars in which a note sounds.
  func bars(of note: Note, in song: Arrangement) -> Range<Int> {
    let first = song.score.meters.bar(at: max(.zero, note.onset))
    let end = song.score.meters.bar(at: max(.zero, note.end))
    let last = song.score.meters.start(ofBar: end) == note.end ? end - 1 : end
    return first..<(max(first, last) + 1)
  }

  /// Refuses notes of a part of which too many would sound at once in some bars.
  func checkVoices(
    _ notes: [Note], bars: Range<Int>, part: String, in song: Arrangement
  ) throws(ArrangingError) {
    let index = try partIndex(part, in: song)
    let instrument = song.score.parts[index].instrument
    let limit = limits(of: part, in: song).voices
    guard !instrument.isDrumKit || limit != nil else { return }
    let allowed = min(instrument.isDrumKit ? .max : instrument.polyphony, limit ?? .max)
    let span = song.score.span(ofBars: bars)
    var sounding: [Note] = []
    for note in notes where note.end > span.lowerBound && note.onset < span.upperBound {
      sounding.removeAll { $0.end <= note.onset }
      sounding.append(note)
      if sounding.count > allowed {
        let bar = song.score.meters.bar(at: note.onset)
        throw .tooManyNotes(part: part, bar: bar, count: sounding.count, allowed: allowed)
      }
    }
  }

  // MARK: Single notes

  func checkPlayable(
    _ note: Note, part: Int, in song: Arrangement
  ) throws(ArrangingError) {
    let part = song.score.parts[part]
    let range = part.instrument.range
    guard range.contains(note.pitch.number) else {
      throw .outOfRange(part: part.id, pitch: note.pitch, range: range)
    }
    guard note.onset >= .zero, note.duration > .zero, note.end <= song.score.length,
      (1...127).contains(note.velocity)
    else { throw .unplayable(part: part.id, note: note) }
    let other = part.notes.first {
      $0.onset < note.end && note.onset < $0.end
        && (part.instrument.polyphony == 1 || $0.pitch.number == note.pitch.number)
    }
    if let other { throw .overlap(part: part.id, note: note, with: other) }
  }

  private func add(
    _ note: Note, to part: String, in song: Arrangement
  ) throws(ArrangingError) -> Arrangement {
    var song = song
    let index = try partIndex(part, in: song)
    try checkPlayable(note, part: index, in: song)
    song.bars = bars(of: note, in: song)
    try checkUnlocked(song.bars, parts: [part], in: song)
    let notes = (song.score.parts[index].notes + [note]).sorted()
    try checkVoices(notes, bars: song.bars, part: part, in: song)
    song.score.parts[index].notes = notes
    song.parts = [part]
    return song
  }

  private func set(
    onset: Beat, pitch: Pitch, to note: Note, part: String, in song: Arrangement
  ) throws(ArrangingError) -> Arrangement {
    var song = song
    let index = try partIndex(part, in: song)
    guard
      let old = song.score.parts[index].notes.firstIndex(where: {
        $0.onset == onset && $0.pitch.number == pitch.number
      })
    else { throw .noSuchNote(part: part, onset: onset, pitch: pitch) }
    let before = bars(of: song.score.parts[index].notes[old], in: song)
    try checkUnlocked(before, parts: [part], in: song)
    song.score.parts[index].notes.remove(at: old)
    var changed = try add(note, to: part, in: song)
    changed.bars =
      min(
        before.lowerBound, changed.bars.lowerBound)..<max(
        before.upperBound, changed.bars.upperBound)
    return changed
  }

  private func remove(
    _ pitch: Pitch?, bars: Range<Int>, part: String, in song: Arrangement
  ) throws(ArrangingError) -> Arrangement {
    var song = song
    let index = try partIndex(part, in: song)
    try check(bars, in: song)
    let span = song.score.span(ofBars: bars)
    var touched = bars
    for note in song.score.parts[index].notes where span.contains(note.onset) {
      guard pitch == nil || pitch?.number == note.pitch.number else { continue }
      touched =
        touched.lowerBound..<max(touched.upperBound, self.bars(of: note, in: song).upperBound)
    }
    try checkUnlocked(touched, parts: [part], in: song)
    song.score.parts[index].notes.removeAll {
      span.contains($0.onset) && (pitch == nil || pitch?.number == $0.pitch.number)
    }
    song.parts = [part]
    song.bars = touched
    return song
  }
}
