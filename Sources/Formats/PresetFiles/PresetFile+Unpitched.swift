import Music
import Production
import Signal

/// Voices that play drums, sweeps and surface noise.
extension PresetFile {
  private static let pieceKeys = [
    "layers", "drive", "level", "pan", "velocity", "variation", "choke", "held",
  ]

  static func kit(_ node: PresetNode) throws(PresetFileError) -> KitPatch {
    var pieces: [DrumPiece] = []
    var keys: [DrumKey: KitPatch.Key] = [:]
    for entry in try node.fields(["pieces"]).need("pieces").list(1...64) {
      let fields = try entry.fields(["name", "keys"] + pieceKeys)
      for key in try fields.need("keys").pairs() {
        guard let drum = DrumKey(name: key.name) else {
          throw .unknownName(
            key.value.place, kind: "drum", found: key.name, known: DrumKey.allCases.map(\.name))
        }
        guard keys[drum] == nil else {
          throw .contradiction(key.value.place, problem: "\(drum.name) lies on two pieces")
        }
        keys[drum] = KitPatch.Key(
          drum: drum, piece: pieces.count, tuning: try key.value.number(-36...36))
      }
      pieces.append(try piece(fields, name: fields.need("name").text(limit: 40)))
    }
    let missing = DrumKey.allCases.filter { keys[$0] == nil }.map(\.name)
    guard missing.isEmpty else {
      throw .contradiction(
        node.place, problem: "no piece plays \(missing.joined(separator: ", "))")
    }
    return KitPatch(
      pieces: pieces, keys: keys.values.sorted { $0.drum.rawValue < $1.drum.rawValue })
  }

  static func hit(_ node: PresetNode) throws(PresetFileError) -> DrumPiece {
    try piece(node.fields(pieceKeys), name: "hit")
  }

  private static func piece(
    _ fields: PresetFields, name: String
  ) throws(PresetFileError) -> DrumPiece {
    var layers: [DrumPiece.Layer] = []
    for entry in try fields.need("layers").list(1...6) { layers.append(try layer(entry)) }
    return DrumPiece(
      name: name, layers: layers, drive: try fields.level("drive"),
      level: try fields.level("level") ?? 0, pan: try fields.number("pan", -1...1, 0),
      velocity: try fields.number("velocity", 0...2, 1),
      variation: try fields.number("variation", 0...1, 0.2),
      choke: try fields["choke"]?.text(limit: 40), isHeld: try fields.flag("held", false))
  }

  private static func layer(_ node: PresetNode) throws(PresetFileError) -> DrumPiece.Layer {
    let fields = try node.fields([
      "source", "level", "frequency", "sweep", "sweep-time", "attack", "hold", "decay", "filter",
      "bursts", "spacing",
    ])
    let source = try fields.need("source").word("source", DrumPiece.Source.self)
    if source == .noise, let place = (fields["frequency"] ?? fields["sweep"])?.place {
      throw .contradiction(place, problem: "noise has no frequency")
    }
    if source != .noise { _ = try fields.need("frequency") }
    var filter: DrumPiece.Filter?
    if let node = fields["filter"] {
      let fields = try node.fields(["kind", "cutoff", "resonance"])
      filter = DrumPiece.Filter(
        kind: try fields.need("kind").word("filter", FilterKind.self),
        cutoff: Hertz(try fields.need("cutoff").number(10...20_000)),
        resonance: try fields.number("resonance", 0...1, 0))
    }
    return DrumPiece.Layer(
      source: source, level: try fields.level("level") ?? 0,
      frequency: try fields.hertz("frequency", 200),
      sweep: try fields.number("sweep", -60...60, 0),
      sweepTime: try fields.number("sweep-time", 0.001...10, 0.02),
      attack: try fields.number("attack", 0...10, 0), hold: try fields.number("hold", 0...10, 0),
      decay: try fields.need("decay").number(0.005...30), filter: filter,
      bursts: try fields.integer("bursts", 1...6, 1),
      spacing: try fields.number("spacing", 0.001...0.1, 0.01))
  }

  static func sweep(_ node: PresetNode) throws(PresetFileError) -> SweepPatch {
    let fields = try node.fields([
      "noise", "tone", "filter", "cutoff", "resonance", "pitch", "level", "pulse", "attack",
      "release", "time",
    ])
    let (noise, tone) = (try fields.level("noise"), try fields.level("tone"))
    guard noise != nil || tone != nil else {
      throw .contradiction(node.place, problem: "a sweep has noise, tone or both")
    }
    return SweepPatch(
      noise: noise, tone: tone,
      filter: try fields.need("filter").word("filter", FilterKind.self),
      cutoff: try way(fields.need("cutoff"), 10...20_000),
      resonance: try fields.number("resonance", 0...1, 0),
      pitch: try way(fields["pitch"], -48...48),
      level: try way(fields["level"], -60...12),
      pulse: try way(fields["pulse"], 0...30),
      attack: try fields.number("attack", 0...30, 0.02),
      release: try fields.number("release", 0.005...30, 0.3),
      time: try fields.number("time", 0.1...60, 4))
  }

  /// A movement from one value to another; nothing moves where it is not said.
  private static func way(
    _ node: PresetNode?, _ range: ClosedRange<Double>
  ) throws(PresetFileError) -> SweepPatch.Way {
    guard let node else { return SweepPatch.Way(from: 0, to: 0) }
    let fields = try node.fields(["from", "to"])
    return SweepPatch.Way(
      from: try fields.need("from").number(range), to: try fields.need("to").number(range))
  }

  static func texture(_ node: PresetNode) throws(PresetFileError) -> TexturePatch {
    let fields = try node.fields([
      "hiss", "low", "high", "crackle", "rate", "rumble", "hum", "mains", "flutter", "attack",
      "release",
    ])
    let (low, high) = (try fields.hertz("low", 300), try fields.hertz("high", 8000))
    guard low < high else {
      throw .contradiction(node.place, problem: "low lies below high")
    }
    return TexturePatch(
      hiss: try fields.level("hiss"), low: low, high: high, crackle: try fields.level("crackle"),
      rate: try fields.number("rate", 0...200, 6), rumble: try fields.level("rumble"),
      hum: try fields.level("hum"), mains: Hertz(try fields.number("mains", 40...70, 50)),
      flutter: try fields.number("flutter", 0...1, 0),
      attack: try fields.number("attack", 0...30, 0.2),
      release: try fields.number("release", 0.005...30, 0.5))
  }
}
