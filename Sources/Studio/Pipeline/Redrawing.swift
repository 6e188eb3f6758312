import Composing
import Music
import Production

/// A song that is drawn, reviewed and drawn again: the better of two is kept.
struct Redrawing<Review> {
  /// Makes a song of another one in which some bars of some parts are drawn anew; the number tells
  /// draws apart.
  typealias Draw = (_ song: Song, _ parts: [String], _ bars: [Int], _ number: Int) throws -> Song

  /// The best song so far.
  private(set) var song: Song
  /// Its review.
  private(set) var review: Review
  /// How many times bars were drawn.
  private(set) var draws = 0
  private let draw: Draw
  private let examine: (Song) throws -> Review

  init(
    song: Song, review: Review, draw: @escaping Draw, examine: @escaping (Song) throws -> Review
  ) {
    self.song = song
    self.review = review
    self.draw = draw
    self.examine = examine
  }

  /// Draws up to so many times what `concerned` names in the review, until it names nothing.
  ///
  /// No bars are all bars, and no parts all parts. A draw is kept where `isBetter` says so of its
  /// review and the one before.
  mutating func run(
    most: Int, concerned: (Review, _ attempt: Int) -> (parts: [String], bars: [Int])?,
    isBetter: (Review, Review) -> Bool
  ) throws {
    for attempt in 0..<most {
      guard let (parts, bars) = concerned(review, attempt) else { return }
      draws += 1
      let candidate = try draw(song, parts, bars, draws)
      let found = try examine(candidate)
      if isBetter(found, review) { (song, review) = (candidate, found) }
    }
  }
}

extension Studio {
  /// A song in which players drew some bars of some parts anew; no bars are all, no parts all.
  func redrawn(_ song: Song, parts: [String], bars: [Int], take: Int) throws -> Song {
    let parts = parts.isEmpty ? song.score.parts.map(\.id) : parts
    let ranges = bars.isEmpty ? [0..<song.score.bars] : Set(bars).sorted().stretches
    var changed = song
    for range in ranges {
      let before = changed
      changed.score = Composer().regenerate(
        score: before.score, plan: before.plan, style: before.style, parts: parts, bars: range,
        take: take, locks: before.locks)
      try replay(&changed, from: before, parts: parts, bars: range)
    }
    return changed
  }

  /// Plays bars of parts of a changed song, and leaves what was played elsewhere.
  func replay(_ song: inout Song, from before: Song, parts: [String], bars: Range<Int>) throws {
    song.performance = try spliced(song, from: before, parts: parts, bars: bars)
  }
}
