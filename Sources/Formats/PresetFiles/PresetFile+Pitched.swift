import Production
import Signal

/// Voices that play pitches.
extension PresetFile {
  static func synth(_ node: PresetNode) throws(PresetFileError) -> SynthPatch {
    let fields = try node.fields([
      "oscillators", "noise", "drive", "filter", "amplitude", "filter-envelope", "pitch-fall",
      "lfos", "spread", "velocity",
    ])
    var oscillators: [SynthPatch.Oscillator] = []
    for entry in try fields.need("oscillators").list(1...4) {
      oscillators.append(try oscillator(entry))
    }
    var lfos: [SynthPatch.LFO] = []
    for entry in try fields["lfos"]?.list(0...4) ?? [] { lfos.append(try lfo(entry)) }
    return SynthPatch(
      oscillators: oscillators, noise: try fields.level("noise"), drive: try fields.level("drive"),
      filter: try filter(fields["filter"]), amplitude: try envelope(fields["amplitude"]),
      filterEnvelope: try envelope(fields["filter-envelope"]),
      pitchFall: try pitchFall(fields["pitch-fall"]), lfos: lfos,
      spread: try fields.number("spread", 0...1, 0),
      velocity: try fields.number("velocity", 0...1, 1))
  }

  private static func oscillator(
    _ node: PresetNode
  ) throws(PresetFileError) -> SynthPatch.Oscillator {
    let fields = try node.fields([
      "shape", "level", "semitones", "cents", "unison", "detune", "width", "position", "restarts",
    ])
    let shape = try fields.need("shape").word("shape", SynthPatch.Shape.self)
    if let width = fields["width"], shape != .pulse {
      throw .contradiction(width.place, problem: "only a pulse has a width")
    }
    if let position = fields["position"], !shape.isWavetable {
      throw .contradiction(position.place, problem: "only a wavetable has a position")
    }
    return SynthPatch.Oscillator(
      shape: shape, level: try fields.level("level") ?? 0,
      semitones: try fields.number("semitones", -48...48, 0),
      cents: try fields.number("cents", -100...100, 0),
      unison: try fields.integer("unison", 1...9, 1),
      detune: try fields.number("detune", 0...100, 0),
      width: try fields.number("width", 0.02...0.98, 0.5),
      position: try fields.number("position", 0...1, 0),
      restarts: try fields.flag("restarts", false))
  }

  private static func filter(
    _ node: PresetNode?
  ) throws(PresetFileError) -> SynthPatch.Filter? {
    guard let node else { return nil }
    let fields = try node.fields([
      "kind", "slope", "cutoff", "resonance", "key-tracking", "envelope", "velocity",
    ])
    let slope = try fields.integer("slope", 12...24, 12)
    if slope != 12, slope != 24, let place = fields["slope"]?.place {
      throw .outOfRange(place, found: "\(slope)", expected: "12 or 24")
    }
    return SynthPatch.Filter(
      kind: try fields["kind"]?.word("filter", FilterKind.self) ?? .lowPass, slope: slope,
      cutoff: Hertz(try fields.need("cutoff").number(10...20_000)),
      resonance: try fields.number("resonance", 0...1, 0),
      keyTracking: try fields.number("key-tracking", 0...1, 0),
      envelope: try fields.number("envelope", -8...8, 0),
      velocity: try fields.number("velocity", 0...6, 0))
  }

  private static func pitchFall(
    _ node: PresetNode?
  ) throws(PresetFileError) -> SynthPatch.PitchFall? {
    guard let node else { return nil }
    let fields = try node.fields(["semitones", "time"])
    return SynthPatch.PitchFall(
      semitones: try fields.need("semitones").number(-48...48),
      time: try fields.need("time").number(0.001...10))
  }

  private static func lfo(_ node: PresetNode) throws(PresetFileError) -> SynthPatch.LFO {
    let fields = try node.fields(["shape", "target", "rate", "depth", "delay"])
    let target = try fields.need("target").word("target", SynthPatch.LFO.Target.self)
    let most: Double =
      switch target {
      case .pitch: 1200
      case .cutoff: 6
      case .level: 1
      case .width: 0.48
      case .position: 1
      }
    return SynthPatch.LFO(
      shape: try fields["shape"]?.word("shape", SynthPatch.LFO.Shape.self) ?? .sine,
      target: target, rate: try fields.need("rate").number(0.01...30),
      depth: try fields.need("depth").number(0...most),
      delay: try fields.number("delay", 0...10, 0))
  }

  static func fm(_ node: PresetNode) throws(PresetFileError) -> FMPatch {
    let fields = try node.fields(["operators", "tremolo"])
    var operators: [FMPatch.Operator] = []
    let entries = try fields.need("operators").list(1...6)
    for (index, entry) in entries.enumerated() {
      operators.append(try `operator`(entry, index: index))
    }
    guard operators.contains(where: { $0.level != nil }) else {
      throw .contradiction(
        node.place, problem: "no operator is heard: at least one needs the key level")
    }
    var tremolo: FMPatch.Tremolo?
    if let node = fields["tremolo"] {
      let fields = try node.fields(["rate", "depth"])
      tremolo = FMPatch.Tremolo(
        rate: try fields.need("rate").number(0.1...12),
        depth: try fields.need("depth").number(0...1))
    }
    return FMPatch(operators: operators, tremolo: tremolo)
  }

  private static func `operator`(
    _ node: PresetNode, index: Int
  ) throws(PresetFileError) -> FMPatch.Operator {
    let fields = try node.fields([
      "ratio", "cents", "level", "index", "modulates", "feedback", "envelope", "velocity",
      "key-scaling",
    ])
    var targets: [Int] = []
    for entry in try fields["modulates"]?.list(1...5) ?? [] {
      // Operators are made from the last to the first, so a modulator stands behind what it modulates.
      guard index > 0 else {
        throw .contradiction(entry.place, problem: "the first operator modulates none")
      }
      targets.append(try entry.integer(0...index - 1))
    }
    let level = try fields.level("level")
    if let place = fields["modulates"]?.place, level != nil {
      throw .contradiction(place, problem: "an operator is heard or modulates, not both")
    }
    return FMPatch.Operator(
      ratio: try fields.number("ratio", 0.25...32, 1),
      cents: try fields.number("cents", -100...100, 0), level: level,
      index: try fields.number("index", 0...20, 0), modulates: targets,
      feedback: try fields.number("feedback", 0...2, 0),
      envelope: try envelope(fields.need("envelope")),
      velocity: try fields.number("velocity", 0...2, 1),
      keyScaling: try fields.number("key-scaling", 0...24, 0))
  }

  static func string(_ node: PresetNode) throws(PresetFileError) -> StringPatch {
    let fields = try node.fields([
      "excitation", "position", "brightness", "damping", "decay", "decay-scaling", "release",
      "strings", "detune", "spread", "velocity",
    ])
    let absent = StringPatch()
    return StringPatch(
      excitation: try fields["excitation"]?.word("excitation", StringPatch.Excitation.self)
        ?? .pluck,
      position: try fields.number("position", 0.02...0.5, absent.position),
      brightness: try fields.number("brightness", 0...1, absent.brightness),
      damping: try fields.number("damping", 0...0.95, absent.damping),
      decay: try fields.number("decay", 0.05...30, absent.decay),
      decayScaling: try fields.number("decay-scaling", 0.3...1, absent.decayScaling),
      release: try fields.number("release", 0.02...10, absent.release),
      strings: try fields.integer("strings", 1...3, 1),
      detune: try fields.number("detune", 0...20, 0),
      spread: try fields.number("spread", 0...1, absent.spread),
      velocity: try fields.number("velocity", 0...1, absent.velocity))
  }
}
