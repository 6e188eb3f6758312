import Foundation
import Testing

/// Paths that documents name exist.
@Suite("Documents name what is there") struct DocumentPathsTests {
  private let repository: Repository

  init() throws { repository = try Repository() }

  private func exists(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: repository.root.appending(path: path).path)
  }

  private func documents() throws -> [String] {
    let top = repository.names(in: ".").filter { $0.hasSuffix(".md") }
    let below = try ["docs", "Benchmarks", "Training"].flatMap {
      try repository.files(under: $0, suffix: ".md")
    }
    return top + below.filter { !$0.contains("/.") && !$0.contains("/venv/") }
  }

  @Test("links lead to files")
  func links() throws {
    let link = #/\]\(([^)\s#]+)(?:#[^)]*)?\)/#
    var count = 0
    for document in try documents() {
      let folder = document.split(separator: "/").dropLast().joined(separator: "/")
      for match in try repository.text(document).matches(of: link)
      where !match.1.contains("://") && !match.1.hasPrefix("mailto:") {
        count += 1
        let path = folder.isEmpty ? "\(match.1)" : "\(folder)/\(match.1)"
        #expect(exists(path), "\(document): \(match.1)")
      }
    }
    #expect(count > 20)
  }

  @Test("paths from the root are files or folders of the repository")
  func paths() throws {
    let path =
      #/(?:^|[\s(`])((?:Sources|Tests|docs|Benchmarks|Scripts|Training)\/[\w.\/+\-]*[\w\/])/#
    var count = 0
    for document in try documents() {
      for match in try repository.text(document).matches(of: path.anchorsMatchLineEndings())
      // Numbers and names in capitals stand for any.
      where !match.1.contains("NNNN") && !match.1.contains("NAME") {
        count += 1
        #expect(exists(String(match.1)), "\(document): \(match.1)")
      }
    }
    #expect(count > 40)
  }
}
