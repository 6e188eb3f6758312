import Music
import Production
import Signal

/// A strip before its stem is measured: the style's wishes, or the role's usual place.
struct StripDraft: Sendable {
  let stem: Stem
  let channel: MixProfile.Channel
  /// Where the settings come from, for the strip's reason.
  private let source: String

  /// `occurrence` counts parts of the same role: every second one goes to the other side.
  init(stem: Stem, style: Style, lowestNote: Int?, occurrence: Int) {
    self.stem = stem
    if let own = style.mix.channels[stem.id] {
      channel = own
      source = "style \(style.name), part \(stem.id)"
      return
    }
    var channel: MixProfile.Channel
    if let shared = style.mix.channels[stem.role.rawValue] {
      channel = shared
      source = "style \(style.name), role \(stem.role.rawValue)"
    } else {
      channel = RoleProfile.channel(stem.role)
      channel.highPass = channel.highPass ?? RoleProfile.highPass(below: lowestNote)
      source = "role \(stem.role.rawValue)"
    }
    if occurrence > 0, stem.role != .drums, stem.role != .bass {
      let side = channel.pan == 0 ? 0.25 : channel.pan
      channel.pan = occurrence.isMultiple(of: 2) ? side : -side
      // Several of a kind share the place of one.
      channel.level -= 1.5
    }
    self.channel = channel
  }

  /// The most that a strip raises its stem: what is quieter was meant to be.
  private static let mostGain = Decibels(30)

  /// The strip that brings the measured stem to its level above or below `anchor`.
  func channel(measured: StemMeasurement, anchor: LUFS) -> MixPlan.Channel {
    let target = anchor + channel.level
    var gain = Decibels.zero
    var reason: String
    if let level = measured.level {
      gain = min(target - level, StripDraft.mostGain)
      // The plan is read and edited by people: two decimals.
      gain.value = (gain.value * 100).rounded() / 100
      let how = measured.isLoudness ? "while it plays" : "by its peak"
      reason = "measured \(level) \(how); \(source) wants \(channel.level) against the loudest, "
      reason += "\(target) in a mix of \(MixPlanner.premixLoudness): gain \(gain)"
      if target - level > StripDraft.mostGain { reason += " (no more is added)" }
    } else {
      reason = "silent; \(source)"
    }
    if let corner = channel.highPass { reason += "; high-pass \(corner)" }
    if let corner = channel.lowPass { reason += "; low-pass \(corner)" }
    if channel.pan != 0 { reason += "; pan \((channel.pan * 100).rounded() / 100)" }
    return MixPlan.Channel(
      id: stem.id, role: stem.role, gain: gain, pan: channel.pan, highPass: channel.highPass,
      lowPass: channel.lowPass, reverb: channel.reverb, delay: channel.delay, drive: channel.drive,
      reason: reason)
  }
}
