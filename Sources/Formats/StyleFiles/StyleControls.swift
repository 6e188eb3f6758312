import Music
import Production

/// Reads what a style turns on a player; which players have what stands in `docs/players.md`.
enum StyleControls {
  private static let keys = [
    "intensity", "fills", "fill-complexity", "swing", "humanise", "drummer", "phrase-variation",
    "time",
    "follow", "pieces", "left-hand", "right-hand",
  ]

  static func decode(
    _ node: StyleNode, player: PlayerKind?, playsKit: Bool
  ) throws(StyleFileError) -> PlayerControls {
    let fields = try node.fields(keys)
    for name in ["left-hand", "right-hand"] {
      try StylePartChecks.check(fields[name], isReadBy: [.keyboardist], not: player)
    }
    if let pieces = fields["pieces"], !playsKit {
      try pieces.complain(
        .contradiction(pieces.place, problem: "only drum kits have pieces to choose from"))
    }
    if let drummer = fields["drummer"], !playsKit {
      try drummer.complain(
        .contradiction(drummer.place, problem: "only drum kits have a drummer's touch"))
    }
    var controls = PlayerControls()
    controls.intensity = try share(fields["intensity"])
    controls.fills = try share(fields["fills"])
    controls.fillComplexity = try share(fields["fill-complexity"])
    controls.swing = try fields["swing"]?.number(0.5...0.75)
    controls.humanise = try share(fields["humanise"])
    controls.drummer = try fields["drummer"]?.text()
    controls.phraseVariation = try share(fields["phrase-variation"])
    controls.time = try fields["time"]?.word(
      "time", among: PlayerControls.Time.allCases.map(\.rawValue), or: .normal,
      PlayerControls.Time.init(rawValue:))
    controls.follow = try fields["follow"]?.text()
    if let node = fields["pieces"] {
      controls.pieces = try node.parsed("pieces of a kit such as ride,-hats", or: nil) {
        DrumPieces($0).map(Optional.some)
      }
    }
    controls.leftHand = try register(fields["left-hand"])
    controls.rightHand = try register(fields["right-hand"])
    return controls
  }

  private static func register(
    _ node: StyleNode?
  ) throws(StyleFileError) -> ClosedRange<Int>? {
    guard let node else { return nil }
    return try StyleLists.register(node)
  }

  private static func share(_ node: StyleNode?) throws(StyleFileError) -> Double? {
    guard let node else { return nil }
    return try node.number(0...1)
  }
}
