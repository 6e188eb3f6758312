import Production
import Signal

/// A plucked or struck note: one to three strings, each a loop of a delay, a damping low-pass and a gain.
///
/// The loop is read between its frames by the polynomial through four of them (Lagrange), and its length is
/// the period less the low-pass's phase delay at the fundamental, so that the string is in tune
/// (Jaffe and Smith 1983, section 3).
struct StringVoice: Voice {
  private struct Loop {
    /// The newest frame is written at `place`.
    var memory: [Float]
    var place = 0
    var state: Float = 0
    /// Frames of delay at the end of the last period.
    var delay = 0.0
    var detune = 1.0
  }

  private var loops: [Loop]
  private var pitch = GlidingPitch()
  private var wobble = 0.0
  private var loopGain: Float = 0
  private var targetDecay = 1.0
  private var age = 0
  private var burst = 0
  private var comb: [Float]
  private var shade: Float = 0
  private var shadeState: Float = 0
  private var blocker: (input: Float, output: Float) = (0, 0)
  private var level: Float = 0
  private var sides: (left: Float, right: Float) = (1, 1)
  private var noise = NoiseGenerator(seed: 0)
  private var energy: Float = 0
  private var fade: Float = 1
  private var isFading = false
  private var isFresh = false
  private(set) var isActive = false

  init(patch: StringProgram) {
    loops = (0..<max(1, patch.patch.strings)).map { _ in
      Loop(memory: [Float](repeating: 0, count: patch.capacity))
    }
    comb = [Float](repeating: 0, count: patch.capacity)
  }

  mutating func start(_ strike: Strike, patch: StringProgram) {
    let settings = patch.patch
    pitch.move(to: strike.key, glide: strike.glide)
    noise = NoiseGenerator(seed: strike.seed)
    for index in loops.indices {
      loops[index].memory.withUnsafeMutableBufferPointer { $0.update(repeating: 0) }
      loops[index].state = 0
      loops[index].place = 0
      let side = loops.count == 1 ? 0 : 2 * Double(index) / Double(loops.count - 1) - 1
      loops[index].detune = powerOfTwo(settings.detune * side / 1200)
    }
    comb.withUnsafeMutableBufferPointer { $0.update(repeating: 0) }
    let tone = frequency(ofKey: Double(strike.key))
    let period = patch.rate / tone
    // A hammer stays for a share of the period that is less the harder it strikes.
    let force = Double(strike.velocity) / 127
    burst =
      settings.excitation == .pluck
      ? Int(period.rounded(.up)) : max(8, Int(patch.rate * (0.0042 - 0.003 * force)))
    let open = settings.brightness * (0.35 + 0.65 * force)
    shade = Float(power(1 - min(max(open, 0.02), 0.98), 1.5))
    shadeState = 0
    blocker = (0, 0)
    targetDecay = patch.decay(at: tone)
    let pan = settings.spread * min(max(Double(strike.key - 60) / 48, -1), 1)
    let angle = (1 + pan) / 8
    sides = (
      Float(cosineOfTurns(angle) * 2.0.squareRoot()), Float(sineOfTurns(angle) * 2.0.squareRoot())
    )
    level = strike.gain(settings.velocity) / Float(loops.count)
    age = 0
    energy = 1
    fade = 1
    wobble = 0
    isFading = false
    isFresh = true
    isActive = true
  }

  mutating func tie(
    to key: Int, glide: (from: Double, periods: Int)?, patch: StringProgram
  ) {
    pitch.move(to: key, glide: glide.map { (pitch.key, $0.periods) })
  }

  mutating func release(patch: StringProgram) {
    targetDecay = min(targetDecay, patch.patch.release)
  }

  mutating func fadeOut() { isFading = true }

  mutating func render(into block: ControlBlock, patch: StringProgram) {
    let count = ControlPeriod.frames
    var key = pitch.next() + block.controls.bend
    if block.controls.modulation > 0 {
      wobble += 5.5 * Double(count) / patch.rate
      key += block.controls.modulation * 0.5 * sineOfTurns(wobble)
    }
    let tone = min(frequency(ofKey: key), 0.2 * patch.rate)
    let b = patch.damping(at: tone)
    let gain = Float(power(10, -3 / (tone * max(targetDecay, 0.02))))
    let startGain = isFresh ? gain : loopGain
    loopGain = gain
    excite(block.side, patch, period: patch.rate / tone)
    block.scratch.update(repeating: 0, count: count)
    for index in loops.indices {
      let turns = tone * loops[index].detune / patch.rate
      let delay = min(
        max(1 / turns - onePoleDelay(b, turns), 4), Double(patch.capacity - 8))
      let start = isFresh ? delay : loops[index].delay
      loops[index].delay = delay
      StringVoice.turn(
        &loops[index], input: block.side, output: block.scratch, from: start, to: delay, Float(b),
        gains: (startGain, gain))
    }
    finish(block)
    isFresh = false
  }

  /// Writes what sets the strings into motion during the next period.
  private mutating func excite(
    _ target: UnsafeMutablePointer<Float>, _ patch: StringProgram, period: Double
  ) {
    // Both waves of a string meet the place where it is plucked once more, turned over.
    let lag = max(1, Int((period * patch.patch.position).rounded()))
    let count = ControlPeriod.frames
    guard age < burst + lag else {
      target.update(repeating: 0, count: count)
      return
    }
    let isPluck = patch.patch.excitation == .pluck
    let (age, burst, noise, shade) = (age, burst, noise, shade)
    var state = shadeState
    comb.withUnsafeMutableBufferPointer { comb in
      for frame in 0..<count {
        var sample: Float = 0
        let time = age + frame
        if time < burst {
          let share = Double(time) / Double(burst)
          let window = Float(0.5 - 0.5 * cosineOfTurns(share))
          sample = isPluck ? noise.white(at: time) * min(1, 4 * window) : 1.6 * window
        }
        state = sample * (1 - shade) + state * shade
        comb[time % comb.count] = state
        let before = time >= lag ? comb[(time - lag) % comb.count] : 0
        target[frame] = state - before
      }
    }
    shadeState = state
    self.age += count
  }

  /// Turns a loop over one period and adds what it gives.
  private static func turn(
    _ loop: inout Loop, input: UnsafeMutablePointer<Float>, output: UnsafeMutablePointer<Float>,
    from start: Double, to end: Double, _ b: Float, gains: (Float, Float)
  ) {
    let count = ControlPeriod.frames
    let step = Float((end - start) / Double(count))
    let rise = (gains.1 - gains.0) / Float(count)
    var (place, state, gain) = (loop.place, loop.state, gains.0)
    // Whole frames stay apart from the rest, whose precision a float would lose.
    let whole = Int(min(start, end)) - 1
    var rest = Float(start - Double(whole))
    loop.memory.withUnsafeMutableBufferPointer { memory in
      let size = memory.count
      for frame in 0..<count {
        rest += step
        gain += rise
        let extra = Int(rest) - 1
        let d = rest - Float(extra)
        // d is 1..<2, the middle of four frames, where the polynomial is truest.
        var at = place - whole - extra
        if at < 0 { at += size }
        let x0 = memory[at]
        let x1 = memory[at == 0 ? size - 1 : at - 1]
        let x2 = memory[at <= 1 ? size + at - 2 : at - 2]
        let x3 = memory[at <= 2 ? size + at - 3 : at - 3]
        let (d1, d2, d3) = (d - 1, d - 2, d - 3)
        let delayed =
          -d1 * d2 * d3 / 6 * x0 + d * d2 * d3 / 2 * x1 - d * d1 * d3 / 2 * x2 + d * d1 * d2 / 6
          * x3
        state = (1 - b) * delayed + b * state
        let fresh = input[frame] + gain * state
        memory[place] = fresh
        output[frame] += fresh
        place += 1
        if place == size { place = 0 }
      }
    }
    (loop.place, loop.state) = (place, state)
  }

  /// Takes away what stands still, and ends when the strings do.
  private mutating func finish(_ block: ControlBlock) {
    var peak: Float = 0
    let step: Float = isFading ? 1 / Float(8 * ControlPeriod.frames) : 0
    for frame in 0..<ControlPeriod.frames {
      let input = block.scratch[frame]
      // A high-pass at some 8 Hz.
      blocker.output = input - blocker.input + 0.999 * blocker.output
      blocker.input = input
      fade = max(0, fade - step)
      let sample = level * fade * blocker.output
      peak = max(peak, sample.magnitude)
      block.left[frame] += sides.left * sample
      block.right[frame] += sides.right * sample
    }
    energy = max(peak, 0.97 * energy)
    // -96 dB; the floor is an absolute one, as the sum of strings is heard.
    if fade <= 0 || energy < 1.6e-5 { isActive = false }
  }
}
