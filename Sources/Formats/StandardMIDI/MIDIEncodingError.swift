/// Why a value cannot be written as a Standard MIDI File.
public enum MIDIEncodingError: Error, Hashable, Sendable {
  /// A file of format 0 has other than one track.
  case formatZeroTracks(Int)
  /// There are more than 65535 tracks.
  case tooManyTracks(Int)
  /// The time division is out of range.
  case invalidDivision(MIDIDivision)
  /// A foreign chunk has no type of four printable characters, a track's type, or no place.
  case invalidChunk(index: Int)
  /// An event (or, past the last, the track's end) comes before the one it follows.
  case descendingTick(track: Int, event: Int)
  /// More than 268435455 ticks lie before an event (or, past the last, the track's end).
  case tickTooFar(track: Int, event: Int)
  /// A number in an event is out of its range.
  case valueOutOfRange(track: Int, event: Int)
  /// A meta event given by type and bytes has a case of its own, or is an End of Track.
  case metaHasOwnCase(track: Int, event: Int)
  /// An event has more than 268435455 bytes.
  case eventTooLong(track: Int, event: Int)
  /// A track or chunk has more than 4294967295 bytes.
  case chunkTooLong(index: Int)
  /// A score has more parts than the channels of 128 ports.
  case tooManyParts(Int)
  /// A tempo cannot be told in 1 to 16777215 microseconds a quarter note.
  case tempoOutOfRange(beatsPerMinute: Double)
  /// A note of a part has a key, velocity or time that MIDI has not.
  case noteOutOfRange(part: String, index: Int)
  /// A controller of a part has a number, value or time that MIDI has not.
  case controlOutOfRange(part: String, index: Int)
  /// A part's volume or pan is outside 0...127.
  case levelOutOfRange(part: String)
}
