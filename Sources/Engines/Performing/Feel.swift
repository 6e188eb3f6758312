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

  /// Velocities up to which a stroke is a ghost note, and from which it is an accent.
  private static let ghost = 45, accent = 106
  /// A bar with so many strokes on toms is a fill.
  private static let fill = 3

  func play(_ strokes: inout [Stroke]) {
    var start = 0
    while start < strokes.count {
      var end = start + 1
      while end < strokes.count, strokes[end].bar == strokes[start].bar { end += 1 }
      play(&strokes, bar: start..<end)
      start = end
    }
    Timing(part: part, frame: frame).order(&strokes)
  }

  /// A stroke and what the model is told of it.
  private struct Told {
    let index: Int
    let stroke: PatternStroke
  }

  private func play(_ strokes: inout [Stroke], bar range: Range<Int>) {
    let bar = frame.bars[strokes[range.lowerBound].bar]
    let setting = model.setting(
      genre: genre, beatsPerMinute: frame.tempo.beatsPerMinute(at: bar.start), meter: bar.meter)
    let told = told(strokes[range], bar: bar, grid: setting.grid)
    guard !told.isEmpty else { return }
    let loudness =
      Double(told.reduce(0) { $0 + strokes[$1.index].velocity }) / Double(told.count)
    let toms = told.filter { [.lowTom, .midTom, .highTom].contains($0.stroke.piece) }.count
    var random = RandomStream(
      seed: frame.seed, purpose: "feel", part: part.id, bar: strokes[range.lowerBound].bar)
    let played = DrumFeel(model, setting).played(
      told.map(\.stroke), loudness: loudness, isFill: toms >= Self.fill, random: &random)
    let lifts = lifts(told, of: strokes, to: played)
    let timing = Timing(part: part, frame: frame)
    for (place, played) in zip(told, played) {
      let index = place.index
      let lift = lifts[place.stroke.piece] ?? 0
      strokes[index].velocity = min(max(played.velocity + lift, 1), 127)
      strokes[index].time =
        frame.seconds(at: strokes[index].note.onset)
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
  private func told(_ strokes: ArraySlice<Stroke>, bar: Frame.Bar, grid: SlotGrid) -> [Told] {
    let written = Set(strokes.map(\.note.velocity))
    var found: [[Int]: Told] = [:]
    for index in strokes.indices {
      let stroke = strokes[index]
      guard let piece = DrumKey(rawValue: stroke.key).flatMap({ KitPiece($0) }) else { continue }
      let place = frame.swung(stroke.note.onset, bar: stroke.bar) - bar.start.value
      let slot = grid.slot(at: Beat(nearest: place, denominator: 480))
      // Of a flam or a roll the loudest stroke is the drummer's; the others stay as they are.
      let known = found[[slot, piece.rawValue]]
      if let known, strokes[known.index].note.velocity >= stroke.note.velocity { continue }
      let velocity = stroke.note.velocity
      let weight: PatternStroke.Weight? =
        stroke.note.articulation == .ghost || velocity <= Self.ghost
        ? .ghost
        : stroke.note.articulation == .accent || velocity >= Self.accent && written.count > 1
          ? .accent : written.count > 2 ? .plain : nil
      found[[slot, piece.rawValue]] = Told(
        index: index, stroke: PatternStroke(slot: slot, piece: piece, weight: weight))
    }
    return found.values.sorted {
      ($0.stroke.slot, $0.stroke.piece.rawValue) < ($1.stroke.slot, $1.stroke.piece.rawValue)
    }
  }
}
