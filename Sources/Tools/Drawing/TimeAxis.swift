/// Round steps and labels of axes in seconds.
enum TimeAxis {
  /// The smallest round step whose labels have room.
  static func step(seconds: Double, width: Double, room: Double = 62) -> Double {
    let steps: [Double] = [
      0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600,
      900, 1800, 3600, 7200, 14_400, 36_000,
    ]
    let fitting = steps.first { $0 / seconds * width >= room }
    return fitting ?? max(36_000, seconds / max(width / room, 1))
  }

  /// A time as `0:05`, or with decimals where the step needs them.
  static func label(_ seconds: Double, step: Double) -> String {
    guard step < 1 else { return Notation.clock(seconds + 0.001) }
    let thousandths = Int((seconds * 1000).rounded())
    let text = "\(thousandths % 1000 + 1000)".dropFirst()
    return "\(thousandths / 1000).\(text.prefix(step >= 0.1 ? 1 : step >= 0.01 ? 2 : 3)) s"
  }
}
