import Music

/// Accents of a piece on a grid of eighth notes.
struct PulseEvidence: Sendable {
  /// Evidence of one kind on each eighth.
  private struct Accents: Sendable {
    var values: [Double]
    var total = 0.0
    /// What counts as strong: four of five places that have any are weaker.
    var strong = 1.0

    init(_ values: [Double]) {
      self.values = values
      total = values.reduce(0, +)
      let present = values.filter { $0 > 0 }.sorted()
      if !present.isEmpty { strong = present[present.count * 4 / 5] }
    }
  }

  /// Loud and long onsets.
  private let accents: Accents
  /// Onsets of the lowest notes, by length.
  private let basses: Accents
  /// How much the harmony changes.
  private let changes: Accents
  private let kicks: Accents
  private let snares: Accents
  private let crashes: Accents
  private let others: Accents
  private let count: Int
  /// The share of drum strokes that fall on eighths; nil without a kit of kick and snare.
  let strokesOnEighths: Double?

  /// At most this many eighths are looked at.
  private static let limit = 8192

  init(_ material: NoteMaterial, roles: [Role]) {
    count = min(Int((material.end * 2).rounded(.up)) + 1, PulseEvidence.limit)
    let notes = Self.onsets(of: material, roles, count: count)
    accents = Accents(notes.accents)
    basses = Accents(notes.basses)
    let drums = Self.strokes(of: material, count: count)
    kicks = Accents(drums.kicks)
    snares = Accents(drums.snares)
    crashes = Accents(drums.crashes)
    others = Accents(drums.others)
    let (strokes, count) = (material.strokes, count)
    let onGrid = strokes.count { Self.slot($0.onset, count) != nil }
    let isKit = kicks.total > 0 && snares.total > 0
    strokesOnEighths = isKit ? Double(onGrid) / Double(strokes.count) : nil
    changes = Accents(Self.harmonicChanges(material, roles, count: count))
  }

  /// The eighth that a time falls on, if it is within a thirty-second of one.
  private static func slot(_ time: Double, _ count: Int) -> Int? {
    let index = Int((time * 2 + 0.5).rounded(.down))
    guard index >= 0, index < count, abs(time * 2 - Double(index)) <= 0.27 else { return nil }
    return index
  }

  private static func onsets(
    of material: NoteMaterial, _ roles: [Role], count: Int
  ) -> (accents: [Double], basses: [Double]) {
    var accents = [Double](repeating: 0, count: count)
    var basses = accents
    let edges = Edges(material.pitched)
    for event in material.pitched {
      guard let index = slot(event.onset, count) else { continue }
      let loudness = Double(event.velocity) / 100
      accents[index] += loudness * (0.3 + min(event.duration, 3))
      let role = roles.indices.contains(event.part) ? roles[event.part] : .chords
      let isLow = event.key < 60 && event.key <= edges.lowest(at: event.onset)
      if role == .bass || isLow { basses[index] += loudness * (0.4 + min(event.duration, 4)) }
    }
    return (accents, basses)
  }

  private static func strokes(
    of material: NoteMaterial, count: Int
  ) -> (kicks: [Double], snares: [Double], crashes: [Double], others: [Double]) {
    var kicks = [Double](repeating: 0, count: count)
    var (snares, crashes, others) = (kicks, kicks, kicks)
    for stroke in material.strokes {
      guard let index = slot(stroke.onset, count) else { continue }
      let loudness = Double(stroke.velocity) / 100
      switch DrumKey(rawValue: stroke.key) {
      case .kick?: kicks[index] += loudness
      case .snare?, .electricSnare?, .clap?, .sideStick?:
        if stroke.velocity >= 50 { snares[index] += loudness }
      case .crash?, .crash2?, .china?, .splash?: crashes[index] += loudness
      case nil where stroke.key == 35: kicks[index] += loudness
      default: others[index] += loudness
      }
    }
    return (kicks, snares, crashes, others)
  }

  /// How unlike the pitch classes of the beats before and after each eighth are, 0...1.
  private static func harmonicChanges(
    _ material: NoteMaterial, _ roles: [Role], count: Int
  ) -> [Double] {
    var chroma = [[Double]](repeating: [Double](repeating: 0, count: 12), count: count)
    for event in material.pitched {
      let role = roles.indices.contains(event.part) ? roles[event.part] : .chords
      let weight = role == .lead ? 0.25 : role == .counter ? 0.4 : role == .effects ? 0 : 1
      guard weight > 0 else { continue }
      var index = max(Int((event.onset * 2 + 0.3).rounded(.down)), 0)
      var isFirst = true
      while index < count, Double(index) / 2 < event.end - 0.1 || isFirst {
        chroma[index][event.pitchClass] += weight * (isFirst ? 1 : 0.6)
        isFirst = false
        index += 1
      }
    }
    var changes = [Double](repeating: 0, count: count)
    let window = 4
    for index in 1..<max(count, 2) where index < count {
      var before = [Double](repeating: 0, count: 12)
      var after = before
      for offset in 1...window {
        // Nearer eighths count more.
        let weight = Double(window + 1 - offset)
        if index - offset >= 0 {
          for pitch in 0..<12 { before[pitch] += weight * chroma[index - offset][pitch] }
        }
        if index + offset - 1 < count {
          for pitch in 0..<12 { after[pitch] += weight * chroma[index + offset - 1][pitch] }
        }
      }
      changes[index] = unlikeness(before, after)
    }
    // Peaks alone: a change is felt at one place.
    return changes.indices.map { index in
      let around = changes[max(0, index - 2)...min(count - 1, index + 2)]
      return changes[index] > 0.12 && changes[index] >= (around.max() ?? 0) ? changes[index] : 0
    }
  }

  private static func unlikeness(_ first: [Double], _ second: [Double]) -> Double {
    var (product, left, right) = (0.0, 0.0, 0.0)
    for index in 0..<12 {
      product += first[index] * second[index]
      left += first[index] * first[index]
      right += second[index] * second[index]
    }
    guard left > 0, right > 0 else { return 0 }
    return max(0, 1 - product / (left * right).squareRoot())
  }

  /// How well bars of a length in eighths, the first full one beginning at `phase`, explain where
  /// bars seem to begin.
  func barScore(_ length: Int, phase: Int) -> Double {
    var score = 1.3 * agreement(changes, length, phase) + 0.7 * agreement(basses, length, phase)
    score += 0.45 * agreement(accents, length, phase)
    if kicks.total > 0 { score += 0.4 * agreement(kicks, length, phase) }
    if crashes.total > 0 { score += 0.3 * agreement(crashes, length, phase) }
    return score
  }

  /// The harmonic mean of two shares: how much of the evidence, beyond chance, falls on bar lines,
  /// and how many of the bar lines have strong evidence.
  private func agreement(_ evidence: Accents, _ length: Int, _ phase: Int) -> Double {
    // At the origin nothing stands before to be compared with.
    let first = phase == 0 ? length : phase
    guard evidence.total > 0, count > first else { return 0 }
    var (onLines, lines, filled) = (0.0, 0.0, 0.0)
    for index in stride(from: first, to: count, by: length) {
      onLines += evidence.values[index]
      lines += 1
      filled += min(1, evidence.values[index] / evidence.strong)
    }
    let chance = 1 / Double(length)
    let rest = evidence.total - evidence.values[0] + 1e-9
    let recall = max(0, (onLines / rest - chance) / (1 - chance))
    let precision = filled / lines
    return recall + precision > 0 ? 2 * recall * precision / (recall + precision) : 0
  }

  /// How alike the rhythm is one bar later, compared with other distances, about -0.5...1.
  func repetition(_ length: Int) -> Double {
    let own = likeness(length)
    let rivals = (4...14).filter { $0 % length != 0 && length % $0 != 0 }
    let mean = rivals.reduce(0.0) { $0 + likeness($1) } / Double(max(rivals.count, 1))
    return own - mean
  }

  /// How alike the rhythm is four or eight bars later, where phrases come again, compared with as
  /// many bars of other lengths, about -0.5...1.
  func phrasing(_ length: Int) -> Double {
    func phrases(_ length: Int) -> Double { max(likeness(4 * length), likeness(8 * length)) }
    let rivals = (4...8).filter { $0 % length != 0 && length % $0 != 0 }
    let mean = rivals.reduce(0.0) { $0 + phrases($1) } / Double(max(rivals.count, 1))
    return phrases(length) - mean
  }

  private func likeness(_ lag: Int) -> Double {
    guard count > lag else { return 0 }
    var (shared, total) = (0.0, 0.0)
    for (evidence, weight) in [
      (accents.values, 0.6), (basses.values, 0.8), (kicks.values, 2.5), (snares.values, 2.5),
      (others.values, 1), (crashes.values, 0.5),
    ] {
      for index in 0..<(count - lag) {
        shared += weight * min(evidence[index], evidence[index + lag])
        total += weight * max(evidence[index], evidence[index + lag])
      }
    }
    return total > 0 ? shared / total : 0
  }

  /// How well the felt beats of a metre explain the accents within its bars.
  func beatScore(_ meter: Meter, phase: Int) -> Double {
    let length = Int((meter.barLength.value * 2).rounded())
    guard [6, 9, 12].contains(length) else { return 0 }
    var folded = [Double](repeating: 0, count: length)
    for index in 0..<count {
      let accent = accents.values[index] * 0.5 + basses.values[index] + kicks.values[index]
      folded[(index + length - phase) % length] +=
        accent + snares.values[index] * 2 + others.values[index] * 0.5 + changes.values[index] * 2
    }
    // Dotted quarters against quarters, apart from the bar line that both share.
    let threes = (1..<length).filter { $0 % 3 == 0 && $0 % 2 == 1 }
    let twos = (1..<length).filter { $0 % 2 == 0 && $0 % 3 != 0 }
    func mean(_ places: [Int]) -> Double {
      places.reduce(0) { $0 + folded[$1] } / Double(max(places.count, 1))
    }
    let (dotted, plain) = (mean(threes), mean(twos))
    guard dotted + plain > 0 else { return 0 }
    let lean = (dotted - plain) / (dotted + plain)
    // Only what speaks against a metre counts: quarters are felt in 4/4 too. Syncopated waltzes lean
    // towards dotted quarters, so that the balance lies a little on that side.
    let tilt = lean - 0.12
    return -0.8 * max(0, meter.isCompound ? -tilt : tilt)
  }
}
