/// What is known of the kinds of sections by their names.
enum SectionKind {
  /// The kinds that every style understands.
  static let names = [
    "intro", "verse", "pre-chorus", "chorus", "post-chorus", "refrain", "hook", "bridge", "break",
    "breakdown", "build", "drop", "solo", "interlude", "head", "theme", "development", "climax",
    "main", "groove", "loop", "tag", "vamp", "a", "b", "c", "d", "outro", "coda", "ending",
  ]

  /// The name as styles write it: small letters, words joined by hyphens.
  static func canonical(_ name: String) -> String {
    let words = name.lowercased().split { " _-".contains($0) }.map(String.init)
    let joined = words.joined(separator: "-")
    switch joined {
    case "prechorus": return "pre-chorus"
    case "postchorus": return "post-chorus"
    case "buildup", "build-up", "riser": return "build"
    case "middle-eight", "middle-8": return "bridge"
    case "introduction", "opening": return "intro"
    case "break-down": return "breakdown"
    default: return joined
    }
  }

  /// The usual energy of a kind.
  static func energy(_ name: String) -> Double {
    switch name {
    case "intro", "outro", "coda", "ending": 0.3
    case "break", "breakdown": 0.28
    case "interlude": 0.4
    case "verse", "a", "head", "bridge", "c": 0.5
    case "pre-chorus", "build", "theme", "development", "b": 0.62
    case "solo": 0.7
    case "chorus", "refrain", "hook", "post-chorus": 0.82
    case "drop", "climax": 0.95
    default: 0.55
    }
  }

  /// The usual length of a kind in bars.
  static func bars(_ name: String) -> Int {
    switch name {
    case "intro", "outro", "coda", "ending", "pre-chorus", "tag", "interlude", "vamp": 4
    default: 8
    }
  }

  /// Whether the kind leads somewhere else and is never long.
  static func isPassing(_ name: String) -> Bool {
    [
      "intro", "outro", "coda", "ending", "pre-chorus", "build", "break", "breakdown", "tag",
      "interlude", "vamp", "post-chorus",
    ].contains(name)
  }

  /// Whether the kind stands at the front only.
  static func isOpening(_ name: String) -> Bool { name == "intro" }

  /// Whether the kind stands at the end only.
  static func isClosing(_ name: String) -> Bool { ["outro", "coda", "ending"].contains(name) }

  /// Whether the kind is where a song arrives: what an event named `drop` or `climax` may fall on.
  static func isArrival(_ name: String) -> Bool {
    ["drop", "chorus", "refrain", "hook", "climax"].contains(name)
  }

  /// Whether the kind contrasts with what stands around it.
  static func isContrast(_ name: String) -> Bool {
    ["bridge", "break", "breakdown", "solo", "interlude", "c", "development"].contains(name)
  }
}

/// The names among candidates that are nearest to a text, by edit distance.
func nearestNames(to text: String, among candidates: [String], count: Int = 3) -> [String] {
  let wanted = Array(text.lowercased())
  let ranked = candidates.enumerated().map { index, name in
    (distance: editDistance(wanted, Array(name.lowercased())), index: index, name: name)
  }
  return ranked.sorted { ($0.distance, $0.index) < ($1.distance, $1.index) }
    .filter { $0.distance <= max(3, wanted.count / 2) }.prefix(count).map(\.name)
}

/// How many letters must be put in, taken out or changed (Levenshtein, 1966).
private func editDistance(_ first: [Character], _ second: [Character]) -> Int {
  var row = Array(0...second.count)
  for (i, a) in first.enumerated() {
    var diagonal = row[0]
    row[0] = i + 1
    for (j, b) in second.enumerated() {
      let above = row[j + 1]
      row[j + 1] = min(above + 1, row[j] + 1, diagonal + (a == b ? 0 : 1))
      diagonal = above
    }
  }
  return row[second.count]
}
