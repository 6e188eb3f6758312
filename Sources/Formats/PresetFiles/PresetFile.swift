import Music
public import Production
import Signal

/// Reads a preset from the YAML text of one preset file; see `docs/instruments.md`.
///
/// May be called on any thread.
public enum PresetFile {
  /// The largest preset file, in bytes of UTF-8.
  public static let sizeLimit = 1 << 16

  private static let voices = ["synth", "fm", "string", "kit", "hit", "sweep", "texture"]

  /// Reads and checks a preset and throws the first error found.
  ///
  /// `file` is the name that errors carry.
  public static func decode(text: String, file: String) throws(PresetFileError) -> Preset {
    let root = try PresetNode.root(of: text, file: file)
    if let schema = try root.pairs().first(where: { $0.name == "schema" })?.value {
      // A newer schema may have other keys, so the version is looked at before them.
      let version = try schema.integer(0...Int.max)
      guard version == Preset.currentSchema else {
        throw .schema(schema.place, found: version, supported: Preset.currentSchema)
      }
    }
    let fields = try root.fields(
      ["schema", "name", "title", "description", "level", "polyphony", "glide", "seed"] + voices)
    _ = try fields.need("schema")
    let instrument = try instrument(fields.need("name"))
    let own = voices.filter { fields[$0] != nil }
    guard let kind = own.first, own.count == 1, let node = fields[kind] else {
      throw .contradiction(
        root.place,
        problem: "a preset has one of the keys \(voices.joined(separator: ", ")), "
          + (own.isEmpty ? "not none" : "not \(own.joined(separator: " and "))"))
    }
    let voice = try voice(kind, node)
    guard instrument.isDrumKit == (kind == "kit") else {
      throw .contradiction(
        node.place,
        problem: instrument.isDrumKit
          ? "\(instrument.id) is a drum kit and needs the key kit"
          : "\(instrument.id) is no drum kit")
    }
    return Preset(
      id: instrument.id, title: try fields.need("title").text(limit: 80),
      description: try fields.need("description").text(),
      level: try fields.level("level") ?? 0,
      polyphony: try fields.integer("polyphony", 1...64, 16),
      glide: try glide(fields["glide"]),
      seed: UInt64(try fields.integer("seed", 0...1_000_000_000, 1)), voice: voice)
  }

  private static func voice(
    _ kind: String, _ node: PresetNode
  ) throws(PresetFileError) -> Preset.Voice {
    switch kind {
    case "synth": .synth(try synth(node))
    case "fm": .fm(try fm(node))
    case "string": .string(try string(node))
    case "kit": .kit(try kit(node))
    case "hit": .hit(try hit(node))
    case "sweep": .sweep(try sweep(node))
    default: .texture(try texture(node))
    }
  }

  private static func instrument(_ node: PresetNode) throws(PresetFileError) -> Instrument {
    let name = try node.text(limit: 40)
    guard let instrument = Instrument(id: name), instrument.isSynthesized else {
      throw .unknownName(
        node.place, kind: "synthesised instrument", found: name,
        known: Instrument.catalogue.filter(\.isSynthesized).map(\.id))
    }
    return instrument
  }

  private static func glide(_ node: PresetNode?) throws(PresetFileError) -> Preset.Glide? {
    guard let node else { return nil }
    let fields = try node.fields(["time", "mode"])
    return Preset.Glide(
      time: try fields.need("time").number(0.001...5),
      mode: try fields.need("mode").word("mode", Preset.Glide.Mode.self))
  }

  /// An envelope; what is not said stays as it is in `absent`.
  static func envelope(
    _ node: PresetNode?, absent: EnvelopeShape = EnvelopeShape()
  ) throws(PresetFileError) -> EnvelopeShape {
    guard let node else { return absent }
    let fields = try node.fields(["attack", "decay", "sustain", "release"])
    return EnvelopeShape(
      attack: try fields.number("attack", 0...30, absent.attack),
      decay: try fields.number("decay", 0.005...60, absent.decay),
      sustain: try fields.number("sustain", 0...1, absent.sustain),
      release: try fields.number("release", 0.005...30, absent.release))
  }
}
