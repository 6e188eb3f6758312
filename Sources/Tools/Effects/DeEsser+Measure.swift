public import Signal

extension DeEsser {
  /// The median level of the sibilants' band against the whole sound, in dB, where there is sound above -50 dB.
  ///
  /// The threshold of a de-esser lies some 6 dB above it: vowels then never reach it, sibilants do. Levels are those
  /// that the effect compares, every 10 ms. Nil for silence. Costs one pass over the buffer.
  public static func medianRatio(
    of buffer: AudioBuffer, frequency: Hertz = 6_700, quality: Double = 1.7,
    sampleRate: SampleRate
  ) -> Decibels? {
    var whole = buffer.stereo()
    whole.withMutableBlock { _ = $0.silenceNonFinite() }
    var part = whole
    var listening = BiquadCascade([.bandPass(frequency, quality: quality, at: sampleRate)])
    part.withMutableBlock { listening.process($0) }
    let quiet = Float(-50) / LevelScale.decibelsPerOctave
    let broad = levels(whole, seconds: 0.03, sampleRate: sampleRate)
    let narrow = levels(part, seconds: 0.001, sampleRate: sampleRate)
    let ratios = zip(narrow, broad).filter { $0.1 > quiet }.map { $0.0 - $0.1 }.sorted()
    guard !ratios.isEmpty else { return nil }
    return Decibels(Double(ratios[ratios.count / 2] * LevelScale.decibelsPerOctave))
  }

  /// Levels in octaves, every 10 ms.
  private static func levels(
    _ buffer: AudioBuffer, seconds: Double, sampleRate: SampleRate
  ) -> [Float] {
    var sensor = LevelSensor(.rootMeanSquare(seconds: seconds))
    sensor.prepare(sampleRate: sampleRate)
    var levels = [Float](repeating: 0, count: buffer.frameCount)
    buffer.withReadOnlyBlock { block in
      levels.withUnsafeMutableBufferPointer { levels in
        guard let base = levels.baseAddress else { return }
        sensor.measure(block, into: base)
      }
    }
    let step = max(1, sampleRate.frames(in: 0.01).count)
    return stride(from: 0, to: levels.count, by: step).map { levels[$0] }
  }
}
