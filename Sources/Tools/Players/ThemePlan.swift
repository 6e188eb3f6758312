import Music
import Production

/// How the themes of a song hang together: which kind of section states the main theme, and what the
/// other kinds make of it.
struct ThemePlan {
  /// Where the motif of a kind of section comes from.
  enum Source {
    /// A motif of its own.
    case own
    /// The beginning of the main theme, as introductions and endings recall it.
    case echo
    /// The main theme developed: turned over, broken up, shifted.
    case development
  }

  /// The kind that the song is about; nil where the part plays none that could be.
  let main: String?
  /// The section in which the part reaches its highest note; nil where it plays in none.
  let climax: Plan.PlannedSection?
  private let played: [Plan.PlannedSection]

  init(_ cue: Cue) {
    let own = cue.section.id
    played = cue.plan.sections.filter { ($0.layers[cue.part.id] ?? 0) > 0 || $0.id == own }
      .sorted { $0.startBar < $1.startBar }
    let kinds = Set(played.map(\.name))
    main = [
      "chorus", "hook", "drop", "refrain", "theme", "head", "a", "verse", "main", "groove", "loop",
    ].first(where: kinds.contains)
    let arriving = played.filter { !["intro", "outro", "coda", "ending"].contains($0.name) }
    climax = (arriving.isEmpty ? played : arriving)
      .max { ($0.energy, $0.startBar) < ($1.energy, $1.startBar) }
  }

  /// Where the motif of a kind comes from.
  func source(of name: String) -> Source {
    guard let main, name != main else { return .own }
    switch name {
    case "intro", "outro", "coda", "ending", "tag": return .echo
    case "bridge", "c", "d", "solo", "development", "interlude", "break", "breakdown", "climax":
      return .development
    default: return .own
    }
  }

  /// The first section of a kind that the part plays.
  func statement(of name: String) -> Plan.PlannedSection? { played.first { $0.name == name } }

  /// The section whose melody another one brings back; nil where it states its own.
  ///
  /// Solos never repeat each other.
  func original(of section: Plan.PlannedSection) -> Plan.PlannedSection? {
    guard section.name != "solo", let first = statement(of: section.name), first.id != section.id
    else { return nil }
    return first
  }
}
