import AudioFiles
import Foundation
import Metering
public import Production
public import Signal

/// Masters finished mixes: reads, plans, processes, limits, writes and measures.
///
/// The same input and plan give the same bytes whatever the number of threads. Memory is bounded: some stretches of
/// half a minute, and one value for every millisecond of the programme. Files appear only when all is done.
public struct MasteringDesk: Sendable {
  /// A folder for files of the input's length while working; they are removed.
  public var scratchFolder: String
  /// How many threads work.
  public var threads: Int

  /// Makes a desk.
  public init(scratchFolder: String, threads: Int = 2) {
    self.scratchFolder = scratchFolder
    self.threads = threads
  }

  var crew: Crew { Crew(threads: max(1, threads)) }

  /// A name for a file; the number of the process tells a later one whose it was.
  func scratch() -> String {
    "\(scratchFolder)/master-\(ProcessInfo.processInfo.processIdentifier)-\(UUID().uuidString)"
  }

  /// Reads, checks and surveys a file.
  ///
  /// Throws `MixingError.unfit` for what cannot be read or worked on: silence, NaN, clipping beyond repair, less than
  /// three seconds.
  public func open(
    _ path: String, sampleRate: SampleRate? = nil,
    isCancelled: @escaping @Sendable () -> Bool = { false }
  ) throws(MixingError) -> MasterSource {
    try MasterSource.open(
      path, sampleRate: sampleRate, scratch: scratch(), crew: crew,
      cancellation: Cancellation(isCancelled))
  }

  /// Reads several files side by side, in the order given.
  ///
  /// Throws what the first file that cannot be used throws.
  public func open(
    _ files: [(path: String, sampleRate: SampleRate?)],
    isCancelled: @escaping @Sendable () -> Bool = { false }
  ) throws(MixingError) -> [MasterSource] {
    let desk = self
    let cancellation = Cancellation(isCancelled)
    let inner = Crew(threads: files.count > 1 ? 1 : max(1, threads))
    return try crew.map(Array(files.indices)) { index in
      try MasterSource.open(
        files[index].path, sampleRate: files[index].sampleRate, scratch: desk.scratch(),
        crew: inner, cancellation: cancellation)
    }
  }

  /// Plans the master of a source.
  ///
  /// With references the equalizer is mended twice by what the stages behind it do to excerpts, where they do
  /// anything to it.
  public func plan(
    _ source: MasterSource, intent: MasterIntent, references: [(MasterSource, Double)] = [],
    corridor: GenreCorridor? = nil, isCancelled: @escaping @Sendable () -> Bool = { false }
  ) throws(MixingError) -> MasterPlan {
    let reference = ToneTarget(
      references.map { (programme: $0.0.programme, weight: $0.1) })
    return try plan(
      source, MasterPlanner(intent: intent, reference: reference, corridor: corridor),
      cancellation: Cancellation(isCancelled))
  }

  func plan(
    _ source: MasterSource, _ planner: MasterPlanner, cancellation: Cancellation
  ) throws(MixingError) -> MasterPlan {
    var plan = planner.plan(source.programme)
    plan.notes += source.intakeNotes + source.faultNotes
    if let reference = planner.reference, plan.tone != nil {
      let excerpts = try MasterExcerpts(source: source, crew: crew, cancellation: cancellation)
      for _ in 0..<2 {
        let heard = try excerpts.correction(of: plan)
        let size = ToneMatch.distance(heard.mid, [Double](repeating: 0, count: heard.mid.count))
        guard size > 0.2 else { break }
        let tone = planner.match(source.programme, to: reference, correction: heard)
        plan.tone?.bands = tone.bands
      }
    }
    return plan
  }
}
