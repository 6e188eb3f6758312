/// A Standard MIDI File as a value: format, time division, tracks and foreign chunks.
///
/// The value holds everything that the bytes say except how they were spelled. Its one spelling,
/// written by ``encoded()``, is canonical:
///
/// - a header of six bytes and, for every track, one `MTrk` chunk of exactly its events;
/// - variable-length quantities in as few bytes as they need;
/// - a status byte in front of every channel message (no running status: some readers lose it after
///   a meta event, and a damaged byte then spoils one message only);
/// - one End of Track, the last event of its track; a foreign chunk where it was found.
///
/// Hence decoding what was encoded gives the same value, encoding what was decoded from canonical
/// bytes gives the same bytes, and a second decode never differs from the first. A note-on of
/// velocity zero stays a note-on; a RIFF (`RMID`) wrapping is read and not written.
///
/// Source: MIDI Manufacturers Association, Standard MIDI Files 1.0 (RP-001).
public struct MIDIFile: Hashable, Sendable {
  /// What the tracks are to each other.
  public enum Format: UInt16, Hashable, Sendable, CaseIterable {
    /// Format 0: one track of all channels.
    case single = 0
    /// Format 1: tracks that sound together; the first carries tempo and metre.
    case simultaneous = 1
    /// Format 2: tracks that are patterns of their own.
    case independent = 2
  }

  /// A chunk that is neither the header nor a track, kept as it was found.
  public struct Chunk: Hashable, Sendable {
    /// The four printable ASCII bytes of the chunk's type, such as `XFIH`.
    public var type: [UInt8]
    /// What the chunk holds.
    public var bytes: [UInt8]
    /// How many tracks stand before the chunk.
    public var precedingTracks: Int

    /// Makes a chunk of a type of four printable ASCII bytes.
    public init(type: [UInt8], bytes: [UInt8], precedingTracks: Int) {
      self.type = type
      self.bytes = bytes
      self.precedingTracks = precedingTracks
    }
  }

  /// What the tracks are to each other.
  public var format: Format
  /// What a tick lasts.
  public var division: MIDIDivision
  /// The tracks, in the order of the file; one in format 0.
  public var tracks: [MIDITrack]
  /// Chunks of other types, in the order of the file.
  public var chunks: [Chunk]

  /// Makes a file of the given tracks.
  public init(
    format: Format = .simultaneous, division: MIDIDivision = .ticksPerQuarter(480),
    tracks: [MIDITrack], chunks: [Chunk] = []
  ) {
    self.format = format
    self.division = division
    self.tracks = tracks
    self.chunks = chunks
  }
}
