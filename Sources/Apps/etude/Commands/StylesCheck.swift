import ArgumentParser
import Foundation
import Studio

/// Looks a style file over.
struct StylesCheck: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Say everything that is wrong or unwise in a style file.",
    discussion: """
      Errors keep the style from being used and end with exit code 65. Warnings are about the music;
      they end with 0, or with 65 under --strict. docs/style-linter.md explains each.

      EXAMPLES
        etude styles check lo-fi.yaml
        etude styles check lo-fi.yaml --strict
      """)

  @Argument(help: "The YAML file of a style.")
  var file: String

  @Flag(name: .long, help: "Let warnings fail too.")
  var strict = false

  @Flag(name: .long, help: "Print JSON.")
  var json = false

  func run() throws {
    // Without its drum model the program can still tell all else.
    let drummers = try? Workplace.studio().drumGenres().map(\.genre)
    let report = try Studio.checkStyle(file, drummers: drummers)
    if json {
      print(try JSONText.pretty(report))
    } else {
      for line in report.errors { print("\(Self.place(line)): error: \(Self.clause(line))") }
      for line in report.warnings {
        print("\(Self.place(line)): warning: \(Self.clause(line)) [\(line.rule)]")
      }
      print(Self.verdict(report))
    }
    if !report.errors.isEmpty || (strict && !report.warnings.isEmpty) {
      throw ExitCode(Failure.Code.data.rawValue)
    }
  }

  private static func place(_ line: StyleReport.Line) -> String { "\(line.file):\(line.line)" }

  private static func clause(_ line: StyleReport.Line) -> String {
    line.key.isEmpty ? line.problem : "\(line.key): \(line.problem)"
  }

  private static func verdict(_ report: StyleReport) -> String {
    func count(_ number: Int, _ word: String) -> String {
      "\(number) \(word)\(number == 1 ? "" : "s")"
    }
    if report.isClean { return "Nothing to say: the style is sound." }
    return report.errors.isEmpty
      ? "The style can be used; \(count(report.warnings.count, "warning"))."
      : "The style cannot be used; \(count(report.errors.count, "error"))."
  }
}
