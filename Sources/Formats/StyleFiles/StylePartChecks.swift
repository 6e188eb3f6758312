import Music
import Production
import Yams

/// Holds what a part says against the player who is to read it.
enum StylePartChecks {
  /// Refuses a key that a part's player does not read; says nothing of unknown players.
  static func check(
    _ node: StyleNode?, isReadBy readers: [PlayerKind], not player: PlayerKind?
  ) throws(StyleFileError) {
    guard let node, let player, !readers.contains(player) else { return }
    let names = readers.map(\.rawValue).joined(separator: " or ")
    try node.complain(
      .contradiction(
        node.place, problem: "only the player \(names) reads these, not \(player.rawValue)"))
  }

  /// Refuses players on what they cannot play and in roles that they do not have.
  static func check(
    _ player: PlayerKind, role: Role?, instrument: Instrument?, at node: StyleNode
  ) throws(StyleFileError) {
    let strikes = [.drummer, .percussionist].contains(player)
    if let instrument {
      if instrument.isDrumKit, !strikes {
        try node.complain(
          .contradiction(
            node.place, problem: "a player \(player.rawValue) cannot play the kit \(instrument.id)")
        )
        return
      }
      if !instrument.isDrumKit, player == .drummer {
        try node.complain(
          .contradiction(
            node.place, problem: "a player drummer plays a drum kit, not \(instrument.id)"))
        return
      }
    }
    guard let role else { return }
    let isRhythm = [.drums, .percussion].contains(role)
    let fits: Bool
    switch player {
    case .drummer: fits = isRhythm
    case .bassist: fits = role == .bass
    case .melodist, .counterpoint: fits = [.lead, .counter].contains(role)
    // Timpani and mallets may be anything but the kit's drums.
    case .percussionist: fits = role != .drums || instrument?.isDrumKit ?? true
    default: fits = !isRhythm
    }
    guard !fits else { return }
    try node.complain(
      .contradiction(
        node.place, problem: "a player \(player.rawValue) cannot have the role \(role.rawValue)"))
  }

  /// Refuses a second voice where nothing can sound it.
  static func checkHarmonies(
    _ node: StyleNode, on instruments: [Instrument]
  ) throws(StyleFileError) {
    guard !instruments.isEmpty, instruments.allSatisfy({ $0.polyphony < 2 }) else { return }
    let names = instruments.map(\.id).joined(separator: ", ")
    try node.complain(
      .contradiction(
        node.place,
        problem: "\(names) play\(instruments.count == 1 ? "s" : "") one note at a time"))
  }

  // MARK: Following

  /// Whom a part follows, as it was written.
  static func follow(in fields: StyleFields) -> StyleNode? {
    guard let controls = fields["controls"], case .mapping(let mapping) = controls.node,
      let name = mapping["follow"], name.scalar != nil
    else { return nil }
    return controls.child(name, "follow")
  }

  /// Refuses following nobody, oneself, and in a circle.
  static func checkFollowing(
    _ follows: [(part: String, node: StyleNode)], parts: [String]
  ) throws(StyleFileError) {
    let leaders = Dictionary(
      follows.map { ($0.part, $0.node.summary) }, uniquingKeysWith: { first, _ in first })
    var told: Set<String> = []
    for (part, node) in follows {
      let leader = node.summary
      guard leader != "kick" || parts.contains(leader) else { continue }
      guard parts.contains(leader) else {
        let known = parts + ["kick"]
        try node.complain(
          .unknownName(
            node.place, kind: "part to follow", found: leader,
            nearest: Spelling.nearest(to: leader, among: known).first, known: known))
        continue
      }
      var circle = [part]
      while let next = leaders[circle[circle.count - 1]], !circle.contains(next) {
        circle.append(next)
      }
      guard leaders[circle[circle.count - 1]] == part, told.isDisjoint(with: circle) else {
        continue
      }
      told.formUnion(circle)
      try node.complain(
        .contradiction(
          node.place,
          problem: circle.count == 1
            ? "a part cannot follow itself"
            : "\(circle.joined(separator: ", ")) follow each other in a circle"))
    }
  }
}
