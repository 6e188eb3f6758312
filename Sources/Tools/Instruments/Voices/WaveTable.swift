import Signal

/// One cycle of a wave, kept once for each number of harmonics that may sound without folding.
///
/// Levels lie a third of an octave apart, so that between 19 kHz and half the sample rate nothing is
/// missing at 48 kHz, and nothing above that is there: the harmonics that a level holds all lie below half
/// the sample rate. Reading is linear: a partial k of a cycle of N points has images (k/N)^2 as strong,
/// which 2048 to 8192 points keep below -100 dB at 5 kHz and below -75 dB in all at 30 Hz.
struct WaveTable: Sendable {
  /// The amplitude and the phase (in turns, of a sine) of a harmonic, counted from 1.
  typealias Spectrum = (_ harmonic: Int) -> (amplitude: Double, phase: Double)

  /// How many harmonics the levels hold, ascending.
  static let harmonics: [Int] = {
    var counts: [Int] = []
    var next = 1.0
    while next <= 1024 {
      let count = Int(next)
      if counts.last != count { counts.append(count) }
      next *= 1.259_921_05
    }
    return counts
  }()

  /// One level: where it lies, and its binary logarithm of points.
  struct Level: Sendable {
    var offset: Int
    var bits: Int
  }

  /// All points; each level has one point more than its cycle, equal to the first.
  let points: [Float]
  let levels: [Level]
  /// The level for each number of harmonics that have room, 0...1024.
  let levelForRoom: [UInt8]

  /// Sums the harmonics of a spectrum.
  ///
  /// With `normalized` the wave's peak with 64 harmonics is 1; else amplitudes count as they are.
  init(normalized: Bool = true, _ spectrum: Spectrum) {
    var points: [Float] = []
    var levels: [Level] = []
    var transforms: [Int: FourierTransform] = [:]
    for count in WaveTable.harmonics {
      let bits = count <= 256 ? 11 : count <= 512 ? 12 : 13
      let transform = transforms[bits] ?? FourierTransform(size: 1 << bits)
      transforms[bits] = transform
      var bins = [ComplexFloat](repeating: ComplexFloat(0, 0), count: transform.binCount)
      let scale = Double(1 << bits) / 2
      for harmonic in 1...count {
        let (amplitude, phase) = spectrum(harmonic)
        // a sin(2 pi (k n / N + p)) is the real part of a e^(2 pi i p) / i at bin k.
        bins[harmonic] = ComplexFloat(
          Float(scale * amplitude * sineOfTurns(phase)),
          Float(-scale * amplitude * cosineOfTurns(phase)))
      }
      let cycle = transform.inverse(bins)
      levels.append(Level(offset: points.count, bits: bits))
      points += cycle
      points.append(cycle[0])
    }
    if normalized, let at64 = WaveTable.harmonics.firstIndex(of: 64) {
      let level = levels[at64]
      let peak = points[level.offset..<level.offset + 1 << level.bits].map(\.magnitude).max() ?? 1
      if peak > 0 { for index in points.indices { points[index] /= peak } }
    }
    var levelForRoom = [UInt8](repeating: 0, count: 1025)
    var level = 0
    for room in 1...1024 {
      while level + 1 < levels.count, WaveTable.harmonics[level + 1] <= room { level += 1 }
      levelForRoom[room] = UInt8(level)
    }
    self.points = points
    self.levels = levels
    self.levelForRoom = levelForRoom
  }

  /// The level whose harmonics all lie below half the sample rate at an increment of the phase, in
  /// 2^-32 cycles a frame.
  @inline(__always)
  func level(for increment: UInt32) -> Int {
    Int(levelForRoom[min(1024, Int(0x8000_0000 / max(increment, 1)))])
  }

  /// Calls `body` with the points of a level; the pointer must not be kept.
  @inline(__always)
  func withLevel<Result>(
    _ index: Int, _ body: (UnsafePointer<Float>, _ bits: UInt32) -> Result
  ) -> Result {
    let level = levels[index]
    return points.withUnsafeBufferPointer { points in
      guard let base = points.baseAddress else { preconditionFailure("a table has points") }
      return body(base + level.offset, UInt32(level.bits))
    }
  }
}

/// Reads a table at a phase in 2^-32 cycles, in straight lines between points.
@inline(__always)
func read(_ table: UnsafePointer<Float>, _ bits: UInt32, _ phase: UInt32) -> Float {
  let index = Int(phase >> (32 - bits))
  let share = Float((phase << bits) >> 8) * 0x1p-24
  let first = table[index]
  return first + share * (table[index + 1] - first)
}
