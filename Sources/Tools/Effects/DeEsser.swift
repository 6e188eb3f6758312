public import Signal

/// Softens sibilants: where a band is loud against the whole voice, a bell or shelf falls.
///
/// It compares the band's level with the broad level, both heard through the key, so that it works alike on soft and loud
/// singing: reduction starts where their ratio passes the threshold. Levels are mean squares over 1 ms in the band
/// and 30 ms of everything; the filters are `DynamicEqualizer`'s, without latency, and pass every bit at rest.
public struct DeEsser: SideChained {
  /// The settings of a de-esser.
  public struct Settings: Hashable, Codable, Sendable {
    /// The middle of the sibilants, 2 to 16 kHz.
    public var frequency: Hertz
    /// The frequency over the width of what is heard and of the bell; 0.3 to 5.
    public var quality: Double
    /// Whether everything above falls, and not a bell alone.
    public var isShelf: Bool
    /// The level of the band against the whole above which it falls, in dB: 0 is all of the sound in the band.
    public var threshold: Decibels
    /// The change of that ratio in dB for 1 dB at the output, at least 1.
    public var ratio: Double
    /// The most that the band falls, 0 to 24 dB.
    public var range: Decibels
    /// The time constant of a falling gain in seconds.
    public var attack: Double
    /// The time constant of a rising gain in seconds.
    public var release: Double

    /// Makes settings; the defaults take up to 8 dB from 5...9 kHz.
    public init(
      frequency: Hertz = 6_700, quality: Double = 1.7, isShelf: Bool = false,
      threshold: Decibels = -12, ratio: Double = 4, range: Decibels = 8, attack: Double = 0.000_7,
      release: Double = 0.045
    ) {
      self.frequency = frequency
      self.quality = quality
      self.isShelf = isShelf
      self.threshold = threshold
      self.ratio = ratio
      self.range = range
      self.attack = attack
      self.release = release
    }
  }

  /// The settings.
  public let settings: Settings
  private let curve: GainCurve
  private let placePerOctave: Float
  private var listening = BiquadCascade([])
  private var band = LevelSensor(.rootMeanSquare(seconds: 0.001))
  private var broad = LevelSensor(.rootMeanSquare(seconds: 0.03))
  private var smoother = ReductionSmoother()
  private var filter = MovingFilter(from: 0, to: 0) { _ in .identity }
  private var deepest: Float = 0
  private var heard = [Float](repeating: 0, count: 2 * DeEsser.chunk)
  private var levels = [Float](repeating: 0, count: 2 * DeEsser.chunk)
  private static let chunk = 64
  /// -70 dB: what is softer in the band is not heard.
  private static let quiet = Float(-70) / LevelScale.decibelsPerOctave

  /// Makes a de-esser; settings outside their ranges are held at the ends.
  public init(_ settings: Settings = Settings()) {
    var held = settings
    held.frequency = min(max(settings.frequency, 2_000), 16_000)
    held.quality = min(max(settings.quality, 0.3), 5)
    held.range = min(max(settings.range, 0), 24)
    self.settings = held
    curve = GainCurve(
      threshold: held.threshold, ratio: held.ratio, knee: 3, range: held.range)
    placePerOctave = Float(Double(LevelScale.decibelsPerOctave) / max(held.range.value, 0.01))
  }

  /// None.
  public var latency: Frames { .zero }

  /// The ringing of the filter.
  public var tail: Frames { filter.tail }

  /// The greatest gain reduction since the last reset, at least 0 dB.
  public var maximumReduction: Decibels {
    Decibels(Double(deepest * LevelScale.decibelsPerOctave))
  }

  /// Designs the filters.
  public mutating func prepare(sampleRate: SampleRate, maximumFrames: Int) {
    let settings = settings
    let shape = settings.isShelf ? DynamicEqualizer.Shape.highShelf : .bell
    listening = BiquadCascade([
      .bandPass(settings.frequency, quality: settings.quality, at: sampleRate)
    ])
    filter = MovingFilter(from: 0, to: -settings.range) {
      shape.section(
        settings.frequency, gain: $0, quality: settings.isShelf ? 0.7 : settings.quality,
        at: sampleRate)
    }
    band.prepare(sampleRate: sampleRate)
    broad.prepare(sampleRate: sampleRate)
    smoother.attack = pole(settings.attack, sampleRate)
    smoother.release = pole(settings.release, sampleRate)
    reset()
  }

  /// Returns to rest and forgets the statistics.
  public mutating func reset() {
    listening.reset()
    band.reset()
    broad.reset()
    smoother.reset()
    filter.reset()
    deepest = 0
  }

  /// Softens a stereo block in place by the sibilants of its key.
  public mutating func process(_ block: AudioBlock, key: AudioBlock) {
    precondition(block.channelCount == 2 && key.channelCount == 2, "stereo blocks")
    precondition(key.frameCount == block.frameCount)
    block.silenceNonFinite()
    var start = 0
    while start < block.frameCount {
      let count = min(DeEsser.chunk, block.frameCount - start)
      listen(to: key[frames: start..<start + count])
      let part = block[frames: start..<start + count]
      levels.withUnsafeBufferPointer { places in
        guard let places = places.baseAddress else { return }
        filter.process(part, places: places)
      }
      start += count
    }
  }

  /// Fills `levels` with the places of the moving filter.
  private mutating func listen(to key: AudioBlock) {
    let count = key.frameCount
    let (curve, scale) = (curve, placePerOctave)
    heard.withUnsafeMutableBufferPointer { heard in
      levels.withUnsafeMutableBufferPointer { levels in
        guard let base = heard.baseAddress, let places = levels.baseAddress else { return }
        let whole = places + DeEsser.chunk
        let block = AudioBlock(
          base: base, channelStride: DeEsser.chunk, channelCount: 2, frameCount: count)
        block.copyFinite(from: key)
        broad.measure(block, into: whole)
        listening.process(block)
        band.measure(block, into: places)
        for frame in 0..<count {
          // The band may stand out of what was soft before: the whole is never less than the band.
          let level = whole[frame] > places[frame] ? whole[frame] : places[frame]
          let wanted = curve.reduction(at: places[frame] - level)
          places[frame] = places[frame] > DeEsser.quiet ? wanted : 0
        }
        for frame in 0..<count {
          let smooth = smoother.next(places[frame])
          deepest = smooth > deepest ? smooth : deepest
          let place = smooth * scale
          places[frame] = place < 1 ? place : 1
        }
      }
    }
  }
}
