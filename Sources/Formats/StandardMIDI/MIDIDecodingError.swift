/// Why bytes are not a Standard MIDI File; offsets are counted in bytes from the start of the input.
public enum MIDIDecodingError: Error, Hashable, Sendable {
  /// There is neither a header chunk nor a RIFF file of type `RMID` at the start.
  case notMIDI
  /// A header chunk lies behind other bytes.
  case junkBeforeHeader(offset: Int)
  /// The header ends before it is whole, or claims fewer than six bytes.
  case headerTooShort(offset: Int, length: Int)
  /// The format is none of 0, 1 and 2.
  case unknownFormat(offset: Int, format: UInt16)
  /// The time division is zero, or names no frame rate.
  case invalidDivision(offset: Int, word: UInt16)
  /// There are other than the declared number of tracks.
  case trackCount(declared: Int, found: Int)
  /// A file of format 0 has other than one track.
  case formatZeroTracks(found: Int)
  /// There are more than the 65535 tracks that a header can count.
  case tooManyTracks(offset: Int)
  /// A chunk claims more bytes than there are.
  case chunkTooLong(offset: Int, length: Int, available: Int)
  /// A track's length does not lead to another chunk or to the end of the file.
  case wrongTrackLength(offset: Int, length: Int)
  /// Where a chunk should start there are bytes that are none.
  case junk(offset: Int, count: Int)
  /// A second header stands among the tracks.
  case repeatedHeader(offset: Int)
  /// A track ends in the middle of an event.
  case truncatedEvent(offset: Int)
  /// A track has no End of Track.
  case missingEndOfTrack(offset: Int)
  /// An End of Track has a length other than zero.
  case endOfTrackLength(offset: Int, length: Int)
  /// A track goes on behind its End of Track.
  case bytesAfterEndOfTrack(offset: Int, count: Int)
  /// A variable-length quantity is longer than four bytes.
  case quantityTooLong(offset: Int)
  /// A data byte stands where no status is in force.
  case dataByteWithoutStatus(offset: Int, byte: UInt8)
  /// A data byte of a channel message is above 127.
  case dataByteOutOfRange(offset: Int, byte: UInt8)
  /// A status byte (F1...F6, F8...FE) has no place in a file.
  case invalidStatus(offset: Int, status: UInt8)
  /// The type of a meta event is above 127.
  case invalidMetaType(offset: Int, type: UInt8)
  /// A meta or system exclusive event claims more bytes than its track has.
  case eventTooLong(offset: Int, length: Int, available: Int)

  /// Where the damage is, or nil where it concerns the whole file.
  public var offset: Int? {
    switch self {
    case .notMIDI, .trackCount, .formatZeroTracks:
      return nil
    case .junkBeforeHeader(let offset), .headerTooShort(let offset, _),
      .unknownFormat(let offset, _), .invalidDivision(let offset, _), .tooManyTracks(let offset),
      .chunkTooLong(let offset, _, _), .wrongTrackLength(let offset, _), .junk(let offset, _),
      .repeatedHeader(let offset), .truncatedEvent(let offset), .missingEndOfTrack(let offset),
      .endOfTrackLength(let offset, _), .bytesAfterEndOfTrack(let offset, _),
      .quantityTooLong(let offset), .dataByteWithoutStatus(let offset, _),
      .dataByteOutOfRange(let offset, _), .invalidStatus(let offset, _),
      .invalidMetaType(let offset, _), .eventTooLong(let offset, _, _):
      return offset
    }
  }
}

/// Damage that was found in a file, and what was done about it.
public struct MIDIRepair: Hashable, Sendable {
  /// What was done about damage.
  public enum Remedy: Hashable, Sendable {
    /// The bytes, or the event or chunk that starts with them, were passed over.
    case skipped
    /// What can be read was read, and the rest of the track left out.
    case trackCut
    /// The track was read up to its End of Track or the next track, whatever its length says.
    case lengthIgnored
    /// An End of Track was supplied at the time of the last event.
    case endOfTrackSupplied
    /// The last channel status was taken to be still in force.
    case statusContinued
    /// The value was lowered to 127.
    case clamped
    /// The file was taken to be of format 1.
    case formatAssumed
    /// A quarter note was taken to have 480 ticks.
    case divisionAssumed
    /// The tracks that are there were taken.
    case countIgnored
  }

  /// What was wrong.
  public var damage: MIDIDecodingError
  /// What was done.
  public var remedy: Remedy

  /// Makes a record of damage and remedy.
  public init(damage: MIDIDecodingError, remedy: Remedy) {
    self.damage = damage
    self.remedy = remedy
  }
}

/// A file that was read in spite of its damage, and a report of what was done.
public struct MIDIRecovery: Hashable, Sendable {
  /// What could be read.
  public var file: MIDIFile
  /// The repairs in the order of the file; empty where the file was sound, at most 1000.
  public var repairs: [MIDIRepair]
  /// How many further repairs the report leaves out.
  public var unreportedRepairs: Int

  /// Makes a recovery of a file and the repairs that it took.
  public init(file: MIDIFile, repairs: [MIDIRepair], unreportedRepairs: Int = 0) {
    self.file = file
    self.repairs = repairs
    self.unreportedRepairs = unreportedRepairs
  }
}
