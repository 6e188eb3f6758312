import Music

/// Chord shapes on six strings in standard tuning.
struct Fretboard {
  /// The open strings, lowest first: E2 A2 D3 G3 B3 E4.
  static let tuning = [40, 45, 50, 55, 59, 64]
  /// How many frets a hand covers.
  static let reach = 4

  /// A shape: the fret of each string, lowest string first; nil for a damped string.
  struct Shape: Hashable {
    let frets: [Int?]

    /// The sounding number of a string, counted from the lowest.
    func number(ofString string: Int) -> Int? {
      frets[string].map { Fretboard.tuning[string] + $0 }
    }

    /// The sounding numbers, lowest string first.
    var numbers: [Int] { frets.indices.compactMap(number(ofString:)) }

    /// Frets that can be compared; -1 for damped strings.
    var order: [Int] { frets.map { $0 ?? -1 } }

    /// The fret of the first finger; 0 for a shape of open strings.
    var position: Int { frets.compactMap { $0 }.filter { $0 > 0 }.min() ?? 0 }

    /// Fingers needed: one on the lowest fret (a barre), one for each other pressed string.
    var fingers: Int {
      let pressed = frets.compactMap { $0 }.filter { $0 > 0 }
      guard let low = pressed.min() else { return 0 }
      let hasOpen = frets.contains(0)
      let onLow = pressed.filter { $0 == low }.count
      // A barre cannot lie across open strings.
      return pressed.count - onLow + (hasOpen ? onLow : 1)
    }
  }

  /// What kind of shape is wanted.
  enum Kind {
    /// All strings that can sound.
    case full
    /// Three or four of the upper strings.
    case small
    /// Root, fifth and octave.
    case power
  }

  let kind: Kind
  let register: ClosedRange<Int>
  private var last: Shape?
  private var known: [Chord: Shape] = [:]

  init(_ kind: Kind, register: ClosedRange<Int>) {
    self.kind = kind
    self.register = register
  }

  /// The best shape of a chord near the one before; nil where none lies in the register.
  mutating func shape(of chord: Chord) -> Shape? {
    if let shape = known[chord] {
      last = shape
      return shape
    }
    let shapes = kind == .power ? powerShapes(chord) : shapes(chord)
    let best = shapes.min { left, right in
      let (a, b) = (cost(left, chord: chord), cost(right, chord: chord))
      return a != b ? a < b : left.order.lexicographicallyPrecedes(right.order)
    }
    guard let best else { return nil }
    known[chord] = best
    last = best
    return best
  }

  private func powerShapes(_ chord: Chord) -> [Shape] {
    let fifth = chord.members.first { $0.degree == 5 }?.semitones ?? 7
    var found: [Shape] = []
    for string in 0...2 {
      for fret in 0...12 {
        let root = Fretboard.tuning[string] + fret
        guard root % 12 == chord.root.pitchClass, register.contains(root),
          register.contains(root + fifth)
        else { continue }
        var frets = [Int?](repeating: nil, count: 6)
        frets[string] = fret
        frets[string + 1] = root + fifth - Fretboard.tuning[string + 1]
        if register.contains(root + 12) {
          let octave = root + 12 - Fretboard.tuning[string + 2]
          if octave >= 0, octave - fret < Fretboard.reach { frets[string + 2] = octave }
        }
        if (frets[string + 1] ?? -1) >= 0 { found.append(Shape(frets: frets)) }
      }
    }
    return found
  }

  private func shapes(_ chord: Chord) -> [Shape] {
    let tones = Set(chord.members.map { (chord.root.pitchClass + $0.semitones) % 12 })
    let starts = kind == .small ? 1...3 : 0...3
    var found: Set<Shape> = []
    for position in 1...9 {
      for start in starts {
        extend(
          [Int?](repeating: nil, count: start), position: position, chord: chord, tones: tones,
          into: &found)
      }
    }
    return Array(found)
  }

  /// Goes on to the next string with every fret that sounds a chord tone; ends anywhere.
  private func extend(
    _ frets: [Int?], position: Int, chord: Chord, tones: Set<Int>, into found: inout Set<Shape>
  ) {
    let played = frets.compactMap { $0 }.count
    let most = kind == .small ? 4 : 6
    if played >= 3 {
      let shape = Shape(frets: frets + [Int?](repeating: nil, count: 6 - frets.count))
      if shape.fingers <= 4 { found.insert(shape) }
    }
    guard frets.count < 6, played < most else { return }
    let open = Fretboard.tuning[frets.count]
    let isBass = played == 0
    let choices = (position <= 4 ? [0] : []) + Array(position..<(position + Fretboard.reach))
    for fret in choices where register.contains(open + fret) {
      let tone = (open + fret) % 12
      let fits = isBass && kind == .full ? tone == chord.lowest.pitchClass : tones.contains(tone)
      if fits {
        extend(frets + [fret], position: position, chord: chord, tones: tones, into: &found)
      }
    }
  }

  private func cost(_ shape: Shape, chord: Chord) -> Double {
    let numbers = shape.numbers
    let sounding = Set(numbers.map { $0 % 12 })
    var cost = 0.0
    for member in chord.members {
      let tone = (chord.root.pitchClass + member.semitones) % 12
      guard !sounding.contains(tone) else { continue }
      switch member.degree {
      case 3, 2, 4: cost += 16
      case 7: cost += 13
      case 5: cost += member.semitones == 7 ? 3 : 9
      case 1: cost += kind == .small ? 2 : 10
      default: cost += 6
      }
    }
    if kind != .power {
      cost += Double((kind == .small ? 4 : 6) - numbers.count) * 1.6
      cost += Voicer.mud(numbers) * 0.1
    } else {
      cost += Double(3 - numbers.count) * 4
    }
    let position = Double(shape.position)
    cost += position * (kind == .small ? 0.1 : 0.45)
    if let last { cost += abs(position - Double(last.position)) * 0.5 }
    if kind == .small, let last, let top = numbers.last, let before = last.numbers.last {
      cost += Double(abs(top - before)) * 0.4
    }
    // Unisons on two strings sound thin in a chord.
    cost += Double(numbers.count - Set(numbers).count) * 4
    return cost
  }
}
