import Music
import StandardMIDI

/// Bytes of files built by hand, sound or not.
enum Bytes {
  static func header(
    format: UInt16 = 1, tracks: Int, division: UInt16 = 480, extra: [UInt8] = []
  ) -> [UInt8] {
    Array("MThd".utf8) + word32(6 + extra.count) + word16(format) + word16(UInt16(tracks))
      + word16(division) + extra
  }

  static func chunk(_ type: String, _ body: [UInt8], length: Int? = nil) -> [UInt8] {
    Array(type.utf8) + word32(length ?? body.count) + body
  }

  static let endOfTrack: [UInt8] = [0, 0xFF, 0x2F, 0]

  static func track(_ body: [UInt8], length: Int? = nil) -> [UInt8] {
    chunk("MTrk", body + endOfTrack, length: length)
  }

  /// A file of one track of these events and an End of Track.
  static func file(_ body: [UInt8]) -> [UInt8] { header(tracks: 1) + track(body) }

  static func word16(_ word: UInt16) -> [UInt8] { [UInt8(word >> 8), UInt8(word & 0xFF)] }

  static func word32(_ word: Int) -> [UInt8] {
    word16(UInt16(word >> 16 & 0xFFFF)) + word16(UInt16(word & 0xFFFF))
  }
}

/// Random values and random damage; the same seed gives the same.
struct MIDIGenerator {
  var random: RandomStream

  init(seed: UInt64, purpose: String) {
    random = RandomStream(seed: seed, purpose: purpose)
  }

  mutating func number(_ range: ClosedRange<Int>) -> Int {
    range.lowerBound + random.index(range.count)
  }

  mutating func byte(_ limit: Int = 255) -> UInt8 { UInt8(number(0...limit)) }

  mutating func bytes(_ most: Int) -> [UInt8] {
    let count = number(0...most)
    return (0..<count).map { _ in byte() }
  }

  /// Any file that can be written, with every kind of event in it.
  mutating func file() -> MIDIFile {
    let format = MIDIFile.Format.allCases[number(0...2)]
    let count = format == .single ? 1 : number(0...4)
    let tracks = (0..<count).map { _ in track() }
    var chunks: [MIDIFile.Chunk] = []
    for place in 0...count where random.chance(0.2) {
      chunks.append(
        MIDIFile.Chunk(type: Array("XF\(place)~".utf8), bytes: bytes(20), precedingTracks: place))
    }
    let division: MIDIDivision =
      random.chance(0.7)
      ? .ticksPerQuarter(UInt16(number(1...0x7FFF)))
      : .timeCode(SMPTERate.allCases[number(0...3)], ticksPerFrame: UInt8(number(1...255)))
    return MIDIFile(format: format, division: division, tracks: tracks, chunks: chunks)
  }

  mutating func track() -> MIDITrack {
    var tick = 0
    let events = (0..<number(0...40)).map { _ in
      tick += delta()
      return MIDIEvent(tick: tick, message())
    }
    return MIDITrack(events: events, end: tick + delta())
  }

  mutating func delta() -> Int {
    switch number(0...5) {
    case 0, 1: 0
    case 2: number(0...0x7F)
    case 3: number(0x80...0x3FFF)
    case 4: number(0x4000...0x1F_FFFF)
    default: random.chance(0.1) ? 0x0FFF_FFFF : number(0x20_0000...0x0FFF_FFFF)
    }
  }

  mutating func message() -> MIDIMessage {
    let channel = byte(15)
    switch number(0...11) {
    case 0: return .noteOff(channel: channel, key: byte(127), velocity: byte(127))
    case 1, 2: return .noteOn(channel: channel, key: byte(127), velocity: byte(127))
    case 3: return .keyPressure(channel: channel, key: byte(127), pressure: byte(127))
    case 4: return .controller(channel: channel, number: byte(127), value: byte(127))
    case 5: return .program(channel: channel, number: byte(127))
    case 6: return .channelPressure(channel: channel, pressure: byte(127))
    case 7: return .pitchBend(channel: channel, value: UInt16(number(0...0x3FFF)))
    case 8: return .systemExclusive(bytes(200))
    case 9: return .escape(bytes(10))
    default: return .meta(meta())
    }
  }

  mutating func meta() -> MIDIMeta {
    switch number(0...9) {
    case 0: return .sequenceNumber(UInt16(number(0...0xFFFF)))
    case 1: return .text(MIDIText.allCases[number(0...14)], bytes(200))
    case 2: return .channelPrefix(byte(15))
    case 3: return .port(byte(127))
    case 4: return .tempo(microsecondsPerQuarter: UInt32(number(1...0xFF_FFFF)))
    case 5:
      let rate = SMPTERate.allCases[number(0...3)]
      return .smpteOffset(
        SMPTEOffset(
          rate: rate, hours: byte(23), minutes: byte(59), seconds: byte(59),
          frames: byte(Int(rate.framesPerSecond) - 1), hundredths: byte(99)))
    case 6:
      return .timeSignature(
        MIDITimeSignature(
          numerator: UInt8(number(1...255)), denominatorPower: byte(8), clocksPerClick: byte(),
          thirtySecondsPerQuarter: byte()))
    case 7:
      return .keySignature(
        MIDIKeySignature(sharps: Int8(number(-7...7)), isMinor: random.chance(0.5)))
    case 8: return .sequencerSpecific(bytes(20))
    default: return .other(type: UInt8(number(0x60...0x7E)), bytes: bytes(20))
    }
  }

  /// One to eight pieces of damage: bytes changed, removed, doubled, cut off or put in.
  mutating func damaged(_ sound: [UInt8]) -> [UInt8] {
    var bytes = sound
    for _ in 0..<number(1...8) where !bytes.isEmpty {
      let place = random.index(bytes.count)
      switch number(0...6) {
      case 0, 1: bytes[place] = byte()
      case 2: bytes[place] ^= 1 << byte(7)
      case 3: bytes.remove(at: place)
      case 4:
        bytes.insert(contentsOf: [[0xFF], [0x80], [0xF7, 0xFF], [0x2F]][number(0...3)], at: place)
      case 5: bytes.removeSubrange(place..<min(bytes.count, place + number(1...30)))
      default:
        if random.chance(0.3) {
          bytes.removeSubrange(place...)
        } else {
          bytes.insert(
            contentsOf: bytes[place..<min(bytes.count, place + number(1...30))], at: place)
        }
      }
    }
    return bytes
  }
}
