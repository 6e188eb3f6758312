import Production

/// The steps of an envelope for one control period each.
struct EnvelopeSteps: Sendable {
  let attack: Float
  let decay: Float
  let sustain: Float
  let release: Float

  /// Prepares a shape for a sample rate.
  init(_ shape: EnvelopeShape, rate: Double) {
    let periods = rate / Double(ControlPeriod.frames)
    attack = Float(1 / max(1, shape.attack * periods))
    decay = fall(of60dBIn: shape.decay * periods)
    sustain = Float(shape.sustain)
    // A release faster than 4 ms would be heard as a click.
    release = fall(of60dBIn: max(shape.release, 0.004) * periods)
  }
}

/// An envelope at work; it moves in straight lines over control periods.
struct EnvelopeGenerator {
  /// Where it stands.
  enum Stage {
    /// Rising, falling to the sustained level, falling after the release, fallen silent.
    case attack, decay, release, ended
  }

  /// The level at the end of the last period.
  private(set) var level: Float = 0
  private(set) var stage = Stage.ended
  private var isFading = false

  /// What counts as silence, -80 dB: the last period falls from there to nothing.
  static let floor: Float = 1e-4
  /// What a fade leaves in each period: 60 dB in 6 ms at 48 kHz.
  private static let fade: Float = 0.46

  /// Starts the attack, from silence or from where a tied note stands.
  mutating func start(tied: Bool = false) {
    if !tied { level = 0 }
    stage = .attack
    isFading = false
  }

  /// Begins to fall.
  mutating func release() { if stage != .ended { stage = .release } }

  /// Falls as fast as it can without a click.
  mutating func fadeOut() {
    guard stage != .ended else { return }
    stage = .release
    isFading = true
  }

  /// The level at the end of the next period.
  mutating func next(_ steps: EnvelopeSteps) -> Float {
    switch stage {
    case .attack:
      level = min(1, level + steps.attack)
      if level >= 1 { stage = .decay }
    case .decay:
      level = steps.sustain + (level - steps.sustain) * steps.decay
      if level < EnvelopeGenerator.floor, steps.sustain < EnvelopeGenerator.floor { end() }
    case .release:
      level *= isFading ? EnvelopeGenerator.fade : steps.release
      if level < EnvelopeGenerator.floor { end() }
    case .ended: break
    }
    return level
  }

  private mutating func end() {
    level = 0
    stage = .ended
  }
}
