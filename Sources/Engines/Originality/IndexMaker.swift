public import Music
public import Production
public import ReferenceIndex

/// Makes an index of works: reads their lines, finds which are settings of one tune, and measures
/// what they borrow from one another.
public struct IndexMaker {
  /// What is read of one work, before it joins an index.
  public struct Reading: Sendable {
    let lines: [Verdict.Line: ReferenceLine]
    let figures: [Verdict.Line: [UInt32]]
    let barLengths: [ReferenceWork.BarLength]

    /// Reads a score; nil where no line has four notes.
    ///
    /// May be called from any thread.
    public init?(_ score: Score, recognizing: Bool = true) {
      let piece = PieceLines(score, recognizing: recognizing, leadOnly: true)
      guard piece.lines.contains(where: { $0.line.count >= 4 }) else { return nil }
      var lines: [Verdict.Line: ReferenceLine] = [:]
      var figures: [Verdict.Line: [UInt32]] = [:]
      for kind in ReferenceIndex.keptLines { lines[kind] = piece.first(kind) }
      for kind in Verdict.Line.allCases {
        let line = lines[kind == .rhythm ? .melody : kind] ?? ReferenceLine()
        figures[kind] = Array(Set(Figures.all(line, kind).map(\.figure)))
      }
      self.lines = lines
      self.figures = figures
      barLengths = piece.barLengths
    }
  }

  /// Works that share more than this share of the rarer figures of the shorter are of one tune.
  static let sameTune = 0.25
  /// Figures of more works than this say nothing of tunes.
  static let mostOfTune = 24
  /// How many works of a genre are held against all others for the baseline.
  static let sample = 120

  private var writer = ReferenceIndexWriter()
  private var counts = StepCounts()
  private var sizes: [Int] = []
  private var genres: [String] = []

  /// Begins an index.
  public init() {}

  /// How many works there are so far.
  public var count: Int { writer.count }

  /// Adds a work; its tune's number is found later.
  public mutating func add(_ reading: Reading, name: Verdict.Work) {
    if let melody = reading.lines[.melody] { counts.add(melody: melody) }
    if let chords = reading.lines[.chords] { counts.add(chords: chords) }
    sizes.append(reading.figures[.melody]?.count ?? 0)
    genres.append(name.genre)
    writer.add(
      ReferenceWork(name: name, barLengths: reading.barLengths), lines: reading.lines,
      figures: reading.figures)
  }

  /// The finished index's bytes.
  ///
  /// Where no `alarm` is given, it is what 99 of 100 works stay below. `run` calls its closure for
  /// every number below a count, side by side if it can.
  public mutating func finish(
    name: String, about: String, styles: [String: String] = [:], alarm: Double? = nil,
    run: (Int, @Sendable (Int) -> Void) -> Void
  ) throws(ReferenceIndexError) -> [UInt8] {
    let tunes = self.tunes()
    writer.setTunes(tunes)
    let model = counts.model
    var facts = ReferenceIndex.Facts(
      name: name, about: about, alarm: alarm ?? 0, baselines: [], styles: styles)
    let rough = try ReferenceIndex(bytes: writer.encoded(facts: facts, model: model))
    let measured = Borrowing.measure(rough, genres: genres, tunes: tunes, sample: Self.sample, run)
    facts.baselines = measured.baselines
    facts.alarm = alarm ?? measured.alarm
    return writer.encoded(facts: facts, model: model)
  }

  /// The number of each work's tune: that of the first work of the tune.
  private func tunes() -> [Int] {
    var shared: [UInt64: Int] = [:]
    writer.forEachSharedFigure(most: Self.mostOfTune) { works in
      for (place, work) in works.enumerated() {
        for other in works[(place + 1)...] {
          shared[UInt64(work) << 32 | UInt64(other), default: 0] += 1
        }
      }
    }
    var parents = Array(0..<writer.count)
    func root(_ work: Int) -> Int {
      var work = work
      while parents[work] != work {
        parents[work] = parents[parents[work]]
        work = parents[work]
      }
      return work
    }
    for (pair, figures) in shared.sorted(by: { $0.key < $1.key }) {
      let (work, other) = (Int(pair >> 32), Int(pair & 0xFFFF_FFFF))
      guard Double(figures) >= Self.sameTune * Double(min(sizes[work], sizes[other])),
        figures >= 4
      else { continue }
      let (one, two) = (root(work), root(other))
      parents[max(one, two)] = min(one, two)
    }
    return parents.indices.map(root)
  }
}
