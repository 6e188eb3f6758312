import Dispatch
import Synchronization

/// Does pieces of work on several threads; what comes out does not depend on how many.
enum SideBySide {
  /// The results of `work` for every number below a count, in order; of several errors the one of
  /// the lowest number is thrown.
  static func map<Result: Sendable, Failure: Error>(
    _ count: Int, threads: Int, _ work: @escaping @Sendable (Int) throws(Failure) -> Result
  ) throws(Failure) -> [Result] {
    let next = Atomic(0)
    let done = Mutex([Swift.Result<Result, Failure>?](repeating: nil, count: count))
    let loop: @Sendable (Int) -> Void = { _ in
      while true {
        let number = next.add(1, ordering: .relaxed).oldValue
        guard number < count else { return }
        let result: Swift.Result<Result, Failure>
        do throws(Failure) {
          result = .success(try work(number))
        } catch {
          result = .failure(error)
        }
        done.withLock { $0[number] = result }
      }
    }
    let crew = min(threads, count)
    if crew > 1 {
      DispatchQueue.concurrentPerform(iterations: crew, execute: loop)
    } else {
      loop(0)
    }
    var results: [Result] = []
    for result in done.withLock({ $0 }) {
      if let result { results.append(try result.get()) }
    }
    return results
  }
}
