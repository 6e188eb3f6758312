import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import NIOPosix
import Production
public import Studio
import StyleFiles

/// Why the server does not serve.
public enum ServerError: Error, Hashable, Sendable {
  /// Nobody can listen to that port of that address.
  case notListening(host: String, port: Int)
}

/// The local studio: a page and an interface over a library of projects.
///
/// Listens to this machine alone unless told otherwise, and then demands a token.
public struct StudioServer: Sendable {
  /// What an error means to people: the sentence, the hint and the HTTP status.
  public struct Explanation: Hashable, Sendable {
    /// One sentence.
    public var sentence: String
    /// What may be done.
    public var hint: String?
    /// The HTTP status.
    public var status: Int

    /// Makes an explanation.
    public init(sentence: String, hint: String? = nil, status: Int) {
      self.sentence = sentence
      self.hint = hint
      self.status = status
    }

    var problem: Problem {
      Problem(
        status, sentence.first.map { $0.uppercased() + sentence.dropFirst() } ?? "", hint: hint)
    }
  }

  /// Where it listens.
  public struct Address: Hashable, Sendable {
    /// A name or an address of this machine.
    public var host: String
    /// The port; 0 for one that is free.
    public var port: Int

    /// Makes an address.
    public init(host: String = "127.0.0.1", port: Int = 0) {
      self.host = host
      self.port = port
    }

    /// Whether only this machine can reach it.
    public var isLoopback: Bool {
      host == "localhost" || host == "::1" || host.hasPrefix("127.")
    }
  }

  let desk: Desk
  let address: Address
  let page: String
  let token: AccessToken?

  /// Opens a library.
  ///
  /// `page` is the folder of the page's files, `explain` tells people what an error means. Throws
  /// `LibraryError`.
  public init(
    studio: Studio, folder: String, page: String, address: Address,
    explain: @escaping @Sendable (any Error) -> Explanation
  ) throws(LibraryError) {
    let library = try SongLibrary(folder: folder)
    library.sweep()
    let sound = SoundRecord(library)
    var patient = studio
    // One core stays free for who asks meanwhile.
    patient.threads = max(1, studio.threads - 1)
    let queue = JobQueue(
      library: library, clock: { Date().timeIntervalSince1970 },
      explain: {
        let explanation = explain($0)
        return JobFault(sentence: explanation.sentence, hint: explanation.hint)
      },
      revision: { try? library.project($0).file.stand().revision },
      work: { [patient] job, monitor in
        let order = job.order
        let worker = JobWorker(
          studio: patient.ordered(by: job.interface ?? .page), library: library,
          seed: { UInt64.random(in: 1...999_999) }, explain: { explain($0).sentence })
        let state = try order.project.map { try library.project($0).file.stand().state }
        let result = try worker.run(order, monitor: monitor)
        if case .render(let id, let formats, _) = order, formats.contains(.stems), let state {
          // A mix that was made on the way is a new state of the same notes.
          let now = try library.project(id).file.stand()
          sound.rendered(id, state: try Self.isMix(library, id, since: state) ? now.state : state)
        }
        return result
      })
    desk = Desk(
      studio: studio, library: library, queue: queue, hub: EventHub(), sound: sound,
      explain: explain, shelf: SongShelf(library), marks: MarkDesk(library),
      titles: Dictionary(
        studio.library.survey().styles.map { ($0.name, $0.title) },
        uniquingKeysWith: { first, _ in first }))
    self.page = page
    self.address = address
    token = address.isLoopback ? nil : AccessToken()
  }

  /// Whether all that happened since a state was a mix.
  private static func isMix(_ library: SongLibrary, _ id: String, since state: Int64) throws -> Bool
  {
    let last = try library.project(id).file.history().last
    return last?.verb == "mix" && last?.before == state
  }

  /// Serves until `isEnded`, which is asked ten times a second; `ready` gets the address to open.
  ///
  /// Throws `ServerError`.
  public func run(
    until isEnded: @escaping @Sendable () -> Bool,
    ready: @escaping @Sendable (String) -> Void
  ) async throws {
    let desk = desk
    for pool in [desk.readers, desk.writers] { pool.start() }
    defer { for pool in [desk.readers, desk.writers] { pool.shutdownGracefully { _ in } } }
    await desk.queue.resume()
    let (host, port, token) = (address.host, address.port, token)
    let sign = ServingSign()
    defer { sign.takeDown() }
    var logger = Logger(label: "etude.studio")
    logger.logLevel = .critical
    let application = Application(
      router: router(),
      server: .http1(
        configuration: .init(
          additionalChannelHandlers: [TargetHostPlacing()], idleTimeout: .seconds(60))),
      configuration: ApplicationConfiguration(
        address: .hostname(host, port: port), serverName: nil),
      onServerRunning: { channel in
        let port = channel.localAddress?.port ?? 0
        sign.put(ServingNote(host: host, port: port, token: token?.text), in: desk.library)
        let name = host.contains(":") ? "[\(host)]" : host
        ready("http://\(name):\(port)/" + (token.map { "?token=\($0.text)" } ?? ""))
      },
      logger: logger)
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        for await job in await desk.queue.updates() { desk.took(job) }
      }
      group.addTask { try await LibraryWatch(desk: desk).run() }
      group.addTask {
        do {
          try await application.run()
        } catch let error as IOError
          where [EADDRINUSE, EACCES, EADDRNOTAVAIL].contains(error.errnoCode)
        {
          throw ServerError.notListening(host: host, port: port)
        }
      }
      group.addTask {
        while !isEnded() { try await Task.sleep(for: .milliseconds(100)) }
      }
      // Whichever ends first ends the others; work that runs is left to be taken up.
      defer { group.cancelAll() }
      try await group.next()
      await desk.queue.close()
      desk.hub.close()
    }
  }

  /// The operations of the interface as OpenAPI writes them, such as `GET /api/projects/{id}`.
  package var operations: [String] {
    router().routes.map { route in
      let path = route.path.description.split(separator: "/").map { component in
        component.hasPrefix(":")
          ? "{\(component.dropFirst())}" : component == "**" ? "{path}" : "\(component)"
      }.joined(separator: "/")
      return "\(route.method.rawValue) /\(path)"
    }.filter { $0.hasSuffix(" /health") || $0.contains(" /api/") }
  }

  /// All routes.
  func router() -> Router<StudioContext> {
    let router = Router(context: StudioContext.self)
    router.add(
      middleware: RequestGuard(
        hosts: address.isLoopback
          ? ["127.0.0.1", "localhost", "::1"]
          : [address.host.lowercased(), "localhost", "127.0.0.1"],
        token: token))
    router.get("/health") { _, _ in Answer.json(["status": "ok"]) }
    let api = router.group("/api")
    LibraryRoutes(desk: desk).add(to: api)
    IntakeRoutes(desk: desk).add(to: api)
    ProjectRoutes(desk: desk).add(to: api)
    SideRoutes(desk: desk).add(to: api)
    JobRoutes(desk: desk).add(to: api)
    let files = FileRoutes(desk: desk, page: page)
    files.add(to: api)
    files.addPage(to: router, token: token)
    return router
  }
}

extension Desk {
  /// Tells pages of a job, and of what it made or changed when it is over.
  func took(_ job: StudioJob) {
    hub.tell(.job(JobDocument(job)))
    guard job.state == .done else { return }
    if let id = job.result?.project {
      let revision = (try? shelf.reading(id).file.stand().revision) ?? 0
      hub.tell(.project(id: id, revision: revision))
    }
    if job.result?.projects.isEmpty == false { hub.tell(.library) }
  }
}

/// Looks every second for what others did to the library's files, and tells pages.
struct LibraryWatch {
  let desk: Desk

  func run() async throws {
    var known = try await look()
    while !Task.isCancelled {
      try await Task.sleep(for: .seconds(1))
      let now = try await look()
      if Set(now.keys) != Set(known.keys) { desk.hub.tell(.library) }
      for (id, modified) in now where known[id].map({ $0 != modified }) ?? false {
        let revision = try? await desk.work {
          try desk.shelf.reading(id).file.stand().revision
        }
        if let revision { desk.hub.tell(.project(id: id, revision: revision)) }
      }
      known = now
    }
  }

  private func look() async throws -> [String: Double] {
    try await desk.work {
      Dictionary(
        desk.library.places().map { ($0.id.text, $0.modified) },
        uniquingKeysWith: { first, _ in first })
    }
  }
}
