import Briefing
import Foundation
import Production

/// Does the jobs of a library with the studio.
public struct JobWorker: Sendable {
  let studio: Studio
  let library: SongLibrary
  /// Draws a seed where none was given.
  let seed: @Sendable () -> UInt64
  /// Says what an error means to a person.
  let explain: @Sendable (any Error) -> String

  /// Makes a worker.
  public init(
    studio: Studio, library: SongLibrary, seed: @escaping @Sendable () -> UInt64,
    explain: @escaping @Sendable (any Error) -> String
  ) {
    self.studio = studio
    self.library = library
    self.seed = seed
    self.explain = explain
  }

  /// Does one job and returns what came of it.
  ///
  /// Throws what the studio throws, `LibraryError`, and `StudioError.outOfRange`.
  public func run(_ order: JobOrder, monitor: WorkMonitor) throws -> JobResult {
    switch order {
    case .compose(let wish): return try compose(wish, monitor)
    case .more(let ids, let count):
      let projects = try ids.map { try library.project($0) }
      guard let first = projects.first else { throw LibraryError.unknown(id: "") }
      let names = projects.map(\.name).joined(separator: "-")
      let reports = try studio.more(
        like: projects, try fresh("like \(names)", from: first, count: count), monitor: monitor)
      return songs(reports)
    case .blend(let first, let second, let share):
      let (a, b) = (try library.project(first), try library.project(second))
      let request = BlendRequest(
        share: share, order: try fresh("\(a.name) \(b.name)", from: a, count: 1))
      return songs(try studio.blend(a, b, request, monitor: monitor))
    case .render(let id, let formats, let remix):
      let project = try library.project(id)
      let report = try studio.render(
        project, RenderRequest(formats: formats, remix: remix), monitor: monitor)
      return JobResult(
        project: id, notices: report.notices, files: below(report.files, project))
    case .originality(let id):
      let project = try library.project(id)
      let verdict = try studio.originality(
        OriginalityRequest(piece: project.file.path), monitor: monitor)
      return JobResult(project: id, report: try JSONText.line(verdict))
    case .disclosure(let id):
      let project = try library.project(id)
      let request = AuthorshipRequest(formats: AuthorshipFormat.allCases, replacing: true)
      let (_, files) = try studio.writeDisclosure(of: project, request, monitor: monitor)
      return JobResult(project: id, files: below(files, project))
    case .export(let id, let state, let formats):
      return try export(id, state: state, formats, monitor)
    case .master(let id, let wish): return try master(id, wish, monitor)
    case .sameness(let ids): return try sameness(ids, monitor)
    default: return try change(order, monitor)
    }
  }

  /// Jobs that change a project.
  private func change(_ order: JobOrder, _ monitor: WorkMonitor) throws -> JobResult {
    guard let id = order.project else { throw LibraryError.unknown(id: "") }
    let project = try library.project(id)
    let report: ChangeReport
    switch order {
    case .regenerate(_, let bars, let parts, let composer, let controls):
      report = try studio.regenerate(
        project,
        RegenerateRequest(bars: bars, parts: parts, controls: controls, composer: composer),
        monitor: monitor)
    case .vary(_, let amount, let bars, let parts, let composer):
      report = try studio.vary(
        project, VaryRequest(amount: amount, bars: bars, parts: parts, composer: composer),
        monitor: monitor)
    case .extend(_, let bars, let style):
      report = try studio.continuing(
        project, ContinueRequest(bars: bars, style: style), monitor: monitor)
    case .accompany(_, let parts):
      report = try studio.accompany(project, AccompanyRequest(parts: parts), monitor: monitor)
    case .harmonize(_, let style):
      report = try studio.harmonize(project, HarmonizeRequest(style: style), monitor: monitor)
    default:
      let mended = try studio.mend(project)
      report = ChangeReport(
        text: "Mended \(mended.mended.count) of \(mended.before.winces.count) winces.",
        notices: mended.left.map(\.reason))
    }
    return JobResult(project: id, text: report.text, notices: report.notices)
  }

  /// The most songs of one order.
  public static let variations = 1...64

  private func compose(_ order: ComposeOrder, _ monitor: WorkMonitor) throws -> JobResult {
    let range = Self.variations
    guard range.contains(order.variations) else {
      throw StudioError.outOfRange(
        name: "variations", got: Double(order.variations),
        allowed: Double(range.lowerBound)...Double(range.upperBound))
    }
    let brief = try studio.brief(prompt: order.prompt, named: order.options)
    let seed = order.seed ?? seed()
    let name =
      order.title ?? PathName(studio.defaultOutput(for: brief, title: nil, seed: seed)).last
    let request = ComposeRequest(
      brief: brief, seed: seed, variations: order.variations,
      output: library.freshFolder(named: name), title: order.title,
      formats: order.sound ? [.midi, .stems, .wav] : [.midi], composer: order.composer)
    return songs(try studio.compose(request, monitor: monitor))
  }

  /// An order for songs made of others, in a new folder.
  private func fresh(_ name: String, from project: Project, count: Int) throws -> ComposeRequest {
    guard Self.variations.contains(count) else {
      throw StudioError.outOfRange(name: "variations", got: Double(count), allowed: 1...64)
    }
    return ComposeRequest(
      brief: Brief(), seed: seed(), variations: count, output: library.freshFolder(named: name),
      formats: [.midi, .stems, .wav])
  }

  private func songs(_ reports: [SongReport]) -> JobResult {
    JobResult(
      projects: reports.compactMap { $0.files.first.flatMap(library.id(ofFile:)) },
      notices: reports.first?.notices ?? [])
  }

  /// Reports that lie beside the files of a project for the command line: they name places of the machine.
  public static let reports: Set<String> = [SongFiles.report, MasterSession.reportName]

  func below(_ files: [String], _ project: Project) -> [String] {
    let folder = FileAccess.real(project.folder) + "/"
    return files.map(FileAccess.real)
      .filter { $0.hasPrefix(folder) && !Self.reports.contains(PathName($0).last) }
      .map { String($0.dropFirst(folder.count)) }
  }
}
