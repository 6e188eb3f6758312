import Foundation
import Synchronization

/// One thread that does one thing after another and lets every other go before it.
///
/// The same thread for all: what one job has freed serves the next. Ends with its owner; may be used from
/// any thread.
final class PatientThread: Sendable {
  private final class Orders: Sendable {
    let waiting = Mutex<[@Sendable () -> Void]>([])
    let count = DispatchSemaphore(value: 0)
  }
  private let orders = Orders()

  init() {
    let thread = Thread { [orders] in
      // On Linux a thread has a niceness of its own; 19 is the most.
      setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, 19)
      while true {
        orders.count.wait()
        let next = orders.waiting.withLock { $0.isEmpty ? nil : $0.removeFirst() }
        guard let next else { return }
        next()
      }
    }
    thread.name = "etude.jobs"
    thread.start()
  }

  deinit { orders.count.signal() }

  func run(_ work: @escaping @Sendable () -> Void) {
    orders.waiting.withLock { $0.append(work) }
    orders.count.signal()
  }
}
