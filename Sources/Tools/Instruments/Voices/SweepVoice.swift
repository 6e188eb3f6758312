import Production
import Signal

/// A sweep's patch as prepared for a sample rate.
final class SweepProgram: Sendable {
  let patch: SweepPatch
  let rate: Double
  let noiseGain, toneGain, damping: Float
  let envelope: EnvelopeSteps

  init(_ patch: SweepPatch, rate: Double) {
    self.patch = patch
    self.rate = rate
    noiseGain = Float(patch.noise?.gain ?? 0)
    toneGain = Float((patch.tone?.gain ?? 0) / 3.0.squareRoot())
    damping = StateVariableFilter.damping(patch.resonance)
    envelope = EnvelopeSteps(
      EnvelopeShape(attack: patch.attack, decay: 1, sustain: 1, release: patch.release),
      rate: rate)
  }
}

/// A note of a sweep: it moves while the note lasts, and rests where it arrived.
struct SweepVoice: Voice {
  private var envelope = EnvelopeGenerator()
  private var pitch = GlidingPitch()
  private var noise = (NoiseGenerator(seed: 0), NoiseGenerator(seed: 0))
  private var filters = (StateVariableFilter(), StateVariableFilter())
  private var phases = SIMD4<UInt32>(repeating: 0)
  private var increments = SIMD4<UInt32>(repeating: 0)
  private var length = 1.0
  private var age = 0
  private var turns = 0.0
  private var tangent: Float = 0
  private var gain: Float = 0
  private var struck: Float = 0

  init(patch: SweepProgram) {}

  var isActive: Bool { envelope.stage != .ended }

  mutating func start(_ strike: Strike, patch: SweepProgram) {
    self = SweepVoice(patch: patch)
    pitch.move(to: strike.key, glide: strike.glide)
    noise = (
      NoiseGenerator(seed: strike.seed, stream: 1), NoiseGenerator(seed: strike.seed, stream: 2)
    )
    for index in 0..<3 {
      phases[index] = UInt32(truncatingIfNeeded: noise.0.bits(at: -1 - index))
    }
    length = Double(strike.lasting ?? Int(patch.patch.time * patch.rate))
    struck = strike.gain(1)
    envelope.start()
  }

  mutating func tie(
    to key: Int, glide: (from: Double, periods: Int)?, patch: SweepProgram
  ) {
    pitch.move(to: key, glide: glide)
  }

  mutating func release(patch: SweepProgram) { envelope.release() }

  mutating func fadeOut() { envelope.fadeOut() }

  mutating func render(into block: ControlBlock, patch: SweepProgram) {
    let settings = patch.patch
    let count = ControlPeriod.frames
    let isFresh = age == 0
    let index = age
    age += count
    let share = min(1, Double(age) / max(1, length))
    func at(_ way: SweepPatch.Way) -> Double { way.from + (way.to - way.from) * share }
    // Cutoffs move by octaves, so that the ear hears an even rise.
    let cutoff =
      settings.cutoff.from * power(settings.cutoff.to / settings.cutoff.from, share)
    let end = warped(cutoff, patch.rate)
    let start = isFresh ? end : tangent
    tangent = end
    for frame in 0..<count {
      block.scratch[frame] = patch.noiseGain * noise.0.white(at: index + frame)
      block.side[frame] = patch.noiseGain * noise.1.white(at: index + frame)
    }
    if patch.toneGain > 0 {
      let key = pitch.next() + block.controls.bend + at(settings.pitch)
      tone(frequency(ofKey: key) / patch.rate, isFresh, block, patch)
    }
    filters.0.process(
      block.scratch, count: count, kind: settings.filter, from: start, to: end,
      damping: patch.damping)
    filters.1.process(
      block.side, count: count, kind: settings.filter, from: start, to: end,
      damping: patch.damping)
    turns += at(settings.pulse) * Double(count) / patch.rate
    // A pulse swings between full and a tenth.
    let swing = settings.pulse.from + settings.pulse.to > 0 ? 0.55 + 0.45 * cosineOfTurns(turns) : 1
    let level = power(10, at(settings.level) / 20) * swing
    let target = envelope.next(patch.envelope) * struck * Float(level)
    let step = (target - gain) / Float(count)
    for frame in 0..<count {
      gain += step
      block.left[frame] += gain * block.scratch[frame]
      block.right[frame] += gain * block.side[frame]
    }
    gain = target
  }

  /// Adds three saws: left, middle and right, 14 cents apart.
  private mutating func tone(
    _ turns: Double, _ isFresh: Bool, _ block: ControlBlock, _ patch: SweepProgram
  ) {
    let count = ControlPeriod.frames
    for voice in 0..<3 {
      let target = UInt32(min(turns * powerOfTwo(Double(voice - 1) * 14 / 1200), 0.499) * 0x1p32)
      var step = isFresh ? target : increments[voice]
      let slope = UInt32(truncatingIfNeeded: (Int64(target) - Int64(step)) / Int64(count))
      increments[voice] = target
      var phase = phases[voice]
      let (left, right): (Float, Float) = voice == 0 ? (1, 0.3) : voice == 1 ? (0.7, 0.7) : (0.3, 1)
      Waves.saw.withLevel(Waves.saw.level(for: max(step, target))) { points, bits in
        for frame in 0..<count {
          let sample = patch.toneGain * read(points, bits, phase)
          block.scratch[frame] += left * sample
          block.side[frame] += right * sample
          phase &+= step
          step &+= slope
        }
      }
      phases[voice] = phase
    }
  }
}
