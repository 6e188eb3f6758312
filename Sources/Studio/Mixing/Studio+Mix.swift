import AudioFiles
import ContentCredentials
import Foundation
import Mixing
import Music
import Production
import Rendering
import Signal
import Synchronization

extension Studio {
  /// Mixes a project or a folder of stems: plans, applies the plan, measures before and after.
  ///
  /// The mix of a project is stored in it as an operation that can be undone, unless the run is dry. Files
  /// appear whole or not at all. Throws `MixRequestError`, `AudioFileError`, `ProjectError`, `OutputError`,
  /// `RenderingError`, `MixingError`, `StudioError` and `DrawingError`.
  public func mix(
    _ request: MixRequest, monitor: WorkMonitor = WorkMonitor()
  ) throws -> MixReport {
    do {
      let plan = try request.plan.map { try MixPlanFile.read($0) }
      let isFolder = FileAccess.isFolder(request.input)
      if FileAccess.status(request.input)?.isFile == true, isSound(request.input) {
        throw MixRequestError.isFile(path: request.input)
      }
      let isProject = !isFolder || Studio.holdsProject(request.input)
      return try isProject
        ? mixProject(request, following: plan, monitor: monitor)
        : mixStems(request, following: plan, monitor: monitor)
    } catch {
      throw StudioError.translated(error)
    }
  }

  /// Whether a folder holds a project, and is no folder of stems.
  private static func holdsProject(_ folder: String) -> Bool {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).contains {
      $0.hasSuffix(".etude")
    }
  }

  private func mixStems(
    _ request: MixRequest, following given: MixPlan?, monitor: WorkMonitor
  ) throws -> MixReport {
    let style = try request.style.map { try self.style(worded: $0) }
    var desk = MixDelivery(studio: self, request: request, monitor: monitor)
    let folder = try desk.stage(beside: PathName(request.input).named.path + "-mix")
    do {
      Leftovers.sweepScratch(in: "\(cacheFolder)/intake")
      let said = request.kinds.keys + request.forward + request.back
      let intake = try StemFolder(
        folder: request.input, cacheFolder: cacheFolder, named: Set(said.map { $0.lowercased() }),
        monitor: monitor
      ).take()
      desk.kept = Set(intake.read.map(FileAccess.real))
      try desk.checkOverlap(intake.read, stems: intake.stems)
      desk.lap(.rendering)
      desk.notices += intake.notices
      let files = intake.files
      desk.statement = { desk in
        CredentialStatement(
          basis: .mixed(
            files.map { ($0.stem, self.ingredient($0.path, .componentOf, at: desk.time)) }),
          title: PathName(request.input).named.last, work: "Mixed and mastered")
      }
      let planner = StemMixPlanner(stemFolder: intake.cache, threads: desk.threads)
      let heard = try planner.hear(intake.stems, isCancelled: monitor.isCancelled)
      guard heard.contains(where: { $0.level != nil }) else {
        throw MixRequestError.allSilent(folder: request.input)
      }
      desk.tell(heard)
      let kinds = try Studio.kinds(request.kinds, stems: intake.stems)
      let guesses = StemMixPlanner.guess(intake.stems, analyses: heard, given: kinds)
      let focus = try desk.focus(on: guesses, names: intake.stems)
      var order = StemMixRequest(kinds: kinds, focus: focus)
      order.loudness = LUFS(request.loudness ?? style?.loudness.value ?? -14)
      if let style {
        order.reverbTime = style.mix.reverbTime
        order.levels = Studio.levels(of: style)
      }
      var proposal = planner.plan(intake.stems, analyses: heard, request: order)
      if let given {
        proposal.plan = try desk.following(given, stems: intake.stems)
        if let loudness = request.loudness { proposal.plan.loudness = LUFS(loudness) }
      }
      desk.lap(.composing)
      return try desk.deliver(
        proposal, stems: intake.stems, cache: intake.cache, source: "stems", into: folder)
    } catch {
      folder?.discard()
      throw error
    }
  }

  private func mixProject(
    _ request: MixRequest, following given: MixPlan?, monitor: WorkMonitor
  ) throws -> MixReport {
    guard request.style == nil else { throw MixRequestError.onlyStems(option: "--style") }
    let project = try Project.open(at: request.input)
    var song = try project.file.song()
    let known = song.score.parts.map(\.id)
    for id in request.kinds.keys.sorted() where !known.contains(id) {
      throw StudioError.unknownName(kind: "part", name: id, known: known)
    }
    var desk = MixDelivery(studio: self, request: request, monitor: monitor)
    desk.loops = song.plan.loop
    desk.tags = song.tags(artist: configuration.artist)
    let folder = try desk.stage(beside: "\(project.folder)/\(project.name)-mix")
    do {
      let notices = Mutex<[String]>([])
      let (stems, cache) = try desk.render(song, soundFont: request.soundFont, notices: notices)
      desk.notices += notices.withLock { $0 }
      song.settings.soundFont = stems.soundFont
      let mixed = song
      desk.statement = { _ in
        try self.statement(of: mixed, in: project.file, "Mixed and mastered")
      }
      desk.lap(.rendering)
      let guesses = stems.stems.map {
        StemGuess(
          stem: $0.id, kind: request.kinds[$0.id] ?? StemKind($0.role),
          source: request.kinds[$0.id] == nil ? .score : .given, confidence: 1)
      }
      let focus = try desk.focus(on: guesses, names: stems)
      if let loudness = request.loudness { song.plan.loudness = LUFS(loudness) }
      var proposal = try MixPlanner(stemFolder: cache, threads: desk.threads).propose(
        stems: stems, score: song.score, plan: song.plan, style: song.style, focus: focus,
        kinds: request.kinds, isCancelled: monitor.isCancelled)
      proposal.plan.corridor = try corridor(of: song.style)
      // What the project holds may be a person's.
      (proposal.plan.tone, proposal.plan.saturation, proposal.plan.ride) = (
        song.mix?.tone, song.mix?.saturation, song.mix?.ride
      )
      if let given {
        proposal.plan = try desk.following(given, stems: stems)
        if let loudness = request.loudness { proposal.plan.loudness = LUFS(loudness) }
      }
      if proposal.plan.fade > 0 { proposal.plan.fadeEnd = song.score.seconds }
      desk.lap(.composing)
      let report = try desk.deliver(
        proposal, stems: stems, cache: cache, source: "project", into: folder)
      if !request.isDry { try store(report.plan, of: song, in: project, request) }
      return report
    } catch {
      folder?.discard()
      throw error
    }
  }

  /// Keeps the plan as an operation of the project.
  private func store(
    _ plan: MixPlan, of mixed: Song, in project: Project, _ request: MixRequest
  ) throws {
    try project.file.change(by: notary) { latest, _ in
      var changed = latest
      changed.mix = plan
      changed.plan.loudness = mixed.plan.loudness
      changed.settings.soundFont = mixed.settings.soundFont
      let count = plan.moves.filter(\.applied).count
      let summary =
        request.plan == nil
        ? "Mixed anew with \(count) moves" : "Mixed by a plan with \(count) moves"
      return (
        changed,
        ProjectOperation(
          verb: "mix", inputs: try JSONText.line(request), summary: summary,
          sources: [request.plan.flatMap { source($0, use: .plan) }].compactMap { $0 })
      )
    }
  }

  /// What the user says of stems, by id; names may come with an ending or in another case.
  private static func kinds(
    _ given: [String: StemKind], stems: Stems
  ) throws(StudioError) -> [String: StemKind] {
    var result: [String: StemKind] = [:]
    for (name, kind) in given.sorted(by: { $0.key < $1.key }) {
      result[try id(of: name, stems: stems)] = kind
    }
    return result
  }

  /// The stem that a user means.
  static func id(of name: String, stems: Stems) throws(StudioError) -> String {
    let wanted = [name, PathName(name).stem].map { $0.lowercased() }
    for stem in stems.stems
    where wanted.contains(stem.id.lowercased()) || wanted.contains(stem.name.lowercased()) {
      return stem.id
    }
    throw .unknownName(kind: "stem", name: name, known: stems.stems.map(\.id))
  }

  /// The levels that a style gives to roles, or to the first part of a role.
  private static func levels(of style: Style) -> [StemKind: Decibels] {
    var levels: [StemKind: Decibels] = [:]
    for kind in StemKind.allCases where StemKind(kind.role) == kind || kind == .vocal {
      let part = style.parts.first { $0.role == kind.role }?.id
      levels[kind] =
        (part.flatMap { style.mix.channels[$0] } ?? style.mix.channels[kind.role.rawValue])?.level
    }
    return levels
  }
}
