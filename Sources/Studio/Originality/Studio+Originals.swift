import Music
import Originality
import Production

extension Studio {
  /// The most draws of bars that quote.
  static let drawsForOriginality = 6

  /// A song of which no bar quotes a work of the index, as far as drawing again mends it; a note of
  /// what was found, nil where no index ships with the program.
  ///
  /// Throws `ComparisonError.quotation` where a quotation stays and `request` is strict.
  func original(
    _ song: Song, with searcher: Searcher?, _ request: ComposeRequest, monitor: WorkMonitor
  ) throws -> (song: Song, note: OriginalityNote?) {
    guard let searcher else {
      guard !request.isStrictlyOriginal else {
        throw ComparisonError.nothingToCompareWith(place: resources.reference)
      }
      return (song, nil)
    }
    // What a person gave to be played is theirs to answer for, but is told.
    var drawing = Redrawing(
      song: song, review: try originality(of: song, shipped: searcher),
      draw: { song, parts, bars, number in
        if monitor.isCancelled() { throw StudioError.cancelled }
        return try self.redrawn(
          song, parts: parts, bars: bars, take: number, by: request.composer, monitor: monitor)
      }, examine: { try self.originality(of: $0, shipped: searcher) })
    try drawing.run(
      most: Self.drawsForOriginality,
      concerned: { verdict, attempt in
        verdict.quotations.first.map { match in
          // First the bars alone, then the whole of the part.
          ([match.part], attempt < Self.drawsForOriginality / 2 ? Array(match.bars) : [])
        }
      }, isBetter: { $0.rarity < $1.rarity })
    let verdict = drawing.review
    if verdict.outcome == .quotation, request.isStrictlyOriginal,
      let match = verdict.quotations.first
    {
      throw ComparisonError.quotation(
        title: song.score.title, match: match, draws: drawing.draws)
    }
    var made = drawing.song
    let note = OriginalityNote(verdict, draws: drawing.draws)
    if let sentence = note.sentence { made.plan.notices.append(sentence) }
    return (made, note)
  }

  /// A song in which bars of parts are drawn anew by whoever writes them.
  private func redrawn(
    _ song: Song, parts: [String], bars: [Int], take: Int, by choice: ComposerChoice,
    monitor: WorkMonitor
  ) throws -> Song {
    var changed = try redrawn(song, parts: parts, bars: bars, take: take)
    let all = 0..<max(1, song.score.bars - 1)
    let work = NeuralWork(choice: choice, song: changed, monitor: monitor)
    let targets = Dictionary(
      work.parts(among: parts).map { ($0, Set(bars.isEmpty ? Array(all) : bars)) },
      uniquingKeysWith: { first, _ in first })
    guard
      let made = try work.rewritten(
        changed.score, draft: changed.score, targets: targets, take: take,
        composer: { try neuralComposer() })
    else { return changed }
    let before = changed
    changed.score = made.score
    try replay(&changed, from: before, parts: parts, bars: 0..<song.score.bars)
    return changed
  }
}

extension OriginalityNote {
  /// What a person should know; nil where all is usual and nothing was drawn anew.
  var sentence: String? {
    let bars = rarest.map { match in
      let (first, last) = (match.bars.lowerBound + 1, match.bars.upperBound)
      return first == last ? "bar \(first)" : "bars \(first)-\(last)"
    }
    if outcome == .quotation, let rarest, let bars {
      return "\(bars.prefix(1).uppercased())\(bars.dropFirst()) of \(rarest.part) still "
        + "\(rarest.bars.count == 1 ? "is" : "are") like \(rarest.work.title)"
        + (rarest.work.composer.isEmpty ? "" : " by \(rarest.work.composer)")
        + " after \(draws) draws: see `etude originality`."
    }
    guard draws > 0 else { return nil }
    return "Bars that were like a work of the index were drawn anew, \(draws) "
      + "\(draws == 1 ? "time" : "times")."
  }
}

extension Studio {
  /// Throws `ComparisonError.quotation` where a project quotes a work of the index that ships with
  /// the program.
  public func refuseQuotations(in project: String) throws {
    let verdict = try originality(OriginalityRequest(piece: project))
    guard let match = verdict.quotations.first else { return }
    throw ComparisonError.quotation(title: PathName(project).named.last, match: match, draws: 0)
  }
}
