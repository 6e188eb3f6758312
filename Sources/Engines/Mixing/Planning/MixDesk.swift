import Foundation
import Production
import Signal

/// A stem on the planner's desk: what is known of it, and the strip that it starts with.
struct DeskStem: Sendable {
  /// The strip before any move.
  var channel: MixPlan.Channel
  /// What it is to a mixer.
  var kind: StemKind
  /// How it sounds, before the strip.
  var analysis: StemAnalysis
  /// The loudness that its fader aims at; nil leaves the fader alone.
  var target: LUFS?
  /// How sure it is what the stem is, 0...1, where its sound alone says so; nil where somebody does.
  var certainty: Double?
  /// Whether the place is the style's or the user's, and is left alone.
  var isPlaced = false
  /// Whether rooms are the style's or the user's, and are left alone.
  var hasRooms = false

  var id: String { channel.id }
  var isSilent: Bool { analysis.level == nil }
}

/// A stretch of time with a name, such as a chorus, in seconds.
struct MixSection: Sendable {
  var name: String
  var start: Double
  var end: Double
}

/// Where a mix is worked out: stems, what is predicted of them, and the moves so far.
///
/// Everything is predicted on band powers, so that trying a move costs milliseconds and no rendering.
struct MixDesk: Sendable {
  var stems: [DeskStem]
  var sections: [MixSection]
  var focus: MixFocus
  /// How many seconds a beat lasts, if known.
  var beat: Double?
  /// Whether the music dances to a steady kick.
  var dances = false
  /// The most that one unmasking bell takes away, in dB: section 4 of the facts on mixing.
  var deepestCut = 6.0
  /// Notes that share a register, by pair of stems; empty without a score.
  var clashes: [NoteClash] = []
  private(set) var moves: [MixPlan.Move] = []
  private var counts: [String: Int] = [:]

  init(
    stems: [DeskStem], sections: [MixSection] = [], focus: MixFocus = MixFocus(),
    beat: Double? = nil
  ) {
    self.stems = stems
    self.sections = sections
    self.focus = focus
    self.beat = beat
  }

  /// Adds a move, its numbers as a person would write them.
  mutating func add(_ stem: Int, _ action: MixPlan.Action, _ reason: String) {
    let id = stems[stem].id
    let number = counts[id, default: 0] + 1
    counts[id] = number
    moves.append(
      MixPlan.Move(
        id: "\(id)-\(number)", channel: id, action: MixDesk.rounded(action), reason: reason))
  }

  /// Sets a stem's width, in place of an earlier move that did.
  mutating func narrow(_ stem: Int, to width: Double, _ reason: String) {
    let earlier = moves.firstIndex { move in
      if case .width = move.action { move.channel == stems[stem].id } else { false }
    }
    guard let earlier else { return add(stem, .width(width), reason) }
    moves[earlier].action = MixDesk.rounded(.width(width))
    moves[earlier].reason = reason
  }

  /// The settings of a stem's strip so far.
  func settings(_ stem: Int) -> MixPlan.ChannelSettings {
    MixPlan(
      channels: [], moves: moves, reverbTime: 0, delayTime: 0, delayFeedback: 0,
      bus: .init(ratio: 1, threshold: 0, drive: 0, lowPass: nil), loudness: 0, ceiling: 0, fade: 0,
      fadeEnd: 0
    ).settings(of: stems[stem].channel)
  }

  /// The predicted change of a stem's loudness by its filters and equalizer, fader left out.
  func tonalChange(_ stem: Int) -> Decibels {
    var settings = settings(stem)
    settings.gain = 0
    settings.muted = false
    let response = StripResponse.power(of: settings)
    let mean = stems[stem].analysis.bands.mean
    var (before, after) = (0.0, 0.0)
    for band in mean.indices {
      let power = mean[band] * ERBScale.loudnessWeights[band]
      before += power
      after += power * Double(response[band])
    }
    guard before > 0, after > 0 else { return 0 }
    return Decibels(power: after / before) ?? 0
  }

  /// The predicted loudness of a stem behind its strip; nil for silence.
  func loudness(_ stem: Int) -> LUFS? {
    let settings = settings(stem)
    guard let level = stems[stem].analysis.level, !settings.muted else { return nil }
    return level + tonalChange(stem) + settings.gain
  }

  /// Numbers rounded to what a person reads and edits: hundredths of dB, whole Hz, hundredths.
  private static func rounded(_ action: MixPlan.Action) -> MixPlan.Action {
    func tenth(_ level: Decibels) -> Decibels { Decibels((level.value * 10).rounded() / 10) }
    func hundredth(_ value: Double) -> Double { (value * 100).rounded() / 100 }
    func whole(_ frequency: Hertz) -> Hertz { Hertz(frequency.value.rounded()) }
    switch action {
    case .gain(let gain): return .gain(tenth(gain))
    case .invert: return .invert
    case .balance(let gain): return .balance(tenth(gain))
    case .pan(let position): return .pan(hundredth(position))
    case .width(let width): return .width(hundredth(width))
    case .highPass(let corner): return .highPass(whole(corner))
    case .lowPass(let corner): return .lowPass(whole(corner))
    case .equalize(var band):
      (band.frequency, band.gain) = (whole(band.frequency), tenth(band.gain))
      band.quality = hundredth(band.quality)
      return .equalize(band)
    case .unmask(var band):
      (band.frequency, band.gain) = (whole(band.frequency), tenth(band.gain))
      (band.quality, band.threshold) = (hundredth(band.quality), tenth(band.threshold))
      return .unmask(band)
    case .compress(var settings):
      (settings.threshold, settings.knee) = (tenth(settings.threshold), tenth(settings.knee))
      (settings.ratio, settings.makeUp) = (hundredth(settings.ratio), tenth(settings.makeUp))
      settings.attack = (settings.attack * 10_000).rounded() / 10_000
      settings.release = hundredth(settings.release)
      return .compress(settings)
    case .duck(var settings):
      (settings.threshold, settings.gain) = (tenth(settings.threshold), tenth(settings.gain))
      settings.release = hundredth(settings.release)
      return .duck(settings)
    case .reverb(let level): return .reverb(tenth(level))
    case .delay(let level): return .delay(tenth(level))
    }
  }

  /// The stem's name in reasons.
  func name(_ stem: Int) -> String { stems[stem].id }
}

/// Numbers as reasons write them.
enum Say {
  /// One decimal.
  static func one(_ value: Double) -> String { String(format: "%.1f", rounded(value)) }
  /// One decimal with its sign.
  static func signed(_ value: Double) -> String { String(format: "%+.1f", rounded(value)) }
  /// Tenths, of which a nought has no sign.
  private static func rounded(_ value: Double) -> Double { abs(value) < 0.05 ? 0 : value }
  /// A share as whole per cent.
  static func percent(_ share: Double) -> String { "\(Int((share * 100).rounded())) %" }
  /// A frequency in Hz or kHz.
  static func hertz(_ frequency: Hertz) -> String {
    frequency.value < 1000
      ? "\(Int(frequency.value.rounded())) Hz" : String(format: "%.1f kHz", frequency.value / 1000)
  }
}
