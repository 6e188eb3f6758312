import Grooves
import Music
import StandardMIDI

/// A rhythm that was tapped into a MIDI file: on any keys, with any velocities.
struct TappedTrack {
  /// Velocities by slot from the start.
  private(set) var taps: TappedRhythm = [:]
  /// Milliseconds by which a tap is after its slot.
  private(set) var lateness: [Int: Double] = [:]
  /// Bars up to the last tap.
  private(set) var bars = 1
  /// Taps that share a slot with a louder one.
  private(set) var joined = 0

  /// Reads the taps of all parts in the bars of a grid, at a tempo; without taps after `limit` bars.
  init(_ score: Score, grid: SlotGrid, beatsPerMinute: Double, limit: Int?) {
    let notes = score.parts.flatMap(\.notes).sorted()
    let places = notes.map { ($0.onset / grid.pulse).value }
    let pulse = grid.pulse.value * 60_000 / beatsPerMinute
    for (note, (slot, gap)) in zip(notes, SlotGrid.slots(of: places, isTriple: grid.isCompound)) {
      if let limit, slot >= limit * grid.count { continue }
      if taps[slot] != nil { joined += 1 }
      guard note.velocity > taps[slot] ?? 0 else { continue }
      taps[slot] = note.velocity
      lateness[slot] = gap * pulse
    }
    bars = max(1, ((taps.keys.max() ?? 0) / grid.count) + 1)
  }

  /// How taps stand out, by slot; none does where all are as loud.
  var weights: [Int: PatternStroke.Weight] {
    let slots = taps.keys.sorted()
    let weights = PatternStroke.Weight.weights(of: slots.map { taps[$0] ?? 0 })
    return zip(slots, weights).reduce(into: [:]) { found, pair in found[pair.0] = pair.1 }
  }

  /// What should be known of how a file's taps were read.
  func notices(of score: Score?) -> [String] {
    var notices: [String] = []
    if joined > 0 {
      notices.append(
        "\(joined) tap\(joined == 1 ? "" : "s") between slots of sixteenths and triplets joined "
          + "the nearest.")
    }
    if let score, score.tempo.changes.count > 1 || score.meters.changes.count > 1 {
      notices.append("Tempo and metre change in the file; the first ones are taken throughout.")
    }
    return notices
  }
}
