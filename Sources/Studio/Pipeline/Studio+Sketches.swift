import Composing
import Music
import Production
import StyleFiles

extension Studio {
  /// Goes on after a song's last bar; what stands is not changed.
  ///
  /// The neural composer writes; with another style named, it writes in that genre and that style's
  /// players join in the new bars. Throws `StudioError.noWeights` where no weights are installed.
  @discardableResult
  public func continuing(
    _ project: Project, _ request: ContinueRequest, monitor: WorkMonitor = WorkMonitor()
  ) throws -> ChangeReport {
    try Self.check("bars", request.bars, 1...ContinueRequest.mostBars)
    guard let composer = try neuralComposer() else {
      throw StudioError.noWeights(folder: resources.composer)
    }
    let style = try request.style.map { try self.style(worded: $0) }
    var report = ChangeReport(text: "")
    try project.file.checkEngine()
    try project.file.change(by: notary) { song, event in
      try check(parts: request.parts, in: song)
      let given = song.score.bars
      var changed = song
      let order = ContinuationOrder(
        bars: request.bars, parts: request.parts, genre: (style ?? song.style).model?.genre,
        seed: request.seed ?? song.plan.seed, take: request.seed == nil ? event : 0)
      let made = try NeuralWork.cancelling { () throws(NeuralWritingError) in
        try composer.continued(song.score, order, isCancelled: monitor.isCancelled)
      }
      guard made.score.bars > given else {
        throw StudioError.notContinued(cause: made.notices.first ?? "the model wrote nothing")
      }
      changed.score = made.score
      changed.plan.continued(to: made.score, from: given)
      // A length that was asked for is not the song's any more.
      (changed.brief.bars, changed.brief.duration, changed.brief.form) = (nil, nil, [])
      let bars = given..<made.score.bars
      var joined: [String] = []
      if let style {
        changed.style = style
        let accompaniment = Accompaniment(style: style, seed: song.plan.seed)
        let words =
          request.joining
          ?? accompaniment.usualParts(beside: Set(song.score.parts.map(\.role)))
        joined = try join(words, to: &changed, accompaniment, bars: bars, take: event)
      } else if let words = request.joining {
        joined = try join(
          words, to: &changed, Accompaniment(style: song.style, seed: song.plan.seed), bars: bars,
          take: event)
      }
      changed.performance = try spliced(
        changed, from: song, parts: changed.score.parts.map(\.id), bars: bars)
      let count = bars.count
      let summary =
        "Continued by \(count) bar\(count == 1 ? "" : "s")"
        + (joined.isEmpty ? "" : " with \(joined.joined(separator: ", "))")
      report = ChangeReport(from: song, to: changed, summary: summary, notices: made.notices)
      return (
        changed,
        ProjectOperation(
          verb: "continue", inputs: try JSONText.line(request), summary: summary,
          actor: engine(
            writing: changed, parts: changed.score.parts.map(\.id), continuing: true),
          seed: request.seed ?? song.plan.seed)
      )
    }
    return report
  }

  /// Lets players of a style join a song; what stands is not changed.
  @discardableResult
  public func accompany(
    _ project: Project, _ request: AccompanyRequest, monitor: WorkMonitor = WorkMonitor()
  ) throws -> ChangeReport {
    let style = try request.style.map { try self.style(worded: $0) }
    var report = ChangeReport(text: "")
    try project.file.checkEngine()
    try project.file.change(by: notary) { song, event in
      let bars = try bars(request.bars, of: song)
      var changed = song
      changed.style = style ?? song.style
      let accompaniment = Accompaniment(style: changed.style, seed: song.plan.seed)
      let words =
        request.parts.isEmpty
        ? accompaniment.usualParts(beside: Set(song.score.parts.map(\.role))) : request.parts
      guard !words.isEmpty else {
        throw StudioError.bandIsFull(style: changed.style.name)
      }
      let joined = try join(words, to: &changed, accompaniment, bars: bars, take: event)
      let notices = try write(
        joined, of: &changed, by: request.composer, bars: bars, take: event, monitor)
      changed.performance = try spliced(changed, from: song, parts: joined, bars: bars)
      let summary = "\(joined.joined(separator: ", ")) joined in \(Self.text(bars))"
      report = ChangeReport(from: song, to: changed, summary: summary, notices: notices)
      return (
        changed,
        ProjectOperation(
          verb: "accompany", inputs: try JSONText.line(request), summary: summary,
          actor: engine(writing: changed, parts: joined, by: request.composer),
          seed: song.plan.seed)
      )
    }
    return report
  }

  /// Harmonises a melody: finds chords for it in a style and lets that style's other voices sing.
  ///
  /// The melody is not changed; chords that stood there are.
  @discardableResult
  public func harmonize(
    _ project: Project, _ request: HarmonizeRequest, monitor: WorkMonitor = WorkMonitor()
  ) throws -> ChangeReport {
    let style = try self.style(worded: request.style ?? "chorale")
    var report = ChangeReport(text: "")
    try project.file.checkEngine()
    try project.file.change(by: notary) { song, event in
      if let melody = request.melody { try check(parts: [melody], in: song) }
      guard
        let melody = song.score.parts.first(where: { part in
          request.melody.map { part.id == $0 } ?? (part.role == .lead)
        }) ?? song.score.parts.first(where: { !$0.instrument.isDrumKit && !$0.notes.isEmpty })
      else { throw StudioError.noMelody(part: request.melody ?? "lead") }
      guard !melody.instrument.isDrumKit, !melody.notes.isEmpty else {
        throw StudioError.noMelody(part: melody.id)
      }
      let chords = Harmonizing(style: style, meters: song.score.meters).chords(
        under: melody.notes, keys: song.score.keys, length: song.score.length)
      guard !chords.isEmpty else {
        throw StudioError.noChords(style: style.name, key: song.score.key(ofBar: 0).description)
      }
      var changed = song
      changed.style = style
      changed.score.chords = chords
      changed.plan.chords = chords
      let taken = Set(song.score.parts.map(\.id))
      let words = style.parts.filter {
        $0.role != .lead && $0.presence >= 0.5 && !taken.contains($0.id)
          && ![.drums, .percussion, .effects].contains($0.role)
      }.map(\.id)
      guard !words.isEmpty else { throw StudioError.bandIsFull(style: style.name) }
      let bars = 0..<song.score.bars
      let joined = try join(
        words, to: &changed, Accompaniment(style: style, seed: song.plan.seed), bars: bars,
        take: event)
      let notices = try write(
        joined, of: &changed, by: request.composer, bars: bars, take: event, monitor)
      changed.performance = try spliced(changed, from: song, parts: joined, bars: bars)
      let summary = "Harmonised \(melody.id) with \(joined.joined(separator: ", "))"
      report = ChangeReport(from: song, to: changed, summary: summary, notices: notices)
      return (
        changed,
        ProjectOperation(
          verb: "harmonize", inputs: try JSONText.line(request), summary: summary,
          actor: engine(writing: changed, parts: joined, by: request.composer),
          seed: song.plan.seed)
      )
    }
    return report
  }

  // MARK: What they share

  /// Lets players join a song; returns their parts.
  private func join(
    _ words: [String], to song: inout Song, _ accompaniment: Accompaniment, bars: Range<Int>,
    take: Int
  ) throws -> [String] {
    let before = song.plan.parts.map(\.id)
    let locks = song.locks.filter { $0.part == nil }
    guard bars.contains(where: { bar in !locks.contains { $0.covers(part: "", bar: bar) } }) else {
      throw StudioError.allLocked(parts: words)
    }
    song.plan = try accompaniment.joined(words, to: song.plan, bars: bars)
    let joined = song.plan.parts.map(\.id).filter { !before.contains($0) }
    song.score = accompaniment.played(
      joined, in: song.score, plan: song.plan, bars: bars, take: take, locks: song.locks)
    // Someone new needs a new balance.
    song.mix = nil
    return joined
  }

  /// Lets the model write what players who joined played, where it is to; returns what should be known.
  private func write(
    _ parts: [String], of song: inout Song, by choice: ComposerChoice, bars: Range<Int>, take: Int,
    _ monitor: WorkMonitor
  ) throws -> [String] {
    let made = try NeuralWork(choice: choice, song: song, monitor: monitor).rewritten(
      song.score, draft: song.score, parts: parts, bars: bars, take: take,
      composer: { try neuralComposer() })
    guard let made else { return [] }
    song.score = made.score
    return made.notices
  }

  private func check(parts: [String], in song: Song) throws(StudioError) {
    let known = song.score.parts.map(\.id)
    for name in parts where !known.contains(name) {
      throw .unknownName(kind: "part", name: name, known: known)
    }
  }

  private func bars(_ wanted: Range<Int>?, of song: Song) throws(StudioError) -> Range<Int> {
    let all = 0..<song.score.bars
    guard let wanted else { return all }
    guard wanted.upperBound <= all.upperBound else {
      throw .barsBeyondEnd(first: wanted.lowerBound + 1, last: wanted.upperBound, bars: all.count)
    }
    return wanted
  }
}

extension Plan {
  /// The plan of a score that was continued after some bars: one more section, its chords.
  fileprivate mutating func continued(to score: Score, from bars: Int) {
    length = score.length
    chords = score.chords
    for section in score.sections where section.startBar >= bars {
      sections.append(
        PlannedSection(
          id: section.id, name: section.name, startBar: section.startBar, bars: section.bars,
          energy: section.energy, phrase: min(4, section.bars), occurrence: 0,
          transition: .ending,
          layers: Dictionary(
            parts.map { ($0.id, max(0.3, section.energy)) }, uniquingKeysWith: { first, _ in first }
          )))
    }
  }
}
