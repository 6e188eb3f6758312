public import Music
public import Production

/// Finds chords for a melody in the manner of a style.
///
/// The chords are those that the style's progressions and cadences use; how likely one follows
/// another is counted there. Over all half bars (whole bars where a bar has no half) the row is
/// taken that fits best, by dynamic programming (Viterbi 1967): what follows what, how well each
/// chord holds the melody's notes by their length and weight in the bar, a new chord rather on a
/// strong beat, and the tonic at the end. Cost: slots times the square of the number of chords.
public struct Harmonizing: Sendable {
  private let style: Style
  private let meters: MeterMap

  /// Makes a harmonisation in a style.
  public init(style: Style, meters: MeterMap) {
    self.style = style
    self.meters = meters
  }

  /// The chords under a melody, covering the length; empty where the style has none in the key.
  public func chords(under melody: [Note], keys: [KeyChange], length: Beat) -> [ChordSpan] {
    let slots = slots(upTo: length)
    guard !slots.isEmpty else { return [] }
    let numerals = Numerals(
      style, isMinor: (keys.first?.key ?? Key(PitchName(.c), .major)).scale.isMinor)
    guard !numerals.chords.isEmpty else { return [] }
    var scores: [[Double]] = []
    var sources: [[Int]] = []
    for (index, slot) in slots.enumerated() {
      let key = keys.last { $0.bar <= slot.bar }?.key ?? Key(PitchName(.c), .major)
      let fits = numerals.chords.map { fit(of: $0.chord(in: key), to: melody, in: slot) }
      guard index > 0 else {
        scores.append(fits.indices.map { fits[$0] + numerals.opening[$0] })
        sources.append(Array(repeating: 0, count: fits.count))
        continue
      }
      var row: [Double] = []
      var source: [Int] = []
      for next in fits.indices {
        var best = (value: -Double.infinity, index: 0)
        for last in fits.indices {
          let stay = last == next ? (slot.isDownbeat ? -0.4 : 0.5) : 0
          let value = scores[index - 1][last] + numerals.follows[last][next] + stay
          if value > best.value { best = (value, last) }
        }
        let close = index == slots.count - 1 ? numerals.closing[next] : 0
        row.append(best.value + fits[next] + close)
        source.append(best.index)
      }
      scores.append(row)
      sources.append(source)
    }
    return spans(of: path(scores, sources), slots, numerals, keys, length)
  }

  private func path(_ scores: [[Double]], _ sources: [[Int]]) -> [Int] {
    guard let last = scores.last else { return [] }
    var at = last.indices.max { (last[$0], $1) < (last[$1], $0) } ?? 0
    var path = [at]
    for index in stride(from: scores.count - 1, to: 0, by: -1) {
      at = sources[index][at]
      path.append(at)
    }
    return path.reversed()
  }

  private func spans(
    of path: [Int], _ slots: [Slot], _ numerals: Numerals, _ keys: [KeyChange], _ length: Beat
  ) -> [ChordSpan] {
    var found: [ChordSpan] = []
    for (slot, choice) in zip(slots, path) {
      let key = keys.last { $0.bar <= slot.bar }?.key ?? Key(PitchName(.c), .major)
      let chord = numerals.chords[choice].chord(in: key)
      let end = min(slot.end, length)
      if let last = found.last, last.chord == chord, last.end == slot.onset {
        found[found.count - 1].duration = end - last.onset
      } else {
        found.append(ChordSpan(onset: slot.onset, duration: end - slot.onset, chord: chord))
      }
    }
    return found
  }

  // MARK: Slots

  /// A time that has one chord.
  private struct Slot {
    var bar: Int
    var onset, end: Beat
    var isDownbeat: Bool
  }

  private func slots(upTo length: Beat) -> [Slot] {
    var found: [Slot] = []
    var bar = 0
    while meters.start(ofBar: bar) < length {
      let start = meters.start(ofBar: bar)
      let meter = meters.meter(ofBar: bar)
      let middle = meter.middle
      // The last bar is held by all: it has one chord.
      let isHalved =
        start + meter.barLength < length && middle < meter.barLength && meter.barLength >= Beat(4)
      let ends = isHalved ? [middle, meter.barLength] : [meter.barLength]
      var onset = Beat.zero
      for end in ends where start + onset < length {
        found.append(
          Slot(
            bar: bar, onset: start + onset, end: min(start + end, length),
            isDownbeat: onset == .zero))
        onset = end
      }
      bar += 1
    }
    return found
  }

  /// How well a chord holds the melody of a slot: its tones by length and weight in the bar, other
  /// notes of the scale against it, more so where they are long.
  private func fit(of chord: Chord, to melody: [Note], in slot: Slot) -> Double {
    let tones = chord.pitchClasses
    let start = meters.start(ofBar: slot.bar)
    let meter = meters.meter(ofBar: slot.bar)
    var total = 0.0
    for note in melody where note.end > slot.onset && note.onset < slot.end {
      let begin = max(note.onset, slot.onset)
      let share = (min(note.end, slot.end) - begin).value
      let weight = share * (0.4 + meter.strength(at: begin - start))
      total += tones.contains(note.pitch.number % 12) ? weight : -1.6 * weight
    }
    return 1.5 * total
  }
}

/// The chords of a style in major or minor, and how they follow each other there.
private struct Numerals {
  /// The chords, the most frequent first.
  private(set) var chords: [RomanNumeral] = []
  /// Logarithms, in nats, of how likely a chord is followed by another, begins or closes a piece.
  private(set) var follows: [[Double]] = []
  private(set) var opening: [Double] = []
  private(set) var closing: [Double] = []

  /// The most chords that are looked at.
  private static let most = 24

  init(_ style: Style, isMinor: Bool) {
    var counts: [String: Double] = [:]
    var pairs: [[String]: Double] = [:]
    for (progression, share) in style.harmony.progressions.map({ ($0, 1.0) })
      + style.harmony.cadences.map({ ($0, 2.0) })
    where progression.isMinor == isMinor {
      let row = progression.bars.flatMap { $0.split(separator: " ").map(String.init) }
      let weight = progression.weight * share
      for name in row { counts[name, default: 0] += weight }
      for (last, next) in zip(row, row.dropFirst()) where last != next {
        pairs[[last, next], default: 0] += weight
      }
    }
    let ranked = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key)
    let names = ranked.prefix(Self.most).filter { (try? RomanNumeral($0)) != nil }
    chords = names.compactMap { try? RomanNumeral($0) }
    let total = max(1e-9, names.reduce(0) { $0 + (counts[$1] ?? 0) })
    follows = names.map { last in
      let sum = names.reduce(0) { $0 + (pairs[[last, $1]] ?? 0) }
      return names.map { next in
        // Interpolated with how frequent the next chord is at all.
        let own = sum > 0 ? (pairs[[last, next]] ?? 0) / sum : 0
        return Self.steps(0.8 * own + 0.2 * (counts[next] ?? 0) / total)
      }
    }
    let tonic = chords.map { $0.degree == 1 && $0.alteration == 0 && $0.target == nil }
    opening = chords.indices.map { tonic[$0] ? (chords[$0].bassDegree == nil ? 2 : 0.5) : -1 }
    closing = chords.indices.map { tonic[$0] && chords[$0].bassDegree == nil ? 4 : -4 }
  }

  /// A logarithm in half powers of two, exact on every processor.
  private static func steps(_ share: Double) -> Double {
    guard share > 0 else { return -5 }
    let half = share.significand >= 1.414_213_562_373_095_1 ? 0.5 : 0
    return max(-5, 0.693 * (Double(share.exponent) + half))
  }
}
