import AudioFiles
import Foundation
import Metering
public import Production
import Signal

extension MasteringDesk {
  /// Masters a source by a plan, writes the files and measures what became of it.
  ///
  /// `progress` gets the share done, from the calling thread. Files appear only when all is done; if anything fails,
  /// or `isCancelled` says so, nothing unfinished stays.
  public func master(
    _ source: MasterSource, plan: MasterPlan, output: MasterOutput,
    progress: (Double) -> Void = { _ in },
    isCancelled: @escaping @Sendable () -> Bool = { false }
  ) throws(MixingError) -> MasterDelivery {
    try measuredMaster(
      source, plan: plan, output: output, progress: progress, isCancelled: isCancelled
    ).delivery
  }

  /// Masters as `master` does; `curve` is the master's, for the loudness of several together.
  package func measuredMaster(
    _ source: MasterSource, plan: MasterPlan, output: MasterOutput,
    progress: (Double) -> Void = { _ in },
    isCancelled: @escaping @Sendable () -> Bool = { false }
  ) throws(MixingError) -> (delivery: MasterDelivery, curve: LoudnessCurve) {
    let cancellation = Cancellation(isCancelled)
    let (premix, curve) = try staged(source, plan, cancellation: cancellation)
    progress(0.4)
    let mastering = Mastering(
      premix: premix.reader, loops: false, crew: crew, most: plan.limiter.mostReduction)
    let masterPath = scratch()
    let take = try mastering.master(
      target: plan.limiter.loudness, ceiling: plan.limiter.ceiling, curve: curve, to: masterPath,
      cancellation: cancellation)
    let master: TemporarySound
    do {
      master = try TemporarySound(path: masterPath)
    } catch {
      throw .output(error)
    }
    progress(0.7)
    let desk = DeliveryDesk(
      source: source, master: master.reader, take: take, output: output, scratch: scratch(),
      crew: crew, cancellation: cancellation)
    let (writers, measured) = try desk.write()
    progress(0.95)
    try cancellation.check()
    try crew.run(
      writers.map { writer in
        {
          try writer.use { writer throws(MixingError) in
            do throws(AudioFileError) {
              try writer.finish()
            } catch {
              throw MixingError.output(error)
            }
          }
        }
      })
    progress(1)
    return (desk.delivery(plan: plan, measured: measured), measured.curve)
  }

  /// The sound behind all stages but the limiter, and its loudness curve.
  ///
  /// A plan of gain alone leaves the source as it is, to be scaled before the limiter.
  private func staged(
    _ source: MasterSource, _ plan: MasterPlan, cancellation: Cancellation
  ) throws(MixingError) -> (TemporarySound, LoudnessCurve) {
    let offset = source.faults.contains {
      if case .directCurrent = $0 { true } else { false }
    }
    let removed = offset && plan.intent.intensity > 0 ? source.programme.field.offset : nil
    let stages = MasterStages(plan)
    if stages.isPlain, removed == nil { return (source.sound, source.programme.curve) }
    let reader = source.sound.reader
    let chain = MasterChain(stages: stages, source: reader, offset: removed)
    let stretches = Stretch.all(frames: reader.length.count, sampleRate: reader.sampleRate)
    var curve = LoudnessCurve(sampleRate: reader.sampleRate)
    let path = scratch()
    do {
      let writer = try SampleCacheWriter(path: path, sampleRate: reader.sampleRate)
      var start = 0
      while start < stretches.count {
        let batch = Array(stretches[start..<min(start + crew.threads, stretches.count)])
        let parts = try crew.map(batch) { range in
          try chain.render(range, cancellation: cancellation)
        }
        for part in parts {
          try part.write(to: writer)
          curve.append(part.curve)
        }
        start += batch.count
      }
      try writer.finish()
      return (try TemporarySound(path: path), curve)
    } catch let error as AudioFileError {
      throw .output(error)
    } catch let error as MixingError {
      throw error
    } catch {
      throw .cancelled
    }
  }
}
