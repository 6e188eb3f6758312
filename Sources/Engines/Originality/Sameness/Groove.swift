import Music

/// The bars of rhythm of a window.
enum Groove {
  /// Players that strike together.
  enum Group: CaseIterable {
    case kick, snare, hats, otherDrums, bass, chords

    var roles: Set<Role> {
      switch self {
      case .kick, .snare, .hats, .otherDrums: [.drums, .percussion]
      case .bass: [.bass]
      case .chords: [.chords, .pad, .arpeggio]
      }
    }

    /// Whether a note of its roles belongs to it, by the General MIDI percussion map.
    func contains(key: Int, role: Role) -> Bool {
      guard role == .drums else { return self == .otherDrums || role != .percussion }
      switch self {
      case .kick: return key == 35 || key == 36
      case .snare: return (37...40).contains(key)
      case .hats: return [42, 44, 46, 51, 53, 59].contains(key)
      case .otherDrums: return !Group.drumKeys.contains(key)
      case .bass, .chords: return true
      }
    }

    private static let drumKeys: Set<Int> = [35, 36, 37, 38, 39, 40, 42, 44, 46, 51, 53, 59]
  }

  static let groups = Group.allCases

  /// The steps of each bar of the window at which a group strikes, ascending.
  static func bars(of group: Group, _ window: PieceWindow) -> [[Int]] {
    var bars = [Set<Int>](repeating: [], count: window.bars)
    for part in window.score.parts where group.roles.contains(part.role) {
      for note in window.notes(of: part)
      where group.contains(key: note.pitch.number, role: part.role) {
        let stroke = window.stroke(note)
        bars[stroke.bar].insert(stroke.step)
      }
    }
    return bars.map { $0.sorted() }
  }

  /// The bar of drums, or without drums of the bass, that comes most often and more than once.
  ///
  /// Written as a grid of sixteenths, such as `kick x...x...x...x... snare ....x.......x...`.
  static func commonest(_ window: PieceWindow) -> String? {
    for groups in [[(Group.kick, "kick"), (.snare, "snare")], [(.bass, "bass")]] {
      let rows = groups.map { bars(of: $0.0, window) }
      var counts: [String: (count: Int, first: Int)] = [:]
      for bar in 0..<window.bars where rows.contains(where: { !$0[bar].isEmpty }) {
        let text = zip(groups, rows).map { group, row in
          "\(group.1) \(grid(row[bar], length: window.length(ofBar: bar)))"
        }.joined(separator: " ")
        counts[text] = (1 + (counts[text]?.count ?? 0), counts[text]?.first ?? bar)
      }
      let most = counts.max {
        ($0.value.count, -$0.value.first) < ($1.value.count, -$1.value.first)
      }
      if let most, most.value.count > 1 { return most.key }
    }
    return nil
  }

  private static func grid(_ strokes: [Int], length: Int) -> String {
    let sixteenth = PieceWindow.steps / 4
    let count = min(64, max(1, (length + sixteenth - 1) / sixteenth))
    let struck = Set(strokes.map { min(count - 1, ($0 + 1) / sixteenth) })
    return String((0..<count).map { struck.contains($0) ? "x" : "." as Character })
  }
}
