public import Music

/// Names the chord that a few notes make, where they make exactly one.
public enum ChordNaming {
  /// The chord of sounding MIDI numbers: its tones are these and no others, but for a fifth that may
  /// be left out and a bass that may stand below; nil where no kind of chord has them.
  ///
  /// Of several names that of the lowest note as root is taken, then the plainest. `key` spells it.
  public static func chord(of numbers: [Int], in key: Key) -> Chord? {
    guard let lowest = numbers.min() else { return nil }
    let bass = pitchClass(lowest)
    let tones = Set(numbers.map(pitchClass))
    var found: [(chord: Chord, cost: Double)] = []
    for root in 0..<12 {
      for template in ChordTemplate.all {
        let own = Set(template.members.map { (root + $0.semitones) % 12 })
        let plain = tones == own
        let withoutFifth = tones == own.subtracting([(root + 7) % 12]) && own.count > 3
        let withBass = !own.contains(bass) && tones.subtracting([bass]) == own
        guard plain || withoutFifth || withBass, plain || tones.count > 2 else { continue }
        var chord = template.chord(on: key.name(ofPitchClass: root))
        if root != bass { chord.bass = key.name(ofPitchClass: bass) }
        let turned = root == bass ? 0 : 0.5
        found.append((chord, template.cost + turned + (plain ? 0 : withoutFifth ? 0.3 : 0.6)))
      }
    }
    return found.min { ($0.cost, $0.chord.symbol) < ($1.cost, $1.chord.symbol) }?.chord
  }

  private static func pitchClass(_ number: Int) -> Int { (number % 12 + 12) % 12 }
}
