import Music
import Production

/// Lets every stretch of a key that was asked for be heard as that key: its tonic comes in every
/// phrase of eight bars, and the degree that tells its scale from others in every sixteen.
struct KeyStatement {
  /// The bars in which the tonic has to come, and in which the characteristic degree has to.
  static let tonicSpan = 8, characterSpan = 16
  /// Shorter ends of a stretch need no statement of their own.
  private static let shortest = 4

  var keys: [KeyChange]

  /// Puts chords where a stretch lacks them, and leaves all others as they are.
  func state(_ bars: inout [[Chord]]) {
    for (index, change) in keys.enumerated() where change.bar < bars.count {
      let end = index + 1 < keys.count ? min(keys[index + 1].bar, bars.count) : bars.count
      for block in Self.blocks(change.bar..<end, of: Self.tonicSpan) {
        stateTonic(of: change.key, in: block, of: &bars)
      }
      for block in Self.blocks(change.bar..<end, of: Self.characterSpan) {
        stateCharacter(of: change.key, in: block, of: &bars)
      }
    }
  }

  /// The stretch in blocks; a short end belongs to none unless it is all there is.
  private static func blocks(_ stretch: Range<Int>, of size: Int) -> [Range<Int>] {
    stride(from: stretch.lowerBound, to: stretch.upperBound, by: size)
      .map { $0..<min($0 + size, stretch.upperBound) }
      .filter { $0.lowerBound == stretch.lowerBound || $0.count >= shortest }
  }

  private func stateTonic(of key: Key, in block: Range<Int>, of bars: inout [[Chord]]) {
    let tonic = key.tonic.pitchClass
    guard !block.contains(where: { bars[$0].contains { $0.root.pitchClass == tonic } }),
      let first = bars[block.lowerBound].first
    else { return }
    bars[block.lowerBound][0] = Self.tonic(of: key, like: first)
  }

  /// The tonic chord of a key, as high as another chord where its scale has such a one.
  static func tonic(of key: Key, like model: Chord) -> Chord {
    switch key.scale {
    case .major, .minor, .dorian, .phrygian, .lydian, .mixolydian, .locrian:
      ModalHarmony.diatonic(0, like: model, in: key)
    default: Chord(key.tonic, key.scale.isMinor ? .minor : .major)
    }
  }

  /// Puts the chord that has the scale's own degree before a tonic, or in the block's middle.
  private func stateCharacter(of key: Key, in block: Range<Int>, of bars: inout [[Chord]]) {
    guard let semitones = ModalFit.characteristic(of: key.scale),
      let degree = Self.speaker(of: key.scale)
    else { return }
    let wanted = (key.tonic.pitchClass + semitones) % 12
    guard !block.contains(where: { bars[$0].contains { $0.pitchClasses.contains(wanted) } }) else {
      return
    }
    func isTonic(_ bar: Int) -> Bool {
      bars[bar].first?.root.pitchClass == key.tonic.pitchClass
    }
    // The first bar may state the tonic, and the last of the piece does.
    // So do those that lead into another key.
    let free = block.dropFirst().filter { bar in
      !isTonic(bar) && bar < bars.count - 1 && !keys.contains { $0.bar == bar + 1 }
    }
    let middle = block.lowerBound + min(block.count - 1, 3)
    let place =
      free.first { $0 + 1 < bars.count && isTonic($0 + 1) }
      ?? free.min {
        (abs($0 - middle), $0) < (abs($1 - middle), $1)
      }
    guard let place, let model = bars[place].first else { return }
    bars[place] = [ModalHarmony.diatonic(degree, like: model, in: key)]
  }

  /// The degree, from 0, whose triad has the characteristic note and stands firm.
  private static func speaker(of scale: Scale) -> Int? {
    switch scale {
    case .dorian: 3
    case .phrygian, .lydian: 1
    case .mixolydian: 6
    case .locrian, .harmonicMinor, .melodicMinor: 4
    default: nil
    }
  }
}
