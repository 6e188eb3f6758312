import Inference
import Measures
import Music
import Tokens
import Weights

/// Cells that the neural composer is to fill, stretch after stretch: each stretch sees what was
/// written before it.
struct NeuralFilling {
  /// What is wanted of a cell.
  struct Cell {
    /// What its notes keep to.
    var wishes: CellWishes
    /// The attributes that it is to have.
    var controls: CellControls
    /// An earlier cell of the part whose notes come back here.
    var copied: CellPlace?
    /// An earlier cell of the part whose rhythm comes back here.
    var rhythm: CellPlace?
  }

  /// The most bars that are written at once.
  static let stretch = 4
  /// Notes for which room is kept in each cell.
  private static let reserves = [16, 6]

  let composer: NeuralComposer
  /// The parts that the model sees, in the order of their slots; those that are written among them.
  let shown: [Int]
  let cells: [CellPlace: Cell]
  /// The parts among them that play lines.
  let lines: Set<Int>
  /// Whether outer voices avoid parallels.
  let isStrict: Bool
  /// The random numbers of a cell, for each candidate.
  let stream: @Sendable (_ place: CellPlace, _ candidate: Int) -> RandomStream
  let isCancelled: @Sendable () -> Bool

  /// The piece with what was written; cells that wait are empty.
  private(set) var piece: Piece
  /// What was written, by cell.
  private(set) var written: [CellPlace: [GridNote]] = [:]
  /// Cells whose rhythm does not come back after all.
  private var freed: Set<CellPlace> = []
  /// Cells that could not be written, and why.
  private(set) var left: [WishConflict] = []
  /// How unlikely the model held what it drew, in nats, and how many values that were.
  private(set) var nats = 0.0
  private(set) var draws = 0

  init(
    _ composer: NeuralComposer, piece: Piece, shown: [Int], cells: [CellPlace: Cell],
    lines: Set<Int>, isStrict: Bool, isCancelled: @escaping @Sendable () -> Bool,
    stream: @escaping @Sendable (_ place: CellPlace, _ candidate: Int) -> RandomStream
  ) {
    self.composer = composer
    self.piece = piece.replacing(Set(cells.keys), with: [])
    self.shown = shown
    self.cells = cells
    self.lines = lines
    self.isStrict = isStrict
    self.isCancelled = isCancelled
    self.stream = stream
  }

  /// Writes all cells.
  mutating func run() throws(InferenceError) {
    for places in stretches() {
      var drawn: Set<CellPlace> = []
      for place in places.sorted() {
        if let source = cells[place]?.copied, let notes = written[source], !notes.isEmpty {
          copy(notes, to: place)
        } else {
          drawn.insert(place)
        }
      }
      if !drawn.isEmpty { try write(drawn) }
    }
  }

  /// The cells in stretches of a few bars, none of which looks back into itself.
  private func stretches() -> [Set<CellPlace>] {
    var found: [Set<CellPlace>] = []
    var open: Set<CellPlace> = []
    for bar in Set(cells.keys.map(\.bar)).sorted() {
      let own = cells.keys.filter { $0.bar == bar }
      let looksBack = own.contains { place in
        [cells[place]?.copied, cells[place]?.rhythm].contains { $0.map(open.contains) ?? false }
      }
      let first = open.map(\.bar).min() ?? bar
      if looksBack || bar - first >= Self.stretch {
        if !open.isEmpty { found.append(open) }
        open = []
      }
      open.formUnion(own)
    }
    return open.isEmpty ? found : found + [open]
  }

  private mutating func copy(_ notes: [GridNote], to place: CellPlace) {
    let length = piece.bars[place.bar].length
    let copies = notes.compactMap { note -> GridNote? in
      guard note.position < length else { return nil }
      var copy = note
      copy.bar = place.bar
      // What rang into the bar after the first one may meet another there.
      copy.length = min(note.length, length - note.position)
      return copy
    }
    take(copies, in: [place])
  }

  private mutating func take(_ notes: [GridNote], in places: Set<CellPlace>) {
    for place in places { written[place] = notes.filter { $0.place == place } }
    piece = piece.replacing(places, with: notes)
  }

  // MARK: Drawing

  private mutating func write(_ places: Set<CellPlace>) throws(InferenceError) {
    var places = places
    while !places.isEmpty {
      let filling: HoleFilling
      let request: WindowRequest
      do {
        (filling, request) = try prepared(places)
      } catch .hole(let place, _) where places.contains(place) && hasRhythm(place) {
        // What rings on from before leaves no room for the rhythm that comes back: any other will do.
        freed.insert(place)
        continue
      } catch .hole(let place, let cause) where places.contains(place) {
        left.append(.hole(place, cause))
        places.remove(place)
        continue
      } catch {
        left.append(error)
        return
      }
      try draw(filling, request, places)
      return
    }
  }

  /// The filling of some holes in the largest window that the model knows; later cells that wait
  /// are holes as well, so that they do not look like rests.
  private func prepared(
    _ places: Set<CellPlace>
  ) throws(WishConflict) -> (HoleFilling, WindowRequest) {
    var failure = WindowError.noBars
    let few = shown.filter { part in
      places.contains { $0.part == part }
        || piece.parts[part].role == composer.vocabulary[.role].value(of: Role.bass.rawValue)
    }
    for (parts, context) in [
      (shown, composer.context), (few, composer.context),
      (few, composer.transformer.model.configuration.context),
    ] {
      for reserve in Self.reserves {
        var request = request(parts: parts)
        request.holes = places
        request.asked = cells.filter { places.contains($0.key) }.mapValues(\.controls)
        do {
          request = try Windowing(request, of: piece, context: context, reserve: reserve).request
        } catch {
          failure = error
          continue
        }
        return (try filling(places, &request), request)
      }
    }
    throw .window(failure)
  }

  /// The filling of some holes and, behind them, of the later cells of a request that wait: notes
  /// leave room for those.
  private func filling(
    _ places: Set<CellPlace>, _ request: inout WindowRequest
  ) throws(WishConflict) -> HoleFilling {
    var waiting = cells.keys.filter { [request] place in
      written[place] == nil && request.bars.contains(place.bar)
        && request.parts.contains(place.part) && places.max().map { $0 < place } ?? false
    }
    while true {
      var whole = request
      whole.holes = places.union(waiting)
      var wishes = FillingWishes()
      for place in whole.holes { wishes.cells[place] = wish(of: place) }
      do {
        let filling = try HoleFilling(of: piece, whole, wishes: wishes, composer.vocabulary)
        request = whole
        return filling
      } catch .hole(let place, _) where waiting.contains(place) {
        waiting.removeAll { $0 == place }
      }
    }
  }

  private func request(parts: [Int]) -> WindowRequest {
    var known = KnownLabels()
    (known.velocity, known.micro, known.intensity) = (false, false, false)
    known.genre = piece.genre > 0
    return WindowRequest(bars: 0..<piece.bars.count, parts: parts, known: known)
  }

  /// The rhythm that comes back in a cell.
  private func rhythm(of place: CellPlace) -> [GridNote]? {
    guard !freed.contains(place) else { return nil }
    return cells[place]?.rhythm.flatMap { written[$0] }.flatMap { $0.isEmpty ? nil : $0 }
  }

  private func hasRhythm(_ place: CellPlace) -> Bool { rhythm(of: place) != nil }

  /// The wishes of a cell, with the rhythm of an earlier one where it comes back.
  private func wish(of place: CellPlace) -> CellWishes? {
    guard var wishes = cells[place]?.wishes else { return nil }
    if let notes = rhythm(of: place) {
      let positions = Set(notes.map(\.position))
      wishes.positions = wishes.positions.map { $0.intersection(positions) } ?? positions
      wishes.mostNotes = min(wishes.mostNotes, notes.count)
    }
    return wishes
  }

  private mutating func draw(
    _ filling: HoleFilling, _ request: WindowRequest, _ places: Set<CellPlace>
  ) throws(InferenceError) {
    let bars = request.bars
    let stream = stream
    let guides = (0..<max(1, composer.candidates)).map { candidate in
      WritingGuide(
        filling, composer.vocabulary, headers: places.count,
        isLine: { [lines] header in
          (1...request.parts.count).contains(header[.slot])
            && lines.contains(request.parts[header[.slot] - 1])
        }
      ) { header in
        guard header[.slot] > 0, header[.slot] <= request.parts.count else {
          return stream(CellPlace(bar: bars.lowerBound, part: -1), candidate)
        }
        let bar = bars.lowerBound + header[.place] - 1 - request.place
        return stream(CellPlace(bar: bar, part: request.parts[header[.slot] - 1]), candidate)
      }
    }
    let prompt = zip(filling.prompt.events, filling.prompt.times).map {
      TimedEvent($0.values, time: $1)
    }
    let generation = Generation(composer.transformer, sampling: composer.sampling)
    let variations = try generation.variations(
      of: prompt, guides: guides, isCancelled: isCancelled)
    let oddities = variations.oddities
    var best: (cost: Double, notes: [GridNote], variation: Inference.Variation)?
    for (variation, oddity) in zip(variations, oddities) {
      let notes = filling.replaying(variation.events).notes.filter { places.contains($0.place) }
      let cost =
        oddity / 2 + Self.cost(of: faults(notes, places), among: notes.count)
        + plainness(of: notes) + Self.jump * jumps(notes, places)
      if cost < best?.cost ?? .infinity { best = (cost, notes, variation) }
    }
    guard let best else { return }
    nats += best.variation.nats.reduce(best.variation.natsOfEnds, +)
    draws += best.variation.nats.count { $0 > 0 } + 1
    take(best.notes, in: places)
  }

  /// How far the lines of an answer are from being remembered and sung, as nats an event:
  /// 0...2.
  private func plainness(of notes: [GridNote]) -> Double {
    let worths = lines.compactMap { part -> Double? in
      let own = notes.filter { $0.part == part }.map { note in
        Note(
          onset: Beat(piece.onset(of: note), Vocabulary.ticksPerBeat),
          duration: Beat(note.length, Vocabulary.ticksPerBeat), pitch: Pitch(number: note.key),
          velocity: 80)
      }
      return Memorability(of: own)?.overall
    }
    return worths.isEmpty ? 0 : 2 * (1 - worths.reduce(0, +) / Double(worths.count))
  }

  /// What a semitone beyond a sixth costs where an answer meets what stands around it, in nats an event.
  private static let jump = 0.1
  /// The widest interval of a join that costs nothing, in semitones.
  private static let wideJoin = 9

  /// By how many semitones the top notes of an answer leap wider than a sixth, from the last note before
  /// it and to the first one after it, on average over the parts.
  private func jumps(_ notes: [GridNote], _ places: Set<CellPlace>) -> Double {
    let parts = Set(places.map(\.part))
    func top(_ notes: [GridNote], at time: Int?) -> Int? {
      notes.filter { piece.onset(of: $0) == time }.map(\.key).max()
    }
    let sums = parts.map { part -> Int in
      let own = notes.filter { $0.part == part }
      guard let first = own.map(piece.onset).min(), let last = own.map(piece.onset).max() else {
        return 0
      }
      let others = piece.notes.filter { $0.part == part && !places.contains($0.place) }
      let times = others.map(piece.onset)
      let joins = [
        (top(others, at: times.filter { $0 < first }.max()), top(own, at: first)),
        (top(own, at: last), top(others, at: times.filter { $0 > last }.min())),
      ]
      return joins.reduce(0) { sum, join in
        guard let from = join.0, let to = join.1 else { return sum }
        return sum + max(0, abs(to - from) - Self.wideJoin)
      }
    }
    return Double(sums.reduce(0, +)) / Double(max(1, parts.count))
  }

  /// What faults cost among so many notes, in nats an event.
  private static func cost(of faults: Int, among notes: Int) -> Double {
    8 * Double(faults) / Double(max(1, notes))
  }

  private func faults(_ notes: [GridNote], _ places: Set<CellPlace>) -> Int {
    let bars = places.map(\.bar)
    guard let first = bars.min(), let last = bars.max() else { return 0 }
    return LineFaults(piece: piece.replacing(places, with: notes), isStrict: isStrict)
      .count(in: first...last, parts: Set(places.map(\.part)))
  }
}

extension Inference.Variation {
  /// How unlikely the model held it, in nats an event that was drawn.
  var meanNats: Double {
    nats.reduce(natsOfEnds, +) / Double(nats.count { $0 > 0 } + 1)
  }
}

extension [Inference.Variation] {
  /// How far each lies from the middle of all in what it surprises, in nats an event.
  ///
  /// Music is about as surprising as a model of it expects; the likeliest answer is a repeated note
  /// (Meister, Pimentel, Wiher and Cotterell, "Locally Typical Sampling", TACL 2023, section 3).
  var oddities: [Double] {
    let sorted = map(\.meanNats).sorted()
    guard !sorted.isEmpty else { return [] }
    let middle = (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
    return map { abs($0.meanNats - middle) }
  }
}
