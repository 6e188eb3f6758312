import Music
import Production

extension Arranger {
  // MARK: A chord

  /// Puts a chord on the rest of a bar.
  ///
  /// Notes of pitched parts that begin there move: tones of the
  /// old chord to the nearest tone of the new one that is free, the old bass note to the new one,
  /// and other notes stay where they fit the key and the new chord. Notes that were begun before
  /// and do not belong to the new chord end where it begins.
  func setChord(
    _ chord: Chord, bar: Int, position: Beat, in song: Arrangement
  ) throws(ArrangingError) -> Arrangement {
    var song = song
    try check(bar..<(bar + 1), in: song)
    let meters = song.score.meters
    guard position >= .zero, position < meters.meter(ofBar: bar).barLength else {
      throw .positionOutOfBar(bar: bar, position: position)
    }
    let start = meters.start(ofBar: bar) + position
    let end = min(meters.start(ofBar: bar + 1), song.score.length)
    guard start < end else { throw .positionOutOfBar(bar: bar, position: position) }
    let pitched = song.score.parts.indices.filter {
      !song.score.parts[$0].instrument.isDrumKit
        && ![.drums, .percussion].contains(song.score.parts[$0].role)
    }
    let ids = pitched.map { song.score.parts[$0].id }
    try checkUnlocked(bar..<(bar + 1), parts: ids, in: song)
    let old = song.score.chords
    song.score.chords = Self.replaced(old, from: start, to: end, by: chord)
    song.plan.chords = Self.replaced(song.plan.chords, from: start, to: end, by: chord)
    let fit = ChordFit(
      old: old, chord: chord, key: song.score.key(ofBar: bar), span: start..<end)
    var first = bar
    for index in pitched {
      let part = song.score.parts[index]
      let isPreviousLocked = song.locks.contains { $0.covers(part: part.id, bar: bar - 1) }
      let notes = fit.refitted(
        part, limits: limits(of: part.id, in: song),
        maySilence: position > .zero || !isPreviousLocked)
      for (before, after) in zip(part.notes, notes) where before.onset < start && before != after {
        first = min(first, meters.bar(at: before.onset))
      }
      song.score.parts[index].notes = notes.sorted()
    }
    song.parts = ids
    song.bars = first..<(bar + 1)
    return song
  }

  static func replaced(
    _ spans: [ChordSpan], from start: Beat, to end: Beat, by chord: Chord
  ) -> [ChordSpan] {
    var result: [ChordSpan] = []
    for span in spans {
      if span.end <= start || span.onset >= end {
        result.append(span)
        continue
      }
      if span.onset < start {
        result.append(
          ChordSpan(onset: span.onset, duration: start - span.onset, chord: span.chord))
      }
      if span.end > end {
        result.append(ChordSpan(onset: end, duration: span.end - end, chord: span.chord))
      }
    }
    result.append(ChordSpan(onset: start, duration: end - start, chord: chord))
    return result.sorted { $0.onset < $1.onset }
  }

  // MARK: Transposition

  func transpose(
    by semitones: Int, parts: [String], bars: Range<Int>?, in song: Arrangement
  ) throws(ArrangingError) -> Arrangement {
    var song = song
    let bars = bars ?? 0..<song.plan.bars
    try check(bars, in: song)
    for id in parts { _ = try partIndex(id, in: song) }
    let chosen = song.score.parts.indices.filter { index in
      let part = song.score.parts[index]
      return !part.instrument.isDrumKit && (parts.isEmpty || parts.contains(part.id))
    }
    let ids = chosen.map { song.score.parts[$0].id }
    try checkUnlocked(bars, parts: ids, in: song)
    let span = song.score.span(ofBars: bars)
    if parts.isEmpty {
      let old = song.score.key(ofBar: 0)
      moveHarmony(by: semitones, bars: bars, span: span, in: &song)
      if bars == 0..<song.plan.bars { rename(old, in: &song) }
    }
    for index in chosen {
      let part = song.score.parts[index]
      let inside = part.notes.filter { span.contains($0.onset) }
      let octaves = try octaves(
        for: inside.map { $0.pitch.number + semitones },
        within: try allowed(of: part.id, on: part.instrument, in: song), part: part.id)
      if octaves != 0 {
        song.notices.append(
          "\(part.name) was moved \(octaves > 0 ? "up" : "down") \(abs(octaves)) octave"
            + "\(abs(octaves) == 1 ? "" : "s") to stay on the instrument.")
      }
      for note in part.notes.indices where span.contains(part.notes[note].onset) {
        let key = song.score.key(ofBar: song.score.meters.bar(at: part.notes[note].onset))
        let number = part.notes[note].pitch.number + semitones + 12 * octaves
        song.score.parts[index].notes[note].pitch = key.pitch(number)
      }
      song.score.parts[index].notes = cutOverlaps(
        song.score.parts[index].notes.sorted(), span: span)
    }
    song.parts = ids
    song.bars = bars
    return song
  }

  /// Names the key that the piece begins in now where the title names the old one.
  private func rename(_ old: Key, in song: inout Arrangement) {
    let new = song.score.key(ofBar: 0)
    guard new != old else { return }
    func renamed(_ title: String) -> String {
      let pieces = title.split(separator: "\(old)", omittingEmptySubsequences: false)
      return pieces.dropFirst().reduce(String(pieces.first ?? "")) { text, piece in
        // `Bb minor` is not a `b minor`, nor `D minor` a part of `D minority`.
        let isWhole = text.last?.isLetter != true && piece.first?.isLetter != true
        return text + "\(isWhole ? new : old)" + piece
      }
    }
    song.plan.title = renamed(song.plan.title)
    song.score.title = renamed(song.score.title)
  }

  /// Whole octaves that bring all notes into a range; the fewest, 0 if none are needed.
  private func octaves(
    for numbers: [Int], within range: ClosedRange<Int>, part: String
  ) throws(ArrangingError) -> Int {
    guard let low = numbers.min(), let high = numbers.max() else { return 0 }
    for octaves in [0, -1, 1, -2, 2, -3, 3, -4, 4] {
      let moved = (low + 12 * octaves)...(high + 12 * octaves)
      if range.contains(moved.lowerBound), range.contains(moved.upperBound) { return octaves }
    }
    let worst = range.contains(high) ? low : high
    throw .outOfRange(part: part, pitch: Pitch(number: worst), range: range)
  }

  /// Ends transposed notes that would run into an unmoved note of their new pitch, or start there.
  private func cutOverlaps(_ notes: [Note], span: Range<Beat>) -> [Note] {
    var notes = notes
    for index in notes.indices {
      let note = notes[index]
      let isMoved = span.contains(note.onset)
      let next = notes[(index + 1)...].first {
        $0.onset < note.end && $0.pitch.number == note.pitch.number
          && span.contains($0.onset) != isMoved
      }
      if let next, next.onset > note.onset { notes[index].duration = next.onset - note.onset }
    }
    return notes
  }

  private func moveHarmony(
    by semitones: Int, bars: Range<Int>, span: Range<Beat>, in song: inout Arrangement
  ) {
    let after = song.score.key(ofBar: bars.upperBound)
    var keys = song.score.keys.map { change in
      bars.contains(change.bar)
        ? KeyChange(bar: change.bar, key: change.key.transposed(by: semitones)) : change
    }
    if !keys.contains(where: { $0.bar == bars.lowerBound }) {
      let key = song.score.key(ofBar: bars.lowerBound).transposed(by: semitones)
      keys.append(KeyChange(bar: bars.lowerBound, key: key))
    }
    if bars.upperBound < song.plan.bars, !keys.contains(where: { $0.bar == bars.upperBound }) {
      keys.append(KeyChange(bar: bars.upperBound, key: after))
    }
    keys.sort { $0.bar < $1.bar }
    song.score.keys = keys
    song.plan.keys = keys
    for index in song.score.chords.indices where span.contains(song.score.chords[index].onset) {
      let bar = song.score.meters.bar(at: song.score.chords[index].onset)
      song.score.chords[index].chord = song.score.chords[index].chord.transposed(
        by: semitones, in: song.score.key(ofBar: bar))
    }
    song.plan.chords = song.score.chords
  }

  // MARK: Instruments

  /// Gives a part another instrument; notes outside its range and the part's limits are folded in
  /// by octaves.
  func swap(
    _ id: String, to instrument: Instrument, in song: Arrangement
  ) throws(ArrangingError) -> Arrangement {
    var song = song
    let index = try partIndex(id, in: song)
    let part = song.score.parts[index]
    guard part.instrument.isDrumKit == instrument.isDrumKit else {
      throw .unsuitableInstrument(part: id, instrument: instrument)
    }
    let limits = limits(of: id, in: song)
    let range = try allowed(of: id, on: instrument, in: song)
    let voices = min(instrument.polyphony, limits.voices ?? instrument.polyphony)
    let isOutside = part.notes.contains { !range.contains($0.pitch.number) }
    let isThinned = instrument.polyphony < part.instrument.polyphony
    if isOutside || isThinned {
      try checkUnlocked(0..<song.plan.bars, parts: [id], in: song)
    }
    let folded = try fold(part, into: range)
    if folded.moved > 0 {
      song.notices.append(
        "\(folded.moved) notes were moved by octaves onto the \(instrument.name).")
    }
    let thinned = Self.thinned(folded.notes, voices: voices)
    if thinned.count < folded.notes.count {
      song.notices.append(
        "\(folded.notes.count - thinned.count) notes were left out: at most \(voices) sound at once "
          + "on the \(instrument.name).")
    }
    song.score.parts[index].notes = thinned
    song.score.parts[index].instrument = instrument
    song.score.parts[index].name = instrument.name
    if let planned = song.plan.parts.firstIndex(where: { $0.id == id }) {
      song.plan.parts[planned].instrument = instrument
      song.plan.parts[planned].name = instrument.name
      let held = song.plan.parts[planned].held()
      song.plan.parts[planned].register = StylePart.register(
        song.plan.parts[planned].register, on: held.instrument)
    }
    song.parts = [id]
    song.bars = 0..<song.plan.bars
    return song
  }

  /// What the notes of a part must keep to.
  func limits(of id: String, in song: Arrangement) -> NoteLimits {
    song.plan.parts.first { $0.id == id }?.limits ?? NoteLimits()
  }

  /// The notes that a part may play on an instrument; throws where there are none.
  private func allowed(
    of id: String, on instrument: Instrument, in song: Arrangement
  ) throws(ArrangingError) -> ClosedRange<Int> {
    let limits = limits(of: id, in: song)
    guard !instrument.isDrumKit, !limits.isEmpty else { return instrument.range }
    guard let range = limits.allowed(in: instrument.range) else {
      let bound = limits.low.map { $0.number > instrument.range.upperBound } ?? false
      throw .outOfRange(
        part: id, pitch: (bound ? limits.low : limits.high) ?? Pitch(number: 60),
        range: instrument.range)
    }
    return range
  }

  private func fold(
    _ part: Part, into range: ClosedRange<Int>
  ) throws(ArrangingError) -> (notes: [Note], moved: Int) {
    var notes = part.notes
    var moved = 0
    guard !part.instrument.isDrumKit else { return (notes, 0) }
    for index in notes.indices {
      var number = notes[index].pitch.number
      while number < range.lowerBound { number += 12 }
      while number > range.upperBound { number -= 12 }
      guard range.contains(number) else {
        throw .outOfRange(part: part.id, pitch: notes[index].pitch, range: range)
      }
      guard number != notes[index].pitch.number else { continue }
      notes[index].pitch = Pitch(number: number, name: notes[index].pitch.name)
      moved += 1
    }
    return (notes.sorted(), moved)
  }

  /// Notes of which at most `voices` sound at once: doubled pitches go, then inner notes of chords;
  /// the upper note of a beginning chord stays, and a note ends where a new one takes its voice.
  static func thinned(_ notes: [Note], voices: Int) -> [Note] {
    var kept: [Note] = []
    var sounding: [Int] = []
    var index = 0
    while index < notes.count {
      var end = index
      while end < notes.count, notes[end].onset == notes[index].onset { end += 1 }
      var group: [Note] = []
      for note in notes[index..<end] where group.last?.pitch.number != note.pitch.number {
        group.append(note)
      }
      if group.count > voices {
        let top = group[group.count - 1]
        group = voices == 1 ? [top] : Array(group.prefix(voices - 1)) + [top]
      }
      let onset = notes[index].onset
      sounding.removeAll { kept[$0].end <= onset }
      for note in group {
        let same = sounding.first { kept[$0].pitch.number == note.pitch.number }
        if let taken = same ?? (sounding.count >= voices ? sounding.first : nil) {
          kept[taken].duration = onset - kept[taken].onset
          sounding.removeAll { $0 == taken }
        }
        sounding.append(kept.count)
        kept.append(note)
      }
      index = end
    }
    return kept.filter { $0.duration > .zero }.sorted()
  }
}

/// Moves the notes of a part under another chord.
struct ChordFit {
  let old: [ChordSpan]
  let chord: Chord
  let key: Key
  let span: Range<Beat>

  /// The notes of a part in their old order, refitted within its limits; those begun before are cut
  /// if asked.
  func refitted(_ part: Part, limits: NoteLimits = NoteLimits(), maySilence: Bool) -> [Note] {
    var notes = part.notes
    let range = limits.allowed(in: part.instrument.range) ?? part.instrument.range
    for index in notes.indices {
      let note = notes[index]
      if note.onset < span.lowerBound, note.end > span.lowerBound, maySilence,
        !chord.pitchClasses.contains(note.pitch.name.pitchClass)
      {
        notes[index].duration = span.lowerBound - note.onset
      }
    }
    for index in notes.indices where span.contains(notes[index].onset) {
      let note = notes[index]
      let taken = notes.indices.filter { other in
        other != index && notes[other].onset < note.end && note.onset < notes[other].end
          && (other < index || !span.contains(notes[other].onset))
      }.map { notes[$0].pitch.number }
      let number = target(
        of: note, isBass: part.role == .bass || limits.rootsOnly, range: range, taken: taken)
      if number != note.pitch.number {
        notes[index].pitch = Pitch(number: number, name: name(ofPitchClass: number))
      }
    }
    var seen: [Note] = []
    for note in notes.sorted() {
      let isDouble = seen.suffix(16).contains {
        $0.pitch.number == note.pitch.number && $0.end > note.onset && span.contains(note.onset)
      }
      if !isDouble { seen.append(note) }
    }
    return seen
  }

  private func name(ofPitchClass number: Int) -> PitchName {
    let pitchClass = (number % 12 + 12) % 12
    return chord.pitchNames.first { $0.pitchClass == pitchClass }
      ?? (chord.lowest.pitchClass == pitchClass ? chord.lowest : key.name(ofPitchClass: number))
  }

  private func target(
    of note: Note, isBass: Bool, range: ClosedRange<Int>, taken: [Int]
  ) -> Int {
    let number = note.pitch.number
    let before = old.last { $0.onset <= note.onset }?.chord
    let wasChordTone = before?.pitchClasses.contains(note.pitch.name.pitchClass) ?? true
    let isBass = isBass && before?.lowest.pitchClass == note.pitch.name.pitchClass
    let tones = isBass ? [chord.lowest.pitchClass] : chord.pitchClasses.sorted()
    if !isBass, tones.contains(note.pitch.name.pitchClass), !taken.contains(number) {
      return number
    }
    if !wasChordTone, key.contains(pitchClass: number), !taken.contains(number),
      !tones.contains((number + 11) % 12)
    {
      return number
    }
    var best: (distance: Int, number: Int)?
    let nearest = min(max(number, range.lowerBound), range.upperBound)
    for candidate in max(range.lowerBound, nearest - 14)...min(range.upperBound, nearest + 14)
    where tones.contains(candidate % 12) && !taken.contains(candidate) {
      let distance = abs(candidate - number) * 2 + (candidate > number ? 1 : 0)
      if distance < best?.distance ?? .max { best = (distance, candidate) }
    }
    return best?.number ?? number
  }
}
