/// The controllers of a part, as FluidSynth obeys them.
///
/// Volume (7) and expression (11) are squares of their values, 960 cB on the concave curve; pan (10) is
/// a quarter of a sine; the pitch wheel spans two semitones; the modulation wheel (1) is left to the
/// voices (SoundFont 2.04, 8.4; General MIDI 1 for the values at the start). Gains move in a straight line
/// over one control period.
struct ChannelControls {
  /// What voices need to know.
  private(set) var state = ControlState()
  /// Whether the sustain pedal (64) is down.
  private(set) var pedalIsDown = false
  /// Whether portamento (65) is on, and its time (5) in seconds, where a controller said so.
  private(set) var portamento: Bool?
  private(set) var portamentoTime: Double?

  private var volume = 100
  private var expression = 127
  private var pan = 64
  private var gains: (left: Float, right: Float) = (0, 0)
  private var targets: (left: Float, right: Float) = (0, 0)
  private let level: Float

  /// Starts with the values of General MIDI.
  init(level: Float) {
    self.level = level
    aim()
    settle()
  }

  /// Takes in a message that is not a note; `isSilent` says that nothing sounds that a jump would click in.
  mutating func take(_ message: SynthesizerMessage, isSilent: Bool) {
    switch message {
    case .pitchBend(let value): state.bend = 2 * Double(value) / 8192
    case .controller(let number, let value):
      switch number {
      case 1: state.modulation = Double(value) / 127
      case 5: portamentoTime = 2 * power(Double(value) / 127, 2)
      case 7: volume = value
      case 10: pan = value
      case 11: expression = value
      case 64: pedalIsDown = value >= 64
      case 65: portamento = value >= 64
      case 121: reset()
      default: return
      }
      aim()
    case .noteOn, .noteOff: return
    }
    if isSilent { settle() }
  }

  /// Reset all controllers: volume and pan stay (RP-015 of the MIDI Manufacturers Association).
  private mutating func reset() {
    state = ControlState()
    expression = 127
    pedalIsDown = false
    portamento = nil
    portamentoTime = nil
  }

  private mutating func aim() {
    let both = Double(volume * expression) / (127 * 127)
    let gain = level * Float(both * both)
    // 0 is the left end and 64 the middle; 127 lies just before the right end (SoundFont 2.04, 8.4.6).
    let place = Double(pan) / 128
    targets = (gain * Float(cosineOfTurns(place / 4)), gain * Float(sineOfTurns(place / 4)))
  }

  private mutating func settle() { gains = targets }

  /// Multiplies one control period.
  mutating func apply(to left: UnsafeMutablePointer<Float>, _ right: UnsafeMutablePointer<Float>) {
    let count = ControlPeriod.frames
    let steps = (
      left: (targets.left - gains.left) / Float(count),
      right: (targets.right - gains.right) / Float(count)
    )
    for frame in 0..<count {
      let place = Float(frame + 1)
      left[frame] *= gains.left + steps.left * place
      right[frame] *= gains.right + steps.right * place
    }
    settle()
  }
}
