import ComparisonFiles
import Foundation
import Testing

@Suite("ComparisonFile") struct ComparisonFileTests {
  private let file = ComparisonFile(
    version: 1,
    sets: [
      "hymns": ComparisonFile.Set(
        title: "hymns", pieces: 40, aspects: ["harmony"],
        curves: [
          "all": SamenessCurve(points: [
            .init(
              size: 2, likeness: .init(mean: 0.3, low: 0.1, high: 0.6),
              variety: .init(mean: 1.8, low: 1.5, high: 1.99))
          ])
        ])
    ], styles: ["chorale": ["hymns"]], loops: ["I V vi IV": 0.03], loopSongs: 898)

  @Test("a file comes back as it was written")
  func roundTrip() throws {
    #expect(try ComparisonFile(try JSONEncoder().encode(file), version: 1) == file)
  }

  @Test("another version, other shapes and numbers out of range are told apart")
  func refused() throws {
    let data = try JSONEncoder().encode(file)
    #expect(throws: ComparisonFileError.otherVersion(1, wanted: 2)) {
      try ComparisonFile(data, version: 2)
    }
    #expect(throws: ComparisonFileError.notJSON) { try ComparisonFile(Data("[]".utf8), version: 1) }
    #expect(throws: ComparisonFileError.notJSON) { try ComparisonFile(Data(), version: 1) }
    var wrong = file
    wrong.styles["chorale"] = ["nobody"]
    #expect(throws: ComparisonFileError.unsound(key: "styles.chorale")) {
      try ComparisonFile(try JSONEncoder().encode(wrong), version: 1)
    }
    wrong = file
    wrong.loops["x"] = 2
    #expect(throws: ComparisonFileError.unsound(key: "loops.x")) {
      try ComparisonFile(try JSONEncoder().encode(wrong), version: 1)
    }
    wrong = file
    wrong.sets["hymns"]?.curves["all"]?.points[0].variety.high = 7
    #expect(throws: ComparisonFileError.unsound(key: "sets.hymns")) {
      try ComparisonFile(try JSONEncoder().encode(wrong), version: 1)
    }
  }

  @Test("changed bytes give a file or an error, never a crash; seed 5")
  func damaged() throws {
    let data = try JSONEncoder().encode(file)
    var number: UInt64 = 5
    for _ in 0..<500 {
      var bytes = Array(data)
      number = number &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      bytes[Int(number >> 33) % bytes.count] = UInt8(truncatingIfNeeded: number >> 20)
      _ = try? ComparisonFile(Data(bytes), version: 1)
    }
  }
}
