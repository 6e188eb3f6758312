import Production
import Signal

/// A surface noise's patch as prepared for a sample rate.
final class TextureProgram: Sendable {
  let patch: TexturePatch
  let rate: Double
  let envelope: EnvelopeSteps
  let lowTangent, highTangent, rumbleTangent: Float
  let hissGain, crackleGain, rumbleGain, humGain: Float
  /// The chance of a crackle in a frame.
  let chance: Float
  let humIncrement: UInt32

  init(_ patch: TexturePatch, rate: Double) {
    self.patch = patch
    self.rate = rate
    envelope = EnvelopeSteps(
      EnvelopeShape(attack: patch.attack, decay: 1, sustain: 1, release: patch.release),
      rate: rate)
    lowTangent = warped(patch.low.value, rate)
    highTangent = warped(patch.high.value, rate)
    rumbleTangent = warped(55, rate)
    // White noise of peak 1 has a power of 1/3 over half the rate; a band keeps its share of it. The
    // filters of second order pass a ninth more than their corners say (Butterworth, pi/(2 sqrt 2)).
    func gain(_ level: Double?, _ width: Double) -> Float {
      guard let level else { return 0 }
      let share = min(1, max(width, 1) * 1.11 / (rate / 2))
      return Float(level * (3 / share).squareRoot())
    }
    hissGain = gain(patch.hiss?.gain, patch.high.value - patch.low.value)
    rumbleGain = gain(patch.rumble?.gain, 55)
    // A crackle keeps about a third of its height in the filters.
    crackleGain = Float((patch.crackle?.gain ?? 0) * 3)
    humGain = Float(patch.hum?.gain ?? 0)
    chance = Float(patch.rate / rate)
    humIncrement = UInt32(patch.mains.value / rate * 0x1p32)
  }
}

/// A stretch of surface noise, as long as its note.
struct TextureVoice: Voice {
  private var envelope = EnvelopeGenerator()
  private var noise = (NoiseGenerator(seed: 0), NoiseGenerator(seed: 0))
  private var clicks = NoiseGenerator(seed: 0)
  private var age = 0
  private var phase: UInt32 = 0
  private var bands = (StateVariableFilter(), StateVariableFilter())
  private var tops = (StateVariableFilter(), StateVariableFilter())
  private var rumble = StateVariableFilter()
  private var gain: Float = 0
  private var flutter = 0.0
  private var struck: Float = 0

  init(patch: TextureProgram) {}

  var isActive: Bool { envelope.stage != .ended }

  mutating func start(_ strike: Strike, patch: TextureProgram) {
    self = TextureVoice(patch: patch)
    noise = (
      NoiseGenerator(seed: strike.seed, stream: 1), NoiseGenerator(seed: strike.seed, stream: 2)
    )
    clicks = NoiseGenerator(seed: strike.seed, stream: 3)
    struck = strike.gain(1)
    envelope.start()
  }

  mutating func tie(
    to key: Int, glide: (from: Double, periods: Int)?, patch: TextureProgram
  ) {}

  mutating func release(patch: TextureProgram) { envelope.release() }

  mutating func fadeOut() { envelope.fadeOut() }

  mutating func render(into block: ControlBlock, patch: TextureProgram) {
    let count = ControlPeriod.frames
    // Chance walks about its middle and forgets in a second or so.
    flutter = 0.999 * flutter + 0.04 * Double(noise.0.white(at: -1 - age))
    let come = Float(1 + patch.patch.flutter * min(max(flutter, -0.8), 0.8))
    let damping = StateVariableFilter.damping(0)
    for frame in 0..<count {
      let index = age + frame
      var left = come * patch.hissGain * noise.0.white(at: index)
      var right = come * patch.hissGain * noise.1.white(at: index)
      left += patch.crackleGain * TextureVoice.click(clicks.bits(at: 2 * index), patch.chance)
      right += patch.crackleGain * TextureVoice.click(clicks.bits(at: 2 * index + 1), patch.chance)
      left = bands.0.process(left, kind: .highPass, patch.lowTangent, damping: damping)
      right = bands.1.process(right, kind: .highPass, patch.lowTangent, damping: damping)
      left = tops.0.process(left, kind: .lowPass, patch.highTangent, damping: damping)
      right = tops.1.process(right, kind: .lowPass, patch.highTangent, damping: damping)
      block.scratch[frame] = left
      block.side[frame] = right
    }
    low(block, patch)
    let target = envelope.next(patch.envelope) * struck
    let step = (target - gain) / Float(count)
    for frame in 0..<count {
      gain += step
      block.left[frame] += gain * block.scratch[frame]
      block.right[frame] += gain * block.side[frame]
    }
    gain = target
    age += count
  }

  /// Adds rumble and hum, which are the same on both sides.
  private mutating func low(_ block: ControlBlock, _ patch: TextureProgram) {
    guard patch.rumbleGain > 0 || patch.humGain > 0 else { return }
    let damping = StateVariableFilter.damping(0)
    for frame in 0..<ControlPeriod.frames {
      let white = clicks.white(at: -1 - age - frame)
      let deep =
        patch.rumbleGain
        * rumble.process(white, kind: .lowPass, patch.rumbleTangent, damping: damping)
      var tone: Float = 0
      if patch.humGain > 0 {
        // A rectifier's hum: the mains, its octave and its twelfth.
        Waves.sine.withLevel(0) { table, bits in
          tone =
            0.5 * read(table, bits, phase) + read(table, bits, phase &* 2)
            + 0.25 * read(table, bits, phase &* 3)
        }
        phase &+= patch.humIncrement
      }
      let both = deep + patch.humGain * tone
      block.scratch[frame] += both
      block.side[frame] += both
    }
  }

  /// A click of random height, small ones more often, where the upper bits fall below the chance.
  @inline(__always)
  private static func click(_ bits: UInt64, _ chance: Float) -> Float {
    guard Float(bits >> 40) * 0x1p-24 < chance else { return 0 }
    let height = Float(Int32(truncatingIfNeeded: bits) >> 8) * 0x1p-23
    return height * height * height
  }
}
