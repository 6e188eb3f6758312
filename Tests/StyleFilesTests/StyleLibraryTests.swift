import Foundation
import Production
import Signal
import StyleFiles
import Testing

@Suite("StyleLibrary")
struct StyleLibraryTests {
  private func folder(_ files: [String: String]) throws -> String {
    let url = FileManager.default.temporaryDirectory
      .appendingPathComponent("styles-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    for (name, text) in files {
      try Data(text.utf8).write(to: url.appendingPathComponent(name))
    }
    return url.path
  }

  @Test("names the nearest styles of an unknown one")
  func unknown() throws {
    let library = try StyleLibrary.load(folders: [OwnStyles.folder])
    for (wrong, right) in [
      ("lofi", "lo-fi"), ("hosue", "house"), ("jazz", "jazz-swing"), ("bossa", "bossa-nova"),
      ("Trapp", "trap"),
    ] {
      #expect {
        try library.style(named: wrong)
      } throws: { error in
        guard case StyleLibraryError.unknown(let name, let nearest) = error else { return false }
        return name == wrong && nearest.first == right
      }
    }
    #expect(throws: StyleLibraryError.unknown(name: "qqqqqqq", nearest: [])) {
      try library.style(named: "qqqqqqq")
    }
  }

  @Test("a later folder wins and other files are passed over")
  func folders() throws {
    let loud = SmallStyle.text.replacingOccurrences(of: "-12.5", with: "-9")
    let first = try folder(["small.yaml": SmallStyle.text, "notes.txt": "not a style"])
    let second = try folder(["small.yaml": loud, ".hidden.yaml": "["])
    let library = try StyleLibrary.load(folders: [first, second])
    #expect(library.names == ["small"])
    #expect(try library.style(named: "small").loudness == -9)
  }

  @Test("a missing folder, a misnamed file and unreadable text are told apart")
  func errors() throws {
    #expect(throws: StyleLibraryError.noFolder("/no/such/folder")) {
      try StyleLibrary.load(folders: ["/no/such/folder"])
    }
    let misnamed = try folder(["other.yaml": SmallStyle.text])
    #expect(throws: StyleLibraryError.misnamed(file: "\(misnamed)/other.yaml", name: "small")) {
      try StyleLibrary.load(folders: [misnamed]).style(named: "other")
    }
    let broken = try folder([:])
    try Data([0xFF, 0xFE, 0xC0]).write(to: URL(fileURLWithPath: "\(broken)/small.yaml"))
    #expect(throws: StyleFileError.unreadable(file: "\(broken)/small.yaml")) {
      try StyleLibrary.load(folders: [broken]).style(named: "small")
    }
  }

  @Test("one bad file keeps nobody from the other styles, and is told with its name")
  func survey() throws {
    let path = try folder([
      "small.yaml": SmallStyle.text, "broken.yaml": "schema: 1\nname: [\n",
      "other.yaml": SmallStyle.text,
      "huge.yaml": String(repeating: "# filler\n", count: 130_000),
    ])
    try FileManager.default.createDirectory(
      atPath: "\(path)/folder.yaml", withIntermediateDirectories: true)
    #expect(mkfifo("\(path)/pipe.yaml", 0o600) == 0)
    try FileManager.default.createSymbolicLink(
      atPath: "\(path)/link.yaml", withDestinationPath: "\(path)/nowhere")
    let library = try StyleLibrary.load(folders: [path])
    let (styles, faults) = library.survey()
    #expect(styles.map(\.name) == ["small"])
    #expect(
      faults.map { $0.file.dropFirst(path.count + 1) } == [
        "broken.yaml", "folder.yaml", "huge.yaml", "link.yaml", "other.yaml", "pipe.yaml",
      ])
    #expect(faults.allSatisfy { $0.problem.contains($0.file) }, "\(faults)")
    #expect(faults[0].problem.contains("broken.yaml:"))
    #expect(faults[1].problem.hasSuffix("is not a file"))
    #expect(faults[2].problem.contains("1170000 bytes"))
    #expect(faults[5].problem.hasSuffix("is not a file"))
    #expect(try library.style(named: "small").name == "small")
    #expect(library.file(of: "broken") == "\(path)/broken.yaml")
    #expect(throws: StyleFileError.notAFile(file: "\(path)/folder.yaml")) {
      try library.style(named: "folder")
    }
  }

  @Test("blends by name and refuses empty ones")
  func blend() throws {
    let library = try StyleLibrary.load(folders: [OwnStyles.folder])
    let one = try library.blend([.init(name: "lo-fi", weight: 1)])
    #expect(one == (try library.style(named: "lo-fi")))
    let two = try library.blend([
      .init(name: "trap", weight: 0.6), .init(name: "jazz-swing", weight: 0.4),
    ])
    #expect(two.name == "trap+jazz-swing")
    #expect(throws: StyleLibraryError.emptyBlend) { try library.blend([]) }
    #expect(throws: StyleLibraryError.emptyBlend) {
      try library.blend([.init(name: "trap", weight: 0)])
    }
    #expect(throws: StyleLibraryError.self) {
      try library.blend([.init(name: "trapp", weight: 1)])
    }
  }
}
