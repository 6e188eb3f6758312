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

  /// Reads the taps of all parts in the bars of a grid, at a tempo; without taps after `limit` bars.
  init(_ score: Score, grid: SlotGrid, beatsPerMinute: Double, limit: Int?) {
    let notes = score.parts.flatMap(\.notes).sorted()
    let places = notes.map { ($0.onset / grid.pulse).value }
    let pulse = grid.pulse.value * 60_000 / beatsPerMinute
    for (note, (slot, gap)) in zip(notes, SlotGrid.slots(of: places)) {
      if let limit, slot >= limit * grid.count { continue }
      guard note.velocity > taps[slot] ?? 0 else { continue }
      taps[slot] = note.velocity
      lateness[slot] = gap * pulse
    }
    bars = max(1, ((taps.keys.max() ?? 0) / grid.count) + 1)
  }

  /// Whether the velocities tell anything: a computer's keyboard has but one.
  var hasDynamics: Bool { Set(taps.values).count > 2 }
}
