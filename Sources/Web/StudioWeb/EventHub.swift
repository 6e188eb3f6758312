import Foundation
import Studio
import Synchronization

/// Something that pages are told.
enum ServerEvent: Sendable {
  case project(id: String, revision: Int64)
  case job(JobDocument)
  case library
  case comment(id: String)
}

/// Tells every page what happens; asked from any thread.
final class EventHub: Sendable {
  private let listeners = Mutex<(next: Int, all: [Int: AsyncStream<ServerEvent>.Continuation])>(
    (0, [:]))

  /// What happens from now on.
  ///
  /// A page that does not keep up loses the oldest events: it fetches anew when it comes back.
  func events() -> AsyncStream<ServerEvent> {
    AsyncStream(bufferingPolicy: .bufferingNewest(512)) { continuation in
      let number = listeners.withLock { listeners in
        listeners.next += 1
        listeners.all[listeners.next] = continuation
        return listeners.next
      }
      continuation.onTermination = { _ in
        self.listeners.withLock { $0.all[number] = nil }
      }
    }
  }

  func tell(_ event: ServerEvent) {
    let all = listeners.withLock { Array($0.all.values) }
    for listener in all { listener.yield(event) }
  }

  /// Ends every stream.
  func close() {
    let all = listeners.withLock { Array($0.all.values) }
    for listener in all { listener.finish() }
  }
}
