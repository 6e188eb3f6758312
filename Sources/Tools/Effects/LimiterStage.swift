import Signal

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// One look-ahead limiter: interpolated peaks, needed gain, release, sliding minimum, smoothing.
///
/// Let need[m] be the gain that brings the interval from frame m to m + 1 under the ceiling. The sliding minimum
/// covers M = W + 2 E frames and the smoothing window W, so that every value averaged for frame a has seen
/// need[a - E ... a + E]: a weighted mean of numbers that are all small enough is small enough.
struct LimiterStage: Sendable {
  /// What the stage did since the last reset.
  struct Statistics: Sendable {
    var lowest: Float = 1
    var octaves = 0.0
    var framesAboveThree = 0
    var frames = 0

    var maximum: Decibels { Decibels(max(0, -20 * log10(Double(lowest)))) }
    var mean: Decibels { frames == 0 ? 0 : Decibels(-6.0206 * octaves / Double(frames)) }
    var shareAboveThree: Double {
      frames == 0 ? 0 : Double(framesAboveThree) / Double(frames)
    }
  }

  private(set) var statistics = Statistics()
  /// How many frames late the output comes.
  let latency: Frames

  private let ceiling: Float
  /// The length of each of the two box filters; W = 2 * box - 1.
  private let box: Int
  private var detectors: [TruePeakDetector]
  private var lines: [DelayLine]
  private var minimum: SlidingMinimum
  private var firstBox: BoxFilter
  private var secondBox: BoxFilter
  private let fastPole, slowPole: Float
  private var fast: Float = 0
  private var slow: Float = 0
  /// How many frames the gain before smoothing has been 1; once past all windows nothing need be computed.
  private var idle = 0
  private var peaks = [Float](repeating: 0, count: 2 * LimiterStage.chunk)
  private var delayed = [Float](repeating: 0, count: LimiterStage.chunk)
  private static let chunk = 64
  /// E above: the interpolation filter draws mostly on this many frames to each side.
  private static let guardFrames = 6

  /// Makes a stage at rest; peaks between samples are found with `span` taps.
  init(ceiling: Float, attack: Double, span: Int, sampleRate: SampleRate) {
    self.ceiling = ceiling
    detectors = (0..<2).map { _ in
      TruePeakDetector(span: span, matchesMeters: true, isStepwise: true)
    }
    box = max(8, sampleRate.frames(in: attack / 2).count)
    let window = 2 * box - 1
    minimum = SlidingMinimum(length: window + 2 * LimiterStage.guardFrames)
    firstBox = BoxFilter(length: box)
    secondBox = BoxFilter(length: box)
    latency = detectors[0].latency + Frames(window - 1 + LimiterStage.guardFrames)
    let delay = latency.count
    lines = (0..<2).map { _ in DelayLine(maximumDelay: delay + 2 * LimiterStage.chunk) }
    fastPole = Float(exp(-1 / (0.06 * sampleRate.hertz)))
    slowPole = Float(exp(-1 / (0.4 * sampleRate.hertz)))
    idle = 4 * box + 64
  }

  mutating func reset() {
    for index in detectors.indices { detectors[index].reset() }
    for index in lines.indices { lines[index].reset() }
    minimum.reset()
    firstBox.reset()
    secondBox.reset()
    (fast, slow) = (0, 0)
    idle = 4 * box + 64
    statistics = Statistics()
  }

  mutating func process(_ block: AudioBlock) {
    var start = 0
    while start < block.frameCount {
      let count = min(LimiterStage.chunk, block.frameCount - start)
      processChunk(block[frames: start..<start + count])
      start += count
    }
  }

  private mutating func processChunk(_ block: AudioBlock) {
    let (left, right, count) = (block[0], block[1], block.frameCount)
    let ceiling = ceiling
    var greatest: Float = 0
    peaks.withUnsafeMutableBufferPointer { peaks in
      guard let peak = peaks.baseAddress else { return }
      let other = peak + LimiterStage.chunk
      detectors[0].process(left, count: count, peaks: peak, relevance: ceiling)
      detectors[1].process(right, count: count, peaks: other, relevance: ceiling)
      for frame in 0..<count {
        let higher = peak[frame] > other[frame] ? peak[frame] : other[frame]
        peak[frame] = higher
        greatest = higher > greatest ? higher : greatest
      }
    }
    for channel in 0..<2 {
      lines[channel].write(block[channel], count: count)
      lines[channel].read(delay: latency.count + count, into: block[channel], count: count)
    }
    statistics.frames += count
    if greatest <= ceiling, idle > 4 * box + 2 * LimiterStage.guardFrames {
      // All windows hold nothing but ones, and so would the gain.
      idle += count
      minimum.skip(count)
      return
    }
    computeGain(count)
    peaks.withUnsafeBufferPointer { gain in
      for frame in 0..<count {
        left[frame] *= gain[frame]
        right[frame] *= gain[frame]
      }
    }
  }

  /// Turns `peaks` into gains.
  private mutating func computeGain(_ count: Int) {
    var (fast, slow, idle) = (fast, slow, idle)
    let (fastPole, slowPole, ceiling) = (fastPole, slowPole, ceiling)
    var statistics = statistics
    peaks.withUnsafeMutableBufferPointer { peaks in
      for frame in 0..<count {
        let peak = peaks[frame]
        let need = peak > ceiling ? 1 - ceiling / peak : 0
        // Release: single peaks are forgotten fast; the slow memory follows what lasts.
        fast *= fastPole
        fast = need > fast ? need : fast
        slow = slowPole * slow + (1 - slowPole) * fast
        fast = fast > 1e-6 ? fast : 0
        slow = slow > 1e-6 ? slow : 0
        let reduction = fast > slow ? fast : slow
        idle = reduction > 0 ? 0 : idle + 1
        let lowest = minimum.push(1 - reduction)
        let gain = secondBox.push(firstBox.push(lowest))
        peaks[frame] = gain
        if gain < 1 {
          statistics.lowest = gain < statistics.lowest ? gain : statistics.lowest
          statistics.octaves += Double(LevelScale.log2(gain))
          statistics.framesAboveThree += gain < 0.707_945_8 ? 1 : 0
        }
      }
    }
    (self.fast, self.slow, self.idle, self.statistics) = (fast, slow, idle, statistics)
  }
}

/// The minimum of the last `length` values, each at most 1, by a monotonic queue: constant time on average.
struct SlidingMinimum: Sendable {
  private let length: Int
  private var values: [Float]
  private var times: [Int]
  private let mask: Int
  private var head = 0
  private var end = 0
  private var now = 0

  init(length: Int) {
    self.length = length
    var size = 2
    while size < length + 1 { size *= 2 }
    values = [Float](repeating: 1, count: size)
    times = [Int](repeating: 0, count: size)
    mask = size - 1
  }

  mutating func reset() { (head, end, now) = (0, 0, 0) }

  /// Passes over values of 1, of which the window is full.
  mutating func skip(_ count: Int) {
    now += count
    head = end
  }

  mutating func push(_ value: Float) -> Float {
    while end > head, values[(end - 1) & mask] >= value { end -= 1 }
    values[end & mask] = value
    times[end & mask] = now
    end += 1
    now += 1
    if times[head & mask] < now - length { head += 1 }
    return values[head & mask]
  }
}

/// The mean of the last values, which begin as ones.
///
/// Values are rounded to 2^-23, so that sums of up to 2^20 of them are exact in double precision: the filter
/// never drifts, and returns to 1 exactly.
struct BoxFilter: Sendable {
  private var ring: [Double]
  private var position = 0
  private var sum: Double
  private let scale: Double

  init(length: Int) {
    ring = [Double](repeating: 1, count: length)
    sum = Double(length)
    scale = 1 / Double(length)
  }

  mutating func reset() {
    for index in ring.indices { ring[index] = 1 }
    sum = Double(ring.count)
    position = 0
  }

  mutating func push(_ value: Float) -> Float {
    let rounded = Double((value + 1) - 1)
    sum += rounded - ring[position]
    ring[position] = rounded
    position += 1
    if position == ring.count { position = 0 }
    return Float(sum * scale)
  }
}
