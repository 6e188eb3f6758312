public import Music

/// Divides a piece into sections and names them.
///
/// A boundary is where the bars before and after differ most (novelty, after J. Foote, "Automatic
/// audio segmentation using a measure of audio novelty", ICME 2000); the best set of boundaries is
/// found by dynamic programming, which prefers sections of 4, 8 and 16 bars. Sections alike get one
/// letter, and names of songs where energy and repetition make them plain.
public enum SectionFinder {
  /// Finds the sections, covering all bars in order.
  public static func find(
    _ material: NoteMaterial, grid: BarGrid, frames: HarmonyFrames
  ) -> [Section] {
    guard grid.barCount > 0 else { return [] }
    let features = BarFeatures(material, grid: grid, frames: frames)
    let cuts = boundaries(features)
    let ranges = zip(cuts, cuts.dropFirst()).map { $0..<$1 }
    let energies = energies(of: ranges, features)
    let groups = groups(of: ranges, features, energies)
    let names = SectionNames.names(groups: groups, energies: energies, ranges: ranges)
    var counts: [String: Int] = [:]
    return ranges.indices.map { index in
      let number = counts[names[index], default: 0] + 1
      counts[names[index]] = number
      return Section(
        id: number == 1 ? names[index] : "\(names[index])-\(number)", name: names[index],
        startBar: ranges[index].lowerBound, bars: ranges[index].count, energy: energies[index])
    }
  }

  /// The energies, 0...1, of given sections.
  public static func energies(
    of sections: [Section], _ material: NoteMaterial, grid: BarGrid, frames: HarmonyFrames
  ) -> [Double] {
    let features = BarFeatures(material, grid: grid, frames: frames)
    return energies(
      of: sections.map { $0.barRange.clamped(to: 0..<grid.barCount) }, features)
  }

  /// The starts of sections and the end.
  private static func boundaries(_ features: BarFeatures) -> [Int] {
    let count = features.count
    guard count > 4 else { return [0, count] }
    let novelty = novelty(features)
    let longest = 32
    var best = [Double](repeating: -.infinity, count: count + 1)
    var from = [Int](repeating: 0, count: count + 1)
    best[0] = 0
    for end in 1...count {
      for length in 1...min(longest, end) {
        let start = end - length
        let gain = end < count ? novelty[end] : 0
        let isEdge = start == 0 || end == count
        let score = best[start] + gain - cost(length, isEdge: isEdge)
        if score > best[end] {
          best[end] = score
          from[end] = start
        }
      }
    }
    var cuts = [count]
    while let last = cuts.last, last > 0 { cuts.append(from[last]) }
    return cuts.reversed()
  }

  /// What a section of a length must gain by its boundary.
  private static func cost(_ bars: Int, isEdge: Bool) -> Double {
    switch bars {
    case 8, 16: 0.16
    case 4: isEdge ? 0.17 : 0.21
    case 12: 0.19
    case 24, 32: 0.26
    case 6, 10, 14, 20, 28: 0.28
    case 1...3: isEdge ? 0.3 : 0.48
    default: bars % 2 == 0 ? 0.34 : 0.42
    }
  }

  /// How unlike the phrases before and after each bar line are, 0 and more.
  private static func novelty(_ features: BarFeatures) -> [Double] {
    let count = features.count
    var novelty = [Double](repeating: 0, count: count)
    for bar in 1..<count {
      let reach = min(4, bar, count - bar)
      // The stretches as wholes, and bar for bar, where a loop that goes on differs least.
      let whole = features.distance((bar - reach)..<bar, bar..<(bar + reach))
      var aligned = 0.0
      for offset in 0..<reach {
        aligned += features.distance(bar - reach + offset, bar + offset) / Double(reach)
      }
      let contrast = 1.3 * whole + 0.3 * aligned
      novelty[bar] = contrast * (reach < 2 ? 0.5 : 1)
    }
    // Lively pieces change all the time: only what is more than usual makes a boundary.
    let usual = novelty.sorted()[count / 2]
    return novelty.indices.map { max(0, novelty[$0] - 0.7 * usual) + returning(features, $0) }
  }

  /// A little for bars from which something heard before returns for four bars, not moving along
  /// with what came before.
  private static func returning(_ features: BarFeatures, _ bar: Int) -> Double {
    guard bar >= 8, bar + 4 <= features.count, bar < 2048 else { return 0 }
    var best = 0.0
    for earlier in stride(from: bar % 4, through: bar - 8, by: 4) {
      var ahead = 0.0
      for offset in 0..<4 { ahead += features.distance(earlier + offset, bar + offset) / 4 }
      guard earlier >= 1, ahead < 0.06 else { continue }
      let behind = features.distance(earlier - 1, bar - 1)
      best = max(best, min(behind, 0.2) - ahead)
    }
    return 0.5 * best
  }

  /// Energy from density, loudness, how many play, and register, scaled to 0.1...1 of the piece.
  private static func energies(of ranges: [Range<Int>], _ features: BarFeatures) -> [Double] {
    let top = features.density.sorted()
    let busiest = max(top.isEmpty ? 1 : top[(top.count - 1) * 9 / 10], 1)
    return ranges.map { range in
      let bars = Double(max(range.count, 1))
      var energy = 0.0
      for bar in range {
        let playing = features.activity[bar].count { $0 > 0.15 }
        energy += 0.4 * min(features.density[bar] / busiest, 1) + 0.22 * features.loudness[bar]
        energy += 0.28 * Double(playing) / Double(max(features.activity[bar].count, 1))
        energy += 0.1 * features.register[bar]
      }
      let share = min(max(energy / bars * 1.12, 0), 1)
      return (share * 100).rounded() / 100
    }
  }

  /// Which sections are alike: the number of the first one like each.
  private static func groups(
    of ranges: [Range<Int>], _ features: BarFeatures, _ energies: [Double]
  ) -> [Int] {
    var groups: [Int] = []
    for (index, range) in ranges.enumerated() {
      var best: (group: Int, distance: Double)?
      for earlier in 0..<index where groups[earlier] == earlier {
        let other = ranges[earlier]
        let length = min(range.count, other.count)
        guard length * 2 >= max(range.count, other.count) else { continue }
        var distance = 0.0
        for offset in 0..<length {
          distance +=
            features.distance(range.lowerBound + offset, other.lowerBound + offset)
            / Double(length)
        }
        distance += 0.25 * abs(energies[index] - energies[earlier])
        if distance < 0.17, distance < best?.distance ?? .infinity { best = (earlier, distance) }
      }
      groups.append(best?.group ?? index)
    }
    return groups
  }
}
