import Foundation
import Production
import Studio
import Synchronization
import Testing

/// Work that a test holds back and lets go.
private final class HeldWork: Sendable {
  let runs = Mutex<[String]>([])
  private let open = Mutex<Set<String>>([])

  func release(_ name: String) { open.withLock { _ = $0.insert(name) } }

  func run(_ order: JobOrder, _ monitor: WorkMonitor) throws -> JobResult {
    guard case .compose(let wish) = order else { return JobResult(project: order.project) }
    runs.withLock { $0.append(wish.prompt) }
    monitor.report(StudioProgress(stage: .composing, total: 0.5))
    while !open.withLock({ $0.contains(wish.prompt) }) {
      if monitor.isCancelled() { throw StudioError.cancelled }
      usleep(1000)
    }
    if wish.prompt == "bad" { throw StudioError.noMaster(folder: "") }
    return JobResult(projects: [wish.prompt])
  }
}

@Suite("Queue of jobs") struct JobQueueTests {
  private let folder: TemporaryFolder
  private let library: SongLibrary
  private let work = HeldWork()

  init() throws {
    folder = try TemporaryFolder()
    library = try SongLibrary(folder: folder.path + "/library")
  }

  private func queue(revision: Int64 = 1) -> JobQueue {
    let work = work
    return JobQueue(
      library: library, clock: { 5 }, explain: { JobFault(sentence: "\($0)") },
      revision: { _ in revision }, work: { try work.run($0.order, $1) })
  }

  private func order(_ prompt: String) -> JobOrder { .compose(ComposeOrder(prompt: prompt)) }

  private func wait(
    _ queue: JobQueue, _ id: String, for state: StudioJob.State
  ) async throws -> StudioJob {
    for _ in 0..<20_000 {
      let job = try await queue.job(id)
      if job.state == state { return job }
      try await Task.sleep(for: .milliseconds(1))
    }
    Issue.record("the job \(id) never came to be \(state)")
    return try await queue.job(id)
  }

  @Test("jobs are done one after another, with progress, and tell what came of them")
  func runs() async throws {
    let queue = queue()
    let updates = await queue.updates()
    let first = try await queue.submit(order("one"))
    let second = try await queue.submit(order("two"))
    _ = try await wait(queue, first.id, for: .running)
    #expect(try await queue.job(second.id).state == .queued)
    work.release("one")
    work.release("two")
    #expect(try await wait(queue, second.id, for: .done).result?.projects == ["two"])
    #expect(try await queue.job(first.id).result?.projects == ["one"])
    #expect(work.runs.withLock { $0 } == ["one", "two"])
    #expect(await queue.all.map(\.id) == [second.id, first.id])
    await queue.close()
    var told: [StudioJob.State] = []
    for await job in updates where job.id == first.id { told.append(job.state) }
    #expect(told.first == .queued && told.last == .done)
  }

  @Test("a job is stopped while it waits and while it runs, and a failure is explained")
  func stops() async throws {
    let queue = queue()
    let first = try await queue.submit(order("one"))
    let second = try await queue.submit(order("two"))
    let third = try await queue.submit(order("bad"))
    work.release("bad")
    #expect(try await queue.cancel(second.id).state == .cancelled)
    _ = try await wait(queue, first.id, for: .running)
    _ = try await queue.cancel(first.id)
    _ = try await wait(queue, first.id, for: .cancelled)
    #expect(try await wait(queue, third.id, for: .failed).fault != nil)
    #expect(try await queue.cancel(third.id).state == .failed)
    #expect(!work.runs.withLock { $0 }.contains("two"))
    await #expect(throws: JobError.unknown(id: "gone")) { try await queue.cancel("gone") }
    await #expect(throws: JobError.unknown(id: "gone")) { try await queue.job("gone") }
  }

  @Test("what was not done when the program ended is done by the next")
  func resumes() async throws {
    let old = queue()
    let first = try await old.submit(order("one"))
    let second = try await old.submit(order("two"))
    _ = try await wait(old, first.id, for: .running)
    await old.close()
    work.release("one")
    work.release("two")
    let new = queue()
    #expect(await new.all.count == 2)
    await new.resume()
    #expect(try await wait(new, second.id, for: .done).result?.projects == ["two"])
    #expect(try await new.job(first.id).state == .done)
  }

  @Test("a change that was stored before the program was killed is not made again")
  func neverTwice() async throws {
    let queue = queue()
    _ = try await queue.submit(order("one"))
    let change = try await queue.submit(
      .regenerate(project: "p", bars: nil, parts: [], composer: .auto, controls: PlayerControls()))
    await queue.close()
    // As the file stands when the process dies in the middle.
    let path = library.ownFolder + "/jobs.json"
    var jobs = try JSONDecoder().decode(
      [StudioJob].self, from: try Data(contentsOf: URL(fileURLWithPath: path)))
    let index = try #require(jobs.firstIndex { $0.id == change.id })
    (jobs[index].state, jobs[index].revision) = (.running, 1)
    try JSONEncoder().encode([jobs[index]]).write(to: URL(fileURLWithPath: path))
    let moved = self.queue(revision: 2)
    await moved.resume()
    #expect(try await moved.job(change.id).state == .done)
    #expect(try await moved.job(change.id).started == nil)
    let same = self.queue(revision: 1)
    try JSONEncoder().encode([jobs[index]]).write(to: URL(fileURLWithPath: path))
    let again = self.queue(revision: 1)
    await again.resume()
    _ = try await wait(again, change.id, for: .done)
    #expect(try await again.job(change.id).started == 5)
    await same.close()
  }

  @Test("a file of jobs that is none is put aside")
  func damaged() async throws {
    try FileManager.default.createDirectory(
      atPath: library.ownFolder, withIntermediateDirectories: true)
    try "[{".write(
      toFile: library.ownFolder + "/jobs.json", atomically: true, encoding: .utf8)
    let queue = queue()
    #expect(await queue.all.isEmpty)
    #expect(FileManager.default.fileExists(atPath: library.ownFolder + "/jobs.json.damaged"))
  }

  @Test("more jobs than can wait are refused")
  func full() async throws {
    let queue = queue()
    for index in 0...JobQueue.mostWaiting { _ = try await queue.submit(order("\(index)")) }
    await #expect(throws: JobError.tooMany(waiting: JobQueue.mostWaiting)) {
      try await queue.submit(order("more"))
    }
    await queue.close()
  }
}
