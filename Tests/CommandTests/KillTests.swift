import Foundation
import Testing

@Suite("etude killed") struct KillTests {
  @Test("a project that lost its process opens at the last finished operation")
  func kill9() throws {
    let command = try Command()
    defer { command.cleanUp() }
    #expect(
      try command.run(
        "compose", "house, 16 bars", "--seed", "1", "--formats", "midi", "--output", "song"
      ).code == 0)
    let seed = UInt64.random(in: 0..<1_000_000)
    var generator = Generator(state: seed)
    let size = Int(ProcessInfo.processInfo.environment["ETUDE_CAMPAIGN_SIZE"] ?? "") ?? 1
    for round in 0..<(12 * size) {
      let before = try events(command)
      let verb = [
        ["vary", "song", "--amount", "50"], ["regenerate", "song", "--parts", "bass"],
        ["edit", "song", "transpose", "up", "1"], ["undo", "song"], ["lock", "song", "--all"],
        ["lock", "song", "--off"],
      ][Int(generator.next() % 6)]
      let process = command.process(verb)
      process.standardOutput = FileHandle.nullDevice
      process.standardError = FileHandle.nullDevice
      try process.run()
      Thread.sleep(forTimeInterval: Double(generator.next() % 300) / 1_000)
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
      let after = try events(command)
      #expect(
        (before.count...before.count + 1).contains(after.count), "seed \(seed), round \(round)")
      #expect(after.prefix(before.count) == before.prefix(before.count)[...])
      let shown = try command.run("show", "song", "--json")
      #expect(shown.code == 0, "seed \(seed), round \(round): \(shown.errors)")
    }
    #expect(try command.run("render", "song", "--formats", "midi").code == 0)
  }

  /// The verbs of the project's events.
  private func events(_ command: Command) throws -> [String] {
    let outcome = try command.run("history", "song", "--json")
    try #require(outcome.code == 0, "\(outcome.errors)")
    let list = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8))
    return (list as? [[String: Any]] ?? []).compactMap { $0["verb"] as? String }
  }

  /// A small generator, so that a failing round can be repeated from its seed.
  private struct Generator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state >> 33
    }
  }
}
