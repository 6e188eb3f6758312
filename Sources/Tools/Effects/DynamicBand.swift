import Signal

/// One band of a dynamic equalizer at work: it listens through a filter of its own and moves a filter.
struct DynamicBand: Sendable {
  private let curve: GainCurve
  private var listening: BiquadCascade
  private var sensor: LevelSensor
  private var smoother = ReductionSmoother()
  private var filter: MovingFilter
  private let placePerOctave: Float
  private var deepest: Float = 0
  private var heard = [Float](repeating: 0, count: 2 * DynamicBand.chunk)
  private var places = [Float](repeating: 0, count: DynamicBand.chunk)
  /// The most frames at a time.
  static let chunk = 64

  init(_ band: DynamicEqualizer.Band, sampleRate: SampleRate) {
    let range = max(abs(band.range.value), 0.01)
    curve = GainCurve(
      threshold: band.threshold, ratio: band.ratio, knee: band.knee, range: Decibels(range))
    listening = BiquadCascade([band.shape.listening(band.frequency, band.quality, sampleRate)])
    sensor = LevelSensor(band.detector)
    sensor.prepare(sampleRate: sampleRate)
    smoother.attack = pole(band.attack, sampleRate)
    smoother.release = pole(band.release, sampleRate)
    filter = MovingFilter(from: band.gain, to: band.gain + band.range) {
      band.shape.section(band.frequency, gain: $0, quality: band.quality, at: sampleRate)
    }
    placePerOctave = Float(Double(LevelScale.decibelsPerOctave) / range)
  }

  /// The ringing of both filters.
  var tail: Frames { filter.tail }

  /// The greatest movement so far, at least 0 dB.
  var movement: Decibels { Decibels(Double(deepest * LevelScale.decibelsPerOctave)) }

  mutating func reset() {
    listening.reset()
    sensor.reset()
    smoother.reset()
    filter.reset()
    deepest = 0
  }

  /// Filters a stereo block of at most `chunk` frames by the level of a key without broken samples.
  mutating func process(_ block: AudioBlock, key: AudioBlock) {
    let count = block.frameCount
    let (curve, scale) = (curve, placePerOctave)
    heard.withUnsafeMutableBufferPointer { heard in
      places.withUnsafeMutableBufferPointer { places in
        guard let base = heard.baseAddress, let places = places.baseAddress else { return }
        let band = AudioBlock(
          base: base, channelStride: DynamicBand.chunk, channelCount: 2, frameCount: count)
        band.copy(from: key)
        listening.process(band)
        sensor.measure(band, into: places)
        for frame in 0..<count { places[frame] = curve.reduction(at: places[frame]) }
        for frame in 0..<count {
          let smooth = smoother.next(places[frame])
          deepest = smooth > deepest ? smooth : deepest
          let place = smooth * scale
          places[frame] = place < 1 ? place : 1
        }
        filter.process(block, places: places)
      }
    }
  }
}
