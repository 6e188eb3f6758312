import Disclosures
import Drawing
import Foundation
import Music
public import Production
import Provenance

extension Studio {
  /// Who made what of a project's song, from the events that its current state rests on.
  ///
  /// A ledger that is not in order is announced and read all the same. Throws `ProjectError`,
  /// `AuthorshipError` and `StudioError.cancelled`.
  public func authorship(
    of project: Project, monitor: WorkMonitor = WorkMonitor()
  ) throws -> Authorship {
    try project.file.announceFaults(to: notary)
    return try authorship(of: project.file, events: try project.file.ledger(), monitor: monitor)
  }

  func authorship(
    of file: ProjectFile, events: [LedgerEvent], monitor: WorkMonitor = WorkMonitor()
  ) throws -> Authorship {
    let steps = try AuthorshipPath(of: events).steps
    var tracker = AuthorshipTracker()
    var cache = SlotCache()
    for (index, step) in steps.enumerated() {
      if monitor.isCancelled() { throw StudioError.cancelled }
      monitor.report(
        StudioProgress(stage: .writing, total: Double(index) / Double(steps.count)))
      let song = try file.song(of: step.event.after.number, cache: &cache)
      tracker.follow(step, after: AuthorshipSong(song))
    }
    return tracker.authorship()
  }

  /// Draws who made what into a PNG, SVG or PDF file.
  ///
  /// Throws `OutputError.exists` when a file stands there and `replacing` is false, and
  /// `DrawingError`.
  public func drawAuthorship(
    _ authorship: Authorship, to path: String, dark: Bool, replacing: Bool
  ) throws {
    try Self.checkTarget(path, replacing: replacing)
    try AuthorshipPicture(of: authorship, theme: dark ? .dark : .light).write(to: path)
  }

  /// What may be said about who made a project's song.
  ///
  /// Throws `DisclosureError` for writers that cannot stand, `DisclosureFileError` where the program's
  /// texts are damaged, and what `authorship(of:)` and `ProjectFile.verify` throw.
  public func disclosure(
    of project: Project, _ request: AuthorshipRequest, monitor: WorkMonitor = WorkMonitor()
  ) throws -> Disclosure {
    let texts = try DisclosureFile.read(folder: resources.disclosure)
    let events = try project.file.ledger()
    let authorship = try authorship(of: project.file, events: events, monitor: monitor)
    let song = try project.file.song()
    let verdict = try project.file.verify(by: notary)
    project.file.announce(verdict.findings, to: notary)
    let ledger = Disclosure.LedgerStatement(verdict, events: events)
    var writers = request.writers
    if writers.isEmpty {
      let names = ledger.people.compactMap(\.name) + [configuration.artist].compactMap { $0 }
      writers = names.first.map { [.init(name: $0)] } ?? []
    }
    return try DisclosureWriter(
      authorship, texts: texts,
      request: DisclosureRequest(
        project: project.name, program: "Etude \(EtudeVersion.current)", events: events,
        ledger: ledger, writers: writers, importsAreOthers: request.importsAreOthers,
        prompt: song.brief.prompt, styles: song.plan.styles.map(\.name),
        soundFont: song.settings.soundFont, model: trainedModel())
    ).disclosure()
  }

  /// Writes papers about who made a project's song; returns them with the paths of their files.
  ///
  /// Files appear all together or not at all. Throws what `disclosure` throws, `OutputError` and
  /// `DrawingError`.
  public func writeDisclosure(
    of project: Project, _ request: AuthorshipRequest, monitor: WorkMonitor = WorkMonitor()
  ) throws -> (disclosure: Disclosure, files: [String]) {
    let folder = request.output.map { PathName($0).named.path } ?? project.folder
    func name(_ format: AuthorshipFormat) -> String {
      "\(project.name)-authorship.\(format.rawValue)"
    }
    let staged = try StagedFolder(
      destination: folder, names: request.formats.map(name), replacing: request.replacing)
    do {
      let disclosure = try disclosure(of: project, request, monitor: monitor)
      for format in request.formats {
        try staged.write(try Self.bytes(of: disclosure, as: format), to: name(format))
      }
      try staged.commit()
      return (disclosure, request.formats.map { "\(folder)/\(name($0))" })
    } catch {
      staged.discard()
      throw StudioError.translated(error)
    }
  }

  /// The bytes of a file in one form.
  private static func bytes(
    of disclosure: Disclosure, as format: AuthorshipFormat
  ) throws -> [UInt8] {
    switch format {
    case .html:
      let picture = try AuthorshipPicture(of: disclosure.authorship).encoded(as: .svg)
      return Array(
        DisclosurePage(disclosure, picture: String(decoding: picture, as: UTF8.self)).html.utf8)
    case .pdf: return try DisclosurePages(disclosure).encoded()
    case .json: return Array((try JSONText.pretty(disclosure) + "\n").utf8)
    case .xml: return Array(DisclosureFragment(disclosure).xml.utf8)
    case .txt: return Array(DisclosureSheet(disclosure).text.utf8)
    }
  }

  /// The neural composer and its training data, where they are installed.
  private func trainedModel() -> DisclosureRequest.Model? {
    guard let card = try? composerCard() else { return nil }
    let rows = String(decoding: (try? trainingWorks()) ?? Data(), as: UTF8.self)
      .split(separator: "\n").dropFirst().map(Self.fields)
    var authors: [[String]: [String: Int]] = [:]
    for row in rows where row.count >= 5 {
      authors[[row[3], row[4]], default: [:]][row[2], default: 0] += 1
    }
    let training = authors.map { group, counts in
      Disclosure.Attribution(
        collection: group[0], licence: group[1], works: counts.values.reduce(0, +),
        authors: counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key))
    }.sorted { ($1.works, $0.collection, $0.licence) < ($0.works, $1.collection, $1.licence) }
    return DisclosureRequest.Model(name: card.name, training: training)
  }
}

extension AuthorshipSong {
  /// What is measured of a song.
  fileprivate init(_ song: Song) {
    self.init(
      brief: song.brief, plan: song.plan, score: song.score, performance: song.performance,
      mix: song.mix)
  }
}
