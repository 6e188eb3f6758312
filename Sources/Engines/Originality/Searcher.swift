public import Production
public import ReferenceIndex

/// Holds pieces against the works of one or several indexes.
///
/// A value; may be used from any thread. The same piece and indexes give the same verdict.
public struct Searcher: Sendable {
  /// An index with the name it is reported by.
  public struct Source: Sendable {
    /// The name.
    public var name: String
    /// The index.
    public var index: ReferenceIndex

    /// Names an index.
    public init(name: String, index: ReferenceIndex) {
      self.name = name
      self.index = index
    }
  }

  /// The most matches that a verdict lists, and the most works.
  static let mostListed = (matches: 40, works: 20)
  /// The least notes that a melodic match must have to be listed.
  static let leastNotes = 6
  /// The least works that what is usual can be counted from.
  static let leastToCount = 200

  let sources: [(source: Source, model: StepModel)]
  private let threads: Int

  /// What genres share, and from where on a match is a quotation.
  let facts: ReferenceIndex.Facts?

  /// Opens indexes; what they say of genres and alarms is taken from the first.
  ///
  /// An index of fewer than `leastToCount` works is too small to tell what is usual: what steps
  /// tell, genres and alarm are then those of `usual`. Lines of a piece are looked for on up to
  /// `threads` threads; what is found is the same for any number.
  public init(
    _ sources: [Source], usual: ReferenceIndex? = nil, threads: Int = 1
  ) throws(OriginalityError) {
    self.threads = threads
    var opened: [(Source, StepModel)] = []
    func counted(_ index: ReferenceIndex) -> ReferenceIndex {
      index.count < Self.leastToCount ? usual ?? index : index
    }
    facts = sources.first.map { counted($0.index).facts }
    for source in sources {
      do throws(ReferenceIndexError) {
        let bytes = try counted(source.index).model()
        guard let model = StepModel(bytes: bytes) else {
          throw ReferenceIndexError.malformed(
            section: "MODL", offset: bytes.count, expected: "\(StepModel.length) bytes")
        }
        opened.append((source, model))
      } catch {
        throw .index(name: source.name, error)
      }
    }
    self.sources = opened.map { (source: $0.0, model: $0.1) }
  }

  /// How many works there are in all.
  public var works: Int { sources.reduce(0) { $0 + $1.source.index.count } }

  /// What a piece shares with the works; `genre` names the works it is compared with, or a style.
  ///
  /// A work does not count whose tune has the number `excluded` in the first index.
  public func verdict(
    of piece: PieceLines, genre: String? = nil, excluding excluded: Int? = nil
  ) throws(OriginalityError) -> Verdict {
    var matches: [Verdict.Match] = []
    for (number, source) in sources.enumerated() {
      do throws(ReferenceIndexError) {
        matches += try self.matches(
          piece, source.source, source.model, excluding: number == 0 ? excluded : nil)
      } catch {
        throw .index(name: source.source.name, error)
      }
    }
    matches.sort(by: Self.precedes)
    let alarm = facts?.alarm ?? 0
    let baseline = Self.baseline(facts, genre)
    let rarity = matches.first { $0.line == .melody }?.rarity ?? 0
    var notices: [String] = []
    var outcome = Verdict.Outcome.usual
    if piece.notes < Self.leastNotes {
      outcome = .nothingToCompare
      notices.append("There are too few notes to compare.")
    } else if alarm > 0, rarity >= alarm {
      outcome = .quotation
    } else if baseline.works > 0, rarity > baseline.high {
      outcome = .near
    }
    return Verdict(
      outcome: outcome, rarity: rarity, alarm: alarm, baseline: baseline, notes: piece.notes,
      works: works, matches: Array(matches.prefix(Self.mostListed.matches)),
      nearest: Self.nearest(matches), notices: notices)
  }

  static func precedes(_ left: Verdict.Match, _ right: Verdict.Match) -> Bool {
    if left.rarity != right.rarity { return left.rarity > right.rarity }
    if left.work.id != right.work.id { return left.work.id < right.work.id }
    return (left.line.rawValue, left.part, left.bars.lowerBound)
      < (right.line.rawValue, right.part, right.bars.lowerBound)
  }

  /// What works of a genre, of a style's genre, or of all genres share.
  private static func baseline(
    _ facts: ReferenceIndex.Facts?, _ genre: String?
  ) -> Verdict.Baseline {
    let wished = genre.map { facts?.styles[$0] ?? $0 }
    return facts?.baselines.first { $0.genre == wished }
      ?? facts?.baselines.first { $0.genre == "all" }
      ?? Verdict.Baseline(genre: "all", works: 0, median: 0, low: 0, high: 0)
  }

  private func matches(
    _ piece: PieceLines, _ source: Source, _ model: StepModel, excluding excluded: Int?
  ) throws(ReferenceIndexError) -> [Verdict.Match] {
    let tasks = piece.lines.flatMap { line in
      (line.kind == .melody ? [Verdict.Line.melody, .rhythm] : [line.kind]).map { (line, $0) }
    }
    let results = try SideBySide.map(tasks.count, threads: threads) {
      number throws(ReferenceIndexError) in
      let (line, kind) = tasks[number]
      let search = LineSearch(index: source.index, model: model, kind: kind, excluded: excluded)
      return try search.run(line.line)
    }
    var matches: [Verdict.Match] = []
    // The same works come up with several lines.
    var works: [Int: ReferenceWork] = [:]
    for ((line, kind), found) in zip(tasks, results) {
      for found in found where found.alignment.notes >= Self.leastNotes || kind == .chords {
        let known = works[found.work]
        let work = if let known { known } else { try source.index.work(found.work) }
        if known == nil { works[found.work] = work }
        matches.append(match(found, kind, line, work, piece.barLengths, index: source.name))
      }
    }
    return matches
  }

  private func match(
    _ found: LineSearch.Found, _ kind: Verdict.Line, _ line: PieceLines.Line,
    _ work: ReferenceWork, _ bars: [ReferenceWork.BarLength], index: String
  ) -> Verdict.Match {
    let alignment = found.alignment
    let own = ReferenceWork(name: work.name, barLengths: bars)
    func span(_ stretch: LineSearch.Stretch, _ owner: ReferenceWork) -> Range<Int> {
      owner.bar(at: stretch.start)..<(owner.bar(at: stretch.end) + 1)
    }
    let (there, here) = (found.stretch, LineSearch.Stretch(line.line, alignment.piece))
    let pieceTime = here.end - here.start
    let workTime = there.end - there.start
    let moved = here.value - there.value
    let unit = Double(Logarithm.unit)
    return Verdict.Match(
      line: kind, part: line.part, bars: span(here, own), work: work.name, index: index,
      workBars: span(there, work), notes: alignment.notes,
      longestExact: alignment.longestExact, ornaments: alignment.ornaments,
      changes: alignment.changes,
      transposition: kind == .rhythm ? 0 : kind == .chords ? (moved % 12 + 12) % 12 : moved,
      stretching: workTime > 0 ? Double(pieceTime) / Double(workTime) : 1,
      information: Double(alignment.score) / unit, others: found.others,
      rarity: Double(found.rarity) / unit)
  }

  /// The works whose matches tell most together, each bar of a part counting once.
  private static func nearest(_ matches: [Verdict.Match]) -> [Verdict.Nearness] {
    struct Key: Hashable {
      var index: String
      var work: String
    }
    var sums: [Key: Verdict.Nearness] = [:]
    var taken: [Key: [Verdict.Match]] = [:]
    for match in matches where match.line == .melody || match.line == .bass {
      let key = Key(index: match.index, work: match.work.id)
      let isCovered = (taken[key] ?? []).contains {
        $0.line == match.line && $0.part == match.part && $0.bars.overlaps(match.bars)
      }
      guard !isCovered else { continue }
      taken[key, default: []].append(match)
      var sum =
        sums[key]
        ?? Verdict.Nearness(work: match.work, index: match.index, weight: 0, notes: 0)
      // What other tunes share too is no more of one than of the other.
      sum.weight += match.information / Double(1 + match.others)
      sum.notes += match.notes
      sums[key] = sum
    }
    return Array(
      sums.values.filter { $0.weight > 0 }
        .sorted { ($1.weight, $0.work.id) < ($0.weight, $1.work.id) }
        .prefix(mostListed.works))
  }
}
