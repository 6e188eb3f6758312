import Foundation
import Inference
import Testing
import Weights

@Suite struct ModelWeightsTests {
  /// Loads the fixture after a text of its header was exchanged for one of equal length.
  private func error(
    _ form: Fixture.Form, exchanging text: String = "", for other: String = "",
    damage: (inout [UInt8]) -> Void = { _ in }
  ) throws -> WeightsError? {
    let path = Fixture.folder(form) + "/composer.safetensors"
    var bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
    if !text.isEmpty {
      let range = try #require(bytes.firstRange(of: Array(text.utf8)))
      #expect(text.utf8.count == other.utf8.count)
      bytes.replaceSubrange(range, with: Array(other.utf8))
    }
    damage(&bytes)
    let layout = try Fixture.layout()
    do throws(WeightsError) {
      let file = try ModelFile(TensorFile(bytes: bytes), vocabularyVersion: layout.version)
      _ = try ModelWeights(file, layout: layout)
      return nil
    } catch {
      return error
    }
  }

  @Test("both forms are bound", arguments: Fixture.Form.allCases)
  func sound(form: Fixture.Form) throws {
    #expect(try error(form) == nil)
    let model = try Fixture(form).model
    #expect(model.isEightBit == (form == .rows))
    // Two layers of 3 * 32 + 32 rows of 32, 48 of 32 and 32 of 48; a scale and a sum for each row.
    let numbers = 2 * (128 * 32 + 2 * 48 * 32)
    #expect(model.bytesOfLayers == (form == .rows ? numbers + 2 * 208 * 8 : 2 * numbers))
    #expect(model.bytesOfHeads([0, 1]) > 0)
  }

  @Test("a tensor that is missing is named")
  func missing() throws {
    let found = try error(
      .rows, exchanging: "blocks.1.inner_in.scale", for: "blocks.1.inner_ix.scale")
    #expect(found == .missingTensor(name: "blocks.1.inner_in.scale"))
    #expect(
      try error(.halves, exchanging: "\"embed.weight", for: "\"embex.weight")
        == .missingTensor(name: "embed.weight"))
  }

  @Test("a tensor that no model has is named")
  func unexpected() throws {
    var layout = [UInt8]()
    let found = try error(.rows) { bytes in
      // Bytes of no length under a new name, in a header that is longer by eight bytes or more.
      let size = Int(bytes[0]) | Int(bytes[1]) << 8 | Int(bytes[2]) << 16
      let end = bytes[..<(8 + size)].lastIndex(of: UInt8(ascii: "}")) ?? 0
      var text = Array(bytes[8..<end])
      text += Array(",\"extra\":{\"dtype\":\"I8\",\"shape\":[0],\"data_offsets\":[0,0]}}".utf8)
      while text.count % 8 != 0 { text.append(0x20) }
      layout = (0..<8).map { UInt8(truncatingIfNeeded: text.count >> (8 * $0)) }
      bytes = layout + text + bytes[(8 + size)...]
    }
    #expect(found == .unexpectedTensor(name: "extra"))
  }

  @Test("another shape of as many numbers is refused")
  func shape() throws {
    let found = try error(
      .rows, exchanging: "\"shape\":[32,48]", for: "\"shape\":[48,32]")
    guard case .wrongShape(let name, [48, 32], [32, 48]) = found else {
      Issue.record("\(String(describing: found))")
      return
    }
    #expect(name.hasSuffix("inner_out.weight"))
  }

  @Test("another type of as many bytes is refused")
  func type() throws {
    let name = "\"rotation.circle\":{\"dtype\":"
    #expect(
      try error(.rows, exchanging: name + "\"F32\"", for: name + "\"I32\"")
        == .wrongType(tensor: "rotation.circle", found: .int32, allowed: [.single]))
  }

  @Test("NaN in any kind of weight is refused", arguments: Fixture.Form.allCases)
  func notANumber(form: Fixture.Form) throws {
    let file = try TensorFile(path: Fixture.folder(form) + "/composer.safetensors")
    for (name, tensor) in file.tensors where tensor.type != .int8 {
      let range = tensor.range
      let found = try error(form) { bytes in
        bytes[range.upperBound - 1] = 0x7F
        bytes[range.upperBound - 2] = 0xFF
      }
      #expect(found == .wrongNumber(tensor: name, index: tensor.count - 1))
    }
  }

  @Test("a vocabulary of another version is refused")
  func vocabulary() throws {
    #expect(
      try error(.rows, exchanging: "\"vocabulary\":\"1\"", for: "\"vocabulary\":\"7\"")
        == .wrongVocabulary(found: 7, expected: 1))
  }

  @Test("a file that is cut is refused", arguments: [0, 7, 8, 1000, 100_000, 372_000])
  func cut(count: Int) throws {
    #expect(try error(.rows) { $0.removeSubrange(count...) } != nil)
  }

  @Test("sizes that do not fit the tensors are refused")
  func sizes() throws {
    let text = "\\\"layers\\\": 2"
    guard
      case .missingTensor(let name) = try error(
        .rows, exchanging: text, for: "\\\"layers\\\": 3")
    else {
      Issue.record("three layers are bound")
      return
    }
    #expect(name.hasPrefix("blocks.2."))
    #expect(
      try error(.rows, exchanging: text, for: "\\\"layers\\\": 1")
        == .unexpectedTensor(name: "blocks.1.attention_in.scale"))
  }
}
