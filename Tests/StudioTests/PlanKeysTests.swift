import Foundation
import Production
import Studio
import Testing

/// Keys of edited plans that nothing reads.
@Suite("Plan keys") struct PlanKeysTests {
  private struct Sample: Codable {
    struct Inner: Codable {
      var gain: Double
      var low: Double?
    }
    var name: String
    var list: [Inner]
  }

  private func fault(_ text: String) throws -> String? {
    let data = Data(text.utf8)
    let value = try JSONDecoder().decode(Sample.self, from: data)
    return try PlanKeys.fault(in: data, readAs: value)?.key
  }

  @Test(
    "the first key that is twice, or that nothing reads, is found with its place",
    arguments: [
      (#"{"name": "a", "list": []}"#, nil), (#"{"name": "a", "list": [], "nmae": 1}"#, "nmae"),
      (#"{"name": "a", "name": "b", "list": []}"#, "name"),
      (#"{"name": "a\"{[,", "list": [{"gain": 1}, {"gain": 2, "gian": 3}]}"#, "list[1].gian"),
      (#"{"name": "a", "list": [{"gain": 1, "low": null}]}"#, nil),
      (#"{"name": "a", "list": [{"gain": 1}, {"gain": 2, "g\u0061in": 3}]}"#, "list[1].gain"),
      (#"{"list": [{"gain": 1, "low": 2}], "name": "gain"}"#, nil),
    ] as [(String, String?)])
  func places(_ text: String, _ key: String?) throws {
    #expect(try fault(text) == key)
  }

  @Test("whatever the bytes are, the search for keys ends", arguments: 0..<40 as Range<UInt64>)
  func fuzz(seed: UInt64) {
    var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
    let alphabet = Array(#"{}[]",:\ab0 "#.utf8) + [0xFF, 0]
    let bytes = (0..<400).map { _ -> UInt8 in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return alphabet[Int(state >> 33) % alphabet.count]
    }
    for length in 0...bytes.count { _ = PlanKeys.duplicate(in: Array(bytes[..<length])) }
  }
}
