import AudioFiles
import DeliveryTargets
import Foundation
import Mixing
import Production
import Signal

/// One run of a mastering, from inputs to files.
struct MasterSession {
  let studio: Studio
  let request: MasterRequest
  let monitor: WorkMonitor
  /// The wishes with the target's numbers in them.
  let intent: MasterIntent
  let target: DeliveryTarget?
  let corridor: GenreCorridor?
  let format: AudioFormat
  let tracks: [MasterTracks.Track]
  let desk: MasteringDesk
  /// Where everything is written.
  let place: MasterPlace
  private let mixes: [StagedFolder]

  /// A track with its plan.
  struct Planned {
    var source: MasterSource
    var plan: MasterPlan
  }

  init(studio: Studio, request: MasterRequest, monitor: WorkMonitor) throws {
    self.studio = studio
    self.request = request
    self.monitor = monitor
    let data = try DeliveryTargets(folder: studio.resources.targets)
    target = try request.target.map { name throws(DeliveryTargetsError) in try data.target(name) }
    intent = MasterSession.intent(request, target)
    let genre = request.intent.genre
    corridor =
      if let genre { try data.genre(genre) } else { data.genres.first { $0.name == "any" } }
    let files = try MasterTracks.files(request.inputs)
    let isFolder = MasterTracks.isFolder(request.output)
    if !isFolder, files.count > 1 {
      throw MasterRequestError.needsFolder(output: request.output, tracks: files.count)
    }
    if request.planFile != nil, files.count > 1 {
      throw MasterRequestError.planForSeveral(tracks: files.count)
    }
    let format =
      isFolder ? request.format ?? .wave24 : try MasterTracks.format(of: request.output)
    self.format = format
    let names =
      isFolder ? MasterTracks.names(files) : [PathName(request.output).stem]
    try MasterSession.checkCodes(request.metadata.isrc, tracks: files.count)
    let destination = isFolder ? PathName(request.output).path : PathName(request.output).parent
    let outputs = names.map { name in
      isFolder ? "\(name).\(format.fileExtension)" : PathName(request.output).last
    }
    let extras =
      request.writesComparison ? names.flatMap { ["\($0).before.wav", "\($0).after.wav"] } : []
    let texts = isFolder ? names.map { "\($0).plan.json" } + [MasterSession.reportName] : []
    try MasterSession.checkOverlap(
      request, inputs: files, folder: destination, names: outputs + extras + texts)
    try MasterSession.checkReport(request, folder: destination)
    place = try MasterPlace(
      output: isFolder ? destination : request.output, isFolder: isFolder,
      names: outputs + extras + texts, replacing: request.isReplacing)
    Leftovers.sweepScratch(in: studio.cacheFolder)
    var mixes: [StagedFolder] = []
    do {
      try FileManager.default.createDirectory(
        atPath: studio.cacheFolder, withIntermediateDirectories: true)
      desk = MasteringDesk(scratchFolder: studio.cacheFolder, threads: studio.threads)
      var tracks: [MasterTracks.Track] = []
      for (file, name) in zip(files, names) {
        guard MasterTracks.isProject(file) else {
          tracks.append(MasterTracks.Track(path: file, input: file, name: name, tags: nil))
          continue
        }
        let mix = try studio.premix(Project.open(at: file), monitor: monitor)
        mixes.append(mix.folder)
        tracks.append(
          MasterTracks.Track(path: mix.path, input: file, name: name, tags: mix.tags))
      }
      self.tracks = tracks
      self.mixes = mixes
    } catch {
      for mix in mixes { mix.discard() }
      place.discard()
      throw error
    }
  }

  /// Removes what is not needed any more.
  func discard() {
    for mix in mixes { mix.discard() }
    place.discard()
  }

  private static func intent(_ request: MasterRequest, _ target: DeliveryTarget?) -> MasterIntent {
    var intent = request.intent
    intent.target = target?.name
    if let target {
      if !intent.isLoudnessNamed { intent.loudness = target.loudness }
      if !request.isCeilingNamed { intent.ceiling = target.ceiling }
    }
    return intent
  }

  private static func checkCodes(_ codes: [String], tracks: Int) throws(MasterRequestError) {
    guard !codes.isEmpty else { return }
    guard codes.count == tracks else { throw .isrcCount(codes: codes.count, tracks: tracks) }
    for code in codes { _ = try MasterTracks.isrc(code) }
  }

  /// Refuses to write over what is read, and the report over what is written.
  ///
  /// A plan that is followed may be written again where it stands: it says the same.
  private static func checkOverlap(
    _ request: MasterRequest, inputs: [String], folder: String, names: [String]
  ) throws(MasterRequestError) {
    let written = names.map { "\(folder)/\($0)" }
    let all = written + [request.report].compactMap { $0 }
    let inputs = Set(inputs.map(FileAccess.real))
    if let clash = all.first(where: { inputs.contains(FileAccess.real($0)) }) {
      throw .outputIsInput(path: clash)
    }
    var read = Set(request.intent.references.map { FileAccess.real($0.path) })
    if let clash = all.first(where: { read.contains(FileAccess.real($0)) }) {
      throw .outputIsRead(path: clash)
    }
    guard let report = request.report else { return }
    if let plan = request.planFile { read.insert(FileAccess.real(plan)) }
    guard !read.contains(FileAccess.real(report)) else { throw .outputIsRead(path: report) }
    guard !written.map(FileAccess.real).contains(FileAccess.real(report)) else {
      throw .reportIsOutput(path: report)
    }
  }

  /// Refuses a report that would replace a file unasked or has no folder, before any work is done.
  private static func checkReport(
    _ request: MasterRequest, folder: String
  ) throws(OutputError) {
    guard let report = request.report else { return }
    let parent = PathName(report).parent
    if FileAccess.isFolder(report) { throw .notWritable(path: report, cause: "it is a folder") }
    if !request.isReplacing, FileManager.default.fileExists(atPath: report) {
      throw .exists(path: parent, names: [PathName(report).last])
    }
    guard FileAccess.isFolder(parent) || FileAccess.real(parent) == FileAccess.real(folder) else {
      throw .notWritable(path: parent, cause: "it is no folder")
    }
  }

  func report(_ share: Double, _ part: String?) {
    monitor.report(StudioProgress(stage: .mastering, part: part, total: share))
  }
}
