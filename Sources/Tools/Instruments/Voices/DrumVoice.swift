import Production
import Signal

/// A hit of a synthesised drum.
struct DrumVoice: Voice {
  private var layers: [DrumLayer]
  private var piece = 0
  private var semitones = 0.0
  private var gain: Float = 0
  private var noise = NoiseGenerator(seed: 0)
  private var fade: Float = 1
  private var fadeStep: Float = 0
  private var releaseStep: Float = 0
  private(set) var isActive = false

  init(patch: DrumProgram) {
    layers = [DrumLayer](repeating: DrumLayer(), count: patch.depth)
    releaseStep = Float(1 / (0.12 * patch.rate))
  }

  mutating func start(_ strike: Strike, patch: DrumProgram) {
    guard let place = patch.places[strike.key & 127] else {
      isActive = false
      return
    }
    let drum = patch.pieces[place.piece]
    noise = NoiseGenerator(seed: strike.seed)
    let (cents, level, share) = (
      Double(noise.white(at: -1)), Double(noise.white(at: -2)), Double(noise.white(at: -3))
    )
    piece = place.piece
    semitones = place.tuning + 0.6 * drum.variation * cents
    gain = strike.gain(drum.velocity) * Float(power(10, 0.15 * drum.variation * level))
    for index in drum.layers.indices {
      layers[index].start(
        drum.layers[index],
        noise: NoiseGenerator(seed: strike.seed, stream: UInt64(index + 1)),
        decayShare: 1 + 0.2 * drum.variation * share)
    }
    fade = 1
    fadeStep = 0
    isActive = true
  }

  mutating func tie(
    to key: Int, glide: (from: Double, periods: Int)?, patch: DrumProgram
  ) {
    semitones = patch.places[key & 127]?.tuning ?? semitones
  }

  mutating func release(patch: DrumProgram) {
    if patch.pieces[piece].isHeld { fadeStep = releaseStep }
  }

  mutating func fadeOut() { fadeStep = 1 / Float(8 * ControlPeriod.frames) }

  mutating func render(into block: ControlBlock, patch: DrumProgram) {
    let drum = patch.pieces[piece]
    let count = ControlPeriod.frames
    block.side.update(repeating: 0, count: count)
    var sounds = false
    for index in drum.layers.indices where layers[index].isActive {
      layers[index].render(
        into: block.side, work: block.scratch, drum.layers[index],
        semitones: semitones + block.controls.bend,
        noise: NoiseGenerator(seed: noise.bits(at: index), stream: 7), rate: patch.rate)
      if layers[index].isActive { sounds = true }
    }
    for frame in 0..<count {
      var sample = block.side[frame]
      if let drive = drum.drive { sample = drum.driveScale * saturated(drive * sample) }
      fade = max(0, fade - fadeStep)
      sample *= gain * fade
      block.left[frame] += drum.left * sample
      block.right[frame] += drum.right * sample
    }
    isActive = sounds && fade > 0
  }

  static func chokes(_ struck: Int, _ sounding: Int, patch: DrumProgram) -> Bool {
    guard let new = patch.places[struck & 127], let old = patch.places[sounding & 127],
      let group = patch.pieces[new.piece].choke
    else { return false }
    return patch.pieces[old.piece].choke == group
  }
}
