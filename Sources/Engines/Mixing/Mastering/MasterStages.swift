import Production
import Signal

/// What stands before the limiter of a master, in the order in which it is done.
struct MasterStages: Sendable {
  var gain: Decibels = 0
  var tone: MasterPlan.Tone?
  var multiband: MasterPlan.Multiband?
  var width: MasterPlan.Width?
  var saturation: MasterPlan.Saturation?

  /// The stages of a song that was composed here.
  init(_ plan: MixPlan) {
    tone = plan.tone
    saturation = plan.saturation
  }

  /// The stages of a plan.
  init(_ plan: MasterPlan) {
    gain = plan.gain
    tone = plan.tone
    multiband = plan.multiband
    width = plan.width
    saturation = plan.saturation
  }

  /// Whether nothing but the gain is done.
  var isPlain: Bool { tone == nil && multiband == nil && width == nil && saturation == nil }
}
