public import Music

/// How alike the melodies of a song's sections are: what returns is to be recognised, what is new to
/// be told apart.
///
/// The melody of a section is what the leads play in it (where there is no lead, the part that
/// ``ScoreSimilarity`` calls the melody), as notes that begin in the section. Sections with fewer than
/// eight onsets are left out: an echo of a few notes is no theme. Two sections of one kind are
/// compared by ``MelodicSimilarity`` and belong in 0.6..<1, two of different kinds in 0...0.5. Solos
/// are improvised, so each counts as a kind of its own. Of sections of unequal length the shorter is
/// compared with every stretch of as many bars of the longer that begins at a fourth bar, and the best
/// likeness counts.
public struct SectionSimilarity: Hashable, Codable, Sendable {
  /// Two sections and their likeness.
  public struct Pair: Hashable, Codable, Sendable {
    /// The sections' ids, in order of time.
    public var first: String, second: String
    /// Whether they are of one kind.
    public var isSameKind: Bool
    /// The likeness of their melodies, 0...1.
    public var likeness: Double

    /// Whether the likeness lies where it belongs.
    public var isKept: Bool {
      isSameKind
        ? likeness >= SectionSimilarity.recognised && likeness < 1
        : likeness <= SectionSimilarity.different
    }
  }

  /// From here on a return is recognised.
  public static let recognised = 0.6
  /// Up to here two themes are told apart.
  public static let different = 0.5
  /// The fewest onsets of a section that has a theme.
  public static let fewestOnsets = 8

  /// All pairs of sections with themes, in order of time.
  public var pairs: [Pair]

  /// Measures a score.
  public init(of score: Score) {
    let melody = ScoreSimilarity.melody(of: score)
    let themes = score.sections.compactMap { section -> (Section, [Note])? in
      let span = score.span(ofBars: section.startBar..<(section.startBar + section.bars))
      let notes = melody.filter { span.contains($0.onset) }
      return Set(notes.map(\.onset)).count >= Self.fewestOnsets ? (section, notes) : nil
    }
    pairs = themes.indices.flatMap { index in
      themes[(index + 1)...].map { other in
        let (section, notes) = themes[index]
        return Pair(
          first: section.id, second: other.0.id,
          isSameKind: section.name == other.0.name && section.name != "solo",
          likeness: Self.likeness(of: (section, notes), and: other, in: score))
      }
    }
  }

  private static func likeness(
    of first: (section: Section, notes: [Note]), and second: (section: Section, notes: [Note]),
    in score: Score
  ) -> Double {
    let (short, long) =
      first.section.bars <= second.section.bars ? (first, second) : (second, first)
    let starts = stride(from: 0, through: long.section.bars - short.section.bars, by: 4)
    return starts.map { start in
      let bar = long.section.startBar + start
      let span = score.span(ofBars: bar..<(bar + short.section.bars))
      return MelodicSimilarity.of(short.notes, long.notes.filter { span.contains($0.onset) })
    }.max() ?? 0
  }

  /// The pairs whose likeness does not lie where it belongs.
  public var faults: [Pair] { pairs.filter { !$0.isKept } }
}
