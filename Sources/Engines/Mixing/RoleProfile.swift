import Music
import Production
import Signal

/// Where a part sits when its style says nothing: level, place and rooms by role.
///
/// Levels follow common balance in popular music: drums and lead in front, bass a little below, harmony
/// behind (Pestana, Reiss 2014; De Man, Reiss 2013). Drums and bass stay in the middle.
enum RoleProfile {
  /// The settings of a role.
  static func channel(_ role: Role) -> MixProfile.Channel {
    switch role {
    case .drums: .init(level: 0, highPass: 30, reverb: -20)
    case .percussion: .init(level: -8, pan: 0.3, highPass: 150, reverb: -16)
    case .bass: .init(level: -2.5, highPass: 30)
    case .chords: .init(level: -5.5, pan: -0.2, reverb: -14)
    case .pad: .init(level: -9, reverb: -10)
    case .arpeggio: .init(level: -8, pan: 0.35, reverb: -12, delay: -14)
    case .lead: .init(level: -1.5, reverb: -12, delay: -16)
    case .counter: .init(level: -6.5, pan: -0.3, reverb: -12)
    case .effects: .init(level: -10, highPass: 100, reverb: -8)
    }
  }

  /// The high-pass that leaves the lowest note alone: seven tenths of its frequency, 30...300 Hz.
  static func highPass(below note: Int?) -> Hertz? {
    guard let note else { return nil }
    let fundamental = 440 * exponential(Double(note - 69) / 12)
    return Hertz(min(300, max(30, (0.7 * fundamental).rounded())))
  }

  /// Two to a power.
  private static func exponential(_ octaves: Double) -> Double {
    Decibels(octaves * 6.020_599_913_279_624).gain
  }
}
