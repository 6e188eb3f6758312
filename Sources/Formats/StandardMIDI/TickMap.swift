import Music

/// Seconds and beats to ticks of a quarter note's division, through a tempo map.
///
/// Only addition, multiplication, division and comparison decide a tick; finding one costs the
/// logarithm of the number of tempo changes.
struct TickMap {
  private struct Stretch {
    var start: Double
    var beat: Double
    var beatsPerSecond: Double
  }

  private let stretches: [Stretch]
  private let ticksPerQuarter: Int

  init(_ tempo: TempoMap, ticksPerQuarter: Int) {
    self.ticksPerQuarter = ticksPerQuarter
    var stretches: [Stretch] = []
    for change in tempo.changes {
      var start = 0.0
      if let last = stretches.last {
        start = last.start + (change.beat.value - last.beat) / last.beatsPerSecond
      }
      stretches.append(
        Stretch(
          start: start, beat: change.beat.value, beatsPerSecond: change.beatsPerMinute / 60))
    }
    self.stretches = stretches
  }

  /// The tick nearest to a time in beats, at or after the origin.
  func tick(_ beat: Beat) -> Int {
    max(0, (beat * ticksPerQuarter + Beat(1, 2)).floor)
  }

  /// The tick nearest to a time in seconds, at or after the origin; nil for what is no time.
  func tick(seconds: Double) -> Int? {
    guard seconds > 0 else { return seconds.isNaN ? nil : 0 }
    var low = 0
    var high = stretches.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if stretches[middle].start <= seconds { low = middle } else { high = middle }
    }
    let stretch = stretches[low]
    let beat = stretch.beat + (seconds - stretch.start) * stretch.beatsPerSecond
    return Int(exactly: (beat * Double(ticksPerQuarter) + 0.5).rounded(.down))
  }
}
