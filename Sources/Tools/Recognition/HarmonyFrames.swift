public import Music

/// What sounds in each frame: how much of each pitch class, and in the bass.
public struct HarmonyFrames: Sendable {
  /// The weights of pitch classes of each frame, in sum 1; all 0 in silence.
  public var chroma: [[Double]]
  /// The weights of pitch classes in the bass of each frame, in sum 1; all 0 without one.
  public var bass: [[Double]]
  /// The first pitch class in the bass of each frame, or nil.
  public var firstBass: [Int?]
  /// How much sounds in each frame, in weighted quarter notes.
  public var mass: [Double]

  /// Measures frames; parts that carry harmony count more than melodies.
  public init(_ material: NoteMaterial, grid: BarGrid, roles: [Role]) {
    let count = grid.frames.count
    let silent = [Double](repeating: 0, count: 12)
    chroma = [[Double]](repeating: silent, count: count)
    bass = chroma
    firstBass = [Int?](repeating: nil, count: count)
    mass = [Double](repeating: 0, count: count)
    guard count > 0 else { return }
    let starts = grid.frames.map { $0.onset.value }
    let ends = grid.frames.map { ($0.onset + $0.duration).value }
    let edges = Edges(material.pitched)
    var firstTimes = [Double](repeating: .infinity, count: count)
    for event in material.pitched {
      let role = roles.indices.contains(event.part) ? roles[event.part] : .chords
      let weight = HarmonyFrames.weight(of: role)
      var index = max(SortedSearch.lastIndex(starts, notAbove: event.onset + 0.07), 0)
      while index < count, starts[index] < event.end {
        defer { index += 1 }
        let share = HarmonyFrames.overlap(event, starts[index], ends[index])
        guard share > 0 else { continue }
        chroma[index][event.pitchClass] += weight * share
        let isLow =
          event.key < 58 && event.key <= edges.lowest(at: max(event.onset, starts[index]))
        guard isLow else { continue }
        bass[index][event.pitchClass] += share
        let time = max(event.onset, starts[index])
        if time < firstTimes[index] - 0.01 {
          firstTimes[index] = time
          firstBass[index] = event.pitchClass
        }
      }
    }
    for index in 0..<count {
      mass[index] = chroma[index].reduce(0, +)
      HarmonyFrames.normalize(&chroma[index])
      HarmonyFrames.normalize(&bass[index])
    }
  }

  private static func weight(of role: Role) -> Double {
    switch role {
    case .chords, .pad: 1
    case .arpeggio, .bass: 1
    case .counter: 0.6
    case .lead: 0.4
    case .effects, .drums, .percussion: 0.05
    }
  }

  /// How long a note counts in a frame: short strokes as an eighth at least, anticipations of the
  /// next frame little, and what rings over from the last frame less than what is struck.
  private static func overlap(
    _ event: NoteMaterial.Event, _ start: Double, _ end: Double
  ) -> Double {
    let sounding = min(event.end, end) - max(event.onset, start)
    guard sounding > 0 else { return 0 }
    let isStruck = event.onset >= start - 0.07
    if isStruck {
      let isAnticipation = end - event.onset <= 0.55 && event.end > end + 0.2
      return isAnticipation ? sounding * 0.2 : max(sounding, min(0.5, end - event.onset))
    }
    let isAnticipated = start - event.onset <= 0.55
    if isAnticipated { return sounding }
    return event.end - start < 0.3 ? 0 : sounding * 0.75
  }

  private static func normalize(_ weights: inout [Double]) {
    let sum = weights.reduce(0, +)
    guard sum > 0 else { return }
    for index in weights.indices { weights[index] /= sum }
  }
}
