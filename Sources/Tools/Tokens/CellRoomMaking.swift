import Music
import Weights

/// Makes the rooms of holes and finds wishes that cannot be kept.
struct CellRoomMaking {
  let piece: Piece
  let request: WindowRequest
  let wishes: FillingWishes
  let vocabulary: Vocabulary
  /// Where the bars that are asked for end, in grid steps, if that is not in the request.
  var end: Int?

  init(
    piece: Piece, request: WindowRequest, wishes: FillingWishes, vocabulary: Vocabulary
  ) {
    self.piece = piece
    self.request = request
    self.wishes = wishes
    self.vocabulary = vocabulary
  }

  /// The room of a hole beside the notes of its part that stand.
  func room(of place: CellPlace, standing: [CellRoom.Standing]) throws(WishConflict) -> CellRoom {
    func conflict(_ cause: WishConflict.Cause) -> WishConflict { .hole(place, cause) }
    let part = piece.parts[place.part]
    let own = wishes.wishes(of: place)
    if wishes.locked.contains(place) { throw conflict(.locked) }
    if let allowed = wishes.instruments, !allowed.contains(part.instrument) {
      throw conflict(.instrument(part.instrument))
    }
    if let cause = faults(of: own, isKit: part.isKit) { throw conflict(cause) }
    let bar = piece.bars[place.bar]
    let stretches: [CellRoom.Stretch]
    do {
      stretches = try harmony(of: own, isKit: part.isKit, bar: bar)
    } catch {
      throw conflict(error)
    }
    return CellRoom(
      wishes: own, isKit: part.isKit, start: bar.start, length: bar.length,
      runEnd: runEnd(after: place), harmony: stretches, strong: strong(bar),
      aim: CellAim(own.attributes, barLength: bar.length, vocabulary), standing: standing)
  }

  /// The notes of a part that are given, as they stand in time.
  func given(_ part: Int) -> [CellRoom.Standing] {
    stand(piece.notes.filter { $0.part == part && !request.holes.contains($0.place) })
  }

  /// All notes of a part, as they stand in time.
  func standing(_ part: Int) -> [CellRoom.Standing] {
    stand(piece.notes.filter { $0.part == part })
  }

  private func stand(_ notes: [GridNote]) -> [CellRoom.Standing] {
    notes.map { note in
      let onset = piece.onset(of: note)
      return CellRoom.Standing(onset: onset, end: onset + note.length, pitch: note.pitch)
    }
  }

  /// What is wrong with wishes whatever the bar holds.
  private func faults(of own: CellWishes, isKit: Bool) -> WishConflict.Cause? {
    if let voices = own.voices, voices < 1 { return .voices(voices) }
    if !(0...1).contains(own.chordStrength) { return .strength }
    if own.mostNotes < (own.sounds ? 1 : 0) { return .notes(own.mostNotes) }
    if let lengths = own.lengths,
      lengths.lowerBound < 1 || lengths.upperBound > Vocabulary.mostLength
    {
      return .lengths(lengths)
    }
    if own.drums != nil, !isKit { return .drumsOfPitchedPart }
    if own.range != nil, isKit { return .rangeOfKit }
    return nil
  }

  // MARK: Pitches

  private func harmony(
    of own: CellWishes, isKit: Bool, bar: GridBar
  ) throws(WishConflict.Cause) -> [CellRoom.Stretch] {
    if let positions = own.positions, !positions.contains(where: { (0..<bar.length).contains($0) })
    {
      throw .noPosition
    }
    if isKit {
      let keys = (own.drums ?? Set(0...127)).filter { (0...127).contains($0) }.sorted()
      guard !keys.isEmpty else { throw .noDrum }
      let pitches = keys.map { $0 + Vocabulary.drumOffset }
      return [CellRoom.Stretch(position: 0, pitches: pitches, tones: PitchClassSet())]
    }
    let range = own.range ?? 0...127
    guard range.overlaps(0...127) else { throw .range(range) }
    // A moved window may not leave the keys.
    let keys = range.clamped(to: 0...127).filter { (0...127).contains($0 + request.shift) }
    let scale = vocabulary.scale(of: bar)
    if own.harmony == .scale || own.harmony == .scaleAndChord, scale == nil { throw .noKey }
    let breaks = [0] + changes(in: bar)
    var stretches: [CellRoom.Stretch] = []
    for position in breaks {
      let tones = tones(at: bar.start + position)
      let classes: PitchClassSet =
        switch own.harmony {
        case .free: .all
        case .scale: scale ?? .all
        case .scaleAndChord: (scale ?? .all).union(tones)
        case .chord: tones.isEmpty ? scale ?? .all : tones
        case .bass: bass(at: bar.start + position)
        }
      let pitches = keys.filter(classes.contains).map { $0 + 1 }
      stretches.append(CellRoom.Stretch(position: position, pitches: pitches, tones: tones))
    }
    if own.harmony == .chord, stretches.allSatisfy(\.tones.isEmpty) { throw .noChord }
    if own.harmony == .bass, breaks.allSatisfy({ bass(at: bar.start + $0).isEmpty }) {
      throw .noChord
    }
    guard stretches.contains(where: { !$0.pitches.isEmpty }) else { throw .noPitch }
    return stretches
  }

  /// Where the harmony changes within a bar, in grid steps from its start, ascending.
  private func changes(in bar: GridBar) -> [Int] {
    let times = piece.tones.map(\.time) + piece.chords.map(\.time)
    return Set(times.filter { bar.start < $0 && $0 < bar.end }.map { $0 - bar.start }).sorted()
  }

  /// The tones of the chord that sounds, by name where the piece knows no more.
  private func tones(at time: Int) -> PitchClassSet {
    guard piece.tones.isEmpty else { return piece.tones(at: time) }
    let chord = piece.chord(at: time)
    guard (1...12).contains(chord.root),
      vocabulary.chordSemitones.indices.contains(chord.kind),
      !vocabulary.chordSemitones[chord.kind].isEmpty
    else { return PitchClassSet() }
    let bass = max(0, chord.bass - 1)
    return PitchClassSet(
      (vocabulary.chordSemitones[chord.kind] + [bass]).map { chord.root - 1 + $0 })
  }

  private func bass(at time: Int) -> PitchClassSet {
    let chord = piece.chord(at: time)
    guard (1...12).contains(chord.root) else { return PitchClassSet() }
    return PitchClassSet([chord.root - 1 + max(0, chord.bass - 1)])
  }

  // MARK: Time

  /// Where the bars of a part that are asked for in a row end, in grid steps.
  private func runEnd(after place: CellPlace) -> Int {
    if let end { return end }
    var bar = place.bar
    while request.holes.contains(CellPlace(bar: bar + 1, part: place.part)) { bar += 1 }
    return piece.bars[bar].end
  }

  /// The felt beats of a bar; quarter notes where the metre has no name.
  private func strong(_ bar: GridBar) -> Set<Int> {
    let meter = vocabulary[.metre].name(of: bar.metre).flatMap { Meter($0) }
    guard let meter else {
      return CellWishes.positions(every: Vocabulary.ticksPerBeat, barLength: bar.length)
    }
    return Set(meter.pulses.map { Grid.nearest($0) })
  }
}

extension WishConflict.Cause: Error {}
