import Production
import Signal

extension StemAnalysis {
  /// The sound as it comes out of a strip, as far as its filters, fader and place are concerned: predicted.
  func behind(_ settings: MixPlan.ChannelSettings) -> StemAnalysis {
    var result = self
    let response = StripResponse.power(of: settings)
    let count = ERBScale.bandCount
    result.bands = BandMap(
      power: bands.power.indices.map { bands.power[$0] * response[$0 % count] },
      frameSeconds: bands.frameSeconds)
    if let old = bands.loudness, let new = result.bands.loudness {
      result.loudness = loudness.map { $0 + (new - old) }
      result.peak = peak.map { $0 + settings.gain }
      let gain = (new - old).power
      let placed = MixDesk.placed(stereo, settings)
      result.stereo = StereoPower(
        left: placed.left * gain, right: placed.right * gain, cross: placed.cross * gain)
    }
    return result
  }
}
