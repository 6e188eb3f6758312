import Foundation
import Testing

@Suite struct DependenciesTests {
  /// The name and version of each package that the description pins.
  private func pinned() throws -> [(name: String, version: String)] {
    try PackageDescription.load(in: Repository()).dependencies.map { dependency in
      let exact = dependency.requirement?.exact ?? []
      let version = try #require(exact.first, "\(dependency.identity) is not pinned with exact:")
      let last = dependency.url.flatMap { $0.split(separator: "/").last }.map(String.init)
      let name = last ?? dependency.identity
      return (name.hasSuffix(".git") ? String(name.dropLast(4)) : name, version)
    }
  }

  /// Whether a text has a line with all the words, however they are capitalised.
  private func hasLine(_ text: String, with words: [String]) -> Bool {
    text.split(separator: "\n").contains { line in
      words.allSatisfy { line.lowercased().contains($0.lowercased()) }
    }
  }

  private func decisions() throws -> String {
    let repository = try Repository()
    return try repository.files(under: "docs/decisions", suffix: ".md")
      .map { try repository.text($0) }.joined(separator: "\n")
  }

  @Test("every package is pinned exactly, and its version stands in a decision and the notices")
  func packages() throws {
    let decisions = try decisions()
    let notices = try Repository().text("THIRD_PARTY_NOTICES.md")
    for (name, version) in try pinned() {
      let isDecided = hasLine(decisions, with: [name, version])
      #expect(isDecided, "\(name) \(version) in docs/decisions")
      let isNoted = hasLine(notices, with: [name, version])
      #expect(isNoted, "\(name) \(version) in the notices")
    }
  }

  @Test("every C library stands in a decision and the notices")
  func libraries() throws {
    let description = try PackageDescription.load(in: Repository())
    let decisions = try decisions()
    let notices = try Repository().text("THIRD_PARTY_NOTICES.md")
    for target in description.targets where target.type == "system-target" {
      let name = String(target.name.dropFirst())
      let isDecided = hasLine(decisions, with: [name])
      #expect(isDecided, "\(name) in docs/decisions")
      let isNoted = hasLine(notices, with: [name])
      #expect(isNoted, "\(name) in the notices")
    }
  }

  @Test("the set-up installs every Debian package that the manifest names")
  func debianPackages() throws {
    let repository = try Repository()
    let setup = try repository.text("Scripts/setup")
    let manifest = try repository.text("Package.swift")
    let names = manifest.matches(of: /"(lib[a-z0-9+.-]+-dev)"/).map { String($0.1) }
    #expect(!names.isEmpty)
    for name in names {
      let isInstalled = setup.contains(name)
      #expect(isInstalled, "\(name) in Scripts/setup")
    }
  }

  @Test("every decision has a number of its own, a title and a status")
  func decisionsAreNumbered() throws {
    let repository = try Repository()
    let paths = try repository.files(under: "docs/decisions", suffix: ".md")
    var numbers: [Substring] = []
    for path in paths {
      let name = try #require(path.split(separator: "/").last)
      #expect(name.contains(/^\d{4}-[a-z0-9-]+\.md$/), "\(name)")
      numbers.append(name.prefix(4))
      let text = try repository.text(path)
      let hasTitle = text.hasPrefix("# \(name.prefix(4)) ")
      #expect(hasTitle, "\(name) opens with its number and title")
      let hasStatus = hasLine(text, with: ["Status:"])
      #expect(hasStatus, "\(name) has a status")
    }
    #expect(Set(numbers).count == paths.count)
  }
}
