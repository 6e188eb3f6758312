#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Divides recorded music where its sound changes, and tells which stretches are alike.
///
/// Beat by beat, what sounds is described by pitch classes and by the levels of bands. A checkerboard with a bell
/// over it slides along the diagonal of the matrix of likenesses (J. Foote, "Automatic audio segmentation
/// using a measure of audio novelty", ICME 2000); its peaks are boundaries. Stretches whose mean
/// descriptions are near each other share a name.
public enum NoveltySections {
  /// A stretch.
  public struct Finding: Hashable, Sendable {
    /// When it begins and ends, in seconds.
    public var start: Double, end: Double
    /// The number of its kind, from 0 in order of appearance.
    public var kind: Int
  }

  /// The half width of the checkerboard in beats: four bars of four.
  private static let reach = 16
  /// How near two stretches are that are alike, in the units of the descriptions.
  private static let likeness = 0.62

  /// Finds sections; `beats` are times in seconds, evenly laid if there are none.
  public static func find(
    _ chroma: Chromagram, beats: [Double], duration: Double
  ) -> [Finding] {
    guard duration > 0 else { return [] }
    let whole = [Finding(start: 0, end: duration, kind: 0)]
    // Silence behind the end is no section of its own.
    let marks = marks(beats, duration: min(duration, chroma.soundingEnd))
    let units = descriptions(chroma, marks: marks)
    guard units.count > 2 * reach else { return whole }
    let novelty = novelty(units)
    let boundaries = [0] + peaks(novelty) + [units.count]
    let stretches = zip(boundaries, boundaries.dropFirst()).map { $0..<$1 }
    let kinds = kinds(stretches.map { mean(units[$0]) })
    return stretches.indices.map { index in
      Finding(
        start: index == 0 ? 0 : marks[stretches[index].lowerBound],
        end: index == stretches.count - 1 ? duration : marks[stretches[index].upperBound],
        kind: kinds[index])
    }
  }

  /// Beats from the beginning to the end, continued evenly where there are none.
  private static func marks(_ beats: [Double], duration: Double) -> [Double] {
    var spacing = 0.5
    if beats.count > 1 {
      spacing = max(0.2, (beats[beats.count - 1] - beats[0]) / Double(beats.count - 1))
    }
    var marks = beats.isEmpty ? [0] : beats
    while let first = marks.first, first > spacing * 0.75 { marks.insert(first - spacing, at: 0) }
    while let last = marks.last, last < duration - spacing * 0.25 { marks.append(last + spacing) }
    return marks
  }

  /// One description a beat: twelve pitch classes and the bands, each centred and scaled over the piece.
  private static func descriptions(_ chroma: Chromagram, marks: [Double]) -> [[Double]] {
    let tuning = chroma.tuning
    var units: [[Double]] = []
    for index in 0..<max(0, marks.count - 1) {
      let first = min(chroma.frameCount, max(0, Int((marks[index] * chroma.rate).rounded())))
      let last = min(
        chroma.frameCount, max(first + 1, Int((marks[index + 1] * chroma.rate).rounded())))
      guard first < last else { continue }
      let classes = Chromagram.pitchClasses(
        chroma.sum(\.treble, over: first..<last), tuning: tuning)
      let total = max(classes.reduce(0, +), 1e-9)
      var bands = [Double](repeating: 0, count: chroma.bandCount)
      for frame in first..<last {
        for band in 0..<chroma.bandCount {
          bands[band] += Double(chroma.bands[frame * chroma.bandCount + band])
        }
      }
      units.append(
        classes.map { ($0 / total).squareRoot() } + bands.map { $0 / Double(last - first) })
    }
    return scaled(units, classes: 12)
  }

  /// Pitch classes keep their proportions, bands are scaled to their common deviation; both weigh alike.
  private static func scaled(_ units: [[Double]], classes: Int) -> [[Double]] {
    guard let width = units.first?.count else { return units }
    let count = Double(units.count)
    var result = units
    for group in [0..<classes, classes..<width] {
      let means = group.map { column in units.reduce(0) { $0 + $1[column] } / count }
      var square = 0.0
      for unit in units {
        for (index, column) in group.enumerated() {
          square += (unit[column] - means[index]) * (unit[column] - means[index])
        }
      }
      let scale = square > 1e-9 ? (count / square).squareRoot() : 0
      for row in result.indices {
        for (index, column) in group.enumerated() {
          result[row][column] = (units[row][column] - means[index]) * scale
        }
      }
    }
    return result
  }

  /// How much each beat divides what is before from what is behind, `[beats]`.
  private static func novelty(_ units: [[Double]]) -> [Double] {
    // Harmony goes round within a section: each beat is described with the four before and behind it.
    let smooth = units.indices.map { index in
      mean(units[max(0, index - 2)...min(units.count - 1, index + 1)])
    }
    let bell = (0..<reach).map { index -> Double in
      let place = (Double(index) + 0.5) / Double(reach)
      return exp(-2 * place * place)
    }
    return units.indices.map { place -> Double in
      guard place >= 4, place <= units.count - 4 else { return 0 }
      var (sum, weight) = (0.0, 0.0)
      for i in 0..<reach {
        for j in 0..<reach {
          let taper = bell[i] * bell[j]
          let (a, b) = (place - 1 - i, place + j)
          if a >= 0, b < units.count {
            sum += 2 * taper * distance(smooth[a], smooth[b])
            weight += 2 * taper
          }
          if i < j {
            if place + j < units.count {
              sum -= 2 * taper * distance(smooth[place + i], smooth[b])
            }
            if place - 1 - j >= 0 {
              sum -= 2 * taper * distance(smooth[a], smooth[place - 1 - j])
            }
          }
        }
      }
      return weight > 0 ? sum / weight : 0
    }
  }

  /// The peaks that stand out, at least eight beats apart and four from the ends.
  private static func peaks(_ novelty: [Double]) -> [Int] {
    let mean = novelty.reduce(0, +) / Double(novelty.count)
    let deviation =
      (novelty.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(novelty.count)).squareRoot()
    let floor = mean + 0.6 * deviation
    let tops = novelty.indices.filter { place in
      guard novelty[place] > floor else { return false }
      let near = max(0, place - 8)...min(novelty.count - 1, place + 8)
      return near.allSatisfy { novelty[$0] < novelty[place] || $0 >= place }
        && near.allSatisfy { novelty[$0] <= novelty[place] }
    }
    return tops.filter { $0 >= 4 && $0 <= novelty.count - 4 }
  }

  private static func kinds(_ means: [[Double]]) -> [Int] {
    var kinds: [Int] = []
    var examples: [[Double]] = []
    for mean in means {
      let nearest = examples.indices.min {
        distance(mean, examples[$0]) < distance(mean, examples[$1])
      }
      if let nearest, distance(mean, examples[nearest]) < likeness {
        kinds.append(nearest)
      } else {
        kinds.append(examples.count)
        examples.append(mean)
      }
    }
    return kinds
  }

  private static func mean(_ units: ArraySlice<[Double]>) -> [Double] {
    guard let first = units.first else { return [] }
    var sums = [Double](repeating: 0, count: first.count)
    for unit in units {
      for column in sums.indices { sums[column] += unit[column] }
    }
    return sums.map { $0 / Double(units.count) }
  }

  private static func distance(_ first: [Double], _ second: [Double]) -> Double {
    var sum = 0.0
    for index in first.indices {
      sum += (first[index] - second[index]) * (first[index] - second[index])
    }
    return sum.squareRoot()
  }
}
