import Composing
import Foundation
import Music
public import Production

extension Studio {
  /// Composes bars of parts anew; every event outside them stays as it is.
  ///
  /// Returns what changed, and which controls had no effect. Throws `StudioError` for unknown parts, bars beyond the end or bars that are all locked, and
  /// `ProjectError`.
  @discardableResult
  public func regenerate(
    _ project: Project, _ request: RegenerateRequest, monitor: WorkMonitor = WorkMonitor()
  ) throws -> ChangeReport {
    var report = ChangeReport(text: "")
    try project.file.checkEngine()
    let isImported = try project.file.isImported()
    _ = try drummer(of: request.controls)
    try project.file.change(by: notary) { song, take in
      let (parts, bars) = try target(request.parts, request.bars, in: song)
      var changed = song
      for part in song.plan.parts where parts.contains(part.id) {
        try ControlCheck(part: part, plan: song.plan, style: song.style).check(request.controls)
      }
      let work = NeuralWork(choice: request.composer, song: song, monitor: monitor)
      let neural = request.idea == nil && request.arpeggiator == nil ? work.parts(among: parts) : []
      // Of what came as notes no player knows more than the notes around say.
      let drafted = isImported ? parts.filter { !neural.contains($0) } : parts
      let draft =
        drafted.isEmpty
        ? song.score
        : try regenerated(song, request, parts: drafted, bars: bars, take: take)
      let made = try work.rewritten(
        draft, draft: isImported ? nil : draft, parts: neural, bars: bars, take: take,
        composer: { try neuralComposer() })
      changed.score = made?.score ?? draft
      var turned = song.plan
      for index in turned.parts.indices where parts.contains(turned.parts[index].id) {
        turned.parts[index].controls = turned.parts[index].controls.turned(by: request.controls)
      }
      changed.performance = try spliced(changed, from: song, parts: parts, bars: bars, plan: turned)
      report = ChangeReport(
        from: song, to: changed,
        notices: (made?.notices ?? [])
          + idleNotices(
            song, request, parts: parts.filter { !neural.contains($0) }, bars: bars, take: take))
      let summary = "Regenerated \(Self.text(bars)) of \(parts.joined(separator: ", "))"
      return (
        changed,
        ProjectOperation(
          verb: "regenerate", inputs: try JSONText.line(request), summary: summary,
          actor: engine(writing: song, parts: parts, by: request.composer), seed: song.plan.seed,
          sources: [request.idea.flatMap { source($0, use: .idea) }].compactMap { $0 })
      )
    }
    return report
  }

  /// Tells of controls that had no effect: on parts that were named each by itself, else on all.
  private func idleNotices(
    _ song: Song, _ request: RegenerateRequest, parts: [String], bars: Range<Int>, take: Int
  ) -> [String] {
    let composer = Composer()
    var idle: [PlayerControls.Name: [String]] = [:]
    for part in parts {
      let names = composer.idleControls(
        request.controls, of: part, score: song.score, plan: song.plan, style: song.style,
        bars: bars, take: take, locks: song.locks, arpeggiator: request.arpeggiator)
      for name in names { idle[name, default: []].append(part) }
    }
    return request.controls.turnedNames.compactMap { name in
      guard let deaf = idle[name], !deaf.isEmpty, !request.parts.isEmpty || deaf == parts else {
        return nil
      }
      return "\(name.rawValue) has no effect on \(deaf.joined(separator: ", ")) in "
        + "\(Self.text(bars)): the same is played without."
    }
  }

  /// The score with bars of parts drawn anew; an idea is fitted to each part's player.
  private func regenerated(
    _ song: Song, _ request: RegenerateRequest, parts: [String], bars: Range<Int>, take: Int
  ) throws -> Score {
    guard let file = request.idea else {
      return Composer().regenerate(
        score: song.score, plan: song.plan, style: song.style, parts: parts, bars: bars, take: take,
        locks: song.locks, controls: request.controls, arpeggiator: request.arpeggiator)
    }
    var score = song.score
    for part in song.plan.parts where parts.contains(part.id) {
      var controls = request.controls
      controls.idea = try idea(
        file, for: part, style: song.style, meter: song.plan.meters.meter(ofBar: bars.lowerBound))
      score = Composer().regenerate(
        score: score, plan: song.plan, style: song.style, parts: [part.id], bars: bars, take: take,
        locks: song.locks, controls: controls, arpeggiator: request.arpeggiator)
    }
    return score
  }

  /// Varies bars of parts, from an ornament here and there to new notes throughout; returns what
  /// changed.
  @discardableResult
  public func vary(
    _ project: Project, _ request: VaryRequest, monitor: WorkMonitor = WorkMonitor()
  ) throws -> ChangeReport {
    var report = ChangeReport(text: "")
    guard (0...1).contains(request.amount) else {
      throw StudioError.outOfRange(name: "amount", got: request.amount, allowed: 0...1)
    }
    try project.file.checkEngine()
    try project.file.change(by: notary) { song, take in
      let (parts, bars) = try target(request.parts, request.bars, in: song)
      var changed = song
      let draft = Composer().vary(
        score: song.score, plan: song.plan, style: song.style, amount: request.amount, take: take,
        parts: parts, locks: song.locks + Self.outside(bars, of: song))
      let made = try NeuralWork(choice: request.composer, song: song, monitor: monitor)
        .varied(
          to: draft, parts: parts, take: take, composer: { try neuralComposer() })
      changed.score = made?.score ?? draft
      changed.performance = try spliced(changed, from: song, parts: parts, bars: bars)
      report = ChangeReport(from: song, to: changed, notices: made?.notices ?? [])
      let percent = Int(request.amount * 100 + 0.5)
      let summary = "Varied \(Self.text(bars)) of \(parts.joined(separator: ", ")) by \(percent)%"
      return (
        changed,
        ProjectOperation(
          verb: "vary", inputs: try JSONText.line(request), summary: summary,
          actor: engine(writing: song, parts: parts, by: request.composer), seed: song.plan.seed)
      )
    }
    return report
  }

  /// Makes one change that a person wants.
  ///
  /// Returns what changed and what the user should know, such as notes that were moved by octaves.
  /// Throws `ArrangingError` for what cannot be done, such as a change of locked bars.
  @discardableResult
  public func edit(_ project: Project, _ edit: Edit) throws -> ChangeReport {
    var report = ChangeReport(text: "")
    try edit.checkBounds()
    if case .setControls(_, let controls, _) = edit { _ = try drummer(of: controls) }
    try project.file.change(by: notary) { song, _ in
      let asksPlayers = edit.asksPlayers(of: song)
      let result = try Arranger(style: song.style).apply(
        edit, plan: song.plan, score: song.score, locks: song.locks)
      if let fault = PlanCheck.structuralFaults(in: result.plan).first {
        throw StudioError.unsoundEdit(
          path: fault.path, found: fault.found, expected: fault.expected)
      }
      var changed = song
      changed.plan = result.plan
      changed.score = result.score
      changed.locks = result.locks
      // An edit that keeps the form replays its own bars; one that moves bars replays everything.
      let isSameForm =
        song.score.sections == result.score.sections && song.score.length == result.score.length
      changed.performance =
        isSameForm
        ? try spliced(changed, from: song, parts: result.parts, bars: result.bars)
        : try perform(
          changed.score, style: song.style, plan: changed.plan, amount: song.settings.performance)
      report = ChangeReport(
        from: song, to: changed, summary: edit.summary, notices: result.notices)
      return (
        changed,
        ProjectOperation(
          verb: "edit", inputs: try JSONText.line(edit), summary: edit.summary,
          actor: asksPlayers ? engine(writing: song, parts: result.parts) : .person)
      )
    }
    return report
  }

  /// Locks or releases bars of parts.
  public func lock(_ project: Project, _ request: LockRequest) throws {
    try project.file.change(by: notary) { song, _ in
      if let bars = request.bars, bars.isEmpty || bars.lowerBound < 0 {
        throw StudioError.barsBeyondEnd(
          first: bars.lowerBound + 1, last: bars.upperBound, bars: song.score.bars)
      }
      _ = try target(request.parts, request.bars, in: song, allowingLocked: true)
      var changed = song
      let parts: [String?] = request.parts.isEmpty ? [nil] : request.parts
      if request.releases {
        let all = song.score.parts.map(\.id)
        for part in parts.flatMap({ part in part.map { [$0] } ?? all }) {
          changed.locks = LockTable(locks: changed.locks, parts: all, bars: song.score.bars)
            .released(part: part, bars: request.bars)
        }
      } else {
        for part in parts {
          let lock = Lock(part: part, bars: request.bars)
          if !changed.locks.contains(lock) { changed.locks.append(lock) }
        }
      }
      let what = request.parts.isEmpty ? "all parts" : request.parts.joined(separator: ", ")
      let summary =
        "\(request.releases ? "Released" : "Locked") \(what), "
        + (request.bars.map { Self.text($0) } ?? "all bars")
      return (
        changed,
        ProjectOperation(
          verb: "lock", inputs: try JSONText.line(request), summary: summary, actor: .person)
      )
    }
  }

  /// Locks on everything but some bars.
  private static func outside(_ bars: Range<Int>, of song: Song) -> [Lock] {
    [0..<bars.lowerBound, bars.upperBound..<max(song.score.bars, bars.upperBound)]
      .filter { !$0.isEmpty }.map { Lock(part: nil, bars: $0) }
  }

  /// The parts and bars that are meant, checked against the song.
  private func target(
    _ names: [String], _ bars: Range<Int>?, in song: Song, allowingLocked: Bool = false
  ) throws(StudioError) -> (parts: [String], bars: Range<Int>) {
    let known = song.score.parts.map(\.id)
    for name in names where !known.contains(name) {
      throw .unknownName(kind: "part", name: name, known: known)
    }
    let all = 0..<song.score.bars
    let wanted = bars ?? all
    guard wanted.lowerBound < all.upperBound, wanted.upperBound <= all.upperBound else {
      throw .barsBeyondEnd(
        first: wanted.lowerBound + 1, last: wanted.upperBound, bars: all.upperBound)
    }
    let parts = names.isEmpty ? known : names
    let isFree = parts.contains { part in
      wanted.contains { bar in !song.locks.contains { $0.covers(part: part, bar: bar) } }
    }
    guard allowingLocked || isFree else { throw .allLocked(parts: parts) }
    return (parts, wanted)
  }

  /// The performance of a changed song in which only bars of parts are played anew; `plan` is what they
  /// are played by, the song's where nil.
  func spliced(
    _ changed: Song, from song: Song, parts: [String], bars: Range<Int>, plan: Plan? = nil
  ) throws -> Performance {
    let splice = PerformanceSplice(old: song.performance, score: changed.score)
    let played = try perform(
      changed.score, style: changed.style, plan: plan ?? changed.plan,
      amount: changed.settings.performance, only: splice.played(of: Set(parts)))
    return splice.replacing(parts: Set(parts), bars: bars, by: played)
  }

  static func text(_ bars: Range<Int>) -> String {
    bars.count == 1
      ? "bar \(bars.lowerBound + 1)" : "bars \(bars.lowerBound + 1)-\(bars.upperBound)"
  }
}
