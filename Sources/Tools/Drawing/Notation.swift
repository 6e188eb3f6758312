import Music

/// How musical names are printed in pictures and on terminals.
enum Notation {
  /// A chord symbol or key with real sharp and flat signs: `F#m7b5` becomes `F♯m7♭5`.
  static func printed(_ symbol: String) -> String {
    let characters = Array(symbol)
    var text = ""
    for (index, character) in characters.enumerated() {
      let before = index > 0 ? characters[index - 1] : " "
      let after = index + 1 < characters.count ? characters[index + 1] : " "
      let isFlat =
        character == "b" && (("A"..."G").contains(before) || before == "b" || after.isNumber)
      text.append(character == "#" ? "♯" : isFlat ? "♭" : character)
    }
    return text
  }

  /// Seconds as minutes and seconds: `3:07`, or with hours `1:03:07`.
  static func clock(_ seconds: Double) -> String {
    let whole = Int(min(max(seconds, 0), 1e9).rounded(.down))
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let (hours, minutes) = (whole / 3600, whole / 60 % 60)
    return hours > 0
      ? "\(hours):\(two(minutes)):\(two(whole % 60))" : "\(minutes):\(two(whole % 60))"
  }

  /// A tempo with at most one decimal: `82`, `99.5`.
  static func tempo(_ beatsPerMinute: Double) -> String {
    let tenths = Int((min(max(beatsPerMinute, 0), 1e6) * 10).rounded())
    return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
  }

  /// The line under a title: key, metre, tempo, bars and length.
  static func summary(of score: Score) -> String {
    var keys = [score.key(ofBar: 0)]
    for change in score.keys where change.key != keys.last { keys.append(change.key) }
    let shown = keys.prefix(3).map { printed($0.description) }.joined(separator: " → ")
    var items = [shown + (keys.count > 3 ? " …" : "")]
    let meters = score.meters.changes.map(\.meter)
    items.append(
      meters.prefix(3).map(\.description).joined(separator: ", ") + (meters.count > 3 ? " …" : ""))
    let first = score.tempo.changes[0].beatsPerMinute
    items.append(tempo(first) + (score.tempo.changes.count > 1 ? " BPM and changing" : " BPM"))
    items.append(score.bars == 1 ? "1 bar" : "\(score.bars) bars")
    items.append(clock(score.seconds))
    return items.joined(separator: "  ·  ")
  }

  /// Where a role stands in pictures: the melody on top, the drums at the bottom.
  static func rank(of role: Role) -> Int {
    switch role {
    case .lead: 0
    case .counter: 1
    case .arpeggio: 2
    case .chords: 3
    case .pad: 4
    case .effects: 5
    case .bass: 6
    case .percussion: 7
    case .drums: 8
    }
  }

  /// The parts from the melody down to the drums, with their places in the score.
  static func displayed(_ parts: [Part]) -> [(index: Int, part: Part)] {
    parts.enumerated().map { (index: $0.offset, part: $0.element) }.sorted {
      (rank(of: $0.part.role), $0.index) < (rank(of: $1.part.role), $1.index)
    }
  }
}
