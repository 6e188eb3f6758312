public import Signal

/// What a loudness meter shows at one time, as EBU Tech 3341 wants it of a live meter.
public struct LoudnessMoment: Hashable, Codable, Sendable {
  /// The end of the windows, in seconds from the start.
  public var time: Double
  /// The loudness of the last 400 ms; nil in silence and before there is so much.
  public var momentary: LUFS?
  /// The loudness of the last 3 s; nil in silence and before there is so much.
  public var shortTerm: LUFS?
  /// The greatest true peak since the moment before; nil below -160 dB or if it is not measured.
  public var truePeak: Decibels?

  /// Makes a moment.
  public init(
    time: Double, momentary: LUFS? = nil, shortTerm: LUFS? = nil, truePeak: Decibels? = nil
  ) {
    self.time = time
    self.momentary = momentary
    self.shortTerm = shortTerm
    self.truePeak = truePeak
  }
}

extension [LoudnessMoment] {
  /// The peak-to-short-term-loudness ratio at every moment that has one: the greatest true peak of the last
  /// 3 s less their loudness (AES convention paper 9740, 2017).
  ///
  /// Moments 10 LU below the `integrated` loudness and quieter are left out, as the relative gate of BS.1770
  /// does: a fade says nothing about how much a master was pressed. `step` is the distance of moments in
  /// seconds.
  public func peakToShortTerm(step: Double, integrated: LUFS?) -> [Double] {
    let span = Swift.max(1, Int((3 / step).rounded()))
    let gate = integrated.map { $0.value - 10 } ?? -70
    return indices.compactMap { index in
      guard let loudness = self[index].shortTerm, loudness.value > gate else { return nil }
      let window = self[Swift.max(0, index - span + 1)...index]
      return window.compactMap(\.truePeak).max().map { $0.value - loudness.value }
    }
  }
}
