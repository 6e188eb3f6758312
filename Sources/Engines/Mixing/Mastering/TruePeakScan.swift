import Signal

/// The highest peak between samples of a piece of audio.
enum TruePeakScan {
  /// Frames that should stand before a piece which goes on from another.
  static let runIn = 128
  /// Peaks that are spoilt where audio begins out of nothing: the span of the interpolation.
  private static let spoilt = 72

  /// The greatest magnitude by the long and by the meters' filter, linear.
  ///
  /// Only what may exceed the greatest peak so far is looked at closely, which leaves the result exact. A piece
  /// that neither begins nor ends the programme leaves the frames at its edges to its neighbours.
  /// With `relevance`, the greatest peak of earlier pieces, the result is at least that.
  static func peak(
    _ block: AudioBlock, isStart: Bool = true, isEnd: Bool = true, relevance: Float = 0
  ) -> Float {
    var greatest = relevance
    let chunk = 1024
    var peaks = [Float](repeating: 0, count: chunk)
    let silence = [Float](repeating: 0, count: 64)
    for channel in 0..<block.channelCount {
      var detector = TruePeakDetector(matchesMeters: true)
      var start = 0
      while start < block.frameCount {
        let count = min(chunk, block.frameCount - start)
        detector.process(
          block[channel] + start, count: count, peaks: &peaks, relevance: greatest)
        let first = isStart ? 0 : max(0, spoilt - start)
        for index in min(first, count)..<count { greatest = max(greatest, peaks[index]) }
        start += count
      }
      guard isEnd else { continue }
      detector.process(silence, count: silence.count, peaks: &peaks, relevance: greatest)
      for index in 0..<silence.count { greatest = max(greatest, peaks[index]) }
    }
    return greatest
  }
}
