import Crypto
import Foundation
import Music
import Originality
public import Production
import ReferenceIndex

extension Studio {
  /// The name of the index that ships with the program.
  static let shippedIndex = "works.etude-index"

  /// What a MIDI file or a project shares with other music.
  ///
  /// Folders are read once: their index is kept in the cache, named by what the files hold. Throws
  /// `ComparisonError`, `StudioError`, `MIDIDecodingError`, `ScoreDecodingError`, `ProjectError`.
  public func originality(
    _ request: OriginalityRequest, monitor: WorkMonitor = WorkMonitor()
  ) throws -> Verdict {
    var (lines, style, notices) = try lines(of: request.piece, recovers: request.recovers)
    var sources: [Searcher.Source] = []
    let shipped = try shippedSource(isChecked: true)
    if !request.withoutShipped, let shipped { sources.append(shipped) }
    for place in request.against {
      let (source, skipped) = try source(at: place, recovers: request.recovers, monitor)
      sources.append(source)
      if !skipped.isEmpty {
        notices.append(
          "\(skipped.count) files of \(place) were passed over, such as \(skipped[0].path): "
            + "\(skipped[0].reason).")
      }
    }
    guard !sources.isEmpty else {
      throw ComparisonError.nothingToCompareWith(place: resources.reference)
    }
    var verdict = try Self.compared(
      lines, with: searcher(sources, usual: shipped?.index), genre: request.genre ?? style)
    if let wished = request.genre, wished != "all", verdict.baseline.genre == "all" {
      notices.append(
        "No index has enough works of the genre '\(wished)'; it is compared with all genres.")
    }
    verdict.notices += notices
    return verdict
  }

  /// The lines of a MIDI file or a project, the project's style, and what could not be read.
  private func lines(
    of piece: String, recovers: Bool
  ) throws -> (lines: PieceLines, style: String?, notices: [String]) {
    guard Self.isProject(piece) else {
      let reading = try readScore(piece, melody: nil, recovering: recovers)
      return (PieceLines(reading.score, recognizing: true), nil, reading.notices)
    }
    let project = try Project.open(at: piece)
    let song = try project.file.song()
    return (
      PieceLines(song.score, recognizing: try project.file.isImported()), Self.style(of: song), []
    )
  }

  /// The style that has the most part in a song.
  private static func style(of song: Song) -> String? {
    song.plan.styles.max { ($0.weight, $1.name) < ($1.weight, $0.name) }?.name
  }

  /// The works of the shipped index that a MIDI file or a project is nearest to.
  ///
  /// `searcher` is opened once for many.
  func nearest(to piece: String, with searcher: Searcher) throws -> [Verdict.Nearness] {
    let (lines, style, _) = try lines(of: piece, recovers: false)
    return try Self.compared(lines, with: searcher, genre: style).nearest
  }

  /// Makes an index of a folder, and writes it where it is to be written.
  ///
  /// Throws `ComparisonError`, `StudioError` and `OutputError`.
  public func index(
    _ request: IndexRequest, monitor: WorkMonitor = WorkMonitor()
  ) throws -> IndexReport {
    if let output = request.output, !request.replacing, !FileAccess.isMissing(output) {
      throw OutputError.exists(path: PathName(output).parent, names: [PathName(output).last])
    }
    let (bytes, report) = try IndexBuilding(request: request, monitor: monitor).build()
    if let output = request.output { try Self.write(bytes, to: output) }
    return report
  }

  private static func write(_ bytes: [UInt8], to path: String) throws {
    do {
      try Data(bytes).write(to: URL(fileURLWithPath: path), options: .atomic)
    } catch {
      throw StagedFolder.outputError(error, path: path)
    }
  }

  /// What a song shares with the works that ship with the program; nil where none do.
  func originality(of song: Song, shipped: Searcher) throws -> Verdict {
    try Self.compared(
      PieceLines(song.score, recognizing: false), with: shipped,
      genre: Self.style(of: song))
  }

  /// The searcher of the index that ships with the program; nil where none does.
  ///
  /// `isChecked` reads every byte of it, which composing does not wait for.
  func shippedSearcher(isChecked: Bool = false) throws -> Searcher? {
    guard let source = try shippedSource(isChecked: isChecked) else { return nil }
    return try searcher([source])
  }

  private func searcher(
    _ sources: [Searcher.Source], usual: ReferenceIndex? = nil
  ) throws -> Searcher {
    do {
      return try Searcher(
        sources, usual: usual, threads: threads)
    } catch {
      throw Self.translated(error)
    }
  }

  private static func compared(
    _ lines: PieceLines, with searcher: Searcher, genre: String?
  ) throws -> Verdict {
    do {
      return try searcher.verdict(of: lines, genre: genre)
    } catch {
      throw translated(error)
    }
  }

  private static func translated(_ error: OriginalityError) -> ComparisonError {
    switch error {
    case .index(let name, let cause): .unreadable(path: name, cause)
    }
  }

  private func shippedSource(isChecked: Bool = false) throws -> Searcher.Source? {
    let path = "\(resources.reference)/\(Self.shippedIndex)"
    guard !FileAccess.isMissing(path) else { return nil }
    do {
      let index = try ReferenceIndex(path: path)
      if isChecked { try index.verify() }
      return Searcher.Source(name: index.facts.name, index: index)
    } catch {
      throw ComparisonError.unreadable(path: path, error)
    }
  }

  /// The index at a path, or of a folder.
  private func source(
    at place: String, recovers: Bool, _ monitor: WorkMonitor
  ) throws -> (Searcher.Source, [IndexReport.Skipped]) {
    do {
      guard FileAccess.isFolder(place) else {
        let index = try ReferenceIndex(path: place)
        try index.verify()
        return (Searcher.Source(name: index.facts.name, index: index), [])
      }
      let digest = try Self.digest(ofFolder: place, recovers: recovers)
      let kept = "\(cacheFolder)/indexes/\(digest).etude-index"
      if let index = try? ReferenceIndex(path: kept), (try? index.verify()) != nil {
        return (Searcher.Source(name: index.facts.name, index: index), [])
      }
      let request = IndexRequest(folder: place, recovers: recovers)
      let (bytes, report) = try IndexBuilding(request: request, monitor: monitor).build()
      // What cannot be kept is made again the next time.
      try? FileManager.default.createDirectory(
        atPath: PathName(kept).parent, withIntermediateDirectories: true)
      try? Self.write(bytes, to: kept)
      let index = try ReferenceIndex(bytes: bytes)
      return (Searcher.Source(name: index.facts.name, index: index), report.skipped)
    } catch let error as ReferenceIndexError {
      throw ComparisonError.unreadable(path: place, error)
    }
  }

  /// A name for what a folder holds: of its MIDI files' paths and bytes, and of its list.
  private static func digest(ofFolder folder: String, recovers: Bool) throws -> String {
    var hash = SHA256()
    hash.update(data: Data("etude-index \(ReferenceIndex.version) \(recovers)\n".utf8))
    hash.update(data: Data("\(PathName(folder).named.last)\n".utf8))
    for path in IndexBuilding.paths(in: folder) + [WorkList.fileName] {
      guard let bytes = FileManager.default.contents(atPath: "\(folder)/\(path)") else { continue }
      hash.update(data: Data("\(path)\n\(bytes.count)\n".utf8))
      hash.update(data: bytes)
    }
    return hash.finalize().map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
  }
}
