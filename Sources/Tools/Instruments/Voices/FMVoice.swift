import Production
import Signal

/// A note of the FM voice: up to six sine operators.
///
/// A modulator's index is held where its side-bands would reach half the sample rate: a carrier at c and a
/// modulator at m fill c + (index + 3) m, beyond which the Bessel functions have fallen by 60 dB (Carson's
/// rule with a margin).
struct FMVoice: Voice {
  private struct State {
    var envelope = EnvelopeGenerator()
    var phase: UInt32 = 0
    var increment: UInt32 = 0
    /// Level or index at the end of the last period.
    var amount: Float = 0
    /// What velocity and key make of it.
    var scale: Float = 1
    /// Its last two values, for the feedback (as in Yamaha's patent US 4,249,447).
    var last: Float = 0
    var lastButOne: Float = 0
  }

  private var states: [State]
  private var outputs: [Float]
  private var pitch = GlidingPitch()
  private var turns = 0.0
  private var wobble = 0.0
  private var swing: Float = 0
  private var fading = false

  init(patch: FMProgram) {
    states = [State](repeating: State(), count: patch.operators.count)
    outputs = [Float](repeating: 0, count: patch.operators.count * ControlPeriod.frames)
  }

  var isActive = false

  mutating func start(_ strike: Strike, patch: FMProgram) {
    pitch.move(to: strike.key, glide: strike.glide)
    for index in states.indices {
      let source = patch.operators[index]
      let octaves = max(0, Double(strike.key - 60) / 12)
      states[index] = State()
      states[index].scale =
        strike.gain(source.velocity) * Float(power(10, -source.keyScaling * octaves / 20))
      states[index].envelope.start()
    }
    turns = 0
    wobble = 0
    swing = 0
    isActive = true
  }

  mutating func tie(to key: Int, glide: (from: Double, periods: Int)?, patch: FMProgram) {
    pitch.move(to: key, glide: glide.map { (pitch.key, $0.periods) })
  }

  mutating func release(patch: FMProgram) {
    for index in states.indices { states[index].envelope.release() }
  }

  mutating func fadeOut() {
    for index in states.indices { states[index].envelope.fadeOut() }
  }

  mutating func render(into block: ControlBlock, patch: FMProgram) {
    var key = pitch.next() + block.controls.bend
    if block.controls.modulation > 0 {
      wobble += 5.5 * Double(ControlPeriod.frames) / patch.rate
      key += block.controls.modulation * 0.5 * sineOfTurns(wobble)
    }
    let base = frequency(ofKey: key) / patch.rate
    let count = ControlPeriod.frames
    block.scratch.update(repeating: 0, count: count)
    var isHeard = false
    for index in states.indices.reversed() {
      operate(index, base: base, block, patch)
      if patch.operators[index].isHeard, states[index].envelope.stage != .ended { isHeard = true }
    }
    let start = swing
    turns += patch.tremoloStep
    swing = Float(patch.tremoloDepth * sineOfTurns(turns))
    let step = (swing - start) / Float(count)
    for frame in 0..<count {
      let place = start + step * Float(frame + 1)
      block.left[frame] += (1 - place) * block.scratch[frame]
      block.right[frame] += (1 + place) * block.scratch[frame]
    }
    if !isHeard { isActive = false }
  }

  /// Makes one period of an operator; those that modulate it have been made.
  private mutating func operate(
    _ index: Int, base: Double, _ block: ControlBlock, _ patch: FMProgram
  ) {
    let source = patch.operators[index]
    let count = ControlPeriod.frames
    var state = states[index]
    let perFrame = base * source.ratio
    var end = state.envelope.next(source.envelope) * state.scale
    if source.isHeard {
      end *= perFrame < 0.5 ? source.level : 0
    } else {
      let room = (0.5 - base * source.carrierRatio) / perFrame - 3
      end = min(end * source.index, Float(max(0, room)))
    }
    let rise = (end - state.amount) / Float(count)
    var amount = state.amount
    let target = UInt32(min(perFrame, 0.5) * 0x1p32)
    var step = state.increment == 0 ? target : state.increment
    let slope = UInt32(truncatingIfNeeded: (Int64(target) - Int64(step)) / Int64(count))
    // Radians to 2^-32 turns.
    let turn = Float(0x1p32 / (2 * Double.pi))
    let feedback = source.feedback * 0.5
    outputs.withUnsafeMutableBufferPointer { outputs in
      Waves.sine.withLevel(0) { table, bits in
        let own = index * count
        for frame in 0..<count {
          var bend = feedback * (state.last + state.lastButOne)
          for modulator in source.modulators { bend += outputs[modulator * count + frame] }
          let phase =
            state.phase &+ UInt32(bitPattern: Int32(truncatingIfNeeded: Int64(bend * turn)))
          let sample = read(table, bits, phase)
          state.lastButOne = state.last
          state.last = sample
          amount += rise
          outputs[own + frame] = amount * sample
          state.phase &+= step
          step &+= slope
        }
        guard source.isHeard else { return }
        for frame in 0..<count { block.scratch[frame] += outputs[own + frame] }
      }
    }
    state.amount = end
    state.increment = target
    states[index] = state
  }
}
