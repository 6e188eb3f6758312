import Music

/// What each bar is like: harmony, density, loudness, register and who plays.
struct BarFeatures: Sendable {
  var chroma: [[Double]]
  /// Onsets of each part, set against the part's busiest bars, 0...1.
  var activity: [[Double]]
  /// Mean velocity, 0...1.
  var loudness: [Double]
  /// Mean key of pitched notes, 0...1; 0 without.
  var register: [Double]
  /// Rhythm: which sixteenths have onsets in any part, 16 places a bar.
  var rhythm: [[Double]]
  /// Notes in a bar.
  var density: [Double]
  var count: Int { chroma.count }

  init(_ material: NoteMaterial, grid: BarGrid, frames: HarmonyFrames) {
    let bars = grid.barCount
    let zeros = [Double](repeating: 0, count: bars)
    chroma = [[Double]](repeating: [Double](repeating: 0, count: 12), count: bars)
    activity = [[Double]](
      repeating: [Double](repeating: 0, count: material.partCount), count: bars)
    rhythm = [[Double]](repeating: [Double](repeating: 0, count: 16), count: bars)
    (loudness, register, density) = (zeros, zeros, zeros)
    var pitched = zeros
    for (index, frame) in grid.frames.enumerated() {
      for pitch in 0..<12 {
        chroma[frame.bar][pitch] += frames.chroma[index][pitch] * frame.duration.value
      }
    }
    for event in material.pitched + material.strokes {
      guard let bar = grid.bar(at: event.onset) else { continue }
      density[bar] += 1
      loudness[bar] += Double(event.velocity) / 127
      activity[bar][event.part] += 1
      let length = grid.barStarts[bar + 1] - grid.barStarts[bar]
      let place = Int((event.onset - grid.barStarts[bar]) / length * 16 + 0.5)
      rhythm[bar][min(max(place, 0), 15)] = 1
    }
    for event in material.pitched {
      guard let bar = grid.bar(at: event.onset) else { continue }
      register[bar] += Double(event.key) / 127
      pitched[bar] += 1
    }
    for bar in 0..<bars {
      if density[bar] > 0 { loudness[bar] /= density[bar] }
      if pitched[bar] > 0 { register[bar] /= pitched[bar] }
      let sum = chroma[bar].reduce(0, +)
      if sum > 0 { chroma[bar] = chroma[bar].map { $0 / sum } }
    }
    sustain(material, grid)
    for part in 0..<material.partCount {
      let top = activity.map { $0[part] }.sorted()
      let high = top.isEmpty ? 0 : top[(top.count - 1) * 9 / 10]
      for bar in 0..<bars { activity[bar][part] = min(activity[bar][part] / max(high, 1), 1) }
    }
  }

  /// Held notes keep a part present in bars without onsets.
  private mutating func sustain(_ material: NoteMaterial, _ grid: BarGrid) {
    for event in material.pitched where event.duration > 1 {
      guard var bar = grid.bar(at: event.onset) else { continue }
      bar += 1
      while bar < grid.barCount, grid.barStarts[bar] + 0.5 < event.end {
        activity[bar][event.part] += 1
        bar += 1
      }
    }
  }

  /// How unlike two stretches of bars are on the whole, 0...1, whatever the order of their bars.
  func distance(_ first: Range<Int>, _ second: Range<Int>) -> Double {
    func apart(_ values: [[Double]]) -> Double {
      var sum = 0.0
      for place in values[first.lowerBound].indices {
        sum += abs(mean(first) { values[$0][place] } - mean(second) { values[$0][place] })
      }
      return sum
    }
    let parts = Double(max(activity[first.lowerBound].count, 1))
    let louder = abs(mean(first) { loudness[$0] } - mean(second) { loudness[$0] })
    return 0.35 * apart(chroma) / 2 + 0.45 * apart(activity) / parts + 0.1 * apart(rhythm) / 16
      + 0.1 * min(1, 3 * louder)
  }

  private func mean(_ bars: Range<Int>, _ value: (Int) -> Double) -> Double {
    var sum = 0.0
    for bar in bars { sum += value(bar) }
    return sum / Double(max(bars.count, 1))
  }

  /// How unlike two bars are, 0...1: half harmony and rhythm, half who plays and how loud.
  func distance(_ first: Int, _ second: Int) -> Double {
    var harmony = 0.0
    for pitch in 0..<12 { harmony += abs(chroma[first][pitch] - chroma[second][pitch]) }
    var playing = 0.0
    let parts = activity[first].count
    for part in 0..<parts { playing += abs(activity[first][part] - activity[second][part]) }
    var beat = 0.0
    for place in 0..<16 where rhythm[first][place] != rhythm[second][place] { beat += 1.0 / 16 }
    return 0.35 * harmony / 2 + 0.45 * playing / Double(max(parts, 1)) + 0.1 * beat
      + 0.1 * min(1, 3 * abs(loudness[first] - loudness[second]))
  }
}
