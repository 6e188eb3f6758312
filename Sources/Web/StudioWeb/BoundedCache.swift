import Synchronization

/// Values by name, as many as fit into so many bytes: what was not used for longest goes first.
///
/// May be used from any thread.
package final class BoundedCache<Value: Sendable>: Sendable {
  private struct Entry: Sendable {
    var value: Value
    var bytes: Int
    var use: Int
  }
  private struct State: Sendable {
    var entries: [String: Entry] = [:]
    var bytes = 0
    var uses = 0
  }

  private let limit: Int
  private let state = Mutex(State())

  /// A cache for values that together have at most so many bytes.
  package init(bytes limit: Int) { self.limit = limit }

  package subscript(name: String) -> Value? {
    state.withLock { state in
      guard let entry = state.entries[name] else { return nil }
      state.uses += 1
      state.entries[name]?.use = state.uses
      return entry.value
    }
  }

  /// Keeps a value of about so many bytes in place of that of its name; one that alone is too large is not
  /// kept.
  package func keep(_ value: Value, as name: String, bytes: Int) {
    state.withLock { state in
      state.bytes -= state.entries.removeValue(forKey: name)?.bytes ?? 0
      guard bytes <= limit else { return }
      state.uses += 1
      state.entries[name] = Entry(value: value, bytes: bytes, use: state.uses)
      state.bytes += bytes
      while state.bytes > limit,
        let oldest = state.entries.min(by: { $0.value.use < $1.value.use })
      {
        state.bytes -= oldest.value.bytes
        state.entries[oldest.key] = nil
      }
    }
  }
}
