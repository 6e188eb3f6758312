public import Music

/// How alike two pieces are in motif, harmony, groove and texture.
public struct ScoreSimilarity: Hashable, Codable, Sendable {
  /// The likeness of the melodies, 0...1.
  public var motif: Double
  /// The likeness of the chords, 0...1.
  public var harmony: Double
  /// The likeness of the rhythms of drums, percussion, bass and chords, 0...1.
  public var groove: Double
  /// The likeness of who plays, how high and how much, 0...1: see ``TextureSimilarity``.
  public var texture: Double

  /// The four together: the mean, 0...1.
  public var overall: Double { (motif + harmony + groove + texture) / 4 }

  /// Compares two scores; parts are matched by role, a melody being the lead or else the highest
  /// pitched part.
  public init(_ first: Score, _ second: Score) {
    motif = MelodicSimilarity.of(Self.melody(of: first), Self.melody(of: second))
    harmony = HarmonicSimilarity.of(
      first.chords, in: first.key(ofBar: 0), second.chords, in: second.key(ofBar: 0))
    var likenesses: [Double] = []
    for role in [Role.drums, .percussion, .bass, .chords] {
      let a = first.parts.filter { $0.role == role }.flatMap(\.notes)
      let b = second.parts.filter { $0.role == role }.flatMap(\.notes)
      guard !a.isEmpty || !b.isEmpty else { continue }
      likenesses.append(
        RhythmicSimilarity.of(a, b, byKey: role == .drums || role == .percussion))
    }
    groove = likenesses.isEmpty ? 1 : likenesses.reduce(0, +) / Double(likenesses.count)
    texture = TextureSimilarity.of(first, second)
  }

  /// Up to which likeness an aspect counts as moved.
  public static let moved = (motif: 0.6, harmony: 0.9, groove: 0.85, texture: 0.95)

  /// How many of the four aspects are moved.
  public var movedAspects: Int {
    [
      motif <= Self.moved.motif, harmony <= Self.moved.harmony, groove <= Self.moved.groove,
      texture <= Self.moved.texture,
    ].filter { $0 }.count
  }

  /// Whether the two are one idea twice: fewer than three aspects are moved, or the whole is more
  /// than 0.8 alike.
  public var isOneIdea: Bool { movedAspects < 3 || overall > 0.8 }

  /// The notes that carry the melody of a score.
  public static func melody(of score: Score) -> [Note] {
    for role in [Role.lead, .counter, .arpeggio, .chords, .pad, .bass] {
      let notes = score.parts.filter { $0.role == role }.flatMap(\.notes)
      if !notes.isEmpty { return notes }
    }
    return []
  }
}
