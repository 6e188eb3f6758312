import Disclosures
import Foundation
import Production
import Testing

@Suite("DisclosureFile") struct DisclosureFileTests {
  private let bytes: String

  init() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    bytes = try String(
      contentsOf: root.appendingPathComponent(
        "Sources/Formats/Disclosures/Resources/disclosure.yaml"), encoding: .utf8)
  }

  @Test("the shipped texts are complete, dated and fill in their places")
  func shipped() throws {
    let texts = try DisclosureFile.decode(Data(bytes.utf8), path: "x")
    #expect(texts.sources.allSatisfy { !$0.title.isEmpty && $0.date.hasPrefix("20") })
    #expect(texts.text(.createdParts, ["parts": "bass"]) == "music (bass)")
    #expect(texts.soundFonts.contains { $0.name == "FluidR3_GM.sf2" && $0.licence == "MIT" })
  }

  @Test("a text that is missing, empty or without a source is named")
  func incomplete() throws {
    for (old, new) in [
      ("  createdLyrics: [\"lyrics\", \"uscoGuidance\"]\n", ""),
      ("createdLyrics: [\"lyrics\", ", "createdLyrics: [\"\", "),
      ("createdLyrics: [\"lyrics\", \"uscoGuidance\"]", "createdLyrics: [\"lyrics\", \"nowhere\"]"),
      ("createdLyrics: [\"lyrics\", \"uscoGuidance\"]", "createdLyrics: [\"lyrics\"]"),
    ] {
      let changed = bytes.replacingOccurrences(of: old, with: new)
      #expect(changed != bytes)
      #expect(throws: DisclosureFileError.incomplete(path: "x", key: "createdLyrics")) {
        try DisclosureFile.decode(Data(changed.utf8), path: "x")
      }
    }
  }

  @Test("bytes that are no such file are an error and no crash")
  func hostile() throws {
    #expect(throws: DisclosureFileError.notFound(path: "/nowhere/disclosure.yaml")) {
      try DisclosureFile.read(folder: "/nowhere")
    }
    var state: UInt64 = 7
    let good = Array(bytes.utf8)
    for _ in 0..<200 {
      var bad = good
      for _ in 0..<8 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        bad[Int(state >> 33) % bad.count] = UInt8(truncatingIfNeeded: state >> 20)
      }
      // Whatever it is: texts or a typed error.
      _ = try? DisclosureFile.decode(Data(bad.prefix(Int(state >> 40) % good.count)), path: "x")
    }
  }
}
