import Production
import Signal

/// A note of the subtractive and wavetable synthesiser.
struct SynthVoice: Voice {
  private var amplitude = EnvelopeGenerator()
  private var filterEnvelope = EnvelopeGenerator()
  private var pitch = GlidingPitch()
  private var phases: [UInt32]
  private var increments: [UInt32]
  private var levels: [Int]
  private var swings: [SwingState]
  private var low = (StateVariableFilter(), StateVariableFilter())
  private var high = (StateVariableFilter(), StateVariableFilter())
  private var tangent: Float = 0
  private var gain: Float = 0
  private var velocityOctaves = 0.0
  private var fallLeft = 0.0
  private var wobble = 0.0
  private var noise = NoiseGenerator(seed: 0)
  private var noiseIndex = 0
  private var struck: Float = 0
  private var isFresh = false
  private var widths: [Double]
  private var positions: [Double]

  /// Vibrato of the modulation wheel: 5.5 Hz, 50 cents at full (SoundFont 2.04, 8.4.3, CC 1).
  private static let wheelRate = 5.5, wheelCents = 50.0

  init(patch: SynthProgram) {
    phases = [UInt32](repeating: 0, count: patch.singers.count)
    increments = phases
    levels = [Int](repeating: 0, count: patch.singers.count)
    swings = patch.swings.map { _ in SwingState() }
    widths = patch.patch.oscillators.map(\.width)
    positions = patch.patch.oscillators.map(\.position)
  }

  var isActive: Bool { amplitude.stage != .ended }

  mutating func start(_ strike: Strike, patch: SynthProgram) {
    noise = NoiseGenerator(seed: strike.seed)
    noiseIndex = 0
    for index in phases.indices {
      let restarts = patch.patch.oscillators[patch.singers[index].oscillator].restarts
      phases[index] =
        restarts ? 0 : UInt32(truncatingIfNeeded: noise.bits(at: -1 - index))
    }
    for index in swings.indices { swings[index] = SwingState() }
    pitch.move(to: strike.key, glide: strike.glide)
    fallLeft = patch.patch.pitchFall?.semitones ?? 0
    velocityOctaves =
      (patch.patch.filter?.velocity ?? 0) * Double(strike.velocity - 100) / 126
    struck = strike.gain(patch.patch.velocity)
    low.0.reset()
    low.1.reset()
    high.0.reset()
    high.1.reset()
    amplitude.start()
    filterEnvelope.start()
    gain = 0
    wobble = 0
    isFresh = true
  }

  mutating func tie(
    to key: Int, glide: (from: Double, periods: Int)?, patch: SynthProgram
  ) {
    pitch.move(to: key, glide: glide.map { (pitch.key, $0.periods) })
  }

  mutating func release(patch: SynthProgram) {
    amplitude.release()
    filterEnvelope.release()
  }

  mutating func fadeOut() { amplitude.fadeOut() }

  mutating func render(into block: ControlBlock, patch: SynthProgram) {
    var moves = Moves()
    for index in swings.indices {
      moves.add(swings[index].next(patch.swings[index], noise: noise, index: index), patch, index)
    }
    var key = pitch.next() + block.controls.bend + moves.cents / 100
    fallLeft *= patch.fallFactor
    key += fallLeft
    if block.controls.modulation > 0 {
      wobble += SynthVoice.wheelRate * Double(ControlPeriod.frames) / patch.rate
      let cents = block.controls.modulation * SynthVoice.wheelCents * sineOfTurns(wobble)
      key += cents / 100
    }
    oscillate(key, moves, block, patch)
    saturate(block, patch)
    filter(key, moves, block, patch)
    let end = amplitude.next(patch.amplitude) * struck * Float(moves.level)
    let step = (end - gain) / Float(ControlPeriod.frames)
    let other = patch.isStereo ? block.side : block.scratch
    for frame in 0..<ControlPeriod.frames {
      gain += step
      block.left[frame] += gain * block.scratch[frame]
      block.right[frame] += gain * other[frame]
    }
    gain = end
    isFresh = false
  }

  /// Adds all oscillators and the noise into the working memory.
  private mutating func oscillate(
    _ key: Double, _ moves: Moves, _ block: ControlBlock, _ patch: SynthProgram
  ) {
    block.scratch.update(repeating: 0, count: ControlPeriod.frames)
    if patch.isStereo { block.side.update(repeating: 0, count: ControlPeriod.frames) }
    let turns = frequency(ofKey: key) / patch.rate
    for index in patch.singers.indices {
      let singer = patch.singers[index]
      let perFrame = turns * singer.ratio
      // What lies beyond half the sample rate is not heard.
      guard perFrame < 0.5 else { continue }
      let target = UInt32(perFrame * 0x1p32)
      let start = isFresh ? target : increments[index]
      increments[index] = target
      let oscillator = patch.patch.oscillators[singer.oscillator]
      let tables = patch.tables[singer.oscillator]
      var tone = Tone(
        phase: phases[index], increment: start, target: target, left: singer.left,
        right: singer.right)
      let level = tables[0].level(for: max(start, target))
      let last = isFresh ? level : levels[index]
      levels[index] = level
      if oscillator.shape == .pulse {
        let width = min(max(widths[singer.oscillator] + moves.width, 0.02), 0.98)
        tone.pulse(tables[0], from: last, to: level, width: width, block, patch.isStereo)
      } else if tables.count > 1 {
        let place = min(max(positions[singer.oscillator] + moves.position, 0), 1)
        tone.morph(tables, from: last, to: level, place: place, block, patch.isStereo)
      } else {
        tone.plain(tables[0], from: last, to: level, block, patch.isStereo)
      }
      phases[index] = tone.phase
    }
    guard patch.noiseGain > 0 else { return }
    for frame in 0..<ControlPeriod.frames {
      let sample = patch.noiseGain * noise.white(at: noiseIndex + frame)
      block.scratch[frame] += sample
      if patch.isStereo { block.side[frame] += sample }
    }
    noiseIndex += ControlPeriod.frames
  }

  private func saturate(_ block: ControlBlock, _ patch: SynthProgram) {
    guard let drive = patch.driveGain else { return }
    for frame in 0..<ControlPeriod.frames {
      block.scratch[frame] = patch.driveScale * saturated(drive * block.scratch[frame])
    }
    guard patch.isStereo else { return }
    for frame in 0..<ControlPeriod.frames {
      block.side[frame] = patch.driveScale * saturated(drive * block.side[frame])
    }
  }

  private mutating func filter(
    _ key: Double, _ moves: Moves, _ block: ControlBlock, _ patch: SynthProgram
  ) {
    guard let filter = patch.patch.filter else { return }
    let octaves =
      filter.keyTracking * (key - 60) / 12
      + filter.envelope * Double(filterEnvelope.next(patch.filterEnvelope)) + velocityOctaves
      + moves.octaves
    let end = warped(filter.cutoff.value * powerOfTwo(octaves), patch.rate)
    let start = isFresh ? end : tangent
    tangent = end
    let (count, k) = (ControlPeriod.frames, patch.damping)
    // The second stage of the steeper filter has no resonance of its own.
    let flat = StateVariableFilter.damping(0)
    low.0.process(
      block.scratch, count: count, kind: filter.kind, from: start, to: end, damping: k)
    if filter.slope == 24 {
      low.1.process(
        block.scratch, count: count, kind: filter.kind, from: start, to: end, damping: flat)
    }
    guard patch.isStereo else { return }
    high.0.process(block.side, count: count, kind: filter.kind, from: start, to: end, damping: k)
    if filter.slope == 24 {
      high.1.process(
        block.side, count: count, kind: filter.kind, from: start, to: end, damping: flat)
    }
  }
}
