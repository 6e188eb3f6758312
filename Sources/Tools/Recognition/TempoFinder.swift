#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Finds the tempo of recorded music from its onsets.
///
/// Each tempo from 40 to 240 beats a minute is judged by how well onsets repeat after half a beat and one to
/// four beats, how little after three, how the bass repeats after one and four, and by how common the
/// tempo is (a bell over its logarithm, as D. Moelants found for preferred tempi, 2002). The weights were
/// fitted to 43 composed songs of 33 styles, in round numbers. The best is refined by the frequency at
/// which all onsets of the piece are in phase, and its beats are followed.
public enum TempoFinder {
  /// A tempo and its beats.
  public struct Finding: Sendable {
    /// Beats a minute.
    public var beatsPerMinute: Double
    /// How sure, 0...1.
    public var confidence: Double
    /// Other readings, best first.
    public var alternatives: [Double]
    /// When the beats fall, in seconds.
    public var beats: [Double]
    /// The deviation of beats from an even row, in seconds, root mean square.
    public var unsteadiness: Double
  }

  /// A tempo as it was judged.
  package struct Candidate: Sendable {
    /// Beats a minute.
    package var beatsPerMinute: Double
    /// The judgement, greater for better.
    package var score: Double
    /// The mean repetition after one, two and four beats.
    package var repetition: Double
  }

  /// Finds the tempo; nil where nothing repeats or there are less than four seconds.
  public static func find(_ onsets: OnsetStrength) -> Finding? {
    let candidates = candidates(onsets)
    guard let best = candidates.first, best.repetition > 0.04 else { return nil }
    let tempo = refined(best.beatsPerMinute, onsets)
    let period = 60 / tempo * onsets.rate
    let places = BeatTracker.beats(in: onsets.all, period: period)
    guard places.count > 3 else { return nil }
    let row = evenRow(places)
    let distances = zip(places.dropFirst(), places).map { $0 - $1 }.sorted()
    // Where the beats that were followed agree, the phase of the whole piece is the finer measure.
    let followed = row.deviation < 0.1 * period ? row.spacing : distances[distances.count / 2]
    let spacing = abs(followed / period - 1) < 0.01 ? period : followed
    let rivals = candidates.dropFirst().filter { abs(log2($0.beatsPerMinute / tempo)) > 0.06 }
    let margin = best.score - (rivals.first?.score ?? 0)
    return Finding(
      beatsPerMinute: 60 * onsets.rate / spacing,
      confidence: max(0, min(1, margin / (margin + 0.1) * min(1, best.repetition / 0.2))),
      alternatives: rivals.prefix(2).map(\.beatsPerMinute),
      beats: places.map { $0 / onsets.rate }, unsteadiness: row.deviation / onsets.rate)
  }

  /// The tempi that are peaks of the judgement, best first.
  package static func candidates(_ onsets: OnsetStrength) -> [Candidate] {
    guard Double(onsets.all.count) > 4 * onsets.rate else { return [] }
    let all = Tempogram(of: onsets.all, rate: onsets.rate)
    let low = Tempogram(of: onsets.low, rate: onsets.rate)
    let steps = 360
    let tempi = (0...steps).map { 40 * pow(6, Double($0) / Double(steps)) }
    let scores = tempi.map { judgement(all, low, $0) }
    var found: [Candidate] = []
    for index in tempi.indices where scores[index] > 0.01 {
      // The greatest within half a semitone of tempo.
      let near = max(0, index - 5)...min(steps, index + 5)
      guard near.allSatisfy({ scores[$0] < scores[index] || $0 >= index }),
        near.allSatisfy({ scores[$0] <= scores[index] })
      else { continue }
      let beat = 60 / tempi[index]
      let repetition =
        (all.value(at: beat) + all.value(at: 2 * beat) + all.value(at: 4 * beat)) / 3
      found.append(
        Candidate(
          beatsPerMinute: tempi[index], score: scores[index], repetition: repetition))
    }
    return found.sorted { $0.score > $1.score }
  }

  private static func judgement(_ all: Tempogram, _ low: Tempogram, _ tempo: Double) -> Double {
    let beat = 60 / tempo
    var sum = 0.0
    for (count, weight) in [(0.5, 0.5), (1, 0.2), (2, 0.2), (3, -0.1), (4, 0.25)] {
      sum += weight * all.value(at: beat * count)
    }
    for (count, weight) in [(1.0, 0.25), (4, 0.1)] { sum += weight * low.value(at: beat * count) }
    // A bell around 122 beats a minute, 0.7 octaves wide.
    let octaves = log2(tempo / 122)
    return max(sum, 0) * exp(-0.5 * octaves * octaves / (0.7 * 0.7))
  }

  /// The tempo within 2.5 % at which the onsets of the first ten minutes are most in phase with beats and
  /// their halves and quarters.
  private static func refined(_ tempo: Double, _ onsets: OnsetStrength) -> Double {
    let count = min(onsets.all.count, Int(600 * onsets.rate))
    let seconds = Double(count) / onsets.rate
    let mean = Double(onsets.all[..<count].reduce(0, +)) / Double(count)
    // A quarter turn over the whole length is one step.
    let step = 0.25 / seconds
    let reach = max(1, Int((0.025 * tempo / 60 / step).rounded(.up)))
    var best = (frequency: tempo / 60, sum: -1.0)
    for index in -reach...reach {
      let frequency = tempo / 60 + Double(index) * step
      var total = 0.0
      for part in [1.0, 2, 4] {
        // Turning by multiplication: one sine and cosine a frequency.
        let angle = 2 * Double.pi * frequency * part / onsets.rate
        let (cosine, sine) = (cos(angle), sin(angle))
        var (x, y, real, imaginary) = (1.0, 0.0, 0.0, 0.0)
        for place in 0..<count {
          let value = Double(onsets.all[place]) - mean
          real += value * x
          imaginary += value * y
          (x, y) = (x * cosine - y * sine, x * sine + y * cosine)
        }
        total += (real * real + imaginary * imaginary).squareRoot() / part.squareRoot()
      }
      if total > best.sum { best = (frequency, total) }
    }
    return 60 * best.frequency
  }

  /// The line through places against their number, by least squares, and the deviation from it.
  private static func evenRow(_ places: [Double]) -> (spacing: Double, deviation: Double) {
    let count = Double(places.count)
    let middle = (count - 1) / 2
    let mean = places.reduce(0, +) / count
    var (above, below) = (0.0, 0.0)
    for (index, place) in places.enumerated() {
      above += (Double(index) - middle) * (place - mean)
      below += (Double(index) - middle) * (Double(index) - middle)
    }
    let spacing = above / below
    var square = 0.0
    for (index, place) in places.enumerated() {
      let off = place - mean - spacing * (Double(index) - middle)
      square += off * off
    }
    return (spacing, (square / count).squareRoot())
  }
}
