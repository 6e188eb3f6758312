import Foundation
import Production
import Signal

extension JobWorker {
  /// The folder beside a project that holds its masters, and that of its earlier states.
  static let masters = "masters", exports = "exports"

  /// Writes an earlier state into a folder that is called after its name, if any, and its number.
  func export(
    _ id: String, state: Int64, _ formats: [OutputFormat], _ monitor: WorkMonitor
  ) throws -> JobResult {
    let project = try library.project(id)
    let named = try project.file.versions().last { $0.state == state }?.name
    let name = "\(named.map(SongName.slug) ?? "state")-\(state)"
    let report = try studio.export(
      project,
      ExportRequest(
        formats: formats, output: "\(project.folder)/\(Self.exports)/\(name)", replacing: true,
        state: state), monitor: monitor)
    return JobResult(project: id, notices: report.notices, files: below(report.files, project))
  }

  /// Masters a project into a folder beside it: the master, and mix and master at equal loudness.
  func master(_ id: String, _ wish: MasterOrder, _ monitor: WorkMonitor) throws -> JobResult {
    let project = try library.project(id)
    let shelf = ReferenceShelf(of: project)
    var intent = MasterIntent(
      intensity: wish.intensity, character: wish.character,
      references: try wish.references.map {
        MasterIntent.Reference(path: try shelf.path($0))
      })
    if let loudness = wish.loudness {
      intent.loudness = LUFS(loudness)
      intent.isLoudnessNamed = true
    }
    if let ceiling = wish.ceiling { intent.ceiling = Decibels(ceiling) }
    var result = try studio.master(
      MasterRequest(
        inputs: [project.file.path], output: "\(project.folder)/\(Self.masters)/", intent: intent,
        target: wish.target, isCeilingNamed: wish.ceiling != nil, writesComparison: true,
        isReplacing: true), monitor: monitor)
    let files = below(result.files, project)
    // What is told names no place of the machine.
    result.files = files
    for index in result.tracks.indices {
      result.tracks[index].input = id
      result.tracks[index].files = below(result.tracks[index].files, project)
      for place in result.tracks[index].plan.intent.references.indices {
        let path = result.tracks[index].plan.intent.references[place].path
        result.tracks[index].plan.intent.references[place].path = PathName(path).last
      }
    }
    return JobResult(
      project: id, notices: result.tracks.flatMap(\.notes), files: files,
      report: try JSONText.line(result))
  }

  /// How alike songs of the library are, each called by its id.
  func sameness(_ ids: [String], _ monitor: WorkMonitor) throws -> JobResult {
    let paths =
      ids.isEmpty ? library.places().map(\.file) : try ids.map { try library.file(of: $0) }
    var report = try studio.sameness(
      SamenessRequest(paths: paths, explain: explain), monitor: monitor)
    func name(_ path: String) -> String { library.id(ofFile: path) ?? PathName(path).last }
    for index in report.works.indices { report.works[index].path = name(report.works[index].path) }
    for index in report.skipped.indices {
      report.skipped[index].path = name(report.skipped[index].path)
    }
    report.duplicates = report.duplicates.map { $0.map(name) }
    return JobResult(notices: report.notices, report: try JSONText.line(report))
  }
}
