/// A meta event: names, words, tempo, metre, key and whatever else is said to the reader of a file.
///
/// An event whose length or content lies outside its definition (a tempo of zero, a metre of two
/// bytes, nine sharps) is kept as it was written, under ``other(type:bytes:)``, so that the other
/// cases can be trusted.
public enum MIDIMeta: Hashable, Sendable {
  /// Type 00: the number of a pattern, or of the sequence for a cue.
  case sequenceNumber(UInt16)
  /// Types 01 to 0F: bytes of text, in an encoding that the file does not name.
  case text(MIDIText, [UInt8])
  /// Type 20: the channel, 0...15, that the following meta events speak of.
  case channelPrefix(UInt8)
  /// Type 21: the port, 0...127, that the track's channel messages go to.
  case port(UInt8)
  /// Type 51: the tempo in microseconds a quarter note, 1...16777215.
  case tempo(microsecondsPerQuarter: UInt32)
  /// Type 54: the time code at which the track starts.
  case smpteOffset(SMPTEOffset)
  /// Type 58: the metre.
  case timeSignature(MIDITimeSignature)
  /// Type 59: the key signature.
  case keySignature(MIDIKeySignature)
  /// Type 7F: bytes for one maker's sequencer.
  case sequencerSpecific([UInt8])
  /// Any other type (00...7F but 2F), or a known one that is not as it is defined.
  case other(type: UInt8, bytes: [UInt8])

  /// A text event of the UTF-8 bytes of a string.
  public static func text(_ kind: MIDIText, utf8 string: String) -> MIDIMeta {
    .text(kind, Array(string.utf8))
  }
}

/// What a text event's words are for (meta types 01 to 0F).
public enum MIDIText: UInt8, Hashable, Sendable, CaseIterable {
  /// Anything.
  case text = 1
  /// A copyright notice.
  case copyright = 2
  /// The name of the sequence (first track) or of the track.
  case trackName = 3
  /// The instrument to be used.
  case instrumentName = 4
  /// A syllable to be sung.
  case lyric = 5
  /// A point of the form, such as "Chorus".
  case marker = 6
  /// What happens on stage or screen.
  case cuePoint = 7
  /// The name of the program chosen next.
  case programName = 8
  /// The name of the device (port) that the track is meant for.
  case deviceName = 9
  /// Text of reserved type 0A.
  case reserved10 = 10
  /// Text of reserved type 0B.
  case reserved11 = 11
  /// Text of reserved type 0C.
  case reserved12 = 12
  /// Text of reserved type 0D.
  case reserved13 = 13
  /// Text of reserved type 0E.
  case reserved14 = 14
  /// Text of reserved type 0F.
  case reserved15 = 15

  /// The words of a text event: UTF-8 where the bytes are that, else Latin-1.
  public static func string(_ bytes: [UInt8]) -> String {
    if let string = String(validating: bytes, as: UTF8.self) { return string }
    return String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
  }
}

/// A metre, as a meta event of type 58 gives it.
public struct MIDITimeSignature: Hashable, Sendable {
  /// Notes in a bar, 1...255.
  public var numerator: UInt8
  /// The note counted, as a power of two: 2 is a quarter, 3 an eighth; 0...8.
  public var denominatorPower: UInt8
  /// MIDI clocks (24 to a quarter) between two clicks of the metronome.
  public var clocksPerClick: UInt8
  /// Notated thirty-seconds in 24 MIDI clocks, as a rule 8.
  public var thirtySecondsPerQuarter: UInt8

  /// Makes a metre, with a click on every quarter and 8 thirty-seconds in it unless told otherwise.
  public init(
    numerator: UInt8, denominatorPower: UInt8, clocksPerClick: UInt8 = 24,
    thirtySecondsPerQuarter: UInt8 = 8
  ) {
    self.numerator = numerator
    self.denominatorPower = denominatorPower
    self.clocksPerClick = clocksPerClick
    self.thirtySecondsPerQuarter = thirtySecondsPerQuarter
  }

  /// The note counted: 1, 2, 4 … 256.
  public var denominator: Int { 1 << Int(min(denominatorPower, 8)) }

  var isValid: Bool { numerator > 0 && denominatorPower <= 8 }
}

/// A key signature, as a meta event of type 59 gives it.
public struct MIDIKeySignature: Hashable, Sendable {
  /// Sharps, or where negative flats, -7...7.
  public var sharps: Int8
  /// Whether the key is minor.
  public var isMinor: Bool

  /// Makes a key signature of -7 to 7 sharps.
  public init(sharps: Int8, isMinor: Bool) {
    self.sharps = sharps
    self.isMinor = isMinor
  }

  var isValid: Bool { (-7...7).contains(sharps) }
}

/// A point of time code, as a meta event of type 54 gives it.
public struct SMPTEOffset: Hashable, Sendable {
  /// The frame rate.
  public var rate: SMPTERate
  /// Hours, 0...23.
  public var hours: UInt8
  /// Minutes, 0...59.
  public var minutes: UInt8
  /// Seconds, 0...59.
  public var seconds: UInt8
  /// Frames, 0 up to the rate's frames a second.
  public var frames: UInt8
  /// Hundredths of a frame, 0...99.
  public var hundredths: UInt8

  /// Makes a point of time code.
  public init(
    rate: SMPTERate, hours: UInt8, minutes: UInt8, seconds: UInt8, frames: UInt8,
    hundredths: UInt8 = 0
  ) {
    self.rate = rate
    self.hours = hours
    self.minutes = minutes
    self.seconds = seconds
    self.frames = frames
    self.hundredths = hundredths
  }

  var isValid: Bool {
    hours < 24 && minutes < 60 && seconds < 60 && frames < rate.framesPerSecond && hundredths < 100
  }
}
