/// A note: a key struck and released on one channel of one track.
public struct MIDINote: Hashable, Sendable {
  /// The tick at which the key is struck.
  public var start: Int
  /// Ticks until the key is released, 0 or more.
  public var duration: Int
  /// The channel, 0...15.
  public var channel: UInt8
  /// The key, 0...127; 60 is middle C.
  public var key: UInt8
  /// How hard the key is struck, 1...127.
  public var velocity: UInt8
  /// How fast the key is released, 0...127; 64 where the release was a note-on of velocity 0.
  public var releaseVelocity: UInt8

  /// Makes a note.
  @inlinable
  public init(
    start: Int, duration: Int, channel: UInt8, key: UInt8, velocity: UInt8,
    releaseVelocity: UInt8 = 64
  ) {
    self.start = start
    self.duration = duration
    self.channel = channel
    self.key = key
    self.velocity = velocity
    self.releaseVelocity = releaseVelocity
  }

  /// The tick at which the key is released.
  @inlinable
  public var end: Int { start + duration }
}

/// The notes of a track, and what would not pair up.
public struct MIDINotes: Hashable, Sendable {
  /// The notes in the order in which they are struck.
  public var notes: [MIDINote]
  /// How many notes were never released, and so last to the end of the track.
  public var hangingNotes: Int
  /// How many releases met no sounding note, and were passed over.
  public var unmatchedReleases: Int
}

extension MIDITrack {
  /// Pairs strikes with releases.
  ///
  /// A release ends the earliest note that sounds on its channel and key (first in, first out), so
  /// that a key struck again while it sounds gives two overlapping notes. A note-on of velocity 0
  /// is a release. A note that is never released lasts to the end of the track; a release without
  /// a note is passed over. Cost: linear in the events, whatever overlaps.
  public func notes() -> MIDINotes {
    var pairing = MIDINotePairing()
    return pairing.notes(of: self)
  }
}

extension MIDIFile {
  /// The notes of every track, paired as ``MIDITrack/notes()`` does.
  public func notes() -> [MIDINotes] {
    var pairing = MIDINotePairing()
    return tracks.map { pairing.notes(of: $0) }
  }
}

/// The keys that sound while a track is read; empty between tracks, so that one serves a file.
///
/// A sounding note waits in a queue of its channel and key. The queues need no memory of their own:
/// while a note sounds, its duration holds the index of the next in its queue.
private struct MIDINotePairing {
  private struct Queue {
    var first: Int32 = -1
    var last: Int32 = -1
  }

  private var queues = [Queue](repeating: Queue(), count: 16 * 128)

  mutating func notes(of track: MIDITrack) -> MIDINotes {
    var result = MIDINotes(notes: [], hangingNotes: 0, unmatchedReleases: 0)
    var sounding = 0
    result.notes.reserveCapacity(track.events.count / 2)
    for event in track.events {
      let key: Int
      let velocity: UInt8
      switch event.message {
      case .noteOn(let channel, let number, let force) where force > 0:
        strike(
          MIDINote(
            start: event.tick, duration: -1, channel: channel, key: number, velocity: force),
          in: &result.notes)
        sounding += 1
        continue
      case .noteOn(let channel, let number, _):
        key = Int(channel & 15) << 7 | Int(number & 127)
        velocity = 64
      case .noteOff(let channel, let number, let release):
        key = Int(channel & 15) << 7 | Int(number & 127)
        velocity = release
      default:
        continue
      }
      let index = Int(queues[key].first)
      guard index >= 0 else {
        result.unmatchedReleases += 1
        continue
      }
      queues[key].first = Int32(truncatingIfNeeded: result.notes[index].duration)
      result.notes[index].duration = event.tick - result.notes[index].start
      result.notes[index].releaseVelocity = velocity
      sounding -= 1
    }
    result.hangingNotes = sounding
    if sounding > 0 { release(&result.notes, at: track.end) }
    return result
  }

  @inline(__always)
  private mutating func strike(_ note: MIDINote, in notes: inout [MIDINote]) {
    let key = Int(note.channel & 15) << 7 | Int(note.key & 127)
    let index = Int32(truncatingIfNeeded: notes.count)
    notes.append(note)
    if queues[key].first < 0 {
      queues[key].first = index
    } else {
      notes[Int(queues[key].last)].duration = Int(index)
    }
    queues[key].last = index
  }

  /// Ends the notes that still sound.
  private mutating func release(_ notes: inout [MIDINote], at end: Int) {
    for key in queues.indices {
      while queues[key].first >= 0 {
        let index = Int(queues[key].first)
        queues[key].first = Int32(truncatingIfNeeded: notes[index].duration)
        notes[index].duration = max(0, end - notes[index].start)
      }
    }
  }
}
