import Production
import Signal

/// Where low-frequency oscillators move a note's sound during one control period.
struct Moves {
  var cents = 0.0
  var octaves = 0.0
  var level = 1.0
  var width = 0.0
  var position = 0.0

  /// Adds a swing of -1...1.
  mutating func add(_ value: Double, _ program: SynthProgram, _ index: Int) {
    let lfo = program.swings[index].lfo
    let amount = value * lfo.depth
    switch lfo.target {
    case .pitch: cents += amount
    case .cutoff: octaves += amount
    // A level swings between full and less, never above.
    case .level: level *= max(0, 1 - lfo.depth * (1 - value) / 2)
    case .width: width += amount
    case .position: position += amount
    }
  }
}

/// A low-frequency oscillator at work.
struct SwingState {
  private var turns = 0.0
  private var age = 0.0
  private var drawn = 0

  /// Its value at the end of the next control period, -1...1.
  mutating func next(
    _ swing: SynthProgram.Swing, noise: NoiseGenerator, index: Int
  ) -> Double {
    turns += swing.step
    if turns >= 1 {
      turns -= turns.rounded(.down)
      drawn += 1
    }
    age += 1
    let share = swing.delay <= 0 ? 1 : min(1, age / swing.delay)
    return share * value(swing.lfo.shape, noise, index)
  }

  private func value(
    _ shape: SynthPatch.LFO.Shape, _ noise: NoiseGenerator, _ index: Int
  ) -> Double {
    switch shape {
    case .sine: sineOfTurns(turns)
    case .triangle: turns < 0.25 ? 4 * turns : turns < 0.75 ? 2 - 4 * turns : 4 * turns - 4
    case .saw: 1 - 2 * turns
    case .square: turns < 0.5 ? 1 : -1
    case .random: Double(noise.white(at: -1000 - 64 * drawn - index))
    }
  }
}
