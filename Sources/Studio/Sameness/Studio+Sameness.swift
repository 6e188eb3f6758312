public import ComparisonFiles
import Foundation
import Originality

extension Studio {
  /// How alike songs are, beside human pieces of their kind, and what they have too often.
  ///
  /// Files that cannot be read are told and passed over. Memory holds a few kilobytes a song that is
  /// compared. Throws `StudioError` for paths that are not there, `ComparisonsError` where the
  /// human numbers are damaged, `StyleLibraryError` for an unknown style and `StudioError.cancelled`.
  public func sameness(
    _ request: SamenessRequest, monitor: WorkMonitor = WorkMonitor()
  ) throws -> SamenessReport {
    guard (2...SamenessRequest.limit).contains(request.most) else {
      throw StudioError.outOfRange(
        name: "most", got: Double(request.most), allowed: 2...Double(SamenessRequest.limit))
    }
    let wished = try request.style.map { try styleNames(worded: $0).first ?? $0 }
    let paths = try WorkFolder(request.paths, isCancelled: monitor.isCancelled).paths
    var gathering = SamenessGathering(
      reading: WorkReading(studio: self, monitor: monitor), explain: request.explain)
    try gathering.gather(paths, most: request.most)
    let features = gathering.works.map(\.entry.features)
    guard let table = LikenessTable(features, isCancelled: monitor.isCancelled) else {
      throw StudioError.cancelled
    }
    var notices: [String] = []
    let human = try comparisons(&notices)
    let style = wished ?? gathering.mainStyle
    let chosen = Self.set(for: style, of: gathering.works.count, in: human)
    var review = SamenessReview(
      features, table, human: chosen?.set, isOwnGenre: chosen?.isOwnGenre ?? false,
      loops: human?.loops ?? [:], pairs: request.pairs)
    if let style, chosen?.isOwnGenre != true, human != nil {
      notices.append("There are no human pieces of \(style) to compare with.")
    }
    for index in review.nearest.indices {
      if monitor.isCancelled() { throw StudioError.cancelled }
      review.nearest[index].same = passages(
        gathering.works[review.nearest[index].first].path,
        gathering.works[review.nearest[index].second].path)
    }
    return SamenessReport(
      works: gathering.works.map {
        SamenessReport.Work(
          path: $0.path, style: $0.entry.style, bars: $0.entry.features.bars)
      },
      skipped: gathering.skipped, duplicates: gathering.duplicates, leftOut: gathering.leftOut,
      style: style, review: review, verdict: review.verdict, standing: review.standing,
      notices: notices, table: table, features: features)
  }

  /// What two songs share, with bars; nothing where one cannot be read any more.
  private func passages(_ first: String, _ second: String) -> [SharedPassage] {
    guard let left = try? comparable(first).score, let right = try? comparable(second).score else {
      return []
    }
    return SharedPassage.all(left, right)
  }

  /// What human pieces are like among themselves; nil, with a notice, where the file is not installed.
  ///
  /// Throws `ComparisonsError` for a file that is there and damaged.
  func comparisons(_ notices: inout [String]) throws -> ComparisonFile? {
    let path = "\(resources.comparisons)/sameness.json"
    guard let data = FileManager.default.contents(atPath: path) else {
      notices.append("The numbers of human pieces are not installed; there is no comparison.")
      return nil
    }
    do {
      return try ComparisonFile(data, version: WorkFeatures.version)
    } catch {
      throw ComparisonsError(path: path, cause: error)
    }
  }

  /// The human set for a style: the one of its own that tells most and is large enough, else all kinds.
  private static func set(
    for style: String?, of count: Int, in file: ComparisonFile?
  ) -> (set: ComparisonFile.Set, isOwnGenre: Bool)? {
    guard let file else { return nil }
    let own = (style.flatMap { file.styles[$0] } ?? []).compactMap { file.sets[$0] }
    if let best = own.enumerated().max(by: {
      ($0.element.aspects.count, $1.offset) < ($1.element.aspects.count, $0.offset)
    }) {
      return (best.element, true)
    }
    return file.sets[ComparisonFile.all].map { ($0, false) }
  }
}

/// The human numbers are there and cannot be used.
public struct ComparisonsError: Error, Hashable, Sendable {
  /// The file.
  public let path: String
  /// What is wrong with it.
  public let cause: ComparisonFileError
}

/// Gathers the songs to be compared.
struct SamenessGathering {
  /// A song.
  struct Work {
    var path: String
    var entry: FeatureStore.Entry
  }

  let reading: WorkReading
  let explain: @Sendable (any Error) -> String
  private(set) var works: [Work] = []
  private(set) var skipped: [SamenessReport.Skipped] = []
  private(set) var duplicates: [[String]] = []
  private(set) var leftOut = 0

  init(reading: WorkReading, explain: @escaping @Sendable (any Error) -> String) {
    self.reading = reading
    self.explain = explain
  }

  /// The style of three in five of the songs; nil where there is none.
  var mainStyle: String? {
    var counts: [String: Int] = [:]
    for work in works { counts[work.entry.style ?? "", default: 0] += 1 }
    let most = counts.filter { !$0.key.isEmpty }.max { ($0.value, $1.key) < ($1.value, $0.key) }
    return most.flatMap { $0.value * 5 >= works.count * 3 ? $0.key : nil }
  }

  /// Reads files, one of each content, at most so many in full.
  mutating func gather(_ paths: [String], most: Int) throws {
    var byDigest: [String: [String]] = [:]
    for (path, result) in zip(paths, try reading.digests(paths, share: 0...0.3)) {
      switch result {
      case .success(let named): byDigest[named.digest, default: []].append(path)
      case .failure(let error): skip(path, error)
      }
    }
    duplicates = byDigest.values.filter { $0.count > 1 }.sorted { $0[0] < $1[0] }
    // By digest, so that which songs are left out hangs on nothing but their content.
    let unique = byDigest.sorted { $0.key < $1.key }.map {
      WorkReading.Named(path: $0.value[0], digest: $0.key)
    }
    let read = Array(unique.prefix(most))
    for (file, result) in zip(read, try reading.features(read, share: 0.3...0.9)) {
      switch result {
      case .success(let entry): works.append(Work(path: file.path, entry: entry))
      case .failure(let error): skip(file.path, error)
      }
    }
    let rest = Array(unique.dropFirst(most))
    for (file, result) in zip(rest, try reading.check(rest, share: 0.9...1)) {
      switch result {
      case .success: leftOut += 1
      case .failure(let error): skip(file.path, error)
      }
    }
    works.sort { $0.path < $1.path }
    skipped.sort { $0.path < $1.path }
    reading.store.prune()
  }

  private mutating func skip(_ path: String, _ error: any Error) {
    skipped.append(SamenessReport.Skipped(path: path, cause: explain(error)))
  }
}
