#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Finds where beats fall, for a period that is known roughly.
///
/// Dynamic programming after D. Ellis, "Beat tracking by dynamic programming" (JNMR 2007): a row of beats is good
/// where onsets are strong on them and where their distances are near the period, by the squared logarithm
/// of the ratio.
enum BeatTracker {
  /// The places of beats, in values of the curve and fractions of it.
  static func beats(in curve: [Float], period: Double) -> [Double] {
    let count = curve.count
    guard period > 2, count > Int(2 * period) else { return [] }
    let local = smoothed(curve, width: max(1, period / 32))
    let deviation = (local.reduce(0) { $0 + $1 * $1 } / Double(count)).squareRoot()
    guard deviation > 0 else { return [] }
    let tightness = 400.0
    let (nearest, farthest) = (Int((period / 2).rounded()), Int((2 * period).rounded()))
    let penalties = (0...farthest).map { distance -> Double in
      guard distance > 0 else { return 0 }
      let ratio = log(Double(distance) / period)
      return -tightness * ratio * ratio
    }
    var score = [Double](repeating: 0, count: count)
    var link = [Int](repeating: -1, count: count)
    for place in 0..<count {
      let onset = local[place] / deviation
      var best = 0.0
      var from = -1
      if place >= nearest {
        for distance in nearest...farthest where place - distance >= 0 {
          let value = score[place - distance] + penalties[distance]
          if value > best { (best, from) = (value, place - distance) }
        }
      }
      score[place] = onset + best
      link[place] = from
    }
    // The last beat lies within the last period and has the greatest sum.
    var place = count - 1
    for candidate in max(0, count - Int(period))..<count where score[candidate] > score[place] {
      place = candidate
    }
    var beats: [Double] = []
    while place >= 0 {
      beats.append(refined(local, place))
      place = link[place]
    }
    return beats.reversed()
  }

  private static func smoothed(_ curve: [Float], width: Double) -> [Double] {
    let reach = max(1, Int((3 * width).rounded()))
    let taper = (-reach...reach).map { exp(-0.5 * (Double($0) / width) * (Double($0) / width)) }
    let total = taper.reduce(0, +)
    let mean = Double(curve.reduce(0, +)) / Double(max(1, curve.count))
    return curve.indices.map { place in
      var sum = 0.0
      for offset in -reach...reach where curve.indices.contains(place + offset) {
        sum += taper[offset + reach] * (Double(curve[place + offset]) - mean)
      }
      return sum / total
    }
  }

  /// The top of a parabola through a value and its neighbours.
  private static func refined(_ curve: [Double], _ place: Int) -> Double {
    guard place > 0, place + 1 < curve.count else { return Double(place) }
    let (before, here, after) = (curve[place - 1], curve[place], curve[place + 1])
    let bend = before - 2 * here + after
    guard bend < 0, here >= before, here >= after else { return Double(place) }
    return Double(place) + 0.5 * (before - after) / bend
  }
}
