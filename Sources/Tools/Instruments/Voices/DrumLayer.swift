import Production
import Signal

/// One layer of a drum at work.
struct DrumLayer {
  private var phases = SIMD8<UInt32>(repeating: 0)
  private var increments = SIMD8<UInt32>(repeating: 0)
  private var sweepLeft = 0.0
  private var filter = StateVariableFilter()
  private var age = 0
  private var level: Float = 0
  private var decayFactor: Float = 0
  private var noiseIndex = 0
  private(set) var isActive = false

  /// Starts it; `decayShare` is what chance makes of its decay.
  mutating func start(_ layer: DrumProgram.Layer, noise: NoiseGenerator, decayShare: Double) {
    self = DrumLayer()
    sweepLeft = layer.sweep
    decayFactor = fall(of60dBIn: layer.decay * decayShare)
    // Six squares in step would begin as one; where they stand is left to chance.
    if layer.source == .metal {
      for index in 0..<6 { phases[index] = UInt32(truncatingIfNeeded: noise.bits(at: -40 - index)) }
    }
    isActive = true
  }

  /// Adds one control period to `sum`, with `work` as working memory.
  mutating func render(
    into sum: UnsafeMutablePointer<Float>, work: UnsafeMutablePointer<Float>,
    _ layer: DrumProgram.Layer, semitones: Double, noise: NoiseGenerator, rate: Double
  ) {
    let count = ControlPeriod.frames
    switch layer.source {
    case .noise:
      for frame in 0..<count { work[frame] = noise.white(at: noiseIndex + frame) }
      noiseIndex += count
    case .sine: tone(Waves.sine, 1, layer, semitones, rate, into: work)
    case .triangle: tone(Waves.triangle, 1, layer, semitones, rate, into: work)
    case .square: tone(Waves.square, 1, layer, semitones, rate, into: work)
    case .metal: tone(Waves.square, 6, layer, semitones, rate, into: work)
    }
    if let kind = layer.filter {
      filter.process(
        work, count: count, kind: kind, from: layer.tangent, to: layer.tangent,
        damping: layer.damping)
    }
    shape(layer, work, into: sum)
  }

  /// Fills the working memory with oscillators whose pitch moves in a straight line.
  private mutating func tone(
    _ table: WaveTable, _ voices: Int, _ layer: DrumProgram.Layer, _ semitones: Double,
    _ rate: Double, into work: UnsafeMutablePointer<Float>
  ) {
    let count = ControlPeriod.frames
    let isFresh = age == 0
    // The sweep begins where it is said to and not one period later.
    let start = isFresh ? sweepLeft : 0
    sweepLeft *= layer.sweepFactor
    let base = layer.frequency * powerOfTwo(semitones / 12) / rate
    let end = base * powerOfTwo(sweepLeft / 12)
    work.update(repeating: 0, count: count)
    let scale: Float = voices == 1 ? 1 : 0.4
    for voice in 0..<voices {
      let ratio = voices == 1 ? 1 : DrumProgram.metalRatios[voice]
      let target = UInt32(min(end * ratio, 0.499) * 0x1p32)
      var step = increments[voice]
      if isFresh {
        step = UInt32(min(base * powerOfTwo(start / 12) * ratio, 0.499) * 0x1p32)
      }
      let slope = UInt32(truncatingIfNeeded: (Int64(target) - Int64(step)) / Int64(count))
      increments[voice] = target
      var phase = phases[voice]
      table.withLevel(table.level(for: max(step, target))) { points, bits in
        for frame in 0..<count {
          work[frame] += scale * read(points, bits, phase)
          phase &+= step
          step &+= slope
        }
      }
      phases[voice] = phase
    }
  }

  /// Multiplies the envelope in and adds.
  private mutating func shape(
    _ layer: DrumProgram.Layer, _ work: UnsafeMutablePointer<Float>,
    into sum: UnsafeMutablePointer<Float>
  ) {
    let last = (layer.bursts - 1) * layer.spacing
    let rise = 1 / Float(layer.attack)
    // Between bursts the level falls by 30 dB.
    let burstFall = fall(of60dBIn: 2 * Double(layer.spacing))
    for frame in 0..<ControlPeriod.frames {
      let time = age + frame
      let local = time < last ? time % layer.spacing : time - last
      if local < layer.attack, level < 1 {
        level = min(1, level + rise)
      } else if time < last {
        level *= burstFall
      } else if local >= layer.attack + layer.hold {
        level *= decayFactor
      }
      sum[frame] += layer.gain * level * work[frame]
    }
    age += ControlPeriod.frames
    // -100 dB.
    if age > last + layer.attack + layer.hold, level < 1e-5 { isActive = false }
  }
}
