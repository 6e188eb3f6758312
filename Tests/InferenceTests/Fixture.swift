import Foundation
import Inference
import Testing
import Weights

/// The made-up model of Training/etude_training/tiny.py and what PyTorch answers.
///
/// Made by `Training/run tiny --output Tests/Fixtures/Models`.
struct Fixture {
  /// The two forms of the same kind of weights.
  enum Form: String, CaseIterable, Sendable {
    case halves = ""
    case rows = "/rows"
  }

  let layout: EventLayout
  let model: ModelWeights
  let answers: TensorFile

  static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  static func folder(_ form: Form) -> String {
    root.appending(path: "Tests/Fixtures/Models").path + form.rawValue
  }

  static func layout() throws -> EventLayout {
    EventLayout(
      try Vocabulary.load(folder: root.appending(path: "Sources/Formats/Weights/Resources").path))
  }

  init(_ form: Form) throws {
    layout = try Self.layout()
    model = try ModelWeights(
      ModelFile(
        path: Self.folder(form) + "/composer.safetensors", vocabularyVersion: layout.version),
      layout: layout)
    answers = try TensorFile(path: Self.folder(form) + "/parity.safetensors")
  }

  /// Numbers of PyTorch's answer.
  func singles(_ name: String) throws -> [Float] { try #require(answers.tensors[name]?.singles()) }

  /// Events of the fixture.
  func events(_ name: String, _ times: String) throws -> [TimedEvent] {
    let values = try #require(answers.tensors[name]?.words())
    let when = try #require(answers.tensors[times]?.words())
    let width = layout.fields.count
    return when.indices.map {
      TimedEvent(Array(values[$0 * width..<($0 + 1) * width]), time: Int(when[$0]))
    }
  }

  /// Four bars with the last two of a line as holes.
  func prompt() throws -> [TimedEvent] { try events("events", "times") }

  /// What opens the holes.
  func headers() throws -> [TimedEvent] { try events("headers", "headerTimes") }

  /// The greatest difference of two lists.
  static func distance(_ a: [Float], _ b: [Float]) -> Float {
    a.count == b.count ? zip(a, b).map { ($0 - $1).magnitude }.max() ?? 0 : .infinity
  }
}
