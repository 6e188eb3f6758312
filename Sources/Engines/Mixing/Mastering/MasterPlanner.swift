import Foundation
package import Production
package import Signal

/// Decides every stage of a master from what was measured, and says why.
///
/// The numbers are those of the field: match equalizers within 4 dB at half intensity, half to seven tenths of the
/// difference for automatic ones, nothing lifted below 40 Hz and above 16 kHz, a song left alone within one
/// standard deviation of its genre, less than 2 dB of compression on the sum, bass below 120 Hz in the middle.
package struct MasterPlanner: Sendable {
  /// What is wanted.
  package var intent: MasterIntent
  /// What the references have together; nil without references.
  package var reference: ToneTarget?
  /// The corridor of the genre, or that of most records.
  package var corridor: GenreCorridor?
  /// What all tracks of an album have together; nil for a single track.
  package var album: ToneTarget?
  /// The level at which the stages work: the K-weighted loudness behind the first gain.
  package static let workingLoudness = LUFS(-18)

  /// The most that two neighbouring third octaves of a match differ, in dB: steeper filters ring, and follow single
  /// notes rather than the sound.
  static let steepest = 9.0

  /// Makes a planner.
  package init(intent: MasterIntent, reference: ToneTarget? = nil, corridor: GenreCorridor? = nil) {
    self.intent = intent
    self.reference = reference
    self.corridor = corridor
  }

  /// The intensity as a share, 0...1.
  package var intensity: Double { min(max(intent.intensity, 0), 100) / 100 }

  /// The share of a difference to a reference that is taken: 0.6 at half intensity, all from 80 on.
  package var matchShare: Double {
    intensity <= 0.5 ? 1.2 * intensity : min(1, 0.6 + (intensity - 0.5) / 0.3 * 0.4)
  }

  /// The most that a match may change a band: 4 dB up to half intensity, 15 dB at 80, 24 dB at 100.
  package var matchLimit: Double {
    if intensity <= 0.5 { return 4 }
    return intensity <= 0.8
      ? 4 + (intensity - 0.5) / 0.3 * 11 : 15 + (intensity - 0.8) / 0.2 * 9
  }

  /// How much of the bends of a match is smoothed away, 0...1: all at half intensity, a quarter from 80 on.
  package var matchSmoothing: Double {
    intensity <= 0.5 ? 1 : max(0.25, 1 - (intensity - 0.5) / 0.3 * 0.75)
  }

  /// Plans the master of a programme, which has a loudness.
  package func plan(_ programme: Programme) -> MasterPlan {
    let loudness = programme.loudness ?? MasterPlanner.workingLoudness
    let gain = MasterPlanner.workingLoudness - loudness
    var plan = MasterPlan(intent: intent, gain: gain, limiter: limiter(programme))
    guard intensity > 0 else {
      plan.notes.append("Intensity 0: gain and ceiling only.")
      return plan
    }
    plan.tone = tone(programme, notes: &plan.notes)
    plan.multiband = multiband(programme, gain: gain, notes: &plan.notes)
    plan.width = width(programme, tone: plan.tone, notes: &plan.notes)
    plan.saturation = saturation(programme, plan: plan)
    return plan
  }

  /// Loudness and ceiling.
  private func limiter(_ programme: Programme) -> MasterPlan.Limiter {
    let mostAutomatic = reference != nil && intensity >= 0.8 ? Decibels(12) : Mastering.mostLimiting
    let most = intent.isLoudnessNamed ? Decibels(30) : mostAutomatic
    var loudness = intent.loudness
    var reason: String
    if intent.isLoudnessNamed {
      reason = "\(loudness) was asked for and is reached whatever it costs"
    } else if let target = intent.target {
      reason = "\(loudness) is the target \(target)"
    } else if let wanted = reference?.loudness {
      loudness = LUFS(min(max(wanted, -30), -5))
      reason = "\(loudness) is the loudness of the reference"
    } else {
      reason = "\(loudness) is the default"
    }
    if let now = programme.loudness {
      let change = loudness - now
      reason += String(format: "; the input has %.1f LUFS, so %+.1f dB", now.value, change.value)
    }
    if !intent.isLoudnessNamed { reason += "; at most \(most) of limiting" }
    return MasterPlan.Limiter(
      loudness: loudness, ceiling: intent.ceiling, mostReduction: most, reason: reason + ".")
  }

  /// Saturation: a wish, or some of it for warmth.
  private func saturation(_ programme: Programme, plan: MasterPlan) -> MasterPlan.Saturation? {
    switch intent.saturation {
    case .off: return nil
    case .amount(let amount):
      guard amount > 0 else { return nil }
      return MasterPlan.Saturation(amount: min(amount, 1), reason: "Asked for.")
    case .automatic:
      let warmth = intent.character == .warm ? 0.2 * intensity : 0
      let help = limitingHelp(programme, plan: plan)
      guard warmth > 0 || help > 0 else { return nil }
      var reasons: [String] = []
      if warmth > 0 {
        reasons.append(
          String(format: "Warm: harmonics at %.1f dB of drive.", warmth * Drive.most.value))
      }
      if help > 0 {
        reasons.append(
          String(
            format: "Rounds peaks at %.1f dB of drive, which the limiter would have to cut by more "
              + "than %.0f dB.", help * Drive.most.value, Mastering.mostLimiting.value))
      }
      return MasterPlan.Saturation(
        amount: (max(warmth, help) * 100).rounded() / 100, reason: reasons.joined(separator: " "))
    }
  }

  /// How much saturation takes some work off a limiter that would have to do more than is good.
  ///
  /// A decibel of drive for each decibel too much, up to half the intensity.
  private func limitingHelp(_ programme: Programme, plan: MasterPlan) -> Double {
    guard intent.character != .open else { return 0 }
    let forecast = LimiterForecast(programme.curve, ceiling: plan.limiter.ceiling)
    let gain = forecast.gain(for: plan.limiter.loudness, most: 60).gain
    let excess = forecast.take(gain: gain).reduction - Mastering.mostLimiting
    return excess > 0 ? min(excess.value / Drive.most.value, 0.5 * intensity) : 0
  }
}
