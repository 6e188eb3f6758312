import Music
import Production

/// Reads the parts of a style and what they play.
enum StyleParts {
  private static let keys = [
    "id", "role", "player", "instruments", "presence", "enters", "silent-in", "always-in",
    "register", "complexity", "voicing", "melody", "manner", "chromaticism", "controls",
    "patterns", "arpeggiator",
  ]

  static func decode(_ node: StyleNode, meter: Meter) throws(StyleFileError) -> [StylePart] {
    var parts: [StylePart] = []
    var follows: [(part: String, node: StyleNode)] = []
    for entry in try node.list(1...32) {
      let fields = try entry.fields(keys)
      let part = try decodePart(fields, meter: meter)
      if let node = StylePartChecks.follow(in: fields) { follows.append((part.id, node)) }
      if parts.contains(where: { $0.id == part.id }) {
        let place = try fields.need("id")
        try place.complain(.repeatedName(place.place, found: part.id))
      }
      parts.append(part)
    }
    try StylePartChecks.checkFollowing(follows, parts: parts.map(\.id))
    return parts
  }

  private static func decodePart(
    _ fields: StyleFields, meter: Meter
  ) throws(StyleFileError) -> StylePart {
    let known = try fields.need("player").word(
      "player", among: PlayerKind.allCases.map(\.rawValue), or: PlayerKind?.none
    ) { PlayerKind(rawValue: $0).map(Optional.some) }
    let player = known ?? .keyboardist
    let instruments = try decodeInstruments(fields.need("instruments"))
    // Where no instrument is known nothing follows from it.
    let playsKit = instruments.first?.value.isDrumKit ?? true
    var register = 27...87
    if let node = fields["register"] {
      if let found = try StyleLists.register(node) {
        register = found
        try check(register, of: instruments, at: node)
      }
    } else if !playsKit {
      try fields.owner.complain(.missingKey(fields.owner.place, missing: "register"))
    }
    var patterns: [Pattern] = []
    if known != nil, let node = fields["patterns"] {
      patterns = try StylePatterns.decode(
        node, meter: meter, alphabet: PatternAlphabet(player: player, playsKit: playsKit))
    }
    let role = try fields.need("role").word(
      "role", among: Role.allCases.map(\.rawValue), or: Role?.none
    ) { Role(rawValue: $0).map(Optional.some) }
    if let known, let node = fields["player"] {
      try StylePartChecks.check(
        known, role: role, instrument: instruments.first?.value, at: node)
      for key in ["manner", "chromaticism"] {
        try StylePartChecks.check(fields[key], isReadBy: [.bassist], not: known)
      }
      try StylePartChecks.check(fields["melody"], isReadBy: [.melodist, .counterpoint], not: known)
    }
    let silent = try StyleLists.sections(fields["silent-in"])
    let always = try StyleLists.sections(fields["always-in"])
    if let node = fields["always-in"], let both = always.first(where: silent.contains) {
      try node.complain(
        .contradiction(node.place, problem: "'\(both)' stands in silent-in too"))
    }
    return StylePart(
      id: try decodeIdentifier(fields.need("id")), role: role ?? .chords,
      player: player, instruments: instruments,
      presence: try fields.number("presence", 0...1, default: 1),
      enters: try fields.number("enters", 0...1, default: 0),
      silentIn: silent, alwaysIn: always,
      register: register,
      complexity: try fields.number("complexity", 0...1, default: 0.5),
      voicing: try fields["voicing"]?.word(
        "voicing", among: Voicing.allCases.map(\.rawValue), or: .close, Voicing.init(rawValue:))
        ?? .close,
      melody: try fields["melody"].map { node throws(StyleFileError) in
        try decodeMelody(node, player: known, instruments: instruments.map(\.value))
      },
      manner: try fields["manner"]?.word(
        "manner", among: BassManner.allCases.map(\.rawValue), or: .electric,
        BassManner.init(rawValue:)),
      chromaticism: try fields.number("chromaticism", 0...1, default: 0),
      controls: try fields["controls"].map { node throws(StyleFileError) in
        try StyleControls.decode(node, player: known, playsKit: playsKit)
      } ?? PlayerControls(),
      patterns: patterns,
      arpeggiator: try fields["arpeggiator"].map { node throws(StyleFileError) in
        try StyleArpeggiator.decode(node, player: player)
      })
  }

  private static func decodeIdentifier(_ node: StyleNode) throws(StyleFileError) -> String {
    let text = try node.text()
    let allowed = text.utf8.allSatisfy {
      ($0 >= 97 && $0 <= 122) || ($0 >= 48 && $0 <= 57) || $0 == 45
    }
    if !allowed || text.utf8.count > 40 {
      try node.complain(node.unexpected("an id of small letters, digits and hyphens"))
    }
    return text
  }

  private static func decodeInstruments(
    _ node: StyleNode
  ) throws(StyleFileError) -> [Style.Weighted<Instrument>] {
    let known = Instrument.catalogue.map(\.id)
    let choices = try StyleLists.weighted(node, as: "instrument") {
      entry throws(StyleFileError) in
      try entry.word("instrument", among: known, or: Instrument?.none) {
        Instrument(id: $0).map(Optional.some)
      }
    }.compactMap { choice in choice.value.map { Style.Weighted($0, weight: choice.weight) } }
    if Set(choices.map(\.value.isDrumKit)).count > 1 {
      try node.complain(
        .contradiction(
          node.place, problem: "drum kits and pitched instruments cannot stand in for each other"))
    }
    return choices
  }

  private static func check(
    _ register: ClosedRange<Int>, of instruments: [Style.Weighted<Instrument>], at node: StyleNode
  ) throws(StyleFileError) {
    let usual = instruments.map(\.weight).max()
    let main = instruments.first { $0.weight == usual }?.value.id
    for instrument in instruments.map(\.value) {
      let range = instrument.range
      let isHeld = range.contains(register.lowerBound) && range.contains(register.upperBound)
      // What stands in plays what it can of it, an octave away where that gives more.
      let standsIn = (-2...2).contains { octave in
        let low = max(range.lowerBound, register.lowerBound + 12 * octave)
        let high = min(range.upperBound, register.upperBound + 12 * octave)
        return high - low >= min(12, register.count - 1)
      }
      guard instrument.id == main ? isHeld : standsIn else {
        let low = Pitch(number: range.lowerBound)
        let high = Pitch(number: range.upperBound)
        try node.complain(
          .register(
            node.place, found: node.summary, instrument: instrument.id,
            range: "\(low)...\(high)"))
        return
      }
    }
  }

  private static func decodeMelody(
    _ node: StyleNode, player: PlayerKind?, instruments: [Instrument]
  ) throws(StyleFileError) -> MelodyProfile {
    let fields = try node.fields([
      "notes-per-bar", "syncopation", "steps", "chromaticism", "ornament", "rest", "scale",
      "harmonies", "harmonies-from",
    ])
    let interval = try fields["harmonies"]?.word(
      "interval of harmonies", among: MelodyProfile.Harmonies.Interval.allCases.map(\.rawValue),
      or: .thirds, MelodyProfile.Harmonies.Interval.init(rawValue:))
    if let harmonies = fields["harmonies"] {
      try StylePartChecks.check(harmonies, isReadBy: [.melodist], not: player)
      try StylePartChecks.checkHarmonies(harmonies, on: instruments)
    }
    let from = try fields.number("harmonies-from", 0...1, default: 0.75)
    return MelodyProfile(
      notesPerBar: try fields.need("notes-per-bar").number(0.25...32),
      syncopation: try fields.number("syncopation", 0...1, default: 0.3),
      steps: try fields.number("steps", 0...1, default: 0.67),
      chromaticism: try fields.number("chromaticism", 0...1, default: 0),
      ornament: try fields.number("ornament", 0...1, default: 0),
      rest: try fields.number("rest", 0...8, default: 1),
      scale: try fields["scale"]?.word(
        "scale", among: Scale.allCases.map(\.rawValue), or: .major, Scale.init(rawValue:)),
      harmonies: interval.map { MelodyProfile.Harmonies($0, from: from) })
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
      let name = try fields.need("name").label(limit: StyleFile.nameLimit)
      if patterns.contains(where: { $0.name == name }) {
        let place = try fields.need("name")
        try place.complain(.repeatedName(place.place, found: name))
      }
      var steps = 4
      if let node = fields["steps-per-beat"] {
        steps = try node.integer(2...12)
        if ![2, 3, 4, 6, 8, 12].contains(steps) {
          try node.complain(
            .outOfRange(node.place, found: "\(steps)", expected: "2, 3, 4, 6, 8 or 12"))
        }
      }
      let own = try fields["meter"]?.parsed("a metre such as 3/4", or: meter, Meter.init)
      let isFill = try fields["is-fill"]?.flag() ?? false
      let bar = (own ?? meter).barLength * steps
      guard bar.denominator == 1 else {
        try entry.complain(
          .contradiction(
            entry.place, problem: "\(steps) steps a beat do not divide a bar of \(own ?? meter)"))
        continue
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
    let pairs = try node.pairs()
    for (name, value) in pairs {
      guard let allowed = alphabet.characters(name) else {
        try value.complain(
          .unknownName(
            value.place, kind: alphabet.isDrums ? "drum" : "voice", found: name,
            nearest: Spelling.nearest(to: name, among: alphabet.voices).first,
            known: alphabet.voices))
        continue
      }
      let text = try decodeVoice(
        value, hit: alphabet.hit(of: allowed), bar: isFill ? 0 : bar)
      let steps = text.filter { $0 != " " && $0 != "|" }
      let stranger = steps.enumerated().first { !allowed.contains($0.element) }
      if let stranger {
        try value.complain(
          .patternCharacter(
            value.place, found: stranger.element, position: stranger.offset, allowed: allowed))
      }
      let fits =
        isFill ? (1...bar).contains(steps.count) : (1...16).contains { steps.count == $0 * bar }
      if !fits, alphabet.isOnGrid(name) {
        try value.complain(.patternLength(value.place, found: steps.count, bar: bar))
      }
      voices[name] = text
    }
    try checkDegrees(voices, in: pairs)
    if pairs.isEmpty {
      try node.complain(.count(node.place, found: 0, expected: "at least one voice"))
    }
    return voices
  }

  /// Degrees belong to the onsets of the rhythm beside them, one each.
  private static func checkDegrees(
    _ voices: [String: String], in pairs: [(name: String, value: StyleNode)]
  ) throws(StyleFileError) {
    guard let degrees = voices["degrees"], let node = pairs.first(where: { $0.name == "degrees" })
    else { return }
    let count = degrees.filter { $0 != " " && $0 != "|" }.count
    let onsets = voices["rhythm"].map { rhythm in rhythm.filter { !" |.-".contains($0) }.count }
    guard let onsets else {
      try node.value.complain(
        .contradiction(
          node.value.place, problem: "degrees need a rhythm: a degree for each of its onsets"))
      return
    }
    if count > onsets {
      try node.value.complain(
        .contradiction(
          node.value.place, problem: "\(count) degrees for \(onsets) onsets of the rhythm"))
    }
  }

  /// The characters of a voice, Euclidean rhythms written out; those alone go round whole bars.
  private static func decodeVoice(
    _ node: StyleNode, hit: Character, bar: Int
  ) throws(StyleFileError) -> String {
    let text = try node.text()
    do throws(PatternNotationError) {
      return try PatternNotation.voice(text, hit: hit, bar: bar)
    } catch {
      switch error {
      case .malformed(let term), .outOfRange(let term):
        try node.complain(
          .unexpected(node.place, found: term, expected: PatternNotation.expected))
      }
      return text.filter { $0 == " " || $0 == "|" }
    }
  }
}
