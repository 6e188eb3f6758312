import Measures
public import Music

/// What is remembered of a piece to tell how like it is to others: a few kilobytes, none of its notes.
///
/// The first ``bars`` bars with notes are read, at most 64. Cost is linear in notes and chords.
public struct WorkFeatures: Hashable, Sendable {
  /// The version of the features; stored ones of another version are made anew.
  public static let version = 1

  /// The vector of each aspect.
  public var aspects: [Aspect: FeatureVector]
  /// The successions of four bars of chords that it comes back to, as degrees, with how often.
  public var loops: [String: Int]
  /// The bar of rhythm that comes back most, as a grid; nil where none comes twice.
  public var groove: String?
  /// How many bars were read.
  public var bars: Int

  /// Takes features as they were stored.
  public init(
    aspects: [Aspect: FeatureVector], loops: [String: Int], groove: String?, bars: Int
  ) {
    self.aspects = aspects
    self.loops = loops
    self.groove = groove
    self.bars = bars
  }

  /// Reads a score whose chords, keys, sections and roles are known, by the file or by an analysis.
  public init(of score: Score) {
    let window = PieceWindow(score)
    aspects = [
      .harmony: Self.harmony(window), .melody: Self.melody(window), .rhythm: Self.rhythm(window),
      .timbre: Self.timbre(window), .form: Self.form(window),
    ]
    loops = ChordLoop.all(of: Self.begun(score, window))
    groove = Groove.commonest(window)
    bars = window.bars
  }

  /// The vector of an aspect; nothing where there is none.
  public subscript(aspect: Aspect) -> FeatureVector { aspects[aspect] ?? .nothing }

  /// The likeness of two pieces in an aspect, 0...1.
  public func likeness(to other: WorkFeatures, in aspect: Aspect) -> Double {
    self[aspect].likeness(to: other[aspect])
  }

  /// The likeness of two pieces in all: the mean of some aspects, 0...1.
  public func likeness(to other: WorkFeatures, in some: [Aspect] = Aspect.allCases) -> Double {
    some.reduce(0) { $0 + likeness(to: other, in: $1) } / Double(max(1, some.count))
  }

  /// The frame of the bars that are read, without notes.
  private static func begun(_ score: Score, _ window: PieceWindow) -> Score {
    var frame = score
    frame.parts = []
    let end = window.first + window.bars
    frame.length = min(score.length, window.span.upperBound)
    frame.chords = score.chords.filter { $0.onset < window.span.upperBound }
    frame.sections = score.sections.filter { $0.startBar < end }.map { section in
      var cut = section
      cut.bars = min(section.bars, end - section.startBar)
      return cut
    }
    return frame
  }
}
