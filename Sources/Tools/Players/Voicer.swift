import Music
import Production

/// Chord voicings that lead from one to the next.
struct Voicer {
  /// How notes are laid out.
  let voicing: Voicing
  /// The lowest and highest notes.
  let register: ClosedRange<Int>
  /// How many notes are wanted; fewer where the chord has fewer or the register is too narrow.
  let count: Int
  /// The widest distance from lowest to highest note.
  let span: Int
  /// Where the middle of a voicing lies when nothing else decides.
  let center: Double
  /// The voicing before.
  private(set) var last: [Int]

  init(
    _ voicing: Voicing, register: ClosedRange<Int>, count: Int, span: Int, center: Double? = nil,
    last: [Int] = []
  ) {
    self.voicing = voicing
    self.register = register
    self.count = max(1, count)
    self.span = span
    let middle = Double(register.lowerBound + register.upperBound) / 2
    self.center = center ?? middle
    self.last = last
  }

  /// The notes of a chord, ascending, led from the voicing before.
  ///
  /// A chord that comes again at
  /// once keeps its notes.
  mutating func voice(_ chord: Chord) -> [Int] {
    var size = count
    while size > 0 {
      let candidates = candidates(of: chord, size: size)
      let best = candidates.min { left, right in
        let (a, b) = (cost(left, chord: chord), cost(right, chord: chord))
        return a != b ? a < b : left.lexicographicallyPrecedes(right)
      }
      if let best {
        last = best
        return best
      }
      size -= 1
    }
    // A register of a few notes may hold none of the notes that matter most: any tone is better.
    let tones = chord.pitchClasses
    let single = register.filter { tones.contains($0 % 12) }
      .min { (abs(Double($0) - center), $0) < (abs(Double($1) - center), $1) }
    return single.map { [$0] } ?? []
  }

  /// The pitch classes to sound, most important first, as semitones above the root with degrees.
  private func selection(of chord: Chord, size: Int) -> [Chord.Member] {
    let members = chord.members
    func pick(_ degrees: [Int]) -> [Chord.Member] {
      degrees.flatMap { degree in members.filter { $0.degree == degree } }
    }
    let order: [Int]
    switch voicing {
    case .power: order = [1, 5]
    case .rootless where chord.seventh != nil || chord.added.contains(6):
      order = [3, 4, 2, 7, 6, 9, 13, 5, 11]
    default:
      order =
        chord.seventh == nil && size < 4
        ? [3, 4, 2, 1, 6, 9, 5, 11, 13] : [3, 4, 2, 7, 1, 6, 9, 13, 11, 5]
    }
    var chosen = pick(order)
    if chord.triad == .power, voicing != .power { chosen = pick([1, 5, 7, 9]) }
    // An altered fifth is the colour of the chord and comes early.
    if let fifth = chosen.firstIndex(where: { $0.degree == 5 && $0.semitones != 7 }) {
      chosen.insert(chosen.remove(at: fifth), at: min(1, chosen.count - 1))
    }
    return Array(chosen.prefix(size))
  }

  private func candidates(of chord: Chord, size: Int) -> [[Int]] {
    let members = selection(of: chord, size: size)
    guard !members.isEmpty else { return [] }
    let classes = members.map { (chord.root.pitchClass + $0.semitones) % 12 }
    var found: [[Int]] = []
    for (index, first) in classes.enumerated() {
      let above = classes.enumerated().filter { $0.offset != index }
        .map { (($0.element - first) % 12 + 12) % 12 }.sorted()
      var shape = [0] + above
      // Notes are doubled an octave up where a full or spread sound is wanted; a triad in close
      // position stays a triad, so that its outer voices do not move in octaves.
      let isFull = [.open, .power, .drop2].contains(voicing) || size >= 5
      while shape.count < size, voicing != .rootless, isFull {
        shape.append(shape[shape.count - classes.count] + 12)
      }
      for spread in spreads(shape) {
        for low in register where low % 12 == first {
          let notes = spread.map { low + $0 }.sorted()
          guard let bottom = notes.first, let top = notes.last else { continue }
          if bottom >= register.lowerBound, top <= register.upperBound, top - bottom <= span {
            found.append(notes)
          }
        }
      }
    }
    return found
  }

  /// The layouts of a close shape.
  private func spreads(_ shape: [Int]) -> [[Int]] {
    switch voicing {
    case .close, .rootless, .power, .guitar: return [shape]
    case .drop2:
      guard shape.count >= 4 else { return [shape] }
      var dropped = shape
      dropped[shape.count - 2] -= 12
      return [dropped, shape]
    case .open:
      guard shape.count >= 3 else { return [shape] }
      let opened = shape.enumerated().map { $0.offset % 2 == 1 ? $0.element + 12 : $0.element }
      return [opened, shape]
    }
  }

  private func cost(_ notes: [Int], chord: Chord) -> Double {
    var cost = 0.0
    let middle = Double(notes.reduce(0, +)) / Double(notes.count)
    cost += abs(middle - center) * (last.isEmpty ? 1.5 : 0.45)
    if voicing == .open || voicing == .drop2, let low = notes.first, let high = notes.last,
      notes.count >= 3, high - low <= 12
    {
      cost += 14
    }
    if voicing == .power, (notes[0] - chord.root.pitchClass) % 12 != 0 { cost += 25 }
    cost += Voicer.mud(notes)
    for member in chord.members where member.degree >= 9 {
      let wanted = (chord.root.pitchClass + member.semitones) % 12
      // Tensions lie above E3.
      cost += Double(notes.filter { $0 % 12 == wanted && $0 < 52 }.count) * 12
    }
    // Minor ninths between voices grate, except over a dominant's altered bass.
    for (index, low) in notes.enumerated() {
      for high in notes[(index + 1)...] where high - low == 13 { cost += 8 }
    }
    if notes.count >= 2, notes[notes.count - 1] - notes[notes.count - 2] == 1 { cost += 5 }
    return cost + motion(to: notes)
  }

  /// How muddy a voicing is: intervals below a fourth beneath C3, below a minor third beneath G3,
  /// semitones beneath D4.
  static func mud(_ notes: [Int]) -> Double {
    zip(notes, notes.dropFirst()).reduce(0) { sum, pair in
      let interval = pair.1 - pair.0
      if pair.0 < 48, interval < 5 { return sum + 60 }
      if pair.0 < 41, interval < 7 { return sum + 60 }
      if pair.0 < 55, interval < 3 { return sum + 15 }
      if pair.0 < 62, interval == 1 { return sum + 8 }
      return sum
    }
  }

  /// The cost of moving: the way of each voice, leaps of the top, parallels of the outer voices.
  private func motion(to notes: [Int]) -> Double {
    guard let oldTop = last.last, let oldLow = last.first, let top = notes.last,
      let low = notes.first
    else { return 0 }
    var cost = 0.0
    for note in notes {
      cost += Double(last.map { abs($0 - note) }.min() ?? 0)
    }
    for note in last { cost += 0.4 * Double(notes.map { abs($0 - note) }.min() ?? 0) }
    let leap = abs(top - oldTop)
    cost += leap > 2 ? Double(leap - 2) * 1.5 : 0
    if notes.count >= 2, last.count >= 2 {
      let (before, after) = ((oldTop - oldLow) % 12, (top - low) % 12)
      let moves = top != oldTop && low != oldLow
      if moves, before == after, before == 7 || before == 0 { cost += 9 }
    }
    return cost
  }

  /// The last chord that was struck in earlier notes.
  static func lastVoicing(in notes: [Note]) -> [Int] {
    var index = notes.count - 1
    var looked = 0
    while index >= 0, looked < 48 {
      let onset = notes[index].onset
      var group: [Int] = []
      while index >= 0, notes[index].onset == onset {
        group.append(notes[index].pitch.number)
        index -= 1
        looked += 1
      }
      if group.count >= 2 { return Set(group).sorted() }
    }
    return []
  }
}
