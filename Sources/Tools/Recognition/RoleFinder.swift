public import Music

/// Guesses what each part does from how it plays and what plays it.
///
/// Drum kits and percussion are told by their instrument, effects too; the bass is thin and lowest;
/// a pad holds thick chords, a chord part strikes them, an arpeggio leaps steadily; of the lines that
/// are left the most singable is the lead.
public enum RoleFinder {
  /// The roles of the parts, in their order.
  public static func roles(of parts: [Part], profiles: [PartProfile]) -> [Role] {
    var roles = zip(parts, profiles).map { fixedRole($0, $1) ?? .counter }
    let open = parts.indices.filter { fixedRole(parts[$0], profiles[$0]) == nil }
    if !roles.contains(.bass), let bass = lowestLine(among: open, parts, profiles) {
      roles[bass] = .bass
    }
    let lines = open.filter { roles[$0] == .counter }
    if let lead = lines.max(by: {
      (leadership(profiles[$0]), -$0) < (leadership(profiles[$1]), -$1)
    }) {
      roles[lead] = .lead
    }
    return roles
  }

  /// The role that instrument and texture make plain; nil for lines.
  private static func fixedRole(_ part: Part, _ profile: PartProfile) -> Role? {
    switch part.instrument.family {
    case .drumKit: return isKit(part) ? .drums : .percussion
    case .percussive: return .percussion
    case .soundEffects, .synthEffects: return .effects
    default: break
    }
    guard profile.count > 0 else { return nil }
    let isThin = profile.thickness < 1.35
    if isThin, part.instrument.family == .bass, profile.meanKey < 60 { return .bass }
    if !isThin {
      let isHeld = profile.meanDuration >= 1.75
      switch part.instrument.family {
      case .synthPad, .ensemble, .strings, .organ:
        return profile.meanDuration >= 1.25 ? .pad : .chords
      default: return isHeld && profile.thickness > 1.8 && profile.presence > 0.6 ? .pad : .chords
      }
    }
    if part.instrument.family == .synthPad, profile.meanDuration >= 1.75 { return .pad }
    let isRunning = profile.steadiness > 0.72 && profile.step <= 0.51 && profile.step > 0
    if isRunning, profile.leaps > 0.5, profile.count >= 16 { return .arpeggio }
    return nil
  }

  /// Whether a kit plays kick, snare or hats, and not hand percussion alone.
  private static func isKit(_ part: Part) -> Bool {
    part.notes.isEmpty
      || part.notes.contains { note in
        guard let drum = DrumKey(rawValue: note.pitch.number) else {
          return note.pitch.number == 35
        }
        return [.kick, .snare, .electricSnare, .closedHat, .openHat, .ride].contains(drum)
      }
  }

  private static func lowestLine(
    among open: [Int], _ parts: [Part], _ profiles: [PartProfile]
  ) -> Int? {
    let candidates = open.filter {
      profiles[$0].count > 0 && profiles[$0].lowest > 0.75 && profiles[$0].meanKey < 55
    }
    return candidates.min {
      (profiles[$0].meanKey, $0) < (profiles[$1].meanKey, $1)
    }
  }

  /// How much a line asks to be heard as the melody.
  private static func leadership(_ profile: PartProfile) -> Double {
    guard profile.count > 0 else { return -10 }
    let busy = min(Double(profile.count) / 64, 1)
    return profile.highest * 1.2 + profile.meanKey / 40 + profile.meanVelocity / 90 + busy
      + profile.presence + profile.steps - profile.steadiness * 0.4
  }
}
