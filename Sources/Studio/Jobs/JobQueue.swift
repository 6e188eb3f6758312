import Foundation
public import Production
import Synchronization

/// Why a job cannot be had or ordered.
public enum JobError: Error, Hashable, Sendable {
  /// There is no job of that id.
  case unknown(id: String)
  /// Too many jobs wait already.
  case tooMany(waiting: Int)
}

/// The long work of a library: one job after another, on a thread of its own that lets others go before
/// it.
///
/// Jobs are kept in a file, so that those that were not done when the program ended are taken up
/// again when it begins: what had changed its project already counts as done.
public actor JobQueue {
  /// Does one job and returns what came of it; called on a thread of its own.
  public typealias Work = @Sendable (StudioJob, WorkMonitor) throws -> JobResult
  /// Tells people what an error means.
  public typealias Explanation = @Sendable (any Error) -> JobFault
  /// The number of the last event of a project; nil where there is none.
  public typealias Revision = @Sendable (String) -> Int64?

  /// How many jobs that are over are kept.
  public static let kept = 100
  /// How many jobs may wait.
  public static let mostWaiting = 64

  private let path: String
  private let work: Work
  private let explain: Explanation
  private let revision: Revision
  private let clock: @Sendable () -> Double
  private let executor = FileExecutor()
  private let thread = PatientThread()
  private var jobs: [StudioJob] = []
  private var listeners: [Int: AsyncStream<StudioJob>.Continuation] = [:]
  private var nextListener = 0
  private var isWorking = false
  private var isClosed = false
  private let stopped = StopList()

  /// Opens the queue of a library.
  ///
  /// `clock` gives seconds since 1970.
  public init(
    library: SongLibrary, clock: @escaping @Sendable () -> Double,
    explain: @escaping Explanation, revision: @escaping Revision, work: @escaping Work
  ) {
    path = library.ownFolder + "/jobs.json"
    self.work = work
    self.explain = explain
    self.revision = revision
    self.clock = clock
    jobs = Self.read(path)
  }

  /// The queue writes files, and waits for them on a thread of its own.
  public nonisolated var unownedExecutor: UnownedSerialExecutor {
    executor.asUnownedSerialExecutor()
  }

  /// Takes up what was left when the program ended, and goes on.
  public func resume() {
    for index in jobs.indices where jobs[index].state == .running {
      let job = jobs[index]
      let isStored =
        job.order.changesProject && job.order.project.flatMap(revision) != job.revision
      if isStored {
        jobs[index].state = .done
        jobs[index].progress = 1
        jobs[index].ended = clock()
        jobs[index].result = JobResult(project: job.order.project)
      } else {
        jobs[index].state = .queued
        jobs[index].progress = 0
      }
    }
    save()
    next()
  }

  /// Every job, the newest first.
  public var all: [StudioJob] { jobs.reversed() }

  /// One job.
  ///
  /// Throws `JobError.unknown`.
  public func job(_ id: String) throws(JobError) -> StudioJob {
    guard let job = jobs.first(where: { $0.id == id }) else { throw .unknown(id: id) }
    return job
  }

  /// Puts a job at the end of the queue.
  ///
  /// Throws `JobError.tooMany`.
  public func submit(
    _ order: JobOrder, by interface: LedgerInterface = .page
  ) throws(JobError) -> StudioJob {
    let waiting = jobs.count { $0.state == .queued }
    guard waiting < Self.mostWaiting else { throw .tooMany(waiting: waiting) }
    let job = StudioJob(
      id: UUID().uuidString.lowercased(), order: order, interface: interface, created: clock())
    jobs.append(job)
    let over = jobs.filter(\.state.isOver).dropLast(Self.kept).map(\.id)
    jobs.removeAll { over.contains($0.id) }
    save()
    tell(job)
    next()
    return job
  }

  /// Stops a job; one that is over stays as it is.
  ///
  /// Throws `JobError.unknown`.
  public func cancel(_ id: String) throws(JobError) -> StudioJob {
    guard let index = jobs.firstIndex(where: { $0.id == id }) else { throw .unknown(id: id) }
    switch jobs[index].state {
    case .queued:
      jobs[index].state = .cancelled
      jobs[index].ended = clock()
      save()
      tell(jobs[index])
    case .running: stopped.add(id)
    case .done, .failed, .cancelled: break
    }
    return jobs[index]
  }

  /// What happens to jobs from now on.
  public func updates() -> AsyncStream<StudioJob> {
    let number = nextListener
    nextListener += 1
    return AsyncStream(bufferingPolicy: .bufferingNewest(256)) { continuation in
      listeners[number] = continuation
      continuation.onTermination = { _ in Task { await self.leave(number) } }
    }
  }

  /// Takes no more work up and stops what runs; it is taken up again by the next queue.
  public func close() {
    isClosed = true
    for job in jobs where job.state == .running { stopped.add(job.id) }
    for listener in listeners.values { listener.finish() }
    listeners = [:]
  }

  private func leave(_ number: Int) { listeners[number] = nil }

  // MARK: Work

  private func next() {
    guard !isWorking, !isClosed, let index = jobs.firstIndex(where: { $0.state == .queued }) else {
      return
    }
    isWorking = true
    jobs[index].state = .running
    jobs[index].started = clock()
    jobs[index].revision = jobs[index].order.project.flatMap(revision)
    save()
    tell(jobs[index])
    let (job, id, work, stopped) = (jobs[index], jobs[index].id, work, stopped)
    let monitor = WorkMonitor(
      report: { progress in Task { await self.take(progress, of: id) } },
      isCancelled: { stopped.contains(id) })
    thread.run {
      let outcome = Result { try work(job, monitor) }
      Task { await self.finish(id, outcome) }
    }
  }

  private func take(_ progress: StudioProgress, of id: String) {
    guard let index = jobs.firstIndex(where: { $0.id == id }), jobs[index].state == .running else {
      return
    }
    // Reports come from several threads and may overtake one another.
    let total = max(jobs[index].progress, min(1, progress.total))
    let isNews =
      jobs[index].stage != progress.stage || jobs[index].part != progress.part
      || total - jobs[index].progress >= 0.01
    jobs[index].progress = total
    jobs[index].stage = progress.stage
    jobs[index].part = progress.part
    if isNews { tell(jobs[index]) }
  }

  private func finish(_ id: String, _ outcome: Result<JobResult, any Error>) {
    isWorking = false
    defer { next() }
    let wasStopped = stopped.remove(id)
    guard let index = jobs.firstIndex(where: { $0.id == id }) else { return }
    // A queue that was closed leaves the job running, to be taken up.
    if isClosed, wasStopped, case .failure = outcome { return }
    jobs[index].ended = clock()
    switch outcome {
    case .success(let result):
      jobs[index].state = .done
      jobs[index].progress = 1
      jobs[index].result = result
    case .failure(let error) where error as? StudioError == .cancelled || wasStopped:
      jobs[index].state = .cancelled
    case .failure(let error):
      jobs[index].state = .failed
      jobs[index].fault = explain(error)
    }
    save()
    tell(jobs[index])
  }

  private func tell(_ job: StudioJob) {
    for listener in listeners.values { listener.yield(job) }
  }

  // MARK: The file

  private static let limit = 16 << 20

  /// The jobs of a file; a file that is none is put aside, so that nothing is lost.
  private static func read(_ path: String) -> [StudioJob] {
    guard let status = FileAccess.status(path), status.isFile, status.bytes <= limit,
      let data = FileManager.default.contents(atPath: path)
    else { return [] }
    if let jobs = try? JSONDecoder().decode([StudioJob].self, from: data) { return jobs }
    _ = rename(path, path + ".damaged")
    return []
  }

  private func save() {
    // A disk that is full costs what was waiting, not what is there.
    try? FileManager.default.createDirectory(
      atPath: PathName(path).parent, withIntermediateDirectories: true)
    guard let text = try? JSONText.line(jobs) else { return }
    try? Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
  }
}

/// Does one thing after another, away from the threads that must not wait.
private final class FileExecutor: SerialExecutor {
  private let queue = DispatchQueue(label: "etude.jobs")

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
  }
}

/// The jobs that are to stop; asked from any thread.
private final class StopList: Sendable {
  private let ids = Mutex<Set<String>>([])

  func add(_ id: String) { ids.withLock { _ = $0.insert(id) } }
  func contains(_ id: String) -> Bool { ids.withLock { $0.contains(id) } }
  func remove(_ id: String) -> Bool { ids.withLock { $0.remove(id) != nil } }
}
