import Production
import Synchronization

/// A song with the digests of its values by slot, as it was read or stored.
struct KnownSong: Sendable {
  var digests: [String: String]
  var song: Song
}

/// What is remembered of an open project, so that not everything is read and decoded for every step.
///
/// A song is remembered by the digests of its values: what another process stored meanwhile has other
/// digests, and is read. May be shared by several connections to one file, and used from any thread.
final class SongMemory: Sendable {
  /// What the events up to one of them come to.
  struct Tally: Sendable {
    /// The last event that was counted.
    var event: Int64 = 0
    /// How many of them moved the song.
    var moves = 0
    /// Whether the engine may write notes after them.
    var allowsEngine = true
  }

  private let known = Mutex<KnownSong?>(nil)
  private let current = Mutex<(song: Song, stand: ProjectStand)?>(nil)
  private let tallied = Mutex(Tally())
  private let recent = Mutex<[LedgerEvent]>([])
  /// How many events are remembered.
  private static let capacity = 64

  /// The song that was read or stored last.
  var song: KnownSong? { known.withLock { $0 } }

  func keep(_ song: KnownSong) { known.withLock { $0 = song } }

  /// The song and its stand while this process alone may change the file, else nil.
  ///
  /// As long as a transaction that changes it runs, up to its end, what was there at its beginning is
  /// current.
  var held: (song: Song, stand: ProjectStand)? { current.withLock { $0 } }

  func hold(_ song: Song, at stand: ProjectStand) { current.withLock { $0 = (song, stand) } }

  func release() { current.withLock { $0 = nil } }

  /// Events are only ever added: what was counted once stays.
  var tally: Tally { tallied.withLock { $0 } }

  func keep(_ tally: Tally) { tallied.withLock { $0 = tally } }

  /// Remembers events that were stored, each of which follows on the one before.
  func add(_ events: [LedgerEvent]) {
    recent.withLock { recent in
      for event in events {
        if event.seal == nil || event.seal?.previous != recent.last?.seal?.hash { recent = [] }
        recent.append(event)
      }
      recent = recent.suffix(Self.capacity)
    }
  }

  /// The events after one up to that with a hash; nil where not all of them are remembered.
  func events(after last: String, to head: String) -> [LedgerEvent]? {
    let recent = recent.withLock { $0 }
    guard let end = recent.firstIndex(where: { $0.seal?.hash == head }),
      let start = recent[...end].firstIndex(where: { $0.seal?.previous == last })
    else { return last == head ? [] : nil }
    return Array(recent[start...end])
  }
}
