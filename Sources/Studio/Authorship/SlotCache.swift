import GRDB

/// Decoded values by digest, so that a walk through many states of a song decodes each value once.
struct SlotCache {
  private struct Key: Hashable {
    var digest: String
    var type: ObjectIdentifier
  }

  private var values: [Key: any Sendable] = [:]

  init() {}

  /// The values of a song that is known.
  init(_ known: KnownSong) {
    for (slot, value) in SongSlots.values(of: known.song) {
      guard let digest = known.digests[slot] else { continue }
      put(value, digest)
    }
  }

  private mutating func put<Value: Sendable>(_ value: Value, _ digest: String) {
    values[Key(digest: digest, type: ObjectIdentifier(Value.self))] = value
  }

  /// The value of a digest, made where it is not there yet.
  mutating func value<Value: Sendable, Failure: Error>(
    _ digest: String, _ make: () throws(Failure) -> Value
  ) throws(Failure) -> Value {
    let key = Key(digest: digest, type: ObjectIdentifier(Value.self))
    if let known = values[key] as? Value { return known }
    let made = try make()
    values[key] = made
    return made
  }
}

extension ProjectFile {
  /// The song of a state, by the state's number.
  ///
  /// Throws `ProjectError`; `damagedValue` for a state that is not there.
  func song(of state: Int64, cache: inout SlotCache) throws(ProjectError) -> Song {
    try attempt { () throws -> SongSlots in try queue.read { try slots($0, of: state) } }
      .song(cache: &cache)
  }
}
