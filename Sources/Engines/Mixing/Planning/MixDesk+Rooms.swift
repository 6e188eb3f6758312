import Production
import Signal

extension MixDesk {
  /// Sends stems to the room: little, since stems are often wet already.
  ///
  /// What stands in front gets a shorter way to the ear than what stands behind; bass, kick and cymbals stay
  /// dry. A return is liked about 9 LU below the dry sound and much lower in pop (P. Pestana, J. Reiss,
  /// "Intelligent audio production strategies informed by best practices", 2014).
  mutating func addRooms() {
    for stem in stems.indices where !stems[stem].isSilent && !stems[stem].hasRooms {
      guard var level = MixDesk.send(of: stems[stem].kind) else { continue }
      if focus.forward.contains(stems[stem].id) { level -= 4 }
      if focus.back.contains(stems[stem].id) { level += 4 }
      let steady = stems[stem].analysis.features.steadiness
      add(
        stem, .reverb(Decibels(level)),
        "\(name(stem)) as \(stems[stem].kind.rawValue) stands in one room with the others"
          + (steady > 0.85 ? "; it sustains by itself" : ""))
    }
  }

  /// The usual level of a kind into the reverb in dB; nil for none.
  private static func send(of kind: StemKind) -> Double? {
    switch kind {
    case .kick, .bass, .hats, .effectReturn: nil
    case .vocal, .lead: -20
    case .backing, .counter: -19
    case .snare, .percussion: -21
    case .drums: -27
    case .chords, .arpeggio: -22
    case .pad: -20
    case .effects: -18
    }
  }
}
