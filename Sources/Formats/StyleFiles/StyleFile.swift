public import Production
import Music
import Signal
import Yams

/// Reads a style from the YAML text of one style file; see `docs/style-schema.md`.
///
/// May be called on any thread.
public enum StyleFile {
  /// The largest style file, in bytes of UTF-8.
  public static let sizeLimit = 1 << 20

  /// Kinds of sections that forms, patterns and progressions may name.
  public static let sectionKinds = [
    "intro", "verse", "pre-chorus", "chorus", "post-chorus", "refrain", "hook", "bridge", "break",
    "breakdown", "build", "drop", "solo", "interlude", "head", "theme", "development", "climax",
    "main", "groove", "loop", "tag", "vamp", "a", "b", "c", "d", "outro", "coda",
  ]

  static let keys = [
    "schema", "name", "title", "description", "tempo", "meters", "scales", "mood", "loudness",
    "forms", "ending", "harmony", "parts", "groove", "mix", "exceptions", "generality",
    "voice-leading", "model",
  ]

  /// The most characters of a title or name, and of a description.
  static let nameLimit = 80, descriptionLimit = 400

  /// Reads and checks a style and throws the first error found.
  ///
  /// `file` is the name that errors carry.
  public static func decode(text: String, file: String) throws(StyleFileError) -> Style {
    try decode(StyleNode.root(of: text, file: file))
  }

  /// Every error of a style file, in the order of its lines; none when it can be read.
  ///
  /// Text that is no YAML, or made for another schema, has that one error. Of errors that follow
  /// from each other the first is told.
  public static func errors(text: String, file: String) -> [StyleFileError] {
    let faults = StyleFaults()
    do throws(StyleFileError) {
      _ = try decode(StyleNode.root(of: text, file: file, faults: faults))
    } catch {
      // An error that follows from one that was kept already is not told again.
      return faults.errors.isEmpty ? [error] : faults.errors
    }
    return faults.errors.enumerated().sorted {
      ($0.element.place?.line ?? 0, $0.offset) < ($1.element.place?.line ?? 0, $1.offset)
    }.map(\.element)
  }

  private static func decode(_ root: StyleNode) throws(StyleFileError) -> Style {
    if case .mapping(let mapping) = root.node, let schema = mapping["schema"] {
      // A newer schema may have other keys, so the version is looked at before them.
      let node = root.child(schema, "schema")
      let version = try node.integer(0...Int.max)
      guard version == Style.currentSchema else {
        throw .schema(node.place, found: version, supported: Style.currentSchema)
      }
    }
    let fields = try root.fields(keys)
    _ = try fields.need("schema")
    let forms = try StyleForms.decode(fields.need("forms"))
    let meters = try StyleLists.weighted(fields.need("meters"), as: "metre") {
      node throws(StyleFileError) in
      try node.parsed("a metre such as 4/4", or: .common, Meter.init)
    }
    let parts = try StyleParts.decode(
      fields.need("parts"), meter: meters.first?.value ?? .common)
    let style = Style(
      name: try decodeName(fields.need("name")),
      title: try fields.need("title").label(limit: nameLimit),
      description: try fields.need("description").label(limit: descriptionLimit),
      tempo: try decodeTempo(fields.need("tempo")),
      meters: meters,
      scales: try StyleLists.weighted(fields.need("scales"), as: "scale") {
        node throws(StyleFileError) in
        try node.word(
          "scale", among: Scale.allCases.map(\.rawValue), or: .major, Scale.init(rawValue:))
      },
      mood: try decodeMood(fields.need("mood")),
      loudness: LUFS(try fields.need("loudness").number(-24 ... -6)),
      forms: forms,
      ending: try fields.need("ending").word(
        "ending", among: Style.Ending.allCases.map(\.rawValue), or: .held,
        Style.Ending.init(rawValue:)),
      harmony: try StyleHarmony.decode(fields.need("harmony")),
      parts: parts,
      groove: try StyleGroove.decode(fields.need("groove"), parts: parts),
      mix: try StyleMix.decode(fields.need("mix"), parts: parts),
      exceptions: try decodeExceptions(fields["exceptions"]),
      generality: try fields["generality"]?.number(0...1),
      voiceLeading: try fields["voice-leading"]?.word(
        "voice leading", among: Style.VoiceLeading.allCases.map(\.rawValue), or: .free,
        Style.VoiceLeading.init(rawValue:)),
      model: try decodeModel(fields["model"]))
    try checkTonalities(style, at: fields.need("harmony"))
    return style
  }

  private static func decodeName(_ node: StyleNode) throws(StyleFileError) -> String {
    let name = try node.text()
    let allowed = name.utf8.allSatisfy {
      ($0 >= 97 && $0 <= 122) || ($0 >= 48 && $0 <= 57) || $0 == 45
    }
    if !allowed || name.utf8.count > 40 {
      try node.complain(node.unexpected("a name of small letters, digits and hyphens"))
    }
    return name
  }

  /// The genre is a name of the model, which this room does not know: an unknown one is left open.
  private static func decodeModel(_ node: StyleNode?) throws(StyleFileError) -> Style.ModelUse? {
    guard let node else { return nil }
    let fields = try node.fields(["genre", "writes"])
    var use = Style.ModelUse(genre: try fields["genre"]?.label(limit: 40))
    for entry in try fields["writes"]?.list(0...16) ?? [] {
      use.writes.append(
        try entry.word(
          "role", among: Role.allCases.map(\.rawValue), or: .lead, Role.init(rawValue:)))
    }
    return use
  }

  /// Exceptions are names of rules of the critique.
  private static func decodeExceptions(_ node: StyleNode?) throws(StyleFileError) -> [String] {
    guard let node else { return [] }
    var names: [String] = []
    for entry in try node.list(0...32) {
      let rule = try entry.word(
        "rule", among: Critique.Rule.allCases.map(\.rawValue), or: Critique.Rule?.none
      ) { Critique.Rule(rawValue: $0).map(Optional.some) }
      guard let rule else { continue }
      if names.contains(rule.rawValue) {
        try entry.complain(.repeatedName(entry.place, found: rule.rawValue))
      }
      names.append(rule.rawValue)
    }
    return names
  }

  private static func decodeTempo(_ node: StyleNode) throws(StyleFileError) -> Style.TempoRange {
    let fields = try node.fields(["low", "typical", "high"])
    let range = Style.TempoRange(
      low: try fields.need("low").number(20...400),
      high: try fields.need("high").number(20...400),
      typical: try fields.need("typical").number(20...400))
    if range.low > range.typical || range.typical > range.high {
      try node.complain(
        .contradiction(node.place, problem: "low, typical and high must ascend"))
    }
    return range
  }

  private static func decodeMood(_ node: StyleNode) throws(StyleFileError) -> Mood {
    let fields = try node.fields(["valence", "energy"])
    return Mood(
      valence: try fields.need("valence").number(-1...1),
      energy: try fields.need("energy").number(-1...1))
  }

  /// Every tonality among the scales needs a progression and a cadence.
  private static func checkTonalities(
    _ style: Style, at node: StyleNode
  ) throws(StyleFileError) {
    for isMinor in Set(style.scales.map(\.value.isMinor)).sorted(by: { !$0 && $1 }) {
      let name = isMinor ? "minor" : "major"
      if !style.harmony.progressions.contains(where: { $0.isMinor == isMinor }) {
        try node.complain(
          .contradiction(
            node.place,
            problem: "the scales include \(name) ones, but there is no \(name) progression"))
      }
      if !style.harmony.cadences.contains(where: { $0.isMinor == isMinor }) {
        try node.complain(
          .contradiction(
            node.place, problem: "the scales include \(name) ones, but there is no \(name) cadence")
        )
      }
    }
  }
}
