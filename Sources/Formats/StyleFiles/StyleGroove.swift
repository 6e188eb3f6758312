import Music
import Production
import Signal

/// Reads time and dynamics.
enum StyleGroove {
  private static let keys = [
    "swing", "swing-unit", "push", "looseness", "dynamics", "strum", "gate", "rubato", "pedal",
  ]

  static func decode(_ node: StyleNode, parts: [StylePart]) throws(StyleFileError) -> Groove {
    let fields = try node.fields(keys)
    let roles = Role.allCases.map(\.rawValue) + parts.map(\.id)
    var pedal: [String] = []
    if let list = fields["pedal"] {
      for entry in try list.list(0...32) { pedal.append(try partName(entry, parts)) }
    }
    var unit = Beat(1)
    if let entry = fields["swing-unit"] {
      unit = try entry.parsed("a beat such as 1/2", or: unit, Beat.init)
      if unit < Beat(1, 4) || unit > Beat(2) {
        try entry.complain(
          .outOfRange(entry.place, found: entry.summary, expected: "beats from 1/4 to 2"))
      }
    }
    return Groove(
      swing: try fields.number("swing", 0.5...0.75, default: 0.5), swingUnit: unit,
      push: try decodeNumbers(
        fields["push"], -60...60, among: roles + DrumKey.allCases.map(\.name)),
      looseness: try fields.number("looseness", 0...30, default: 4),
      dynamics: try fields.number("dynamics", 0...1, default: 0.5),
      strum: try fields.number("strum", 0...60, default: 0),
      gate: try decodeNumbers(fields["gate"], 0.1...1.1, among: roles),
      rubato: try fields.number("rubato", 0...1, default: 0),
      pedal: pedal)
  }

  private static func decodeNumbers(
    _ node: StyleNode?, _ range: ClosedRange<Double>, among known: [String]
  ) throws(StyleFileError) -> [String: Double] {
    guard let node else { return [:] }
    var numbers: [String: Double] = [:]
    for (name, value) in try node.pairs() {
      try StyleMix.check(name, among: known, at: value)
      numbers[name] = try value.number(range)
    }
    return numbers
  }

  private static func partName(
    _ node: StyleNode, _ parts: [StylePart]
  ) throws(StyleFileError) -> String {
    let text = try node.text()
    try StyleMix.check(text, among: parts.map(\.id), at: node)
    return text
  }
}

/// Reads balance and effects.
enum StyleMix {
  private static let keys = [
    "channels", "reverb-time", "delay-beats", "delay-feedback", "bus-ratio", "bus-drive",
    "bus-low-pass", "genre",
  ]

  static func decode(_ node: StyleNode, parts: [StylePart]) throws(StyleFileError) -> MixProfile {
    let fields = try node.fields(keys)
    let known = Role.allCases.map(\.rawValue) + parts.map(\.id)
    var channels: [String: MixProfile.Channel] = [:]
    let list = try fields.need("channels")
    for (name, value) in try list.pairs() {
      try check(name, among: known, at: value)
      channels[name] = try decodeChannel(value)
    }
    for part in parts where channels[part.id] == nil && channels[part.role.rawValue] == nil {
      try list.complain(.missingKey(list.place, missing: part.id))
    }
    var delay = Beat(3, 4)
    if let entry = fields["delay-beats"] {
      delay = try entry.parsed("a beat such as 3/4", or: delay, Beat.init)
      if delay <= .zero || delay > Beat(4) {
        try entry.complain(
          .outOfRange(entry.place, found: entry.summary, expected: "beats up to 4"))
      }
    }
    return MixProfile(
      channels: channels,
      reverbTime: try fields.number("reverb-time", 0.1...8, default: 1.6),
      delayBeats: delay,
      delayFeedback: try fields.number("delay-feedback", 0...0.9, default: 0.35),
      busRatio: try fields.number("bus-ratio", 1...20, default: 2),
      busDrive: try fields.number("bus-drive", 0...1, default: 0),
      busLowPass: try fields["bus-low-pass"].map(corner),
      genre: try fields["genre"]?.label(limit: 40))
  }

  static func check(
    _ name: String, among known: [String], at node: StyleNode
  ) throws(StyleFileError) {
    guard !known.contains(name) else { return }
    try node.complain(
      .unknownName(
        node.place, kind: "part, role or drum", found: name,
        nearest: Spelling.nearest(to: name, among: known).first, known: known))
  }

  private static func decodeChannel(
    _ node: StyleNode
  ) throws(StyleFileError) -> MixProfile.Channel {
    let fields = try node.fields([
      "level", "pan", "high-pass", "low-pass", "reverb", "delay", "drive",
    ])
    let highPass = try fields["high-pass"].map(corner)
    let lowPass = try fields["low-pass"].map(corner)
    if let highPass, let lowPass, highPass.value >= lowPass.value {
      try node.complain(
        .contradiction(
          node.place,
          problem: "a high-pass at \(Int(highPass.value)) Hz and a low-pass at "
            + "\(Int(lowPass.value)) Hz let nothing through"))
    }
    return MixProfile.Channel(
      level: Decibels(try fields.need("level").number(-40...6)),
      pan: try fields.number("pan", -1...1, default: 0), highPass: highPass, lowPass: lowPass,
      reverb: try fields["reverb"].map(level), delay: try fields["delay"].map(level),
      drive: try fields.number("drive", 0...1, default: 0))
  }

  private static func corner(_ node: StyleNode) throws(StyleFileError) -> Hertz {
    Hertz(try node.number(10...22_000))
  }

  private static func level(_ node: StyleNode) throws(StyleFileError) -> Decibels {
    Decibels(try node.number(-60...6))
  }
}
