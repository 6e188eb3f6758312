import Foundation
import Testing

/// The copy that `make test` installs inside the build folder.
private enum StagedCopy {
  /// Its prefix; nil where the tests were started by hand.
  static let prefix = ProcessInfo.processInfo.environment["ETUDE_INSTALLED"]
}

/// Runs the installed program; `make test` stages it and names it in `ETUDE_INSTALLED`.
@Suite(.enabled(if: StagedCopy.prefix != nil, "make test stages an installed copy"))
struct InstalledCopyTests {
  private struct Run {
    var status: Int32
    var output: String
  }

  /// Runs the program of a prefix from the root folder, without the variable that names its data.
  private func run(_ arguments: [String], prefix: URL) throws -> Run {
    let process = Process()
    process.executableURL = prefix.appending(path: "bin/etude")
    process.arguments = arguments
    process.currentDirectoryURL = URL(filePath: "/")
    process.environment = ProcessInfo.processInfo.environment.filter { $0.key != "ETUDE_DATA" }
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    process.standardInput = FileHandle.nullDevice
    try process.run()
    let data = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return Run(
      status: process.terminationStatus, output: String(bytes: data, encoding: .utf8) ?? "")
  }

  private func moved(_ body: (URL) throws -> Void) throws {
    let prefix = URL(filePath: try #require(StagedCopy.prefix))
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "etude installed \(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.copyItem(at: prefix, to: folder)
    try body(folder)
  }

  @Test("a moved copy finds its styles beside it")
  func findsItsData() throws {
    try moved { prefix in
      let styles = try run(["styles"], prefix: prefix)
      #expect(styles.status == 0, "\(styles.output)")
      #expect(
        styles.output.localizedCaseInsensitiveContains("lofi")
          || styles.output.localizedCaseInsensitiveContains("lo-fi"))
      #expect(try run(["--version"], prefix: prefix).status == 0)
    }
  }

  @Test("a moved copy without its data says so and does not fall back to the checkout")
  func saysWhatIsMissing() throws {
    try moved { prefix in
      try FileManager.default.removeItem(at: prefix.appending(path: "share/etude"))
      let styles = try run(["styles"], prefix: prefix)
      #expect(styles.status != 0)
      #expect(!styles.output.isEmpty)
    }
  }

  @Test("the program needs no Swift runtime of the machine")
  func isStatic() throws {
    let prefix = URL(filePath: try #require(StagedCopy.prefix))
    let program = try Data(contentsOf: prefix.appending(path: "bin/etude"))
    #expect(program.range(of: Data("libswiftCore.so".utf8)) == nil)
  }

  @Test(
    "the copy has its data, licences and completions",
    arguments: [
      "share/etude/styles", "share/etude/lexicons", "share/etude/composer/vocabulary.json",
      "share/etude/licences/LICENSE",
      "share/etude/licences/THIRD_PARTY_NOTICES.md", "share/bash-completion/completions/etude",
      "share/zsh/site-functions/_etude", "share/fish/vendor_completions.d/etude.fish",
    ])
  func has(path: String) throws {
    let full = URL(filePath: try #require(StagedCopy.prefix)).appending(path: path)
    let size = try full.resourceValues(forKeys: [.fileSizeKey, .isDirectoryKey])
    #expect(size.isDirectory == true || (size.fileSize ?? 0) > 0)
  }
}
