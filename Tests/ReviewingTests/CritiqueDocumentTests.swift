import Foundation
import Production
import Reviewing
import Testing

/// The table of docs/critique.md, held against the rules.
@Suite("docs/critique.md") struct CritiqueDocumentTests {
  /// The cells of a rule: weight, finds and when.
  private typealias Row = (weight: String, finds: String, when: String)

  private let text: String
  private let rows: [String: Row]

  init() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    text = try String(contentsOf: root.appendingPathComponent("docs/critique.md"), encoding: .utf8)
    var rows: [String: Row] = [:]
    for line in text.split(separator: "\n") where line.hasPrefix("| `") {
      let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
      guard cells.count == 4 else { continue }
      rows[cells[0].filter { $0 != "`" }] = (cells[1], cells[2], cells[3])
    }
    self.rows = rows
  }

  /// The whole numbers in a text, in its order.
  private func numbers(_ text: some StringProtocol) -> [Int] {
    text.split { !$0.isNumber }.compactMap { Int($0) }
  }

  @Test("lists every rule once, with its weight")
  func rules() {
    #expect(Set(rows.keys) == Set(Critique.Rule.allCases.map(\.rawValue)))
    for rule in Critique.Rule.allCases {
      #expect(rows[rule.rawValue]?.weight == rule.severity.rawValue, "\(rule)")
    }
  }

  @Test("tells both bounds where a file is judged by others")
  func thresholds() throws {
    for threshold in Threshold.all {
      let row = try #require(rows[threshold.rule.rawValue])
      let halves = row.when.components(separatedBy: "files")
      let files = try #require(halves.dropFirst().first, "\(threshold.rule) does not tell of files")
      #expect(numbers(files).contains(threshold.played), "\(threshold)")
      // One is "any", and a share of none is not told.
      guard threshold.own > 1 else { continue }
      #expect(numbers(halves[0]).contains(threshold.own), "\(threshold)")
    }
    let told = Set(rows.filter { $0.value.when.contains("files: ") }.keys)
    #expect(told.isSubset(of: Set(Threshold.all.map(\.rule.rawValue))))
  }

  @Test("is of the version of the rules")
  func version() { #expect(text.contains("version \(Reviewer.version) of the rules")) }
}
