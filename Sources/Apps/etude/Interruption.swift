import Dispatch
import Foundation
import Synchronization

/// Whether the user has asked the program to stop, by Ctrl-C or a termination signal.
///
/// The first signal raises a flag that long work looks at; the second ends the process at once.
final class Interruption: Sendable {
  private let received = Atomic<Int32>(0)
  private let sources: [any Sendable]

  init() {
    // The signals are delivered to a queue, so that no code runs inside a signal handler.
    let queue = DispatchQueue(label: "etude.signals")
    var sources: [any Sendable] = []
    let handlers = [SIGINT, SIGTERM].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      sources.append(SendableBox(source))
      return (number, source)
    }
    self.sources = sources
    for (number, source) in handlers {
      source.setEventHandler { [weak self] in
        guard let self else { return }
        if self.received.exchange(number, ordering: .sequentiallyConsistent) != 0 {
          _exit(128 + number)
        }
      }
      source.resume()
    }
  }

  /// Whether a signal has come.
  var isRaised: Bool { received.load(ordering: .relaxed) != 0 }

  /// The exit code that tells which signal came: 130 for Ctrl-C.
  var exitCode: Int32 { 128 + max(received.load(ordering: .relaxed), SIGINT) }

  /// Keeps a signal source alive.
  ///
  /// Proof: the source is only stored and released; it is used on its own queue alone.
  private struct SendableBox: @unchecked Sendable {
    let source: any DispatchSourceSignal
    init(_ source: any DispatchSourceSignal) { self.source = source }
  }
}

/// What the running command knows of its surroundings.
enum Terminal {
  /// The interruption of this process; nil in tests.
  @TaskLocal static var interruption: Interruption?

  /// Whether the user has asked to stop.
  static var isInterrupted: Bool { interruption?.isRaised ?? false }

  /// Whether a file descriptor is a terminal.
  static func isTerminal(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 }

  /// Prints a line of plain text to the standard error.
  static func note(_ text: String) {
    FileHandle.standardError.write(Data((PlainText.visible(text) + "\n").utf8))
  }
}
