public import Inference
public import Music
import Players
public import Production
public import Tokens
import Weights

/// What the neural composer made of a score.
public struct NeuralScore: Sendable {
  /// The score with what was written.
  public var score: Score
  /// The bars of each part that were written, counted from 0.
  public var written: [String: [Int]]
  /// Nats an event that was drawn: how unlikely the model held what it wrote; 0 where it wrote
  /// nothing.
  public var nats: Double
  /// What could not be written and stays as it was, as sentences.
  public var notices: [String]
}

/// Why the neural composer wrote nothing.
public enum NeuralWritingError: Error, Hashable, Sendable {
  /// The score cannot be put on the model's grid.
  case grid(TokenError)
  /// The model gave no answer.
  case inference(InferenceError)
  /// No answer came to its end within what the model looks back on.
  case unfinished
}

extension NeuralComposer {
  /// The score with bars of parts written by the model; everything else stays.
  ///
  /// The model sees the parts that play beside them and what stands before and after. Every wish of
  /// the plan holds: register, limits, voices, key and chords, locks. With a `draft`, what the
  /// players would play there, its rests, density, register, repetitions and dynamics are kept;
  /// without one the part's surroundings decide. Bars whose wishes leave no note stay as they are
  /// and are told of. `take` tells answers apart. Cost: about 5 ms a bar and part.
  public func rewrite(
    _ score: Score, plan: Plan, style: Style, targets: [String: Set<Int>], draft: Score? = nil,
    locks: [Lock] = [], take: Int = 0, isCancelled: @escaping @Sendable () -> Bool = { false }
  ) throws(NeuralWritingError) -> NeuralScore {
    let ensemble = Ensemble(plan: plan, style: style, players: Composer.player)
    let gridding = Gridding(vocabulary)
    let genre = style.model?.genre.flatMap { genres.contains($0) ? $0 : nil }
    let piece: Piece
    var drafted: Piece?
    do {
      piece = try gridding.piece(of: score, genre: genre).piece
      if let draft { drafted = try gridding.piece(of: draft, genre: genre).piece }
    } catch {
      throw .grid(error)
    }
    let making = NeuralCells(
      ensemble: ensemble, vocabulary: vocabulary, piece: piece, draft: drafted)
    var cells: [CellPlace: NeuralFilling.Cell] = [:]
    for (index, part) in score.parts.enumerated() {
      guard let bars = targets[part.id], !bars.isEmpty,
        let planned = plan.parts.first(where: { $0.id == part.id })
      else { continue }
      let free = bars.filter { bar in !locks.contains { $0.covers(part: part.id, bar: bar) } }
      cells.merge(making.cells(of: planned, index: index, bars: free)) { first, _ in first }
    }
    let ids = score.parts.map(\.id)
    let seed = plan.seed
    var filling = NeuralFilling(
      self, piece: piece, shown: making.shown(writing: Set(cells.keys.map(\.part))), cells: cells,
      lines: Set(
        score.parts.indices.filter { [.lead, .counter].contains(score.parts[$0].role) }),
      isStrict: style.voiceLeading == .strict, isCancelled: isCancelled
    ) { place, candidate in
      RandomStream(
        seed: seed, purpose: "neural",
        part: ids.indices.contains(place.part) ? ids[place.part] : "",
        bar: place.bar, take: take * 64 + candidate)
    }
    do {
      try filling.run()
    } catch {
      throw .inference(error)
    }
    let joining = NeuralJoining(
      score: score, draft: draft ?? score, ensemble: ensemble, locks: locks, vocabulary: vocabulary)
    return NeuralScore(
      score: joining.joined(filling),
      written: Dictionary(grouping: filling.written.keys, by: { ids[$0.part] })
        .mapValues { $0.map(\.bar).sorted() },
      nats: filling.draws == 0 ? 0 : filling.nats / Double(filling.draws),
      notices: filling.left.map { Self.text($0, parts: ids) })
  }

  /// A conflict in the words of the score.
  private static func text(_ conflict: WishConflict, parts: [String]) -> String {
    guard case .hole(let place, let cause) = conflict, parts.indices.contains(place.part) else {
      return "Some bars are too full for the model and stay as they were: \(conflict)"
    }
    return "Bar \(place.bar + 1) of \(parts[place.part]) stays as it was: \(cause.description)."
  }
}

/// Puts what a model wrote into a score, by the rules that hold for players too.
private struct NeuralJoining {
  let score: Score
  /// Where dynamics are read from.
  let draft: Score
  let ensemble: Ensemble
  let locks: [Lock]
  let vocabulary: Vocabulary

  func joined(_ filling: NeuralFilling) -> Score {
    let maker = ScoreMaking(vocabulary)
    var result = score
    var notes = Dictionary(
      score.parts.map { ($0.id, $0.notes) }, uniquingKeysWith: { first, _ in first })
    var fresh: [String: [Note]] = [:]
    for (index, part) in score.parts.enumerated() {
      let places = filling.written.keys.filter { $0.part == index }
      guard !places.isEmpty, let planned = ensemble.plan.parts.first(where: { $0.id == part.id })
      else { continue }
      let region = Region(
        part: part.id, bars: Set(places.map(\.bar)), locks: locks, meters: score.meters,
        length: score.length)
      let kept = part.notes.filter { !region.mayReplace($0) }
      var drawn = places.sorted().flatMap { filling.written[$0] ?? [] }
        .map { maker.note($0, of: filling.piece, in: score) }
        // A piece of so many seconds may end within its last bar, which the model writes whole.
        .filter { $0.onset < score.length }
      let isMonophonic = planned.held().instrument.polyphony == 1 || Self.isOneLine(drawn)
      drawn = clean(drawn.sorted(), isMonophonic: isMonophonic)
      let dynamics = draft.parts.first { $0.id == part.id }?.notes ?? part.notes
      for note in drawn.indices { drawn[note].velocity = velocity(of: drawn[note], from: dynamics) }
      drawn = masked(drawn, planned)
      if planned.role == .lead || planned.role == .counter {
        for rest in rests(in: dynamics) { drawn = PartMask.cut(drawn, rest) }
      }
      let joined = region.joined(
        drawn.filter(region.mayAdd), to: kept, isDrums: part.instrument.isDrumKit,
        isMonophonic: isMonophonic, voices: { bar in ensemble.voices(of: planned, bar: bar) })
      fresh[part.id] = joined
      notes[part.id] = (kept + joined).sorted()
    }
    Composer().hold(&notes, fresh: fresh, ensemble: ensemble, locks: locks)
    for index in result.parts.indices where fresh[result.parts[index].id] != nil {
      result.parts[index].notes = notes[result.parts[index].id] ?? []
    }
    return result
  }

  private func masked(_ notes: [Note], _ part: Plan.PlannedPart) -> [Note] {
    ensemble.plan.sections.flatMap { section in
      let start = score.meters.start(ofBar: section.startBar)
      let end = score.meters.start(ofBar: section.startBar + section.bars)
      return PartMask(plan: ensemble.plan, section: section, part: part)
        .masked(notes.filter { start <= $0.onset && $0.onset < end })
    }
  }

  /// Where a line of the draft rests for a beat or more: there the model's line breathes too.
  private func rests(in notes: [Note]) -> [Range<Beat>] {
    var found: [Range<Beat>] = []
    var end = notes.first?.onset ?? .zero
    for note in notes {
      if note.onset - end >= Beat(1) { found.append(end..<note.onset) }
      end = max(end, note.end)
    }
    return found
  }

  private static func isOneLine(_ notes: [Note]) -> Bool {
    Set(notes.map(\.onset)).count == notes.count
  }

  /// Notes none of which sounds on into one of its pitch, or in a single line into the next one.
  private func clean(_ notes: [Note], isMonophonic: Bool) -> [Note] {
    var found = notes
    for index in found.indices {
      let note = found[index]
      let next = found[(index + 1)...].first {
        $0.onset > note.onset && (isMonophonic || $0.pitch.number == note.pitch.number)
      }
      var limit = min(next?.onset ?? score.length, score.length)
      // A bar that is cut for an event ends beside the grid: what reaches over its line by less than a step
      // would sound into a section that may have fewer voices.
      let line = score.meters.start(ofBar: score.meters.bar(at: note.end))
      if note.end - line < Beat(1, Vocabulary.ticksPerBeat) { limit = min(limit, line) }
      if note.end > limit, limit > note.onset { found[index].duration = limit - note.onset }
    }
    return found
  }

  /// The velocity of the draft's note that is nearest in time.
  private func velocity(of note: Note, from dynamics: [Note]) -> Int {
    var (low, high) = (0, dynamics.count)
    while low < high {
      let middle = (low + high) / 2
      if dynamics[middle].onset < note.onset { low = middle + 1 } else { high = middle }
    }
    let near = [low - 1, low].filter(dynamics.indices.contains).map { dynamics[$0] }
    func distance(_ other: Note) -> Beat {
      other.onset > note.onset ? other.onset - note.onset : note.onset - other.onset
    }
    return near.min { distance($0) < distance($1) }?.velocity ?? ScoreMaking(vocabulary).velocity
  }
}
