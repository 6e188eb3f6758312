/// A figure judged by its usual range.
public enum UsualRange {
  /// 1 inside a range, falling by `slope` a unit outside, and 0 at the least.
  public static func closeness(
    _ value: Double, to range: ClosedRange<Double>, slope: Double
  ) -> Double {
    let distance = max(0, range.lowerBound - value, value - range.upperBound)
    return max(0, 1 - distance * slope)
  }
}
