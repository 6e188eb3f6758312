import Foundation
import Music
import Originality
public import Production
import Provenance

/// A song that is to be written, with the operation that its project's history begins with.
struct Draft {
  var song: Song
  var operation: ProjectOperation
  /// What was found when it was held against other music.
  var originality: OriginalityNote?
}

extension Studio {
  /// Composes songs and writes their files; the walk from brief to master.
  ///
  /// Every song becomes visible whole or not at all; what stands in the folders stays untouched
  /// until then. Throws `OutputError`, `PlanningError`, `RenderingError`, `MixingError` and
  /// `StudioError.cancelled`.
  public func compose(
    _ request: ComposeRequest, monitor: WorkMonitor = WorkMonitor()
  ) throws -> [SongReport] {
    guard (0...1).contains(request.novelty) else {
      throw StudioError.outOfRange(name: "novel", got: request.novelty, allowed: 0...1)
    }
    let isNovel = request.novelty > 0 && request.plan == nil
    var features: [WorkFeatures] = []
    let reports = try deliver(request, monitor: monitor) {
      let searcher = try shippedSearcher()
      func draft(_ song: Song, _ novelty: NoveltyInputs? = nil) throws -> Draft {
        let (song, note) = try original(song, with: searcher, request, monitor: monitor)
        return Draft(
          song: song, operation: try composing(song, request, note, novelty: novelty),
          originality: note)
      }
      guard isNovel else { return try drafts(request, monitor: monitor).map { try draft($0) } }
      let drafts = try novelDrafts(request, monitor: monitor) { try draft($0, $1) }
      features = drafts.map { WorkFeatures(of: $0.song.score) }
      return drafts
    }
    guard isNovel else { return reports }
    // A song that is repeated is remembered already.
    if request.noveltyRecord == nil { try remember(features) }
    return reports
  }

  /// Writes the files of songs that are drafted once their folders are ready.
  func deliver(
    _ request: ComposeRequest, monitor: WorkMonitor,
    drafts: () throws -> [Draft]
  ) throws -> [SongReport] {
    guard (1...256).contains(request.variations) else {
      throw StudioError.outOfRange(
        name: "variations", got: Double(request.variations), allowed: 1...256)
    }
    guard !request.output.isEmpty else {
      throw OutputError.notWritable(path: "", cause: "a folder needs a name")
    }
    var request = request
    request.output = PathName(request.output).named.path
    // A certificate of the user's own that does not serve is told before any work; keys are made later.
    if configuration.credentials?.certificate != nil { _ = try credentials(for: request.formats) }
    let folders = (0..<request.variations).map { folder(of: $0, in: request) }
    var staged: [StagedFolder] = []
    do {
      for folder in folders { staged.append(try stage(folder, request)) }
      var reports: [SongReport] = []
      let start = now()
      let songs = try Self.naming(candidates: try drafts())
      let composing = (now() - start) / Double(max(1, songs.count))
      for (index, draft) in songs.enumerated() {
        if monitor.isCancelled() { throw StudioError.cancelled }
        reports.append(
          try write(
            draft, request, into: staged[index], composing: composing,
            index: index, count: songs.count, monitor: monitor))
      }
      for folder in staged { try folder.commit() }
      return reports
    } catch {
      // The first knows the folders that were made above all of them.
      for folder in staged.reversed() { folder.discard() }
      throw StudioError.translated(error)
    }
  }

  /// Songs of one order, each with the digests of all of them in its inputs: its own first.
  ///
  /// The digests are those of the states before there is sound. Who keeps one song of several has chosen.
  private static func naming(candidates drafts: [Draft]) throws -> [Draft] {
    guard drafts.count > 1 else { return drafts }
    let digests = try drafts.map { draft in
      try LedgerDigest.state(try SongSlots(draft.song).digests)
    }
    return try drafts.enumerated().map { index, draft in
      var draft = draft
      let others = digests.enumerated().filter { $0.offset != index }.map(\.element)
      try draft.operation.list(candidates: [digests[index]] + others)
      return draft
    }
  }

  /// The folder of one song of an order.
  public func folder(of index: Int, in request: ComposeRequest) -> String {
    guard request.variations > 1 else { return request.output }
    let name = PathName(request.output).last
    let number = String(format: request.variations > 99 ? "%03d" : "%02d", index + 1)
    return "\(request.output)/\(name)-\(number)"
  }

  /// The folder for a new song: in the configured output folder, named after title or style.
  public func defaultOutput(for brief: Brief, title: String?, seed: UInt64) -> String {
    let style = brief.styles.map(\.name).joined(separator: "-")
    return defaultOutput(named: title ?? "\(style.isEmpty ? "song" : style)-\(seed)")
  }

  /// The folder for a new song with a name.
  public func defaultOutput(named name: String) -> String {
    let slug = SongName.slug(name)
    guard let folder = configuration.outputFolder else { return slug }
    return "\(folder)/\(slug)"
  }

  private func stage(_ folder: String, _ request: ComposeRequest) throws -> StagedFolder {
    let name = PathName(folder).last
    let old = "\(folder)/\(SongFiles.project(name: name))"
    if request.replacing, let project = try? ProjectFile.open(at: old) {
      // What a project forbids is not got round by writing over it.
      if (try? project.allowsEngine()) == false { throw ProjectError.engineOff(path: old) }
      try project.close()
    }
    return try StagedFolder(
      destination: folder,
      names: [SongFiles.project(name: name), SongFiles.report]
        + SongFiles.names(of: request.formats),
      replacing: request.replacing)
  }

  private func drafts(_ request: ComposeRequest, monitor: WorkMonitor) throws -> [Song] {
    guard request.plan != nil || request.variations == 1 else {
      return try variations(request, monitor: monitor)
    }
    let drafted: Song
    if let plan = request.plan {
      drafted = try draft(
        plan: plan, title: request.title, sampleRate: request.sampleRate,
        performance: request.performance)
    } else {
      drafted = try draft(
        brief: request.brief, seed: request.seed, title: request.title,
        sampleRate: request.sampleRate, performance: request.performance)
    }
    return [
      try modelled(
        try giving(request.ideas, to: drafted), by: request.composer, monitor: monitor)
    ]
  }

  private func write(
    _ draft: Draft, _ request: ComposeRequest,
    into folder: StagedFolder, composing: Double,
    index: Int, count: Int, monitor: WorkMonitor
  ) throws -> SongReport {
    var song = draft.song
    let writer = SongWriter(
      studio: self, folder: folder, formats: request.formats, soundFont: request.soundFont,
      monitor: monitor, share: (Double(index) / Double(count), 1 / Double(count)))
    monitor.report(StudioProgress(stage: .composing, total: writer.share.start))
    var written = try writer.write(&song, remix: false)
    written.stages[StudioProgress.Stage.composing.rawValue] = composing
    written.originality = draft.originality
    let start = now()
    let name = PathName(folder.destination).last
    let project = SongFiles.project(name: name)
    let file = try ProjectFile.create(
      at: try folder.path(project), song: song, operation: draft.operation, by: notary)
    try credentials(for: request.formats)?.sign(
      folder, try statement(of: song, in: file, "Mixed and mastered"), monitor: monitor)
    try file.close()
    written.stages[StudioProgress.Stage.writing.rawValue, default: 0] += now() - start
    return try written.report(
      of: song, certificate: song.certificate(), in: folder,
      project: "\(folder.destination)/\(project)")
  }

  private func composing(
    _ song: Song, _ request: ComposeRequest, _ note: OriginalityNote?, novelty: NoveltyInputs?
  ) throws -> ProjectOperation {
    let inputs = ComposeInputs(
      prompt: request.brief.prompt, seed: song.plan.seed,
      ofPlan: request.plan?.title, ideas: request.ideas, composer: request.composer,
      originality: note, novelty: novelty)
    return ProjectOperation(
      verb: "compose", inputs: try JSONText.line(inputs),
      summary: "Composed \(song.score.title), \(song.score.bars) bars, seed \(song.plan.seed)",
      actor: engine(writing: song, by: request.composer), seed: song.plan.seed,
      sources: request.ideas.sorted { $0.key < $1.key }
        .compactMap { source($0.value, use: .idea) })
  }

  private struct ComposeInputs: Encodable {
    var prompt: String
    var seed: UInt64
    /// The title of the plan that was given instead of a prompt.
    var ofPlan: String?
    /// The MIDI files that were given to players, by part.
    var ideas: [String: String]
    /// Who was to write the notes.
    var composer: ComposerChoice
    /// How near it is to other music, where that was looked for.
    var originality: OriginalityNote?
    /// What it was steered away from; nil where it was not.
    var novelty: NoveltyInputs?
  }
}
