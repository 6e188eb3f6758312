/// What a tick lasts: a share of a quarter note, or a share of a film frame.
public enum MIDIDivision: Hashable, Sendable {
  /// Metrical time: ticks in a quarter note, 1...32767.
  case ticksPerQuarter(UInt16)
  /// Time code: ticks in a frame (1...255), whatever the tempo.
  case timeCode(SMPTERate, ticksPerFrame: UInt8)

  /// The division of the header's two bytes, or nil where they make no time.
  init?(word: UInt16) {
    if word & 0x8000 == 0 {
      guard word > 0 else { return nil }
      self = .ticksPerQuarter(word)
    } else {
      let frames = UInt8(truncatingIfNeeded: 0 &- Int(Int8(truncatingIfNeeded: word >> 8)))
      let ticks = UInt8(truncatingIfNeeded: word)
      guard let rate = SMPTERate(division: frames), ticks > 0 else { return nil }
      self = .timeCode(rate, ticksPerFrame: ticks)
    }
  }

  /// The header's two bytes, or nil where the division is out of range.
  var word: UInt16? {
    switch self {
    case .ticksPerQuarter(let ticks):
      return ticks > 0 && ticks < 0x8000 ? ticks : nil
    case .timeCode(let rate, let ticks):
      guard ticks > 0 else { return nil }
      return UInt16(0 &- rate.division) << 8 | UInt16(ticks)
    }
  }
}

/// A frame rate of the Society of Motion Picture and Television Engineers.
public enum SMPTERate: UInt8, Hashable, Sendable, CaseIterable {
  /// 24 frames a second, film.
  case film = 0
  /// 25 frames a second, European television.
  case european = 1
  /// 30 frames numbered, some numbers dropped: 30000/1001 frames a second.
  case dropFrame = 2
  /// 30 frames a second.
  case thirty = 3

  /// The rate of a time division's frame number: 24, 25, 29 or 30.
  init?(division: UInt8) {
    switch division {
    case 24: self = .film
    case 25: self = .european
    case 29: self = .dropFrame
    case 30: self = .thirty
    default: return nil
    }
  }

  /// The frame number that a time division names the rate by: 24, 25, 29 or 30.
  var division: UInt8 {
    switch self {
    case .film: 24
    case .european: 25
    case .dropFrame: 29
    case .thirty: 30
    }
  }

  /// How many frame numbers a second has: 24, 25 or 30.
  public var framesPerSecond: UInt8 {
    self == .dropFrame ? 30 : division
  }

  /// Frames a second as an exact fraction.
  public var rate: (numerator: Int, denominator: Int) {
    self == .dropFrame ? (30000, 1001) : (Int(division), 1)
  }
}
