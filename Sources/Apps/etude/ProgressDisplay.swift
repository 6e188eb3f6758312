import Foundation
import Studio
import Synchronization

/// Shows how far the work is: a live bar on a terminal, a line a stage when piped, nothing if quiet.
///
/// May be called from any thread.
final class ProgressDisplay: Sendable {
  private struct State {
    var stage: String?
    var started: UInt64
    var drawn: UInt64 = 0
    var isDrawn = false
  }

  private let isLive: Bool
  private let isQuiet: Bool
  private let state: Mutex<State>

  init(isQuiet: Bool) {
    self.isQuiet = isQuiet
    isLive = Terminal.isTerminal(2) && ProcessInfo.processInfo.environment["TERM"] != "dumb"
    state = Mutex(State(started: DispatchTime.now().uptimeNanoseconds))
  }

  /// Takes one report of progress.
  func report(_ progress: StudioProgress) {
    guard !isQuiet else { return }
    let now = DispatchTime.now().uptimeNanoseconds
    state.withLock { state in
      let isNewStage = state.stage != progress.stage.rawValue
      if isNewStage {
        state.stage = progress.stage.rawValue
        if !isLive { Terminal.note("\(progress.stage.rawValue)...") }
      }
      guard isLive, isNewStage || now - state.drawn > 60_000_000 else { return }
      state.drawn = now
      state.isDrawn = true
      let elapsed = Double(now - state.started) / 1e9
      draw(progress, elapsed: elapsed)
    }
  }

  /// Removes the bar.
  func finish() {
    state.withLock { state in
      guard isLive, state.isDrawn else { return }
      FileHandle.standardError.write(Data("\r\u{1B}[K".utf8))
      state.isDrawn = false
    }
  }

  private func draw(_ progress: StudioProgress, elapsed: Double) {
    let width = 24
    let share = min(max(progress.total, 0), 1)
    let filled = Int(share * Double(width))
    let bar =
      String(repeating: "━", count: filled) + String(repeating: "╌", count: width - filled)
    let percent = Int(share * 100)
    var left = ""
    if share > 0.03 { left = "  \(max(Int(elapsed / share * (1 - share) + 0.5), 0)) s left" }
    let part = progress.part.map { " \($0)" } ?? ""
    let line = "\r\u{1B}[K\(bar) \(percent)%  \(progress.stage.rawValue)\(part)\(left)"
    FileHandle.standardError.write(Data(line.utf8))
  }
}
