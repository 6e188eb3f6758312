import ArgumentParser
import Foundation
import Production
import Studio
import StudioWeb
import Synchronization

/// Serves the studio's page.
struct StudioCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "studio", abstract: "Open the studio in a browser, on this machine alone.",
    discussion: """
      FOLDER is a library: every project below it is shown, and new ones are put there.
      The page needs no network. End it with Ctrl-C: running jobs are taken up again
      by the next start.

      EXAMPLES
        etude studio
        etude studio out --port 8080
      """)

  @Argument(help: "The folder of the projects; the configured output folder, or 'out'.")
  var folder: String?

  @Option(name: .long, help: "The port; a free one from 8420 on when not given.")
  var port: Int?

  @Option(
    name: .long,
    help: "An address to listen to besides this machine's own; then a token is needed.")
  var host = "127.0.0.1"

  func validate() throws {
    if let port, !(0...65_535).contains(port) {
      throw ValidationError("--port is \(port); allowed are 0 to 65535.")
    }
  }

  func run() throws {
    let studio = try Workplace.studio(interface: .page)
    guard let page = studio.resources.page else {
      throw StudioPageMissing()
    }
    let library = folder ?? studio.configuration.outputFolder ?? "out"
    let server = try StudioServer(
      studio: studio, folder: library, page: page,
      address: StudioServer.Address(host: host, port: port ?? Self.freePort(host)),
      explain: { error in
        let failure = Failure(error)
        return StudioServer.Explanation(
          sentence: failure.map { Self.withoutPaths($0.sentence) } ?? "it did not work",
          hint: failure?.hint.map(Self.withoutPaths), status: failure?.code.status ?? 500)
      })
    let interruption = Terminal.interruption
    try Self.wait {
      try await server.run(until: { interruption?.isRaised ?? false }) { address in
        Terminal.note("The studio is open at \(address)")
        Terminal.note("  End it with Ctrl-C.")
      }
    }
  }

  /// Runs asynchronous work to its end on other threads.
  private static func wait(_ body: @escaping @Sendable () async throws -> Void) throws {
    let done = DispatchSemaphore(value: 0)
    let outcome = Outcome()
    Task {
      do { try await body() } catch { outcome.error.withLock { $0 = error } }
      done.signal()
    }
    done.wait()
    if let error = outcome.error.withLock({ $0 }) { throw error }
  }

  private final class Outcome: Sendable {
    let error = Mutex<(any Error)?>(nil)
  }

  /// The first port from 8420 on that nobody listens to.
  private static func freePort(_ host: String) -> Int {
    (8420..<8440).first { StudioServer.isFree(port: $0, host: host) } ?? 0
  }

  /// A sentence without the folders of paths, for those who need not know them.
  private static func withoutPaths(_ text: String) -> String {
    text.replacing(/'?(\/[^\s\/':]+)+\/([^\s\/':]+)/) { "'\($0.output.2)" }
  }
}

/// The page's files are not where the program looks for them.
struct StudioPageMissing: Error {}

extension Failure.Code {
  /// The HTTP status that says the same.
  var status: Int {
    switch self {
    case .usage, .data, .configuration, .newer: 422
    case .noInput, .noCredentials: 404
    case .cannotCreate, .busy: 409
    case .unavailable: 503
    case .io: 507
    case .software: 500
    }
  }
}
