import AudioFiles
import Foundation
import Production
import Signal

/// Brings the sum of a song's strips into the spectrum and the dynamics of its genre, before its loudness is set.
///
/// The equalizer is that of mastering (`MasterPlanner`, `MasterChain`); here it may go further, because the
/// song has no sound of its own that a person chose.
struct SongFinish: Sendable {
  let premix: SampleCacheReader
  let loops: Bool
  let crew: Crew
  let cancellation: Cancellation

  /// What goes to the limiter.
  struct Result: Sendable {
    /// The plan with what was found.
    var plan: MixPlan
    /// The loudness of the sound before the ride; nil where it was not measured.
    var curve: LoudnessCurve?
    /// The ride, which the limiter stage does while it reads.
    var ride: RideCurve?
  }

  /// Finds what a plan with a corridor leaves open, and writes equalizer and saturation to a cache file.
  ///
  /// There is no file where the plan has neither. A plan that holds anything of it is done as it stands.
  func run(_ plan: MixPlan, to path: String) throws(MixingError) -> Result {
    var result = Result(plan: plan)
    let finds = !plan.isFinished
    if finds, let corridor = plan.corridor {
      let programme = try ProgrammeSurvey(source: premix, crew: crew, cancellation: cancellation)
        .run()
      guard programme.loudness != nil else { return result }
      result.curve = programme.curve
      result.plan.tone = MasterPlanner(
        intent: MasterIntent(genre: corridor.name), corridor: corridor
      ).songTone(programme)
      let planner = FinishPlanner(corridor: corridor)
      let ride = planner.ride(
        programme.curve, loops: loops, loudness: plan.loudness, ceiling: plan.ceiling)
      result.plan.saturation = planner.saturation(
        programme.curve,
        ride: ride.map { RideCurve($0, curve: programme.curve, loops: loops) },
        loudness: plan.loudness, ceiling: plan.ceiling)
    }
    let stages = MasterStages(result.plan)
    if !stages.isPlain { result.curve = try apply(stages, to: path) }
    if finds, let corridor = plan.corridor {
      try settle(&result, FinishPlanner(corridor: corridor), path)
    }
    if let ride = result.plan.ride {
      let mastering = Mastering(premix: premix, loops: loops, crew: crew)
      let curve =
        if let curve = result.curve { curve } else { try mastering.survey(cancellation) }
      result.curve = curve
      result.ride = RideCurve(ride, curve: curve, loops: loops)
    }
    return result
  }

  /// Finds the ride behind the equalizer, and more saturation where peaks are still too high behind both.
  private func settle(
    _ result: inout Result, _ planner: FinishPlanner, _ path: String
  ) throws(MixingError) {
    let (loudness, ceiling) = (result.plan.loudness, result.plan.ceiling)
    for attempt in 0...Self.mostAttempts {
      guard let curve = result.curve else { return }
      result.plan.ride = planner.ride(curve, loops: loops, loudness: loudness, ceiling: ceiling)
      guard attempt < Self.mostAttempts,
        let more = planner.saturation(
          curve, behind: result.plan.saturation,
          ride: result.plan.ride.map { RideCurve($0, curve: curve, loops: loops) },
          loudness: loudness, ceiling: ceiling)
      else { return }
      result.plan.saturation = more
      result.curve = try apply(MasterStages(result.plan), to: path)
    }
  }

  /// How often more saturation is tried; each costs a pass.
  private static let mostAttempts = 2

  /// Writes the premix behind stages to a cache file; its loudness.
  private func apply(
    _ stages: MasterStages, to path: String
  ) throws(MixingError) -> LoudnessCurve {
    let chain = MasterChain(stages: stages, source: premix, loops: loops)
    var curve = LoudnessCurve(sampleRate: premix.sampleRate)
    do {
      let writer = try SampleCacheWriter(path: path, sampleRate: premix.sampleRate)
      let stretches = Stretch.all(frames: premix.length.count, sampleRate: premix.sampleRate)
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
      return curve
    } catch let error as AudioFileError {
      throw .output(error)
    } catch let error as MixingError {
      throw error
    } catch {
      throw .cancelled
    }
  }
}
