import Crypto
import Dispatch
import Foundation
import Music
import Originality
import Production
import Reviewing
import Synchronization

/// Reads songs for comparisons: their digests, and their features from the cache or from their notes.
struct WorkReading: Sendable {
  /// A file with the digest of its content.
  struct Named: Sendable {
    var path: String
    var digest: String
  }

  let studio: Studio
  let store: FeatureStore
  let monitor: WorkMonitor
  /// How much is worked on at a time.
  private static let batch = 32

  init(studio: Studio, monitor: WorkMonitor) {
    self.studio = studio
    self.monitor = monitor
    store = FeatureStore(cache: studio.cacheFolder)
  }

  /// The largest file that is read.
  private static let largest = 512 << 20

  /// The digests of files, or why they have none; `share` is the part of all work that this is.
  func digests(
    _ paths: [String], share: ClosedRange<Double>
  ) throws -> [Result<Named, any Error>] {
    try inBatches(paths, share: share) { path in
      let limit = Studio.isMIDIName(path) ? Studio.largestMIDIFile : Self.largest
      let bytes = try Studio.readFile(path, limit: limit)
      return Named(path: path, digest: SHA256.hash(data: bytes).hexadecimal)
    }
  }

  /// The features of files, or why they have none.
  func features(
    _ files: [Named], share: ClosedRange<Double>
  ) throws -> [Result<FeatureStore.Entry, any Error>] {
    try inBatches(files, share: share) { file in
      if let entry = store.entry(file.digest) { return entry }
      let (score, style) = try studio.comparable(file.path)
      guard score.parts.contains(where: { !$0.notes.isEmpty }) else {
        throw StudioError.nothingToImport(path: file.path)
      }
      let entry = FeatureStore.Entry(features: WorkFeatures(of: score), style: style)
      store.keep(entry, of: file.digest)
      return entry
    }
  }

  /// Whether files can be read, or why not; what was read before is known.
  func check(_ files: [Named], share: ClosedRange<Double>) throws -> [Result<Void, any Error>] {
    try inBatches(files, share: share) { file in
      if store.entry(file.digest) != nil { return }
      if Studio.isMIDIName(file.path) {
        _ = try studio.readScore(file.path, melody: nil, recovering: false)
      } else {
        try Project.open(at: file.path).file.close()
      }
    }
  }

  /// Does the same with each of some things, on all cores, in their order, and tells how far it is.
  private func inBatches<Input: Sendable, Output: Sendable>(
    _ inputs: [Input], share: ClosedRange<Double>,
    _ work: @escaping @Sendable (Input) throws -> Output
  ) throws -> [Result<Output, any Error>] {
    var outputs: [Result<Output, any Error>] = []
    outputs.reserveCapacity(inputs.count)
    while outputs.count < inputs.count {
      if monitor.isCancelled() { throw StudioError.cancelled }
      let done = Double(outputs.count) / Double(inputs.count)
      monitor.report(
        StudioProgress(
          stage: .reading,
          total: share.lowerBound + (share.upperBound - share.lowerBound) * done))
      let start = outputs.count
      let count = min(Self.batch, inputs.count - start)
      let found = Mutex([Result<Output, any Error>?](repeating: nil, count: count))
      DispatchQueue.concurrentPerform(iterations: count) { index in
        let result = Result { try work(inputs[start + index]) }
        found.withLock { $0[index] = result }
      }
      outputs += found.withLock { $0.compactMap { $0 } }
    }
    return outputs
  }
}

extension Studio {
  /// The score of a project or a MIDI file with chords, sections and roles, and a project's style.
  func comparable(_ path: String) throws -> (score: Score, style: String?) {
    guard Self.isProject(path) else {
      return (recognized(try readScore(path, melody: nil, recovering: false).score).score, nil)
    }
    let project = try Project.open(at: path)
    let song = try project.file.song()
    guard try !project.file.isImported() else { return (recognized(song.score).score, nil) }
    let style = song.plan.styles.max { ($0.weight, $1.name) < ($1.weight, $0.name) }?.name
    return (song.score, style)
  }
}
