extension MIDIMeta {
  /// The meta event of a type and its bytes; one that is not as it is defined becomes `other`.
  init(type: UInt8, bytes: [UInt8]) {
    switch (type, bytes.count) {
    case (0x01...0x0F, _):
      self = MIDIText(rawValue: type).map { .text($0, bytes) } ?? .other(type: type, bytes: bytes)
    case (0x7F, _):
      self = .sequencerSpecific(bytes)
    default:
      self = MIDIMeta(fixed: type, bytes) ?? .other(type: type, bytes: bytes)
    }
  }

  /// The meta event of a type whose length is fixed, or nil where the bytes aren't as defined.
  private init?(fixed type: UInt8, _ bytes: [UInt8]) {
    switch (type, bytes.count) {
    case (0x00, 2):
      self = .sequenceNumber(UInt16(bytes[0]) << 8 | UInt16(bytes[1]))
    case (0x20, 1) where bytes[0] < 16:
      self = .channelPrefix(bytes[0])
    case (0x21, 1) where bytes[0] < 128:
      self = .port(bytes[0])
    case (0x51, 3):
      let tempo = UInt32(bytes[0]) << 16 | UInt32(bytes[1]) << 8 | UInt32(bytes[2])
      guard tempo > 0 else { return nil }
      self = .tempo(microsecondsPerQuarter: tempo)
    case (0x54, 5):
      guard let rate = SMPTERate(rawValue: bytes[0] >> 5) else { return nil }
      let offset = SMPTEOffset(
        rate: rate, hours: bytes[0] & 0x1F, minutes: bytes[1], seconds: bytes[2],
        frames: bytes[3], hundredths: bytes[4])
      guard offset.isValid else { return nil }
      self = .smpteOffset(offset)
    case (0x58, 4):
      let signature = MIDITimeSignature(
        numerator: bytes[0], denominatorPower: bytes[1], clocksPerClick: bytes[2],
        thirtySecondsPerQuarter: bytes[3])
      guard signature.isValid else { return nil }
      self = .timeSignature(signature)
    case (0x59, 2) where bytes[1] < 2:
      let signature = MIDIKeySignature(
        sharps: Int8(bitPattern: bytes[0]), isMinor: bytes[1] == 1)
      guard signature.isValid else { return nil }
      self = .keySignature(signature)
    default:
      return nil
    }
  }

  /// The type and bytes of the event, or nil where a number is out of range.
  var typeAndBytes: (type: UInt8, bytes: [UInt8])? {
    switch self {
    case .sequenceNumber(let number):
      return (0x00, [UInt8(number >> 8), UInt8(number & 0xFF)])
    case .text(let kind, let bytes):
      return (kind.rawValue, bytes)
    case .channelPrefix(let channel):
      return channel < 16 ? (0x20, [channel]) : nil
    case .port(let port):
      return port < 128 ? (0x21, [port]) : nil
    case .tempo(let tempo):
      guard tempo > 0, tempo < 1 << 24 else { return nil }
      return (0x51, [UInt8(tempo >> 16), UInt8(tempo >> 8 & 0xFF), UInt8(tempo & 0xFF)])
    case .smpteOffset(let offset):
      guard offset.isValid else { return nil }
      return (
        0x54,
        [
          offset.rate.rawValue << 5 | offset.hours, offset.minutes, offset.seconds, offset.frames,
          offset.hundredths,
        ]
      )
    case .timeSignature(let signature):
      guard signature.isValid else { return nil }
      return (
        0x58,
        [
          signature.numerator, signature.denominatorPower, signature.clocksPerClick,
          signature.thirtySecondsPerQuarter,
        ]
      )
    case .keySignature(let signature):
      guard signature.isValid else { return nil }
      return (0x59, [UInt8(bitPattern: signature.sharps), signature.isMinor ? 1 : 0])
    case .sequencerSpecific(let bytes):
      return (0x7F, bytes)
    case .other(let type, let bytes):
      return type < 128 ? (type, bytes) : nil
    }
  }
}
