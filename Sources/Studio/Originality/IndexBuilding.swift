import Dispatch
import Foundation
import Music
import Originality
import Production
import ReferenceIndex
import StandardMIDI
import Synchronization

/// Makes an index of a folder of MIDI files, on all cores, some hundred files at a time.
struct IndexBuilding {
  let request: IndexRequest
  let monitor: WorkMonitor

  /// How many files are read before what is read of them joins the index.
  private static let batch = 512
  /// The most files that are looked at.
  private static let mostFiles = 1 << 20
  /// The most bytes that a MIDI file may have.
  private static let largest = 16 << 20

  /// What is read of one file.
  private enum Outcome {
    case work(IndexMaker.Reading, title: String)
    case skipped(String)
    case cancelled
  }

  /// The index's bytes and a report; throws `ComparisonError` and `StudioError`.
  func build() throws -> (bytes: [UInt8], report: IndexReport) {
    let files = try self.files()
    var maker = IndexMaker()
    var skipped: [IndexReport.Skipped] = []
    var start = 0
    while start < files.count {
      let batch = Array(files[start..<min(start + Self.batch, files.count)])
      for (file, outcome) in zip(batch, read(batch, done: start, of: files.count)) {
        switch outcome {
        case .work(let reading, let title):
          var name = file.name
          if name.title == PathName(file.path).stem, !title.isEmpty { name.title = title }
          maker.add(reading, name: name)
        case .skipped(let reason):
          skipped.append(IndexReport.Skipped(path: file.path, reason: reason))
        case .cancelled: throw StudioError.cancelled
        }
      }
      start += batch.count
    }
    guard maker.count > 0 else {
      throw ComparisonError.noWorks(folder: request.folder, skipped: skipped.count)
    }
    return try finish(&maker, skipped)
  }

  private func finish(
    _ maker: inout IndexMaker, _ skipped: [IndexReport.Skipped]
  ) throws -> (bytes: [UInt8], report: IndexReport) {
    let name = request.name ?? PathName(request.folder).named.last
    do {
      let bytes = try maker.finish(
        name: name, about: "\(maker.count) works", styles: Self.genres, alarm: request.alarm,
        run: { count, work in
          DispatchQueue.concurrentPerform(iterations: count) { number in
            if !monitor.isCancelled() { work(number) }
          }
        })
      if monitor.isCancelled() { throw StudioError.cancelled }
      let index = try ReferenceIndex(bytes: bytes)
      var tunes: Set<Int> = []
      for work in 0..<index.count { tunes.insert(try index.tune(ofWork: work)) }
      let report = IndexReport(
        file: request.output, works: index.count, tunes: tunes.count, bytes: bytes.count,
        alarm: index.facts.alarm, baselines: index.facts.baselines, skipped: skipped)
      return (bytes, report)
    } catch let error as ReferenceIndexError {
      throw ComparisonError.unreadable(path: request.output ?? request.folder, error)
    }
  }

  /// The genre of the corpus that songs of a style are compared with.
  private static let genres = [
    "baroque": "classical", "chorale": "hymn", "classical-piano": "classical", "country": "folk",
    "folk": "folk", "gospel": "hymn", "holiday": "hymn", "irish": "folk", "metal": "game",
    "chiptune": "game", "string-quartet": "string-quartet", "cinematic": "classical",
  ]

  /// The works of the folder's list, else every MIDI file below it.
  private func files() throws -> [WorkList.Entry] {
    let folder = PathName(request.folder).path
    guard FileAccess.isFolder(folder), FileAccess.canList(folder) else {
      throw StudioError.unreadable(
        path: folder,
        cause: FileAccess.isMissing(folder)
          ? "there is no such folder"
          : FileAccess.isFolder(folder) ? "permission denied" : "it is no folder")
    }
    let list = "\(folder)/\(WorkList.fileName)"
    guard FileAccess.isMissing(list) else { return try WorkList(path: list).entries }
    return Self.paths(in: folder).map { WorkList.Entry(path: $0, name: WorkList.unknown($0)) }
  }

  /// MIDI files below a folder by path, links to folders not followed; of a song of the program's
  /// own the whole score alone.
  static func paths(in folder: String) -> [String] {
    guard let found = FileManager.default.enumerator(atPath: folder) else { return [] }
    var paths: [String] = []
    while let path = found.nextObject() as? String, paths.count < mostFiles {
      let name = path.lowercased()
      guard name.hasSuffix(".mid") || name.hasSuffix(".midi") else { continue }
      paths.append(path)
    }
    let songs = Set(
      paths.filter { PathName($0).last == SongFiles.score }.map { PathName($0).parent })
    return paths.filter { path in
      let parent = PathName(PathName(path).parent)
      return parent.last != SongFiles.parts || !songs.contains(parent.parent)
    }.sorted()
  }

  private func read(_ batch: [WorkList.Entry], done: Int, of total: Int) -> [Outcome] {
    let outcomes = Mutex([Outcome?](repeating: nil, count: batch.count))
    DispatchQueue.concurrentPerform(iterations: batch.count) { place in
      let outcome: Outcome =
        monitor.isCancelled() ? .cancelled : read("\(request.folder)/\(batch[place].path)")
      let count = outcomes.withLock { outcomes -> Int in
        outcomes[place] = outcome
        return outcomes.count { $0 != nil }
      }
      // Measuring what works borrow follows, and takes about a third as long.
      if count % 64 == 0 {
        monitor.report(
          StudioProgress(
            stage: .indexing, total: 0.75 * Double(done + count) / Double(max(total, 1))))
      }
    }
    return outcomes.withLock { $0.map { $0 ?? .cancelled } }
  }

  private func read(_ path: String) -> Outcome {
    do {
      let bytes = try Studio.readFile(path, limit: Self.largest)
      let file =
        request.recovers
        ? try MIDIFile.decode(recovering: bytes).file : try MIDIFile.decode(bytes)
      let score = try ScoreDecoder().score(of: file).score
      guard let reading = IndexMaker.Reading(score) else {
        return .skipped("it has no line of four notes")
      }
      return .work(reading, title: score.title)
    } catch let error as MIDIDecodingError {
      return .skipped("it is damaged: \(error)")
    } catch let error as ScoreDecodingError {
      return .skipped(error == .noNotes ? "it has no notes" : "it lasts too long")
    } catch StudioError.fileTooLarge(_, let size, _) {
      return .skipped("it has \(size) bytes")
    } catch StudioError.unreadable(_, let cause) {
      return .skipped(cause)
    } catch {
      return .skipped("\(error)")
    }
  }
}
