import Music
import Production

/// Which notes of a chord follow each other.
struct ArpeggioWalk {
  let cue: Cue
  let direction: ArpeggiatorSettings.Direction
  let rangePattern: ArpeggiatorSettings.RangePattern?
  let octaves: Int?

  /// The notes struck at a place of the walk, which begins at 0 with every restart.
  ///
  /// `height`, 0...1, says how much of the ladder a free walk may climb: less than 1 keeps it low.
  func notes(at place: Int, of ladder: ArpeggioLadder, height: Double = 1) -> [Int] {
    guard !ladder.octave.isEmpty else { return [] }
    guard let rangePattern else { return free(place, ladder, height: height) }
    let tones = direction == .asPlayed ? inOrder(ladder) : ladder.octave
    let pass = Self.turn(of: tones.count, direction)
    let count = max(1, min(octaves ?? 2, (ladder.top - ladder.register.lowerBound) / 12 + 1))
    let octave = self.octave(place / pass, of: count, rangePattern)
    let chosen =
      direction == .chord
      ? tones : [tones[index(place % pass, of: tones.count, place: place)]]
    return chosen.compactMap { ladder.folded($0 + 12 * octave) }
  }

  /// A step through the whole range as one ladder.
  private func free(_ place: Int, _ ladder: ArpeggioLadder, height: Double) -> [Int] {
    if direction == .chord { return ladder.octave }
    var all = direction == .asPlayed ? ladder.played : ladder.notes
    if height < 1, all.count > ladder.octave.count {
      let kept = max(ladder.octave.count, Int(Double(all.count) * height + 0.5))
      all = Array(all.prefix(kept))
    }
    guard !all.isEmpty else { return [] }
    let pass = Self.turn(of: all.count, direction)
    return [all[index(place % pass, of: all.count, place: place)]]
  }

  /// The chord's notes of the lowest octave as spelled.
  private func inOrder(_ ladder: ArpeggioLadder) -> [Int] {
    Array(ladder.played.prefix(ladder.octave.count))
  }

  /// How many steps a walk over notes takes until it begins anew.
  static func turn(of count: Int, _ direction: ArpeggiatorSettings.Direction) -> Int {
    switch direction {
    case .upDown, .downUp: max(1, 2 * count - 2)
    case .chord: 1
    case .up, .down, .random, .asPlayed: count
    }
  }

  /// The entry of a list of notes that is struck at a step of a pass.
  private func index(_ step: Int, of count: Int, place: Int) -> Int {
    switch direction {
    case .up, .asPlayed, .chord: return step % count
    case .down: return count - 1 - step % count
    case .upDown: return step < count ? step : 2 * count - 2 - step
    case .downUp: return count - 1 - (step < count ? step : 2 * count - 2 - step)
    case .random: return drawn(place, of: count)
    }
  }

  /// A random entry, never the one before it, in cycles of 64 that alternate.
  private func drawn(_ place: Int, of count: Int) -> Int {
    guard count > 1 else { return 0 }
    var stream = cue.theme("arpeggio", bar: place / 64 % 2)
    var chosen = stream.index(count)
    for _ in 0..<(place % 64) {
      let other = stream.index(count - 1)
      chosen = other >= chosen ? other + 1 : other
    }
    return chosen
  }

  /// The octave of a pass through the figure.
  func octave(
    _ pass: Int, of count: Int, _ pattern: ArpeggiatorSettings.RangePattern
  ) -> Int {
    guard count > 1 else { return 0 }
    switch pattern {
    case .up: return pass % count
    case .down: return count - 1 - pass % count
    case .upDown:
      let turn = pass % (2 * count - 2)
      return turn < count ? turn : 2 * count - 2 - turn
    case .random:
      var stream = cue.theme("octave", bar: pass % 16)
      return stream.index(count)
    }
  }
}
