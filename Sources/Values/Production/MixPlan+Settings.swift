public import Signal

extension MixPlan {
  /// What a strip does in the end: its channel with all moves that are applied.
  public struct ChannelSettings: Hashable, Sendable {
    /// The fader.
    public var gain: Decibels
    /// Whether the right channel's polarity is turned round.
    public var inverted = false
    /// How much the right channel is raised against the left.
    public var balance: Decibels = 0
    /// The place, -1 (left) to 1 (right).
    public var pan: Double
    /// The gain of the side signal; 1 leaves it.
    public var width = 1.0
    /// High-pass corner; nil for none.
    public var highPass: Hertz?
    /// Low-pass corner; nil for none.
    public var lowPass: Hertz?
    /// The bands of the equalizer, in order.
    public var equalizer: [EqualizerBand] = []
    /// The bands that other stems pull down.
    public var unmasking: [KeyedBand] = []
    /// The compressor; nil for none.
    public var compression: Compression?
    /// What other stems pull down.
    public var ducking: [Ducking] = []
    /// Level into the reverb; nil for none.
    public var reverb: Decibels?
    /// Level into the delay; nil for none.
    public var delay: Decibels?
    /// Saturation, 0...1.
    public var drive: Double
    /// Whether the strip is silent.
    public var muted: Bool

    /// The stems that the strip listens to, besides its own.
    public var keys: [String] { unmasking.map(\.key) + ducking.map(\.key) }
  }

  /// The settings of a channel with all moves that are applied, in their order, or with none.
  public func settings(of channel: Channel, withMoves: Bool = true) -> ChannelSettings {
    var result = ChannelSettings(
      gain: channel.gain, pan: channel.pan, highPass: channel.highPass, lowPass: channel.lowPass,
      reverb: channel.reverb, delay: channel.delay, drive: channel.drive, muted: channel.muted)
    for move in moves where withMoves && move.applied && move.channel == channel.id {
      switch move.action {
      case .gain(let gain): result.gain += gain
      case .invert: result.inverted.toggle()
      case .balance(let gain): result.balance += gain
      case .pan(let position): result.pan = position
      case .width(let width): result.width = width
      case .highPass(let corner): result.highPass = corner
      case .lowPass(let corner): result.lowPass = corner
      case .equalize(let band): result.equalizer.append(band)
      case .unmask(let band): result.unmasking.append(band)
      case .compress(let settings): result.compression = settings
      case .duck(let settings): result.ducking.append(settings)
      case .reverb(let level): result.reverb = level
      case .delay(let level): result.delay = level
      }
    }
    return result
  }
}

extension MixPlan.Action {
  /// The stem that the action listens to; nil for none.
  public var key: String? {
    switch self {
    case .unmask(let band): band.key
    case .duck(let settings): settings.key
    default: nil
    }
  }
}
