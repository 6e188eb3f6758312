import Inference
public import Music
import Tokens
import Weights

/// What a score is continued with.
public struct ContinuationOrder: Hashable, Sendable {
  /// How many bars are written after the last, at least 1.
  public var bars: Int
  /// The parts that go on, by id; empty for all.
  public var parts: [String]
  /// The genre, as the model calls it, that the new bars are in; nil leaves it open.
  public var genre: String?
  /// Whether the piece ends with the new bars.
  public var ends: Bool
  /// What tells answers apart.
  public var seed: UInt64, take: Int

  /// Makes an order.
  public init(
    bars: Int, parts: [String] = [], genre: String? = nil, ends: Bool = true, seed: UInt64 = 0,
    take: Int = 0
  ) {
    self.bars = bars
    self.parts = parts
    self.genre = genre
    self.ends = ends
    self.seed = seed
    self.take = take
  }
}

extension NeuralComposer {
  /// Bars that are written before the model looks back anew.
  private static let reach = 4

  /// The score with so many bars more, in its last metre, key and tempo, with chords of its own.
  ///
  /// Each part stays on its instrument, in about the range and with at most the voices that it had,
  /// and on the positions of the beat that it knows. What stands is not changed; a last bar that
  /// was not full is filled with rests. The new bars are one section, `continuation`.
  public func continued(
    _ score: Score, _ order: ContinuationOrder,
    isCancelled: @escaping @Sendable () -> Bool = { false }
  ) throws(NeuralWritingError) -> NeuralScore {
    var score = score
    score.length = score.meters.start(ofBar: score.bars)
    let given = score.bars
    let known = order.genre.flatMap { genres.contains($0) ? $0 : nil }
    var piece: Piece
    do {
      piece = try Gridding(vocabulary).piece(of: score, genre: known).piece
    } catch {
      throw .grid(error)
    }
    let parts = score.parts.indices.filter { index in
      !score.parts[index].notes.isEmpty
        && (order.parts.isEmpty || order.parts.contains(score.parts[index].id))
    }
    let manners = Dictionary(
      uniqueKeysWithValues: parts.map {
        ($0, Manner(score.parts[$0], piece, part: $0, vocabulary))
      })
    var (nats, draws, notices) = (0.0, 0, [String]())
    var left = order.bars
    while left > 0 {
      let step = min(left, Self.reach)
      let continuing: Continuing
      do {
        continuing = try prepared(
          piece, parts: parts, bars: step, ends: order.ends && left == step, manners: manners)
      } catch {
        notices.append("The music cannot be continued: \(error)")
        break
      }
      let drawn = try draw(continuing, order, isCancelled)
      let variation = drawn.variation
      nats += variation.nats.reduce(variation.natsOfEnds, +)
      draws += variation.nats.count { $0 > 0 } + 1
      piece = drawn.piece
      left -= step
    }
    return NeuralScore(
      score: appended(piece, to: score, manners: manners, ends: order.ends),
      written: Dictionary(
        parts.map { part in
          (
            score.parts[part].id,
            (given..<piece.bars.count).filter {
              !piece.notes(in: CellPlace(bar: $0, part: part)).isEmpty
            }
          )
        }, uniquingKeysWith: { first, _ in first }),
      nats: draws == 0 ? 0 : nats / Double(draws), notices: notices)
  }

  private func prepared(
    _ piece: Piece, parts: [Int], bars: Int, ends: Bool, manners: [Int: Manner]
  ) throws(WishConflict) -> Continuing {
    var known = KnownLabels()
    (known.velocity, known.micro, known.intensity) = (false, false, false)
    known.sections = false
    known.genre = piece.genre > 0
    known.chords = !piece.chords.isEmpty
    known.key = piece.bars.last.map { $0.tonic > 0 } ?? false
    let wanted = WindowRequest(bars: 0..<piece.bars.count, parts: parts, known: known)
    var wishes = ContinuingWishes(ends: ends, closes: ends)
    for (part, manner) in manners {
      wishes.parts[part] = manner.wishes(
        barLength: piece.bars.last?.length ?? 96, hasKey: known.key)
    }
    // Half of the window is for what comes.
    var failure = WindowError.noBars
    for context in [context / 2, context, transformer.model.configuration.context / 2] {
      let windowing: Windowing
      do {
        windowing = try Windowing(wanted, of: piece, context: context, following: bars)
      } catch {
        failure = error
        continue
      }
      return try Continuing(of: piece, windowing.request, bars: bars, wishes: wishes, vocabulary)
    }
    throw .window(failure)
  }

  private func draw(
    _ continuing: Continuing, _ order: ContinuationOrder,
    _ isCancelled: @escaping @Sendable () -> Bool
  ) throws(NeuralWritingError) -> (piece: Piece, variation: Inference.Variation) {
    let (seed, take, first) = (order.seed, order.take, continuing.piece.bars.count)
    let guides = (0..<max(1, candidates)).map { candidate in
      WritingGuide(continuing, vocabulary) { header in
        RandomStream(
          seed: seed, purpose: "neural continuation", part: "\(header[.slot])",
          bar: first * 256 + header[.place], take: take * 64 + candidate)
      }
    }
    let prompt = zip(continuing.prompt.events, continuing.prompt.times).map {
      TimedEvent($0.values, time: $1)
    }
    let variations: [Inference.Variation]
    do {
      variations = try Generation(transformer, sampling: sampling)
        .variations(of: prompt, guides: guides, isCancelled: isCancelled)
    } catch {
      throw .inference(error)
    }
    let whole = variations.map { (piece: continuing.replaying($0.events).piece, variation: $0) }
      .filter { $0.piece.bars.count == first + continuing.bars }
    let oddities = whole.map(\.variation).oddities
    guard let best = whole.indices.min(by: { oddities[$0] < oddities[$1] }) else {
      throw .unfinished
    }
    return whole[best]
  }

  // MARK: The score

  private func appended(
    _ piece: Piece, to score: Score, manners: [Int: Manner], ends: Bool
  ) -> Score {
    let given = score.bars
    guard piece.bars.count > given, let last = piece.bars.last else { return score }
    let maker = ScoreMaking(vocabulary)
    var result = score
    let join = score.length
    result.length = last.origin + Beat(last.length, Vocabulary.ticksPerBeat)
    let made = maker.score(of: piece, title: score.title, parts: score.parts)
    let chords = made.chords.filter { $0.onset >= join }
    if !chords.isEmpty {
      for index in result.chords.indices where result.chords[index].end > join {
        result.chords[index].duration = join - result.chords[index].onset
      }
      result.chords = result.chords.filter { $0.duration > .zero } + chords
    }
    let energy = score.sections.last?.energy ?? 0.5
    let id = freeID("continuation", among: score.sections.map(\.id))
    result.sections.append(
      Section(
        id: id, name: "continuation", startBar: given, bars: piece.bars.count - given,
        energy: energy))
    for (part, manner) in manners {
      let notes = piece.notes.filter { $0.part == part && $0.bar >= given }.map { note in
        var made = maker.note(note, of: piece, in: score)
        made.velocity = manner.velocity(at: note.position)
        if made.end > result.length { made.duration = result.length - made.onset }
        return made
      }
      let held =
        ends ? Self.holding(notes, in: score.parts[part], from: last, to: result.length) : notes
      result.parts[part].notes = (result.parts[part].notes + held).sorted()
    }
    return result
  }
}

extension NeuralComposer {
  /// Notes of which the last that begin in the last bar hold on to the end of the piece, so that it
  /// does not just stop.
  fileprivate static func holding(
    _ notes: [Note], in part: Part, from bar: GridBar, to end: Beat
  ) -> [Note] {
    let start = bar.origin
    guard !part.instrument.isDrumKit, let last = notes.map(\.onset).max(), last >= start else {
      return notes
    }
    return notes.map { note in
      var note = note
      if note.onset == last { note.duration = end - note.onset }
      return note
    }
  }
}

/// How a part has been played so far.
private struct Manner {
  private let range: ClosedRange<Int>?
  private let drums: Set<Int>?
  private let voices: Int
  /// The positions within a quarter note that it uses, in grid steps.
  private let ticks: Set<Int>
  /// Whether it keeps to the keys of its bars, but for one note in fifty.
  private let isDiatonic: Bool
  /// The mean velocity at each position of a bar, and at all.
  private let velocities: [Int: Int]
  private let velocity: Int

  init(_ part: Part, _ piece: Piece, part index: Int, _ vocabulary: Vocabulary) {
    let notes = piece.notes.filter { $0.part == index }
    let foreign = notes.count { note in
      vocabulary.scale(of: piece.bars[note.bar]).map { !$0.contains(note.key) } ?? false
    }
    isDiatonic = foreign * 50 <= notes.count
    let keys = part.notes.map(\.pitch.number)
    let isKit = part.instrument.isDrumKit
    drums = isKit ? Set(keys) : nil
    let low = (keys.min() ?? 60) - 3
    let high = (keys.max() ?? 60) + 3
    let able = part.instrument.range
    range =
      isKit
      ? nil
      : max(
        low, min(able.lowerBound, low + 3))...max(
          high - 3, min(high, able.upperBound))
    var most = 1
    for (index, note) in part.notes.enumerated() {
      let sounding = part.notes[max(0, index - 16)...index].count { $0.end > note.onset }
      most = max(most, sounding)
    }
    voices = min(isKit ? 4 : 10, most)
    var counts: [Int: Int] = [:]
    for note in notes { counts[note.position % Vocabulary.ticksPerBeat, default: 0] += 1 }
    ticks = Set(counts.filter { $0.value * 50 >= notes.count }.keys).union([0, 12])
    let strengths = Dictionary(grouping: zip(notes, part.notes), by: { $0.0.position })
    velocities = strengths.mapValues { pairs in
      pairs.reduce(0) { $0 + $1.1.velocity } / pairs.count
    }
    velocity =
      part.notes.isEmpty ? 80 : part.notes.reduce(0) { $0 + $1.velocity } / part.notes.count
  }

  func wishes(barLength: Int, hasKey: Bool) -> CellWishes {
    CellWishes(
      range: range, drums: drums, voices: voices,
      harmony: drums == nil && hasKey && isDiatonic ? .scaleAndChord : .free,
      chordStrength: drums == nil && hasKey ? (isDiatonic ? 0.6 : 0.4) : 0,
      positions: Set((0..<barLength).filter { ticks.contains($0 % Vocabulary.ticksPerBeat) }))
  }

  func velocity(at position: Int) -> Int { velocities[position] ?? velocity }
}
