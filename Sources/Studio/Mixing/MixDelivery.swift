import AudioFiles
import Drawing
import Foundation
import Mixing
import Music
import Production
import Rendering
import Signal
import Synchronization

/// One run of `mix`: where its files go, what it tells, how long its stages took.
struct MixDelivery {
  let studio: Studio
  let request: MixRequest
  let monitor: WorkMonitor
  var loops = false
  var tags = AudioTags()
  var notices: [String] = []
  /// The files that are read, which stay whatever the report of an earlier mix lists.
  var kept: Set<String> = []
  /// What the credentials of the files state.
  var statement: (CredentialDesk) throws -> CredentialStatement? = { _ in nil }
  private(set) var stages: [String: Double] = [:]
  private var start: Double
  private var folder: StagedFolder?

  init(studio: Studio, request: MixRequest, monitor: WorkMonitor) {
    self.studio = studio
    self.request = request
    self.monitor = monitor
    start = studio.now()
  }

  var threads: Int { studio.threads }

  /// Ends a stage.
  mutating func lap(_ stage: StudioProgress.Stage) {
    let end = studio.now()
    stages[stage == .composing ? "planning" : stage.rawValue, default: 0] += end - start
    start = end
  }

  /// Makes the hidden folder that files are written to; nil for a dry run.
  ///
  /// Throws `OutputError`, before any work is done.
  mutating func stage(beside usual: String) throws(OutputError) -> StagedFolder? {
    guard !request.isDry else { return nil }
    var names = [MixFiles.mix, MixFiles.plan, MixFiles.picture, SongFiles.report]
    if request.masters { names.append(MixFiles.master) }
    if request.writesStems { names.append(SongFiles.stems) }
    folder = try StagedFolder(
      destination: PathName(request.output ?? usual).named.path, names: names,
      replacing: request.replaces)
    return folder
  }

  /// Whether the report that stands in a folder is that of a mix: then all that it lists is replaced.
  private func isReplacingMix(in folder: StagedFolder) -> Bool {
    struct Report: Decodable { var source: String, plan: MixPlan }
    let data = FileManager.default.contents(atPath: "\(folder.destination)/\(SongFiles.report)")
    return data.flatMap { try? JSONDecoder().decode(Report.self, from: $0) } != nil
  }

  /// Renders a project's stems; where they lie.
  func render(
    _ song: Song, soundFont: String?, notices: borrowing Mutex<[String]>
  ) throws -> (Stems, String) {
    let staged = try folder ?? StagedFolder.unused(in: studio.cacheFolder)
    defer { if folder == nil { staged.discard() } }
    let writer = SongWriter(
      studio: studio, folder: staged, formats: [], soundFont: soundFont, monitor: monitor)
    return (try writer.render(song, notices: notices), writer.renderCache.folder)
  }

  /// Tells of stems that no mixer can help.
  mutating func tell(_ heard: [StemAnalysis]) {
    for stem in heard {
      if stem.level == nil {
        notices.append("\(stem.id) is silent.")
      } else if let peak = stem.peak, peak.value > 0.1 {
        notices.append(
          "\(stem.id) goes \(String(format: "%.1f", peak.value)) dB beyond full scale.")
      } else if let dead = stem.stereo.deadSide {
        notices.append(
          "Only the \(dead == .left ? "right" : "left") channel of \(stem.id) carries sound; the "
            + "\(dead.rawValue) one is dead.")
      } else if stem.stereo.correlation < -0.7 {
        notices.append("The channels of \(stem.id) cancel each other; one is turned round.")
      }
    }
  }

  /// Whom the user wants nearer or farther.
  ///
  /// Throws `StudioError.unknownName`, and `MixRequestError.focus` for words that say nothing.
  func focus(on guesses: [StemGuess], names stems: Stems) throws -> MixFocus {
    var focus = MixFocus()
    let known = zip(stems.stems, guesses).map { (id: $0.id, name: $0.name, kind: $1.kind) }
    func meant(_ name: String) throws(StudioError) -> [String] {
      do throws(StudioError) {
        return [try Studio.id(of: name, stems: stems)]
      } catch {
        // "vocal" where the stem is called `vocals`.
        let found = MixFocus.stems(named: name, among: known)
        if found.isEmpty { throw error }
        return found
      }
    }
    for name in request.forward { focus.forward.formUnion(try meant(name)) }
    for name in request.back { focus.back.formUnion(try meant(name)) }
    guard let words = request.focus else { return focus }
    let missed = focus.read(words, stems: known)
    guard missed.isEmpty else {
      throw MixRequestError.focus(
        words: missed.joined(separator: ", "),
        stems: known.map { "\($0.id) (\($0.kind.rawValue))" })
    }
    return focus
  }

  /// A plan of the user's for these stems.
  ///
  /// Strips of stems that are not there are left out; throws `MixRequestError.planLacks` for a stem, or one
  /// that a move listens to, without a strip.
  func following(_ plan: MixPlan, stems: Stems) throws(MixRequestError) -> MixPlan {
    let path = request.plan ?? ""
    var result = plan
    let known = Set(stems.stems.map(\.id))
    for stem in stems.stems where plan.channel(stem.id) == nil {
      throw .planLacks(path: path, stem: stem.id)
    }
    result.channels.removeAll { !known.contains($0.id) }
    for move in plan.moves {
      for stem in [move.channel, move.action.key].compactMap({ $0 }) where !known.contains(stem) {
        throw .plan(
          path: path, key: "moves, \(move.id)", cause: "there is no stem '\(stem)'")
      }
    }
    return result
  }

  /// Refuses to write over a stem.
  func checkOverlap(_ inputs: [String], stems: Stems) throws(MixRequestError) {
    guard let folder else { return }
    var names = [MixFiles.mix, MixFiles.master, MixFiles.plan, MixFiles.picture, SongFiles.report]
    if request.writesStems {
      let ids = stems.stems.map(\.id)
      let returns = [SongFiles.reverbReturn, SongFiles.delayReturn].map {
        SongFiles.free($0, besides: ids)
      }
      names += (ids + returns).map { "\(SongFiles.stems)/\($0).wav" }
    }
    let read = Set(inputs.map(FileAccess.real))
    for name in names.map({ "\(folder.destination)/\($0)" })
    where read.contains(FileAccess.real(name)) {
      throw .outputIsInput(path: name)
    }
  }

  /// Makes and writes everything, and reports it.
  mutating func deliver(
    _ proposal: MixProposal, stems: Stems, cache: String, source: String,
    into folder: StagedFolder?
  ) throws -> MixReport {
    var report = MixReport(
      source: source, files: [], stems: proposal.guesses, plan: proposal.plan, headroomGain: 0,
      stages: stages, notices: notices)
    guard let folder else { return report }
    var hearing: MixHearing?
    let monitor = monitor
    let master = try Mixer(stemFolder: cache, scratchFolder: cache, threads: threads).mix(
      stems, plan: proposal.plan, output: try output(stems, in: folder), loops: loops,
      heard: { hearing = $0 },
      progress: {
        monitor.report(StudioProgress(stage: .mixing, total: 0.4 + 0.55 * $0))
      }, isCancelled: monitor.isCancelled)
    lap(.mixing)
    // What was found once stays, in the file as in the project.
    report.plan.keep(master)
    report.master = request.masters ? master : nil
    if let hearing {
      let comparison = MixComparison(
        before: proposal.analyses, after: hearing.strips, mix: hearing.mix)
      report.comparison = comparison
      report.headroomGain = hearing.headroomGain.value
      try folder.write(
        try picture(comparison).encoded(as: .png), to: MixFiles.picture)
    }
    try folder.write((try JSONText.pretty(report.plan) + "\n").utf8, to: MixFiles.plan)
    if let credentials = try studio.credentials(), let statement = try statement(credentials) {
      try credentials.sign(folder, statement, monitor: monitor)
    }
    lap(.writing)
    report.stages = stages
    report.files = folder.files + ["\(folder.destination)/\(SongFiles.report)"]
    if request.masters, master.stoppedByLimiting {
      report.notices.append("The master stops at 6 dB of limiting and is softer than asked for.")
    }
    try folder.write((try JSONText.pretty(report) + "\n").utf8, to: SongFiles.report)
    try folder.commit(clearing: isReplacingMix(in: folder) ? kept : nil)
    return report
  }

  private func output(_ stems: Stems, in folder: StagedFolder) throws -> MixOutput {
    func file(_ name: String) throws -> MixOutput.File {
      MixOutput.File(path: try folder.path(name), format: .wave24, tags: tags)
    }
    var output = MixOutput(masters: [], mix: try file(MixFiles.mix))
    if request.masters { output.masters = [try file(MixFiles.master)] }
    guard request.writesStems else { return output }
    for stem in stems.stems {
      output.stems[stem.id] = try file("\(SongFiles.stems)/\(stem.id).wav")
    }
    let ids = stems.stems.map(\.id)
    func room(_ usual: String) throws -> MixOutput.File {
      try file("\(SongFiles.stems)/\(SongFiles.free(usual, besides: ids)).wav")
    }
    output.reverb = try room(SongFiles.reverbReturn)
    output.delay = try room(SongFiles.delayReturn)
    return output
  }

  private func picture(_ comparison: MixComparison) -> MaskingPicture {
    MaskingPicture(
      title: "Covered by others: \(PathName(request.input).named.last)",
      rows: comparison.lines.map {
        MaskingPicture.Row(
          name: $0.stem, before: $0.bandsBefore, after: $0.bandsAfter,
          totalBefore: $0.maskedBefore, totalAfter: $0.maskedAfter)
      }, centres: ERBScale.centres.map(\.value))
  }
}

extension StagedFolder {
  /// A hidden folder for work that writes nothing; the caller discards it.
  static func unused(in cache: String) throws(OutputError) -> StagedFolder {
    try StagedFolder(destination: "\(cache)/dry-run", names: [], replacing: true)
  }
}
