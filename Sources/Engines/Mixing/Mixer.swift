import AudioFiles
import Foundation
import Metering
public import Production
import Signal

/// Mixes stems by a plan and masters the mix.
///
/// The same stems and plan give the same files whatever the number of threads, and the stem of a part
/// depends on its own sound and strip alone. Memory is bounded: some megabytes a part. The sum of all
/// written 24-bit stems, returns included, is the mix before its bus exactly.
public struct Mixer: Sendable {
  /// The folder that holds the stems under their digests.
  public var stemFolder: String
  /// A folder for three files of the master's length while mixing; they are removed.
  public var scratchFolder: String
  /// How many threads work.
  public var threads: Int

  /// Makes a mixer.
  public init(stemFolder: String, scratchFolder: String, threads: Int = 2) {
    self.stemFolder = stemFolder
    self.scratchFolder = scratchFolder
    self.threads = threads
  }

  /// Mixes, masters and writes the files; returns what was measured of the master.
  ///
  /// With `loops` the stems are one turn of a loop, and so are all files: exactly as long, tails wrapped.
  /// `heard` gets what was heard of strips and mix, once, before mastering. A plan with a corridor and neither
  /// equalizer, saturation nor ride gets them, which the report holds. `progress` gets the share done, from the calling thread.
  /// Files appear only when all is done; if anything fails, or `isCancelled` says so, nothing unfinished
  /// stays.
  public func mix(
    _ stems: Stems, plan: MixPlan, output: MixOutput, loops: Bool = false,
    heard: ((MixHearing) -> Void)? = nil, progress: (Double) -> Void = { _ in },
    isCancelled: @escaping @Sendable () -> Bool = { false }
  ) throws(MixingError) -> MasterReport {
    let crew = Crew(threads: max(1, threads))
    let cancellation = Cancellation(isCancelled)
    // The number of the process tells a later one whose files these were.
    let process = ProcessInfo.processInfo.processIdentifier
    let scratch = "\(scratchFolder)/mix-\(process)-\(UUID().uuidString)"
    let (premixPath, masterPath) = (scratch + ".premix", scratch + ".master")
    let tonedPath = scratch + ".toned"
    defer {
      for path in [premixPath, tonedPath, masterPath] {
        try? FileManager.default.removeItem(atPath: path)
      }
    }
    let session = try MixSession(
      stems: stems, plan: plan, output: output, loops: loops, stemFolder: stemFolder,
      premixPath: premixPath, listens: heard != nil || output.mix != nil, crew: crew)
    _ = try session.run(progress: { progress(0.55 * $0) }, cancellation: cancellation)
    let hearing = session.heard
    if let heard, let hearing { heard(hearing) }
    var mixWriters: [Locked<AudioFileWriter>] = []
    if let file = output.mix {
      mixWriters.append(
        Locked(
          try writeMix(
            try open(premixPath), to: file, gain: hearing?.headroomGain ?? 0,
            cancellation: cancellation)))
    }
    let finish = SongFinish(
      premix: try open(premixPath), loops: loops, crew: crew, cancellation: cancellation)
    let (report, writers) = try master(
      plan, finish: finish, paths: (premixPath, tonedPath, masterPath), files: output.masters,
      progress: { progress(0.55 + 0.4 * $0) })
    try cancellation.check()
    try crew.run(
      (writers + mixWriters).map { writer in
        {
          try writer.use { writer throws(MixingError) in
            do throws(AudioFileError) {
              try writer.finish()
            } catch {
              throw MixingError.output(error)
            }
          }
        }
      } + session.finishTasks)
    progress(1)
    return report
  }

  private func open(_ path: String) throws(MixingError) -> SampleCacheReader {
    do {
      return try SampleCacheReader(path: path)
    } catch {
      throw .output(error)
    }
  }

  /// Brings the mix into its genre, sets the loudness, limits, encodes and measures; the files have no names yet.
  private func master(
    _ plan: MixPlan, finish: SongFinish, paths: (premix: String, toned: String, master: String),
    files: [MixOutput.File], progress: (Double) -> Void
  ) throws(MixingError) -> (MasterReport, [Locked<AudioFileWriter>]) {
    guard !files.isEmpty else { return (try unmastered(plan, premixPath: paths.premix), []) }
    let finished = try finish.run(plan, to: paths.toned)
    let isToned = !MasterStages(finished.plan).isPlain
    let (crew, cancellation) = (finish.crew, finish.cancellation)
    let mastering = Mastering(
      premix: try open(isToned ? paths.toned : paths.premix), loops: finish.loops, crew: crew,
      ride: finished.ride)
    var ceiling = plan.ceiling
    var attempt = 0
    while true {
      attempt += 1
      let take = try mastering.master(
        target: plan.loudness, ceiling: ceiling, curve: finished.curve, to: paths.master,
        cancellation: cancellation)
      progress(min(0.9, 0.5 + 0.2 * Double(attempt)))
      let encoder = MasterFiles(master: try open(paths.master), crew: crew)
      let (writers, reading) = try encoder.encode(files, cancellation: cancellation)
      if let peak = reading.truePeak, peak > plan.ceiling, attempt < 4 {
        // Another meter's filter sees a hundredth more: aim lower.
        ceiling -= (peak - plan.ceiling) + 0.01
        for writer in writers { writer.use { $0.cancel() } }
        continue
      }
      let missed = reading.integrated.map { plan.loudness.value - $0.value > 0.2 } ?? false
      var report = MasterReport(
        target: plan.loudness, loudness: reading.integrated, range: reading.range?.value,
        truePeak: reading.truePeak, limiting: take.reduction,
        stoppedByLimiting: take.isHeld && missed, frames: mastering.premix.length.count,
        sampleRate: mastering.premix.sampleRate.framesPerSecond, tone: finished.plan.tone)
      (report.saturation, report.ride) = (finished.plan.saturation, finished.plan.ride)
      return (report, writers)
    }
  }

  /// The report where no master is wanted.
  private func unmastered(
    _ plan: MixPlan, premixPath: String
  ) throws(MixingError) -> MasterReport {
    let premix = try open(premixPath)
    return MasterReport(
      target: plan.loudness, loudness: nil, range: nil, truePeak: nil, limiting: 0,
      stoppedByLimiting: false, frames: premix.length.count,
      sampleRate: premix.sampleRate.framesPerSecond)
  }
}
