/// How a part plays: the measures from which its role is guessed.
public struct PartProfile: Sendable {
  /// How many notes.
  public var count = 0
  /// The lowest and highest keys; nil without notes.
  public var range: ClosedRange<Int>?
  /// The mean key.
  public var meanKey = 0.0
  /// The mean velocity.
  public var meanVelocity = 0.0
  /// The most notes that sound at once.
  public var polyphony = 0
  /// Mean number of notes that sound, over the time in which any does.
  public var thickness = 0.0
  /// Mean length of a note in quarter notes.
  public var meanDuration = 0.0
  /// The share of steps between onsets that equal the commonest step.
  public var steadiness = 0.0
  /// The commonest step between onsets, in quarter notes.
  public var step = 0.0
  /// The share of melodic intervals of three to twelve semitones.
  public var leaps = 0.0
  /// The share of melodic intervals of one or two semitones.
  public var steps = 0.0
  /// The share of the piece, from first to last note of all, in which it sounds.
  public var presence = 0.0
  /// The share of its onsets at which nothing else sounds lower.
  public var lowest = 0.0
  /// The share of its onsets at which nothing else sounds higher.
  public var highest = 0.0

  /// The profiles of all parts of a score; those of drum kits count strokes alone.
  public static func all(of material: NoteMaterial) -> [PartProfile] {
    var groups = [[NoteMaterial.Event]](repeating: [], count: material.partCount)
    for event in material.pitched { groups[event.part].append(event) }
    var strokes = [[NoteMaterial.Event]](repeating: [], count: material.partCount)
    for event in material.strokes { strokes[event.part].append(event) }
    let edges = Edges(material.pitched)
    return groups.indices.map { index in
      let own = groups[index].isEmpty ? strokes[index] : groups[index]
      return PartProfile(own, edges: groups[index].isEmpty ? nil : edges, end: material.end)
    }
  }

  private init(_ events: [NoteMaterial.Event], edges: Edges?, end: Double) {
    guard let first = events.first else { return }
    count = events.count
    let total = Double(count)
    var low = first.key
    var high = first.key
    for event in events {
      low = min(low, event.key)
      high = max(high, event.key)
      meanKey += Double(event.key) / total
      meanVelocity += Double(event.velocity) / total
      meanDuration += event.duration / total
    }
    range = low...high
    measureSounding(events, end: end)
    measureSteps(events)
    if let edges {
      lowest = Double(events.count { $0.key <= edges.lowest(at: $0.onset) }) / total
      highest = Double(events.count { $0.key >= edges.highest(at: $0.onset) }) / total
    }
  }

  private mutating func measureSounding(_ events: [NoteMaterial.Event], end: Double) {
    // Notes that end a 32nd after another begins are legato, not chords.
    let legato = 1.0 / 8
    var changes: [(time: Double, step: Int)] = []
    for event in events {
      changes.append((event.onset, 1))
      changes.append((max(event.onset + event.duration / 2, event.end - legato), -1))
    }
    changes.sort { ($0.time, $0.step) < ($1.time, $1.step) }
    var (sounding, last, covered, mass) = (0, 0.0, 0.0, 0.0)
    for change in changes {
      if sounding > 0 {
        covered += change.time - last
        mass += Double(sounding) * (change.time - last)
      }
      sounding += change.step
      polyphony = max(polyphony, sounding)
      last = change.time
    }
    thickness = covered > 0 ? mass / covered : 1
    presence = end > 0 ? min(covered / end, 1) : 0
  }

  private mutating func measureSteps(_ events: [NoteMaterial.Event]) {
    // Onsets that coincide are one; the top note makes the line.
    var line: [NoteMaterial.Event] = []
    for event in events {
      if let previous = line.last, event.onset - previous.onset < 0.06 {
        if event.key > previous.key { line[line.count - 1] = event }
      } else {
        line.append(event)
      }
    }
    guard line.count > 1 else { return }
    var counts: [Int: Int] = [:]
    var (leaping, stepping) = (0, 0)
    for (previous, next) in zip(line, line.dropFirst()) {
      counts[Int(((next.onset - previous.onset) * 12 + 0.5).rounded(.down)), default: 0] += 1
      let interval = abs(next.key - previous.key)
      if (3...12).contains(interval) { leaping += 1 }
      if (1...2).contains(interval) { stepping += 1 }
    }
    let pairs = Double(line.count - 1)
    leaps = Double(leaping) / pairs
    steps = Double(stepping) / pairs
    if let common = counts.max(by: { ($0.value, -$0.key) < ($1.value, -$1.key) }) {
      steadiness = Double(common.value) / pairs
      step = Double(common.key) / 12
    }
  }
}

/// The lowest and highest keys that sound at each moment of a sixteenth grid.
struct Edges: Sendable {
  private var lows: [Int] = []
  private var highs: [Int] = []

  init(_ events: [NoteMaterial.Event]) {
    let end = events.reduce(0) { max($0, $1.end) }
    let count = min(Int(end * 4) + 2, 1 << 20)
    lows = [Int](repeating: 128, count: count)
    highs = [Int](repeating: -1, count: count)
    for event in events {
      let first = slot(event.onset)
      let last = max(first, min(Int((event.end * 4 - 0.25).rounded(.up)) - 1, count - 1))
      for index in first...last {
        lows[index] = min(lows[index], event.key)
        highs[index] = max(highs[index], event.key)
      }
    }
  }

  private func slot(_ time: Double) -> Int {
    min(max(Int((time * 4 + 0.5).rounded(.down)), 0), lows.count - 1)
  }

  /// The lowest key at a time; 128 in silence.
  func lowest(at time: Double) -> Int { lows.isEmpty ? 128 : lows[slot(time)] }

  /// The highest key at a time; -1 in silence.
  func highest(at time: Double) -> Int { highs.isEmpty ? -1 : highs[slot(time)] }
}
