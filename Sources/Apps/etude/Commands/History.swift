import ArgumentParser
import Foundation
import Studio

/// Goes back one operation.
struct Undo: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Undo the last operation.",
    discussion: "EXAMPLES\n  etude undo out/demo\n  etude undo out/demo --steps 3")

  @OptionGroup var target: ProjectArgument
  @Option(name: .long, help: "How many operations.")
  var steps = 1
  @OptionGroup var sound: SoundOptions
  @OptionGroup var report: ReportOptions

  func run() throws {
    try step(target, steps, sound, report) { try $0.undo(steps: $1) }
  }
}

/// Goes forward one undone operation.
struct Redo: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Redo what was undone.",
    discussion: "EXAMPLES\n  etude redo out/demo")

  @OptionGroup var target: ProjectArgument
  @Option(name: .long, help: "How many operations.")
  var steps = 1
  @OptionGroup var sound: SoundOptions
  @OptionGroup var report: ReportOptions

  func run() throws {
    try step(target, steps, sound, report) { try $0.redo(steps: $1) }
  }
}

private func step(
  _ target: ProjectArgument, _ steps: Int, _ sound: SoundOptions, _ report: ReportOptions,
  _ move: (ProjectHand, Int) throws -> Void
) throws {
  guard (1...10_000).contains(steps) else {
    throw ValidationError("--steps is \(steps); allowed are 1 to 10000.")
  }
  let project = try target.open()
  let studio = try Workplace.studio()
  try sound.check(studio)
  try move(ProjectHand(project, studio: studio), steps)
  try report.refresh(project, sound, studio: studio)
}

/// Lists every operation of a project.
struct History: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "List every operation on a project.",
    discussion: "EXAMPLES\n  etude history out/demo\n  etude history out/demo --json")

  @OptionGroup var target: ProjectArgument
  @Flag(name: .long, help: "Print the events as JSON.")
  var json = false

  func run() throws {
    let events = try target.open().file.history()
    if json {
      print(try JSONText.pretty(events))
      return
    }
    let current = events.last { $0.isCurrent }?.id
    for event in events {
      print("\(event.id == current ? ">" : " ") \(event.id)  \(event.verb)  \(event.summary)")
    }
  }
}
