import Foundation
import Testing

/// What `etude doctor` says of the learned models, on the built program.
@Suite("doctor") struct DoctorTests {
  private static let data = Command.repository.appendingPathComponent("Sources/Formats")

  private func findings(_ command: Command) throws -> [String: [String: Any]] {
    let outcome = try command.run("doctor", "--json")
    let list = try #require(
      try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [[String: Any]])
    return Dictionary(
      list.compactMap { entry in (entry["name"] as? String).map { ($0, entry) } },
      uniquingKeysWith: { first, _ in first })
  }

  @Test("all learned models are there and are those that their digests were made of")
  func whole() throws {
    let command = try Command()
    defer { command.cleanUp() }
    let found = try findings(command)
    for name in ["neural composer", "chord model", "drum model"] {
      let finding = try #require(found[name])
      #expect(finding["isFine"] as? Bool == true, "\(finding)")
      #expect((finding["detail"] as? String)?.contains("digests") == false)
    }
  }

  @Test("a flipped byte in a model's weights is told, though the file can still be read")
  func damaged() throws {
    var command = try Command()
    defer { command.cleanUp() }
    let copy = command.folder.appendingPathComponent("data")
    try FileManager.default.createDirectory(at: copy, withIntermediateDirectories: true)
    for room in try FileManager.default.contentsOfDirectory(atPath: Self.data.path) {
      let target = copy.appendingPathComponent(room)
      let source = Self.data.appendingPathComponent(room)
      if room == "Weights" {
        try FileManager.default.copyItem(at: source, to: target)
      } else {
        try FileManager.default.createSymbolicLink(at: target, withDestinationURL: source)
      }
    }
    let file = copy.appendingPathComponent("Weights/Resources/drums.safetensors")
    var bytes = try Data(contentsOf: file)
    bytes[bytes.count - 100] ^= 1
    try bytes.write(to: file)
    command.environment["ETUDE_DATA"] = copy.path
    let found = try findings(command)
    let drums = try #require(found["drum model"])
    #expect(drums["isFine"] as? Bool == false)
    #expect(
      (drums["detail"] as? String)?.contains("not those that it came with") == true, "\(drums)")
    #expect(found["chord model"]?["isFine"] as? Bool == true)
  }
}
