import Grooves
import Music
import Production

/// The touch of drummers on a kit: how loud and how late each stroke is, learned from performances.
///
/// Takes the place of drift and of the dynamics within bars; what a bar is loud altogether stays.
struct Feel {
  let part: Part
  let frame: Frame
  let model: DrumModel
  let genre: String?
  /// What lateness is multiplied with.
  let looseness: Double
  /// Whether it plays from the notes alone: nothing else has shaped them.
  var isAlone = false

  /// A bar with so many strokes on toms is a fill.
  private static let fill = 3

  func play(_ strokes: inout [Stroke]) {
    let places = strokes.map(place)
    let bars = Dictionary(grouping: strokes.indices) { places[$0].bar }
    for (bar, members) in bars.sorted(by: { $0.key < $1.key }) {
      play(&strokes, members.map { ($0, places[$0].slot) }, bar: bar)
    }
    Timing(part: part, frame: frame).order(&strokes)
  }

  /// A stroke and what the model is told of it.
  private struct Told {
    let index: Int
    let stroke: PatternStroke
  }

  /// The bar and the slot of a stroke, as it is swung; what is close before a bar belongs to it.
  private func place(_ stroke: Stroke) -> (bar: Int, slot: Int) {
    let bar = frame.bars[stroke.bar]
    let grid = SlotGrid(bar.meter)
    let pulses =
      (frame.swung(stroke.note.onset, bar: stroke.bar) - bar.start.value) / grid.pulse.value
    let slot = SlotGrid.slots(of: [pulses])[0].slot
    guard slot >= grid.count else { return (stroke.bar, slot) }
    return stroke.bar + 1 < frame.bars.count ? (stroke.bar + 1, 0) : (stroke.bar, grid.count - 1)
  }

  private func play(
    _ strokes: inout [Stroke], _ members: [(index: Int, slot: Int)], bar number: Int
  ) {
    let bar = frame.bars[number]
    let setting = model.setting(
      genre: genre, beatsPerMinute: frame.tempo.beatsPerMinute(at: bar.start), meter: bar.meter)
    let told = told(members, of: strokes)
    guard !told.isEmpty else { return }
    let loudness =
      Double(told.reduce(0) { $0 + strokes[$1.index].velocity }) / Double(told.count)
    let toms = told.filter { [.lowTom, .midTom, .highTom].contains($0.stroke.piece) }.count
    var random = RandomStream(
      seed: frame.seed, purpose: "feel", part: part.id, bar: number)
    let played = DrumFeel(model, setting).played(
      told.map(\.stroke), loudness: loudness, isFill: toms >= Self.fill, random: &random)
    let lifts = lifts(told, of: strokes, to: played)
    let timing = Timing(part: part, frame: frame)
    for (place, played) in zip(told, played) {
      let index = place.index
      let lift = lifts[place.stroke.piece] ?? 0
      strokes[index].velocity = min(max(played.velocity + lift, 1), 127)
      // A file's own earliness gives way; a song's swing stays.
      let written =
        isAlone ? bar.start + setting.grid.place(of: place.stroke.slot) : strokes[index].note.onset
      strokes[index].time =
        frame.seconds(at: written)
        + (timing.push(strokes[index].key) + played.lateness * looseness) / 1000
    }
  }

  /// What each piece is lifted by, so that a bar is as loud as it was: the whole kit where it plays alone,
  /// each piece by itself in a song, whose players have balanced them.
  private func lifts(
    _ told: [Told], of strokes: [Stroke], to played: [PlayedStroke]
  ) -> [KitPiece: Int] {
    var (sums, counts): ([KitPiece: Int], [KitPiece: Int]) = ([:], [:])
    for (place, played) in zip(told, played) {
      sums[place.stroke.piece, default: 0] += strokes[place.index].velocity - played.velocity
      counts[place.stroke.piece, default: 0] += 1
    }
    if isAlone {
      let mean = Double(sums.values.reduce(0, +)) / Double(told.count)
      return counts.mapValues { _ in Self.bounded(mean) }
    }
    return counts.reduce(into: [:]) { lifts, piece in
      lifts[piece.key] = Self.bounded(Double(sums[piece.key] ?? 0) / Double(piece.value))
    }
  }

  private static func bounded(_ lift: Double) -> Int {
    Int(min(max(lift, -60), 60).rounded(.toNearestOrAwayFromZero))
  }

  /// The strokes on pieces that the model knows, one a slot and piece, ascending by slot and piece.
  private func told(_ members: [(index: Int, slot: Int)], of strokes: [Stroke]) -> [Told] {
    let weights = PatternStroke.Weight.weights(of: members.map { strokes[$0.index].note.velocity })
    var found: [[Int]: Told] = [:]
    for ((index, slot), weighed) in zip(members, weights) {
      let stroke = strokes[index]
      guard let piece = DrumKey(rawValue: stroke.key).flatMap({ KitPiece($0) }) else { continue }
      // Of a flam or a roll the loudest stroke is the drummer's; the others stay as they are.
      let known = found[[slot, piece.rawValue]]
      if let known, strokes[known.index].note.velocity >= stroke.note.velocity { continue }
      let weight: PatternStroke.Weight? =
        switch stroke.note.articulation {
        case .ghost: .ghost
        case .accent: .accent
        default: weighed
        }
      found[[slot, piece.rawValue]] = Told(
        index: index, stroke: PatternStroke(slot: slot, piece: piece, weight: weight))
    }
    return found.values.sorted {
      ($0.stroke.slot, $0.stroke.piece.rawValue) < ($1.stroke.slot, $1.stroke.piece.rawValue)
    }
  }
}
