import Production
import Signal

extension SongCheck {
  /// Levels that may stand in a mix: silence to sixteen bits and more, and as much the other way as
  /// brings up the faintest stem.
  private static let levels = -144.0...60
  /// Corners of filters in Hz: up to half of the finest sampling rate there is.
  private static let corners = 1.0...192_000
  private static let shares = 0.0...1
  /// Seconds in which a gain moves.
  private static let times = 0.0...10

  /// Throws at the first setting that no mix has: what is not a number, what would be heard as
  /// silence or as noise.
  static func check(_ mix: MixPlan) throws(ProjectError) {
    // An echo of a slow imported piece may be long; a minute of memory is not.
    try check("reverbTime", mix.reverbTime, 0...60)
    try check("delayTime", mix.delayTime, 0...60)
    try check("fade", mix.fade, 0...longest)
    try check("fadeEnd", mix.fadeEnd, 0...longest)
    // At 1 an echo never ends.
    try check("delayFeedback", mix.delayFeedback, 0...0.95)
    try check("loudness", mix.loudness.value, -70...0)
    try check("ceiling", mix.ceiling.value, -60...0)
    try check("bus.ratio", mix.bus.ratio, 1...1000)
    try check("bus.threshold", mix.bus.threshold.value, levels)
    try check("bus.drive", mix.bus.drive, shares)
    try check("bus.lowPass", mix.bus.lowPass?.value, corners)
    if mix.bus.monoBelow != 0 { try check("bus.monoBelow", mix.bus.monoBelow.value, 20...1000) }
    for (index, channel) in mix.channels.enumerated() {
      let path = "channels[\(index)]"
      try check("\(path).gain", channel.gain.value, levels)
      try check("\(path).pan", channel.pan, -1...1)
      try check("\(path).highPass", channel.highPass?.value, corners)
      try check("\(path).lowPass", channel.lowPass?.value, corners)
      try check("\(path).reverb", channel.reverb?.value, levels)
      try check("\(path).delay", channel.delay?.value, levels)
      try check("\(path).drive", channel.drive, shares)
    }
    try check(mix.corridor)
    try check(mix.tone)
    try check("saturation.amount", mix.saturation?.amount, shares)
    try check("ride.ratio", mix.ride?.ratio, 0...4)
    try check("ride.pivot", mix.ride?.pivot.value, levels)
    try check("ride.most", mix.ride?.most.value, 0...24)
    for (index, move) in mix.moves.enumerated() { try check(move.action, "moves[\(index)]") }
  }

  /// More points no spectrum of this kind has.
  private static let mostPoints = 500.0

  private static func check(_ corridor: GenreCorridor?) throws(ProjectError) {
    guard let corridor else { return }
    try check("corridor.spectrum", Double(corridor.spectrum.count), 0...mostPoints)
    for (index, point) in corridor.spectrum.enumerated() {
      let path = "corridor.spectrum[\(index)]"
      try check("\(path).frequency", point.frequency.value, corners)
      try check("\(path).level", point.level.value, levels)
      try check("\(path).spread", point.spread.value, 0...60)
    }
  }

  private static func check(_ tone: MasterPlan.Tone?) throws(ProjectError) {
    guard let tone else { return }
    try check("tone.bands", Double(tone.bands.count), 0...mostPoints)
    for (index, band) in tone.bands.enumerated() {
      let path = "tone.bands[\(index)]"
      try check("\(path).frequency", band.frequency.value, corners)
      try check("\(path).mid", band.mid.value, -40...40)
      try check("\(path).side", band.side.value, -40...40)
    }
  }

  /// What one move may do: what a person may hear and no effect refuses.
  private static func check(_ action: MixPlan.Action, _ path: String) throws(ProjectError) {
    switch action {
    case .gain(let gain): try check("\(path).gain", gain.value, levels)
    case .invert: break
    case .balance(let gain): try check("\(path).gain", gain.value, -60...60)
    case .pan(let position): try check("\(path).position", position, -1...1)
    case .width(let width): try check("\(path).width", width, 0...2)
    case .highPass(let corner), .lowPass(let corner):
      try check("\(path).frequency", corner.value, corners)
    case .equalize(let band):
      try check("\(path).frequency", band.frequency.value, corners)
      try check("\(path).gain", band.gain.value, -60...60)
      try check("\(path).quality", band.quality, 0.05...50)
    case .unmask(let band):
      try check("\(path).frequency", band.frequency.value, corners)
      try check("\(path).gain", band.gain.value, -60...0)
      try check("\(path).quality", band.quality, 0.05...50)
      try check("\(path).threshold", band.threshold.value, levels)
      try check("\(path).attack", band.attack, times)
      try check("\(path).release", band.release, times)
    case .compress(let settings):
      try check("\(path).threshold", settings.threshold.value, levels)
      try check("\(path).ratio", settings.ratio, 1...1000)
      try check("\(path).knee", settings.knee.value, 0...60)
      try check("\(path).attack", settings.attack, times)
      try check("\(path).release", settings.release, times)
      try check("\(path).makeUp", settings.makeUp.value, -60...60)
    case .duck(let settings):
      try check("\(path).threshold", settings.threshold.value, levels)
      try check("\(path).gain", settings.gain.value, -60...0)
      try check("\(path).keyLowPass", settings.keyLowPass?.value, corners)
      try check("\(path).attack", settings.attack, times)
      try check("\(path).release", settings.release, times)
    case .reverb(let level), .delay(let level): try check("\(path).level", level.value, levels)
    }
  }

  private static func check(
    _ path: String, _ value: Double?, _ allowed: ClosedRange<Double>
  ) throws(ProjectError) {
    guard let value, !allowed.contains(value) else { return }
    throw damaged("mix", path, "\(value)", "\(allowed.lowerBound) to \(allowed.upperBound)")
  }
}
