import Music
import Production

/// The notes of one chord that an arpeggio climbs, within its register.
struct ArpeggioLadder {
  let chord: Chord
  let register: ClosedRange<Int>
  /// The highest note that the arpeggio reaches.
  let top: Int
  /// The chord's notes within the octave from the bottom of the register, ascending.
  let octave: [Int]

  /// A ladder over some octaves, nil for all that there is room for; never more than two unless
  /// it is the hook that climbs.
  init(_ chord: Chord, in register: ClosedRange<Int>, octaves: Int?, isHook: Bool = false) {
    self.chord = chord
    self.register = register
    let limit = isHook ? 48 : 24
    let wanted = octaves.map { 12 * min(max(1, $0), 4) - 1 } ?? 24
    top = min(register.upperBound, register.lowerBound + min(wanted, limit))
    let classes = Set(chord.members.map { (chord.root.pitchClass + $0.semitones) % 12 })
    let ceiling = min(register.upperBound, register.lowerBound + 11)
    octave = (register.lowerBound...ceiling).filter { classes.contains($0 % 12) }
  }

  /// All notes of the range, ascending.
  var notes: [Int] {
    let classes = Set(octave.map { $0 % 12 })
    return (register.lowerBound...max(register.lowerBound, top)).filter {
      classes.contains($0 % 12)
    }
  }

  /// All notes of the range as the chord is spelled, from its bass, octave by octave.
  var played: [Int] {
    let bass = chord.lowest.pitchClass
    let order = [bass] + chord.members.map { (chord.root.pitchClass + $0.semitones) % 12 }
    let first = lowest(of: bass)
    var all: [Int] = []
    var base = first
    while base <= top {
      for pitchClass in order {
        // A note above the range is played an octave lower, where it has its place in the order.
        let number = folded(base + (pitchClass - base % 12 + 12) % 12)
        if let number, !all.contains(number) { all.append(number) }
      }
      base += 12
    }
    return all.isEmpty ? notes : all
  }

  /// The note a number of degrees from the chord's first one, moved by octaves into the range.
  func note(
    degree: Int, counting: ArpeggiatorSettings.Counting, octaves: Int, key: Key
  ) -> Int? {
    guard !octave.isEmpty else { return nil }
    let number: Int
    switch counting {
    case .chord: number = Self.counted(degree, in: octave)
    case .semitones: number = lowest(of: chord.root.pitchClass) + degree
    case .scale:
      let root = lowest(of: chord.root.pitchClass)
      let classes = Changes.lineClasses(chord: chord, key: key)
      let scale = (root..<root + 12).filter { classes.contains($0 % 12) }
      number = Self.counted(degree, in: scale.isEmpty ? octave : scale)
    }
    return folded(number + 12 * octaves)
  }

  /// A note moved by whole octaves to where the arpeggio may go; nil if no octave fits.
  func folded(_ number: Int) -> Int? {
    var number = number
    while number > top { number -= 12 }
    while number < register.lowerBound { number += 12 }
    return number <= register.upperBound ? number : nil
  }

  private func lowest(of pitchClass: Int) -> Int {
    register.lowerBound + (pitchClass - register.lowerBound % 12 + 12) % 12
  }

  /// An entry of a list that goes on in the octaves above and below.
  private static func counted(_ degree: Int, in list: [Int]) -> Int {
    let place = (degree % list.count + list.count) % list.count
    return list[place] + 12 * ((degree - place) / list.count)
  }
}
