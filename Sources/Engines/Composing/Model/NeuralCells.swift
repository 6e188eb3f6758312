import Music
import Production
import Tokens
import Weights

/// What a plan asks of the cells that a model fills.
struct NeuralCells {
  let ensemble: Ensemble
  let vocabulary: Vocabulary
  /// The score on the grid.
  let piece: Piece
  /// What the players would play, on the grid; nil where nobody knows the parts.
  let draft: Piece?

  /// The wishes of a part in a bar, as the plan has them.
  ///
  /// `sounds` says whether at least one note has to begin there.
  func wishes(of part: Plan.PlannedPart, bar: Int, sounds: Bool) -> CellWishes {
    let held = part.held(voices: ensemble.voices(of: part, bar: bar))
    let length = piece.bars[bar].length
    let beats = max(1, length / Vocabulary.ticksPerBeat)
    if part.instrument.isDrumKit {
      let struck = Set((draft ?? piece).notes.filter(\.isDrum).map(\.key))
      return CellWishes(
        drums: struck.isEmpty ? nil : struck, voices: 4,
        positions: positions(inBar: bar), mostNotes: 8 * beats,
        sounds: sounds)
    }
    let range = held.register.clamped(to: held.instrument.range)
    let voices = min(held.instrument.polyphony, part.role.usualVoices)
    return CellWishes(
      range: part.limits.allowed(in: range) ?? range, voices: voices,
      harmony: part.limits.rootsOnly ? .bass : part.role.harmony,
      chordStrength: part.role.chordStrength,
      positions: positions(inBar: bar), lengths: 4...(4 * length),
      mostNotes: 4 * beats * min(voices, 3), sounds: sounds)
  }

  /// Sixteenths, or eighths in bars that are counted in threes of them.
  private func positions(inBar bar: Int) -> Set<Int> {
    let meter = ensemble.plan.meters.meter(ofBar: bar)
    let isCompound = meter.denominator == 8 && meter.numerator % 3 == 0
    return CellWishes.positions(every: isCompound ? 12 : 6, barLength: piece.bars[bar].length)
  }

  /// The cells of a part in some bars: where the draft rests, the part goes on resting.
  func cells(
    of part: Plan.PlannedPart, index: Int, bars: Set<Int>
  ) -> [CellPlace: NeuralFilling.Cell] {
    var found: [CellPlace: NeuralFilling.Cell] = [:]
    let playing = bars.filter { bar in
      piece.bars.indices.contains(bar)
        && ensemble.plan.section(ofBar: bar)?.layers[part.id] != nil
        && (draft.map { !$0.notes(in: CellPlace(bar: bar, part: index)).isEmpty } ?? true)
    }.sorted()
    let form = draft.map(DraftForm.init)
    let rests = [.lead, .counter].contains(part.role) ? rests(of: index) : []
    for bar in playing {
      let place = CellPlace(bar: bar, part: index)
      let sources = form?.sources(of: place, among: playing)
      var controls = CellControls()
      if let draft {
        controls = draft.controls(in: place, vocabulary)
        controls.intensity = 0
      }
      let hasSounded = !piece.notes(in: place).isEmpty
      var wishes = wishes(of: part, bar: bar, sounds: draft != nil || hasSounded)
      wishes.attributes = controls
      if [.chords, .pad, .arpeggio].contains(part.role), let voices = wishes.voices {
        // A chord of the draft may be fuller than is usual, within what the song's limit leaves the part.
        let held = part.held(voices: ensemble.voices(of: part, bar: bar))
        wishes.voices = min(held.instrument.polyphony, max(voices, controls.polyphony))
      }
      let start = piece.bars[bar].start
      wishes.positions = wishes.positions?.filter { position in
        !rests.contains { $0.contains(start + position) }
      }
      found[place] = NeuralFilling.Cell(
        wishes: wishes,
        controls: controls, copied: sources?.copied, rhythm: sources?.rhythm)
    }
    return found
  }

  /// Where a line of the draft rests for a beat or more, in grid steps.
  private func rests(of index: Int) -> [Range<Int>] {
    guard let draft else { return [] }
    var found: [Range<Int>] = []
    var end = 0
    for note in draft.notes where note.part == index {
      let onset = draft.onset(of: note)
      if onset - end >= Vocabulary.ticksPerBeat { found.append(end..<onset) }
      end = max(end, onset + note.length)
    }
    return found
  }

  /// The parts that a model sees while it writes some: those, and of the others the ones that say
  /// most of harmony and line; drums only beside drums and where little else plays.
  func shown(writing targets: Set<Int>) -> [Int] {
    let roles: [Role] = [.bass, .lead, .chords, .counter, .pad, .arpeggio, .drums]
    let parts = ensemble.plan.parts
    let writesKit = targets.contains { piece.parts[$0].isKit }
    var others = piece.parts.indices.filter { index in
      !targets.contains(index) && piece.notes.contains { $0.part == index }
        && (writesKit || !piece.parts[index].isKit)
        && (parts.indices.contains(index) ? roles.contains(parts[index].role) : true)
    }
    others.sort { left, right in
      let ranks = [left, right].map { index in
        parts.indices.contains(index) ? roles.firstIndex(of: parts[index].role) ?? 99 : 99
      }
      return (ranks[0], left) < (ranks[1], right)
    }
    return (Array(targets) + others.prefix(max(1, 6 - targets.count))).sorted()
  }
}

extension Role {
  /// The most notes at once that a part of the role usually plays.
  fileprivate var usualVoices: Int {
    switch self {
    case .bass, .lead, .counter, .arpeggio, .effects: 1
    case .chords, .pad, .drums, .percussion: 4
    }
  }

  /// Which pitches a part of the role has.
  fileprivate var harmony: CellWishes.Harmony {
    switch self {
    case .chords, .pad, .arpeggio: .chord
    case .bass, .lead, .counter, .effects, .drums, .percussion: .scaleAndChord
    }
  }

  /// How strongly strong beats of the role are kept to chord tones.
  fileprivate var chordStrength: Double {
    switch self {
    case .lead: 0.75
    case .counter: 0.85
    case .bass: 0.95
    case .chords, .pad, .arpeggio, .effects, .drums, .percussion: 1
    }
  }
}
