public import Music

/// Hears a key in chord symbols.
public enum HeardKey {
  /// The key in which chords lie best; C where there are none, major if no scale is known.
  ///
  /// Where the scale is not known, major and minor are tried.
  public static func of(_ chords: [Chord], scale: Scale? = nil) -> Key {
    guard !chords.isEmpty else { return Key(PitchName(.c), scale ?? .major) }
    let candidates = (0..<12).flatMap { tonic in
      (scale.map { [$0] } ?? [.minor, .major]).map {
        Key(PitchName(.c), $0).transposed(by: tonic)
      }
    }
    var best: (points: Double, key: Key)?
    for key in candidates {
      var points = 0.0
      for chord in chords {
        let classes = chord.pitchClasses.sorted()
        let inside = classes.filter { key.contains(pitchClass: $0) }.count
        points += Double(inside) / Double(classes.count)
        points -= 0.4 * Double(classes.count - inside)
      }
      for (chord, bonus) in [(chords.first, 0.9), (chords.last, 0.45)] {
        guard let chord, chord.root.pitchClass == key.tonic.pitchClass else { continue }
        if chord.third == nil || chord.isMinor == key.scale.isMinor { points += bonus }
      }
      // A dominant that asks for its tonic.
      for chord in chords where chord.triad == .major && chord.seventh == .minor {
        if (chord.root.pitchClass + 5) % 12 == key.tonic.pitchClass { points += 0.5 }
      }
      if points > (best?.points ?? -1) + 1e-9 { best = (points, key) }
    }
    guard let best else { return Key(PitchName(.c), .major) }
    // Spelled as the chords are.
    let tonic = chords.lazy.map(\.root).first { $0.pitchClass == best.key.tonic.pitchClass }
    return Key(tonic ?? best.key.tonic, best.key.scale)
  }
}
