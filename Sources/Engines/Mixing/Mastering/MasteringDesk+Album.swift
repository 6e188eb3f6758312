import Foundation
public import Production
import Signal

extension MasteringDesk {
  /// Plans the tracks of an album as one: a common tone, and a loudness that is kept or levelled.
  ///
  /// Without references every track goes some of the way to the mean of all, and the corridor is judged by that mean:
  /// what is done to the sound of the whole is the same for all. With `keepsRelativeLoudness` the loudest track gets
  /// the target and the others stay as much softer as they were, as services do that level by the album (AES
  /// TD1008); what the hardest track cannot reach is taken off all.
  public func albumPlans(
    _ sources: [MasterSource], intent: MasterIntent, references: [(MasterSource, Double)] = [],
    corridor: GenreCorridor? = nil, keepsRelativeLoudness: Bool = true,
    isCancelled: @escaping @Sendable () -> Bool = { false }
  ) throws(MixingError) -> [MasterPlan] {
    let cancellation = Cancellation(isCancelled)
    let reference = ToneTarget(
      references.map { (programme: $0.0.programme, weight: $0.1) })
    var planner = MasterPlanner(intent: intent, reference: reference, corridor: corridor)
    if reference == nil {
      planner.album = ToneTarget(
        sources.map { (programme: $0.programme, weight: $0.programme.seconds) })
    }
    var plans: [MasterPlan] = []
    for source in sources {
      plans.append(try plan(source, planner, cancellation: cancellation))
    }
    guard keepsRelativeLoudness else {
      for index in plans.indices {
        plans[index].limiter.reason += " Album: every track gets the same loudness."
      }
      return plans
    }
    let loudest = sources.compactMap { $0.loudness?.value }.max() ?? 0
    var shortfall = 0.0
    for (index, source) in sources.enumerated() {
      let distance = (source.loudness?.value ?? loudest) - loudest
      let target = LUFS(plans[index].limiter.loudness.value + distance)
      plans[index].limiter.loudness = target
      let forecast = LimiterForecast(source.programme.curve, ceiling: intent.ceiling)
      let (gain, held) = forecast.gain(for: target, most: plans[index].limiter.mostReduction)
      if held, let reached = forecast.take(gain: gain).loudness {
        shortfall = max(shortfall, target.value - reached.value)
      }
      plans[index].limiter.reason += String(
        format:
          " Album: the loudest track gets the target; this one is %.1f LU softer and stays so.",
        abs(distance))
    }
    guard shortfall > 0.1 else { return plans }
    for index in plans.indices {
      plans[index].limiter.loudness -= Decibels(shortfall)
      plans[index].limiter.reason += String(
        format: " All tracks stay %.1f LU below the target, for one of them cannot be louder.",
        shortfall)
    }
    return plans
  }
}

extension MasterSource {
  /// Whether another file holds the same sound at the same level.
  public func soundsLike(_ other: MasterSource) -> Bool {
    programme.frames == other.programme.frames && programme.curve == other.programme.curve
  }
}

extension LUFS {
  /// Lowers a loudness.
  static func -= (loudness: inout LUFS, attenuation: Decibels) { loudness = loudness - attenuation }
}
