/// How near a piece comes to other music: what it shares with works of an index, and how that
/// compares with what works of its genre share among themselves.
///
/// Bars are counted from 0. Bits are information content: a stretch of n bits is one that chance
/// writes once in 2^n tries, by what usually follows what in the works of the index.
public struct Verdict: Hashable, Codable, Sendable {
  /// What was held against what.
  public enum Line: String, CaseIterable, Codable, Sendable {
    /// Upper lines, by intervals and times between onsets.
    case melody
    /// The lowest line.
    case bass
    /// Roots and kinds of chords, relative to each other.
    case chords
    /// Times between the onsets of upper lines alone.
    case rhythm
  }

  /// A work of an index.
  public struct Work: Hashable, Codable, Sendable {
    /// Its name in the index, unique there.
    public var id: String
    /// The title.
    public var title: String
    /// Who made it, empty where unknown.
    public var composer: String
    /// The licence of the notes, empty where unknown.
    public var licence: String
    /// Where the notes come from.
    public var source: String
    /// Whom its licence wants named, empty where nobody.
    public var attribution: String
    /// The genre it is counted under.
    public var genre: String
    /// The number of its tune in the index: arrangements of one tune have the same.
    public var tune: Int

    /// Names a work.
    public init(
      id: String, title: String, composer: String, licence: String, source: String,
      attribution: String, genre: String, tune: Int
    ) {
      self.id = id
      self.title = title
      self.composer = composer
      self.licence = licence
      self.source = source
      self.attribution = attribution
      self.genre = genre
      self.tune = tune
    }
  }

  /// A stretch that a piece and a work have in common.
  public struct Match: Hashable, Codable, Sendable {
    /// Which lines are alike.
    public var line: Line
    /// The part of the piece, by its id; empty for the chords of all parts.
    public var part: String
    /// The bars of the piece.
    public var bars: Range<Int>
    /// The work.
    public var work: Work
    /// The index that has the work, by name.
    public var index: String
    /// The bars of the work.
    public var workBars: Range<Int>
    /// How many notes (chords) of the work come back.
    public var notes: Int
    /// The most of them in a row without anything between, in the work's own rhythm.
    public var longestExact: Int
    /// How many notes of the piece stand between them as ornaments.
    public var ornaments: Int
    /// How many notes of the work were changed or left out.
    public var changes: Int
    /// Semitones from the work to the piece; of chords 0...11.
    public var transposition: Int
    /// How many times slower the piece is written, in quarter notes.
    public var stretching: Double
    /// Information content of the common stretch, in bits.
    public var information: Double
    /// How many other tunes of the index share at least three quarters of it.
    public var others: Int
    /// Information of its rarest sixteen notes in a row, less what it loses by being common
    /// property, in bits.
    public var rarity: Double

    /// Describes a stretch.
    public init(
      line: Line, part: String, bars: Range<Int>, work: Work, index: String, workBars: Range<Int>,
      notes: Int, longestExact: Int, ornaments: Int, changes: Int, transposition: Int,
      stretching: Double, information: Double, others: Int, rarity: Double
    ) {
      self.line = line
      self.part = part
      self.bars = bars
      self.work = work
      self.index = index
      self.workBars = workBars
      self.notes = notes
      self.longestExact = longestExact
      self.ornaments = ornaments
      self.changes = changes
      self.transposition = transposition
      self.stretching = stretching
      self.information = information
      self.others = others
      self.rarity = rarity
    }
  }

  /// What a work has in common with the piece in all.
  public struct Nearness: Hashable, Codable, Sendable {
    /// The work.
    public var work: Work
    /// The index that has the work, by name.
    public var index: String
    /// Information of all matches that do not overlap in the piece, in bits; each is split between
    /// the work and the other tunes that share it.
    public var weight: Double
    /// Notes of the piece that are matched.
    public var notes: Int

    /// Weighs a work.
    public init(work: Work, index: String, weight: Double, notes: Int) {
      self.work = work
      self.index = index
      self.weight = weight
      self.notes = notes
    }
  }

  /// What works of a genre share among themselves: the rarest match of each with any other tune.
  public struct Baseline: Hashable, Codable, Sendable {
    /// The genre, or `all`.
    public var genre: String
    /// How many works were looked at.
    public var works: Int
    /// The middle one, in bits.
    public var median: Double
    /// The bounds between which 95 of 100 lie, in bits.
    public var low: Double, high: Double

    /// Describes works.
    public init(genre: String, works: Int, median: Double, low: Double, high: Double) {
      self.genre = genre
      self.works = works
      self.median = median
      self.low = low
      self.high = high
    }
  }

  /// What it comes to.
  public enum Outcome: String, Codable, Sendable {
    /// There was nothing to look for: too few notes.
    case nothingToCompare = "nothing-to-compare"
    /// It shares no more than works of its genre do.
    case usual
    /// It shares more than 97.5 of 100 works of its genre, but nothing that proves a quotation.
    case near
    /// It has a stretch that only quotation explains.
    case quotation
  }

  /// What it comes to.
  public var outcome: Outcome
  /// The rarity of the rarest melodic match, in bits; 0 without one.
  public var rarity: Double
  /// From how many bits on a match counts as a quotation.
  public var alarm: Double
  /// What works of the genre share.
  public var baseline: Baseline
  /// How many notes of the piece were looked for.
  public var notes: Int
  /// How many works they were held against.
  public var works: Int
  /// The matches, the rarest first.
  public var matches: [Match]
  /// The nearest works, the nearest first.
  public var nearest: [Nearness]
  /// What could not be read, and what limits the verdict.
  public var notices: [String]

  /// Makes a verdict.
  public init(
    outcome: Outcome, rarity: Double, alarm: Double, baseline: Baseline, notes: Int, works: Int,
    matches: [Match], nearest: [Nearness], notices: [String]
  ) {
    self.outcome = outcome
    self.rarity = rarity
    self.alarm = alarm
    self.baseline = baseline
    self.notes = notes
    self.works = works
    self.matches = matches
    self.nearest = nearest
    self.notices = notices
  }

  /// The matches that only quotation explains.
  public var quotations: [Match] {
    matches.filter { $0.line == .melody && $0.rarity >= alarm }
  }
}
