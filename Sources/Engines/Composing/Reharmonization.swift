import Music
import Production

/// Changes a few chords of a section that comes again, so that the return is recognised and new.
struct Reharmonization {
  /// A way to replace the chord of a bar.
  private enum Way: CaseIterable {
    /// The second half of the bar becomes the dominant of the next chord.
    case dominant
    /// The dominant of the next chord from its flat second degree.
    case tritone
    /// The chord a third below or above with two tones in common.
    case relative
    /// The subdominant of major turns minor on its way to the tonic.
    case borrowed
  }

  var seed: UInt64
  /// How often a return is changed, 0...1.
  var share: Double
  /// Whether it is the last of at least three: the one that may differ most.
  var isLastReturn: Bool

  /// Changes the last round of a section; `cycle` is how many bars its progression has.
  func change(_ bars: inout [[Chord]], cycle: Int, key: Key, place: String) {
    var stream = RandomStream(seed: seed, purpose: "substitution", section: place)
    guard stream.chance(isLastReturn ? min(1, share * 1.6) : share), bars.count >= 4 else { return }
    let cycle = max(1, cycle)
    var start = (bars.count - 1) / cycle * cycle
    // A round of a bar or two has no chord inside: those before belong to it.
    while bars.count - start < 3, start > 0 { start -= cycle }
    let inner = (start + 1)..<max(start + 2, bars.count - 1)
    var places = inner.filter { $0 < bars.count - 1 && bars[$0].count == 1 }
    for _ in 0..<(isLastReturn && places.count > 2 ? 2 : 1) {
      guard let bar = stream.element(of: places) else { return }
      places.removeAll { abs($0 - bar) < 2 }
      replace(bar, in: &bars, key: key, &stream)
    }
  }

  private func replace(
    _ bar: Int, in bars: inout [[Chord]], key: Key, _ stream: inout RandomStream
  ) {
    guard let chord = bars[bar].first, let next = bars[bar + 1].first, chord.bass == nil else {
      return
    }
    var ways: [(chords: [Chord], weight: Double)] = []
    for way in Way.allCases {
      if let found = self.chords(way, chord: chord, next: next, key: key) { ways.append(found) }
    }
    if let index = stream.weightedIndex(ways.map(\.weight)) { bars[bar] = ways[index].chords }
  }

  private func chords(
    _ way: Way, chord: Chord, next: Chord, key: Key
  ) -> (chords: [Chord], weight: Double)? {
    let leads =
      (next.triad == .major || next.triad == .minor)
      && next.root.pitchClass != chord.root.pitchClass
    switch way {
    case .dominant:
      let root = next.root.transposed(letterSteps: 4, semitones: 7)
      guard leads, root.pitchClass != chord.root.pitchClass else { return nil }
      return ([chord, Chord(root, .major, seventh: .minor)], 4)
    case .tritone:
      // Only where sevenths are the style's language.
      guard leads, chord.seventh != nil, next.seventh != nil else { return nil }
      let root = next.root.transposed(letterSteps: 1, semitones: 1)
      return ([chord, Chord(root, .major, seventh: .minor)], 2)
    case .relative:
      let isMajor = chord.triad == .major && chord.seventh != .minor
      guard isMajor || chord.triad == .minor else { return nil }
      let root =
        isMajor
        ? chord.root.transposed(letterSteps: 5, semitones: 9)
        : chord.root.transposed(letterSteps: 2, semitones: 3)
      guard key.contains(pitchClass: root.pitchClass), root.pitchClass != next.root.pitchClass
      else { return nil }
      let seventh: Chord.Seventh? = chord.seventh == nil ? nil : isMajor ? .minor : .major
      return ([Chord(root, isMajor ? .minor : .major, seventh: seventh)], 4)
    case .borrowed:
      let isSubdominant =
        !key.scale.isMinor && chord.triad == .major
        && chord.root.pitchClass == (key.tonic.pitchClass + 5) % 12
      guard isSubdominant, next.root.pitchClass == key.tonic.pitchClass else { return nil }
      let plain = Chord(chord.root, .minor, added: chord.seventh == nil ? [] : [6])
      return ([chord, plain], 3)
    }
  }
}
