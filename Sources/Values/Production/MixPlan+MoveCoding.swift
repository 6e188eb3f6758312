import Signal

extension MixPlan.Move: Codable {
  /// The names of actions in JSON.
  private enum Kind: String, Codable {
    case gain, invert, balance, pan, width, highPass, lowPass, bell, lowShelf, highShelf, unmask
    case compress, duck, reverb, delay
  }

  private enum CodingKeys: String, CodingKey {
    case id, channel, kind, applied, reason
    case gain, position, width, frequency, quality, key, threshold, attack, release, ratio, knee
    case makeUp, keyLowPass, level
  }

  /// Reads a move; a missing `applied` means true and a missing `reason` none.
  ///
  /// Throws `DecodingError` for a kind that is not known and for numbers that its kind needs.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    func number(_ key: CodingKeys) throws -> Double { try values.decode(Double.self, forKey: key) }
    func number(_ key: CodingKeys, or usual: Double) throws -> Double {
      try values.decodeIfPresent(Double.self, forKey: key) ?? usual
    }
    let action: MixPlan.Action
    switch try values.decode(Kind.self, forKey: .kind) {
    case .gain: action = .gain(Decibels(try number(.gain)))
    case .invert: action = .invert
    case .balance: action = .balance(Decibels(try number(.gain)))
    case .pan: action = .pan(try number(.position))
    case .width: action = .width(try number(.width))
    case .highPass: action = .highPass(Hertz(try number(.frequency)))
    case .lowPass: action = .lowPass(Hertz(try number(.frequency)))
    case .bell:
      action = .equalize(
        .init(
          frequency: Hertz(try number(.frequency)), gain: Decibels(try number(.gain)),
          quality: try number(.quality, or: 1)))
    case .lowShelf:
      action = .equalize(
        .init(
          shape: .lowShelf, frequency: Hertz(try number(.frequency)),
          gain: Decibels(try number(.gain))))
    case .highShelf:
      action = .equalize(
        .init(
          shape: .highShelf, frequency: Hertz(try number(.frequency)),
          gain: Decibels(try number(.gain))))
    case .unmask:
      action = .unmask(
        .init(
          key: try values.decode(String.self, forKey: .key),
          frequency: Hertz(try number(.frequency)), gain: Decibels(try number(.gain)),
          quality: try number(.quality, or: 1.5), threshold: Decibels(try number(.threshold)),
          attack: try number(.attack, or: 0.01), release: try number(.release, or: 0.15)))
    case .compress:
      action = .compress(
        .init(
          threshold: Decibels(try number(.threshold)), ratio: try number(.ratio),
          knee: Decibels(try number(.knee, or: 6)), attack: try number(.attack, or: 0.02),
          release: try number(.release, or: 0.2), makeUp: Decibels(try number(.makeUp, or: 0))))
    case .duck:
      action = .duck(
        .init(
          key: try values.decode(String.self, forKey: .key),
          keyLowPass: try values.decodeIfPresent(Hertz.self, forKey: .keyLowPass),
          threshold: Decibels(try number(.threshold)), gain: Decibels(try number(.gain)),
          attack: try number(.attack, or: 0.005), release: try number(.release, or: 0.15)))
    case .reverb: action = .reverb(Decibels(try number(.level)))
    case .delay: action = .delay(Decibels(try number(.level)))
    }
    self.init(
      id: try values.decode(String.self, forKey: .id),
      channel: try values.decode(String.self, forKey: .channel), action: action,
      applied: try values.decodeIfPresent(Bool.self, forKey: .applied) ?? true,
      reason: try values.decodeIfPresent(String.self, forKey: .reason) ?? "")
  }

  /// Writes the move with the numbers of its action beside its name.
  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(id, forKey: .id)
    try values.encode(channel, forKey: .channel)
    try values.encode(applied, forKey: .applied)
    try values.encode(reason, forKey: .reason)
    func write(_ kind: Kind, _ numbers: [(CodingKeys, Double)]) throws {
      try values.encode(kind, forKey: .kind)
      for (key, number) in numbers { try values.encode(number, forKey: key) }
    }
    switch action {
    case .gain(let gain): try write(.gain, [(.gain, gain.value)])
    case .invert: try write(.invert, [])
    case .balance(let gain): try write(.balance, [(.gain, gain.value)])
    case .pan(let position): try write(.pan, [(.position, position)])
    case .width(let width): try write(.width, [(.width, width)])
    case .highPass(let corner): try write(.highPass, [(.frequency, corner.value)])
    case .lowPass(let corner): try write(.lowPass, [(.frequency, corner.value)])
    case .equalize(let band):
      let numbers = [(CodingKeys.frequency, band.frequency.value), (.gain, band.gain.value)]
      switch band.shape {
      case .bell: try write(.bell, numbers + [(.quality, band.quality)])
      case .lowShelf: try write(.lowShelf, numbers)
      case .highShelf: try write(.highShelf, numbers)
      }
    case .unmask(let band):
      try values.encode(band.key, forKey: .key)
      try write(
        .unmask,
        [
          (.frequency, band.frequency.value), (.gain, band.gain.value), (.quality, band.quality),
          (.threshold, band.threshold.value), (.attack, band.attack), (.release, band.release),
        ])
    case .compress(let settings):
      try write(
        .compress,
        [
          (.threshold, settings.threshold.value), (.ratio, settings.ratio),
          (.knee, settings.knee.value), (.attack, settings.attack), (.release, settings.release),
          (.makeUp, settings.makeUp.value),
        ])
    case .duck(let settings):
      try values.encode(settings.key, forKey: .key)
      try values.encodeIfPresent(settings.keyLowPass, forKey: .keyLowPass)
      try write(
        .duck,
        [
          (.threshold, settings.threshold.value), (.gain, settings.gain.value),
          (.attack, settings.attack), (.release, settings.release),
        ])
    case .reverb(let level): try write(.reverb, [(.level, level.value)])
    case .delay(let level): try write(.delay, [(.level, level.value)])
    }
  }
}
