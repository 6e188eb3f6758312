import AudioFiles
import Dispatch
import Synchronization

/// A value that threads of a crew take turns with.
final class Locked<Value>: Sendable {
  private let mutex: Mutex<Value>

  init(_ value: sending Value) { mutex = Mutex(value) }

  /// Works on the value, alone.
  func use<Result, Failure: Error>(
    _ body: (inout sending Value) throws(Failure) -> sending Result
  ) throws(Failure) -> sending Result {
    try mutex.withLock(body)
  }
}

/// Some threads that share a list of tasks; results never depend on how many.
struct Crew: Sendable {
  /// How many tasks run at once.
  let threads: Int

  /// Work that throws nothing but `MixingError`, or the error of a cache file, which becomes `output`.
  ///
  /// Not a typed throw: closures with typed throws that use what they capture after a call that may
  /// throw crash the compiler (Swift 6.3.1, `SILGenCleanup`).
  typealias Task = @Sendable () throws -> Void

  /// Runs all tasks and waits; of several errors the one of the first task is thrown.
  func run(_ tasks: [Task]) throws(MixingError) {
    let next = Atomic(0)
    let failures = Mutex([Int: MixingError]())
    let work: @Sendable (Int) -> Void = { _ in
      while true {
        let index = next.add(1, ordering: .relaxed).oldValue
        guard index < tasks.count else { return }
        do {
          try tasks[index]()
        } catch {
          let failure =
            error as? MixingError ?? (error as? AudioFileError).map { .output($0) } ?? .cancelled
          failures.withLock { $0[index] = failure }
        }
      }
    }
    let count = min(threads, tasks.count)
    if count <= 1 {
      work(0)
    } else {
      DispatchQueue.concurrentPerform(iterations: count, execute: work)
    }
    let first = failures.withLock { $0.min { $0.key < $1.key }?.value }
    if let first { throw first }
  }

  /// Makes one result for each element, in the order of the elements.
  func map<Element: Sendable, Result: Sendable>(
    _ elements: [Element], _ transform: @escaping @Sendable (Element) throws -> Result
  ) throws(MixingError) -> [Result] {
    let results = Locked([Result?](repeating: nil, count: elements.count))
    try run(
      elements.indices.map { index in
        {
          let result = try transform(elements[index])
          results.use { $0[index] = result }
        }
      })
    return results.use { $0.compactMap { $0 } }
  }
}
