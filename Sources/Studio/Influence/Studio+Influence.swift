import Foundation
import Originality
import Production

extension Studio {
  /// Which training works the material of outputs is nearest to, with shares.
  ///
  /// Projects and MIDI files below folders are read, each content once; what cannot be read is told and
  /// passed over. Throws `StudioError` for paths that are not there and `StudioError.cancelled`, and
  /// what opening the index of works throws.
  public func influence(
    _ paths: [String], explain: @Sendable (any Error) -> String = { "\($0)" },
    monitor: WorkMonitor = WorkMonitor()
  ) throws -> InfluenceReport {
    let files = try WorkFolder(paths, isCancelled: monitor.isCancelled).paths
    let reading = WorkReading(studio: self, monitor: monitor)
    var byDigest: [String: [String]] = [:]
    var skipped: [SamenessReport.Skipped] = []
    for (path, result) in zip(files, try reading.digests(files, share: 0...0.1)) {
      switch result {
      case .success(let named): byDigest[named.digest, default: []].append(path)
      case .failure(let error): skipped.append(.init(path: path, cause: explain(error)))
      }
    }
    let works = Dictionary(
      try modelManifest().works.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    let unique = byDigest.values.map { $0[0] }.sorted()
    guard let searcher = try shippedSearcher(isChecked: true) else {
      throw ComparisonError.nothingToCompareWith(place: resources.reference)
    }
    var outputs: [InfluenceReport.Output] = []
    for (index, path) in unique.enumerated() {
      if monitor.isCancelled() { throw StudioError.cancelled }
      let done = Double(index) / Double(unique.count)
      monitor.report(StudioProgress(stage: .reading, total: 0.1 + 0.9 * done))
      do {
        let nearest = try nearest(to: path, with: searcher)
        outputs.append(.init(path: path, works: Self.influences(nearest, works)))
      } catch {
        skipped.append(.init(path: path, cause: explain(error)))
      }
    }
    let mean = InfluenceShares(
      mean: outputs.map { InfluenceShares($0.works.map { ($0.work, $0.share) }) })
    let known = Dictionary(
      outputs.flatMap(\.works).map { ($0.work, $0) }, uniquingKeysWith: { first, _ in first })
    return InfluenceReport(
      outputs: outputs,
      together: mean.shares.compactMap { share in
        known[share.work].map { influence in
          var influence = influence
          influence.share = share.share
          return influence
        }
      },
      skipped: skipped.sorted { $0.path < $1.path },
      duplicates: byDigest.values.filter { $0.count > 1 }.sorted { $0[0] < $1[0] })
  }

  /// Shares of works found, with what the list of training works says of them.
  private static func influences(
    _ nearest: [Verdict.Nearness], _ works: [String: ModelManifest.Work]
  ) -> [InfluenceReport.Influence] {
    let found = Dictionary(
      nearest.map { ($0.work.id, $0.work) }, uniquingKeysWith: { first, _ in first })
    return InfluenceShares(nearest.map { ($0.work.id, $0.weight) }).shares.compactMap { share in
      guard let work = found[share.work] else { return nil }
      let listed = works[work.id]
      let author = listed?.author ?? work.composer
      let licence = listed?.licence ?? work.licence
      return InfluenceReport.Influence(
        work: work.id, title: listed?.title ?? work.title, author: author,
        holder: holder(
          author: author, attribution: attribution(of: work, author: author), licence: licence),
        licence: licence, source: listed?.source ?? work.source, share: share.share)
    }
  }

  /// Whom the licence of a work wants named; the index may know the author by another name than the list.
  private static func attribution(of work: Verdict.Work, author: String) -> String {
    guard !work.composer.isEmpty, work.attribution.hasPrefix(work.composer) else {
      return work.attribution
    }
    return author + work.attribution.dropFirst(work.composer.count)
  }

  /// Who holds rights in a work under a licence; nobody in what is in the public domain.
  static func holder(author: String, attribution: String, licence: String) -> String {
    let name = licence.lowercased()
    let isFree = name.hasPrefix("public") || name.hasPrefix("pd") || name.hasPrefix("cc0")
    return isFree ? "" : attribution.isEmpty ? author : attribution
  }
}
