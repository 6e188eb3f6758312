import Signal

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Eight absorbing delay lines of slowly moving length, fed back through a Hadamard matrix.
///
/// Lines are worked on in runs, `[lines][frames]`: every loop runs along time, so that it becomes SIMD. A run
/// never crosses the lines of a grid of `chunk` frames, on which the lengths turn.
struct FeedbackNetwork: Sendable {
  static let chunk = 64

  private var lines: [DelayLine]
  /// Mean lengths of the lines in frames.
  private let lengths: [Float]
  private let depth: Float
  private let sampleRate: SampleRate
  private var gains: [Float] = []
  private var poles: [Float] = []
  private var dampers = [Float](repeating: 0, count: 8)
  /// The lengths at the start of the present cell and their change for each frame.
  private var starts = [Float](repeating: 0, count: 8)
  private var slopes = [Float](repeating: 0, count: 8)
  private var cell = 0
  private var place = 0

  /// Speeds of the lines' movement in hertz.
  private static let speeds: [Double] = [0.51, 0.67, 0.43, 0.83, 0.59, 0.37, 0.73, 0.47]

  /// Makes a silent network; `depth` is the movement in frames, `decay` the time for 60 dB in seconds.
  init(
    lengths: [Float], depth: Float, decay: Double, brightness: Double, sampleRate: SampleRate
  ) {
    // A line must be longer than a run, with room for its movement and for interpolation.
    let shortest = Float(FeedbackNetwork.chunk) + 4 + 2 * depth
    self.lengths = lengths.map { max($0, shortest).rounded() }
    self.depth = depth
    self.sampleRate = sampleRate
    lines = self.lengths.map {
      DelayLine(maximumDelay: Int($0 + 2 * depth) + 2 * FeedbackNetwork.chunk)
    }
    for length in self.lengths {
      // Each pass over a line loses 60 dB * length / decay. With g = 10^loss and alpha the ratio of decay
      // times: p = ln(10) / 4 * log10(g) * (1 - 1 / alpha^2) (Jot 1991).
      let loss = -3 * Double(length) / (decay * sampleRate.hertz)
      let pole = min(0.95, log(10.0) / 4 * loss * (1 - 1 / (brightness * brightness)))
      gains.append(Float(pow(10, loss) * (1 - pole)))
      poles.append(Float(pole))
    }
    reset()
  }

  mutating func reset() {
    for index in lines.indices { lines[index].reset() }
    for index in dampers.indices { dampers[index] = 0 }
    (cell, place) = (0, 0)
  }

  /// Sets the lengths' course over the next cell and clears vanishing states.
  mutating func beginCell() {
    for line in 0..<8 {
      starts[line] = length(of: line, cell: cell)
      slopes[line] =
        (length(of: line, cell: cell + 1) - starts[line]) / Float(FeedbackNetwork.chunk)
      if dampers[line].magnitude < 1e-15 { dampers[line] = 0 }
    }
    cell += 1
    place = 0
  }

  private func length(of line: Int, cell: Int) -> Float {
    guard depth > 0 else { return lengths[line] }
    let time = Double(cell * FeedbackNetwork.chunk) / sampleRate.hertz
    let turn = time * FeedbackNetwork.speeds[line] + Double(line) / 8
    return lengths[line] + depth * Float(sin(2 * Double.pi * (turn - turn.rounded(.down))))
  }

  /// Takes in `count` frames of left and right; leaves the output in rows 8 and 9 of `rows`.
  mutating func process(
    _ left: UnsafePointer<Float>, _ right: UnsafePointer<Float>, count: Int,
    rows: UnsafeMutablePointer<Float>
  ) {
    for line in 0..<8 {
      let row = rows + line * FeedbackNetwork.chunk
      if slopes[line] == 0, depth == 0 {
        lines[line].read(delay: Int(starts[line]), into: row, count: count)
      } else {
        lines[line].read(
          delay: starts[line], slope: slopes[line], from: place, into: row, count: count)
      }
    }
    place += count
    damp(rows, 0, count)
    damp(rows, 4, count)
    tap(rows, count)
    hadamard(rows, count)
    let scale = Float(0.125.squareRoot())
    for line in 0..<8 {
      let row = rows + line * FeedbackNetwork.chunk
      let input = line & 1 == 0 ? left : right
      let sign: Float = line & 2 == 0 ? 0.5 : -0.5
      for frame in 0..<count { row[frame] = scale * row[frame] + sign * input[frame] }
      lines[line].write(row, count: count)
    }
  }

  /// The absorbing low-passes of four lines side by side: y = g (1 - p) x + p y'.
  private mutating func damp(_ rows: UnsafeMutablePointer<Float>, _ line: Int, _ count: Int) {
    let size = FeedbackNetwork.chunk
    let (r0, r1) = (rows + line * size, rows + (line + 1) * size)
    let (r2, r3) = (rows + (line + 2) * size, rows + (line + 3) * size)
    var (y0, y1, y2, y3) = (
      dampers[line], dampers[line + 1], dampers[line + 2], dampers[line + 3]
    )
    let (g0, g1) = (gains[line], gains[line + 1])
    let (g2, g3) = (gains[line + 2], gains[line + 3])
    let (p0, p1, p2, p3) = (poles[line], poles[line + 1], poles[line + 2], poles[line + 3])
    for frame in 0..<count {
      y0 = g0 * r0[frame] + p0 * y0
      y1 = g1 * r1[frame] + p1 * y1
      y2 = g2 * r2[frame] + p2 * y2
      y3 = g3 * r3[frame] + p3 * y3
      r0[frame] = y0
      r1[frame] = y1
      r2[frame] = y2
      r3[frame] = y3
    }
    (dampers[line], dampers[line + 1]) = (y0, y1)
    (dampers[line + 2], dampers[line + 3]) = (y2, y3)
  }

  /// Left hears the even lines, right the odd ones, with signs that keep the sum to mono even.
  private func tap(_ rows: UnsafeMutablePointer<Float>, _ count: Int) {
    let size = FeedbackNetwork.chunk
    let (left, right) = (rows + 8 * size, rows + 9 * size)
    for frame in 0..<count {
      let row = rows + frame
      left[frame] = 0.5 * ((row[0] - row[2 * size]) + (row[4 * size] - row[6 * size]))
      right[frame] = 0.5 * ((row[size] - row[3 * size]) + (row[5 * size] - row[7 * size]))
    }
  }

  /// The 8 x 8 Hadamard matrix over sqrt(8), as three stages of butterflies, on rows of frames.
  private func hadamard(_ rows: UnsafeMutablePointer<Float>, _ count: Int) {
    var distance = 1
    while distance < 8 {
      for line in 0..<8 where line & distance == 0 {
        let (a, b) = (
          rows + line * FeedbackNetwork.chunk, rows + (line + distance) * FeedbackNetwork.chunk
        )
        for frame in 0..<count {
          let (x, y) = (a[frame], b[frame])
          a[frame] = x + y
          b[frame] = x - y
        }
      }
      distance *= 2
    }
  }
}
