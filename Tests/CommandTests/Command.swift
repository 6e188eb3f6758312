import Foundation
import Testing

/// Runs the built `etude` as a user would, in a folder of its own.
struct Command {
  /// What a run left behind.
  struct Outcome {
    var code: Int32
    var output: String
    var errors: String

    var json: [String: Any] {
      (try? JSONSerialization.jsonObject(with: Data(output.utf8))) as? [String: Any] ?? [:]
    }
  }

  /// The folder that runs take place in.
  let folder: URL
  var environment: [String: String]

  /// The built program, beside the test bundle.
  static var program: String {
    let bundle = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
    return bundle.deletingLastPathComponent().appendingPathComponent("etude").path
  }

  /// The repository that the tests were built from.
  static var repository: URL {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
  }

  init(sharedCache: Bool = true) throws {
    let base = FileManager.default.temporaryDirectory
    folder = base.appendingPathComponent("etude-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    environment = ProcessInfo.processInfo.environment
    environment["ETUDE_DATA"] = nil
    environment["XDG_CONFIG_HOME"] = folder.appendingPathComponent("config").path
    environment["XDG_DATA_HOME"] = folder.appendingPathComponent("data").path
    environment["XDG_CACHE_HOME"] =
      sharedCache
      ? base.appendingPathComponent("etude-test-cache").path
      : folder.appendingPathComponent("cache").path
  }

  /// Removes the folder.
  func cleanUp() { try? FileManager.default.removeItem(at: folder) }

  func process(_ arguments: [String], through launcher: [String] = []) -> Process {
    let process = Process()
    let words = launcher + [Command.program] + arguments
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = words
    process.currentDirectoryURL = folder
    process.environment = environment
    process.standardInput = FileHandle.nullDevice
    return process
  }

  /// Runs the program to its end.
  @discardableResult
  func run(_ arguments: String..., through launcher: [String] = []) throws -> Outcome {
    try run(arguments, through: launcher)
  }

  @discardableResult
  func run(_ arguments: [String], through launcher: [String] = []) throws -> Outcome {
    let process = process(arguments, through: launcher)
    // Files, not pipes: a full pipe would stop the program.
    let output = folder.appendingPathComponent(".out-\(UUID().uuidString)")
    let errors = folder.appendingPathComponent(".err-\(UUID().uuidString)")
    for file in [output, errors] {
      _ = FileManager.default.createFile(atPath: file.path, contents: nil)
    }
    defer { for file in [output, errors] { try? FileManager.default.removeItem(at: file) } }
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = try FileHandle(forWritingTo: errors)
    try process.run()
    process.waitUntilExit()
    let code =
      process.terminationReason == .uncaughtSignal
      ? 128 + process.terminationStatus : process.terminationStatus
    return Outcome(
      code: code, output: try String(contentsOf: output, encoding: .utf8),
      errors: try String(contentsOf: errors, encoding: .utf8))
  }

  func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

  func data(_ name: String) throws -> Data {
    try Data(contentsOf: folder.appendingPathComponent(name))
  }

  /// The names of everything in a folder, folders included, hidden files too.
  func names(_ name: String) -> Set<String> {
    Set(FileManager.default.subpaths(atPath: path(name)) ?? [])
  }
}
