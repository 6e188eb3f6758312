import Music
import Production

/// Reads the parts of a style and what they play.
enum StyleParts {
  private static let keys = [
    "id", "role", "player", "instruments", "presence", "enters", "silent-in", "always-in",
    "register", "complexity", "voicing", "melody", "manner", "controls", "patterns",
  ]

  static func decode(_ node: StyleNode, meter: Meter) throws(StyleFileError) -> [StylePart] {
    var parts: [StylePart] = []
    for entry in try node.list(1...32) {
      let fields = try entry.fields(keys)
      let part = try decodePart(fields, meter: meter)
      guard !parts.contains(where: { $0.id == part.id }) else {
        throw .repeatedName(try fields.need("id").place, found: part.id)
      }
      parts.append(part)
    }
    return parts
  }

  private static func decodePart(
    _ fields: StyleFields, meter: Meter
  ) throws(StyleFileError) -> StylePart {
    let player = try fields.need("player").word(
      "player", among: PlayerKind.allCases.map(\.rawValue), PlayerKind.init(rawValue:))
    let instruments = try decodeInstruments(fields.need("instruments"))
    let playsKit = instruments[0].value.isDrumKit
    var register = 27...87
    if let node = fields["register"] {
      register = try StyleLists.register(node)
      try check(register, of: instruments, at: node)
    } else if !playsKit {
      throw .missingKey(fields.owner.place, missing: "register")
    }
    var patterns: [Pattern] = []
    if let node = fields["patterns"] {
      patterns = try StylePatterns.decode(
        node, meter: meter, alphabet: PatternAlphabet(player: player, playsKit: playsKit))
    }
    return StylePart(
      id: try decodeIdentifier(fields.need("id")),
      role: try fields.need("role").word(
        "role", among: Role.allCases.map(\.rawValue), Role.init(rawValue:)),
      player: player, instruments: instruments,
      presence: try fields.number("presence", 0...1, default: 1),
      enters: try fields.number("enters", 0...1, default: 0),
      silentIn: try StyleLists.sections(fields["silent-in"]),
      alwaysIn: try StyleLists.sections(fields["always-in"]),
      register: register,
      complexity: try fields.number("complexity", 0...1, default: 0.5),
      voicing: try fields["voicing"]?.word(
        "voicing", among: Voicing.allCases.map(\.rawValue), Voicing.init(rawValue:)) ?? .close,
      melody: try fields["melody"].map(decodeMelody),
      manner: try fields["manner"]?.word(
        "manner", among: BassManner.allCases.map(\.rawValue), BassManner.init(rawValue:)),
      controls: try fields["controls"].map(StyleControls.decode) ?? PlayerControls(),
      patterns: patterns)
  }

  private static func decodeIdentifier(_ node: StyleNode) throws(StyleFileError) -> String {
    let text = try node.text()
    let allowed = text.utf8.allSatisfy {
      ($0 >= 97 && $0 <= 122) || ($0 >= 48 && $0 <= 57) || $0 == 45
    }
    guard allowed, text.utf8.count <= 40 else {
      throw node.unexpected("an id of small letters, digits and hyphens")
    }
    return text
  }

  private static func decodeInstruments(
    _ node: StyleNode
  ) throws(StyleFileError) -> [Style.Weighted<Instrument>] {
    let known = Instrument.catalogue.map(\.id)
    let choices = try StyleLists.weighted(node, as: "instrument") {
      entry throws(StyleFileError) in
      try entry.word("instrument", among: known, Instrument.init(id:))
    }
    guard Set(choices.map(\.value.isDrumKit)).count == 1 else {
      throw .contradiction(
        node.place, problem: "drum kits and pitched instruments cannot stand in for each other")
    }
    return choices
  }

  private static func check(
    _ register: ClosedRange<Int>, of instruments: [Style.Weighted<Instrument>], at node: StyleNode
  ) throws(StyleFileError) {
    for instrument in instruments.map(\.value) {
      let range = instrument.range
      guard range.contains(register.lowerBound), range.contains(register.upperBound) else {
        let low = Pitch(number: range.lowerBound)
        let high = Pitch(number: range.upperBound)
        throw .register(
          node.place, found: node.summary, instrument: instrument.id, range: "\(low)...\(high)")
      }
    }
  }

  private static func decodeMelody(_ node: StyleNode) throws(StyleFileError) -> MelodyProfile {
    let fields = try node.fields([
      "notes-per-bar", "syncopation", "steps", "chromaticism", "ornament", "rest", "scale",
    ])
    return MelodyProfile(
      notesPerBar: try fields.need("notes-per-bar").number(0.25...32),
      syncopation: try fields.number("syncopation", 0...1, default: 0.3),
      steps: try fields.number("steps", 0...1, default: 0.67),
      chromaticism: try fields.number("chromaticism", 0...1, default: 0),
      ornament: try fields.number("ornament", 0...1, default: 0),
      rest: try fields.number("rest", 0...8, default: 1),
      scale: try fields["scale"]?.word(
        "scale", among: Scale.allCases.map(\.rawValue), Scale.init(rawValue:)))
  }
}

/// Reads patterns and checks them against what their player reads.
enum StylePatterns {
  private static let keys = [
    "name", "steps-per-beat", "energy", "sections", "meter", "weight", "is-fill", "voices",
  ]

  static func decode(
    _ node: StyleNode, meter: Meter, alphabet: PatternAlphabet
  ) throws(StyleFileError) -> [Pattern] {
    var patterns: [Pattern] = []
    for entry in try node.list(0...256) {
      let fields = try entry.fields(keys)
      let name = try fields.need("name").text()
      guard !patterns.contains(where: { $0.name == name }) else {
        throw .repeatedName(try fields.need("name").place, found: name)
      }
      var steps = 4
      if let node = fields["steps-per-beat"] {
        steps = try node.integer(2...12)
        guard [2, 3, 4, 6, 8, 12].contains(steps) else {
          throw .outOfRange(node.place, found: "\(steps)", expected: "2, 3, 4, 6, 8 or 12")
        }
      }
      let own = try fields["meter"]?.parsed("a metre such as 3/4", Meter.init)
      let isFill = try fields["is-fill"]?.flag() ?? false
      let bar = (own ?? meter).barLength * steps
      guard bar.denominator == 1 else {
        throw .contradiction(
          entry.place, problem: "\(steps) steps a beat do not divide a bar of \(own ?? meter)")
      }
      patterns.append(
        Pattern(
          name: name, stepsPerBeat: steps, energy: try StyleLists.energies(fields["energy"]),
          sections: try StyleLists.sections(fields["sections"]), meter: own,
          weight: try fields["weight"].map(StyleLists.weight) ?? 1, isFill: isFill,
          voices: try decodeVoices(
            fields.need("voices"), bar: bar.numerator, isFill: isFill, alphabet: alphabet)))
    }
    return patterns
  }

  private static func decodeVoices(
    _ node: StyleNode, bar: Int, isFill: Bool, alphabet: PatternAlphabet
  ) throws(StyleFileError) -> [String: String] {
    var voices: [String: String] = [:]
    for (name, value) in try node.pairs() {
      guard let allowed = alphabet.characters(name) else {
        throw .unknownName(
          value.place, kind: alphabet.isDrums ? "drum" : "voice", found: name,
          nearest: Spelling.nearest(to: name, among: alphabet.voices).first)
      }
      let text = try value.text()
      let steps = text.filter { $0 != " " && $0 != "|" }
      for (position, character) in steps.enumerated() where !allowed.contains(character) {
        throw .patternCharacter(
          value.place, found: character, position: position, allowed: allowed)
      }
      let fits =
        isFill ? (1...bar).contains(steps.count) : (1...16).contains { steps.count == $0 * bar }
      guard fits || !alphabet.isOnGrid(name) else {
        throw .patternLength(value.place, found: steps.count, bar: bar)
      }
      voices[name] = text
    }
    guard !voices.isEmpty else {
      throw .count(node.place, found: 0, expected: "at least one voice")
    }
    return voices
  }
}
