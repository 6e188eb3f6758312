import Foundation
import Studio
import Testing

@Suite("Library of songs") struct SongLibraryTests {
  private let project: LedgerProject
  private let library: SongLibrary

  init() throws {
    project = try LedgerProject()
    try project.create().close()
    library = try SongLibrary(folder: project.folder.path + "/library")
  }

  private func place(_ path: String) throws {
    let target = "\(library.folder)/\(path)"
    try FileManager.default.createDirectory(
      atPath: PathName(target).parent, withIntermediateDirectories: true)
    try FileManager.default.copyItem(atPath: project.path, toPath: target)
  }

  @Test("what a killed program left half-written is swept away, and nothing else")
  func sweeps() throws {
    try place("night/night.etude")
    let manager = FileManager.default
    // No process has so high a number.
    let left = ".lo-fi-5-01.partial-2147483646"
    for folder in [
      "lo-fi-5/\(left)", "night/\(left)", "night/.hers", "empty", "night/.x.partial-\(getpid())",
    ] {
      try manager.createDirectory(
        atPath: "\(library.folder)/\(folder)", withIntermediateDirectories: true)
    }
    let intakes = [library.freshIntake(), library.freshIntake()]
    for intake in intakes {
      try manager.createDirectory(atPath: intake, withIntermediateDirectories: true)
    }
    try manager.setAttributes(
      [.modificationDate: Date(timeIntervalSinceNow: -100_000)], ofItemAtPath: intakes[0])
    library.sweep()
    #expect(
      try manager.contentsOfDirectory(atPath: library.ownFolder) == [PathName(intakes[1]).last])
    #expect(
      try manager.contentsOfDirectory(atPath: library.folder).sorted()
        == [".etude-studio", "empty", "night"])
    #expect(
      try manager.contentsOfDirectory(atPath: "\(library.folder)/night").sorted()
        == [".hers", ".x.partial-\(getpid())", "night.etude"])
  }

  @Test("projects are found where they stand, and each is opened by its id")
  func finds() throws {
    let paths = [
      "night/night.etude", "ideas/ideas-01/ideas-01.etude", "bare.etude", "a~b/a~b.etude",
      "x/other.etude",
    ]
    for path in paths { try place(path) }
    let places = library.places()
    #expect(
      places.map(\.id.text) == ["a~-b", "bare", "ideas~.ideas-01", "night", "x~.other"])
    #expect(places.map(\.group) == [nil, nil, "ideas", nil, "x"])
    for place in places {
      #expect(try library.file(of: place.id.text) == place.file)
      #expect(library.id(ofFile: place.file) == place.id.text)
      #expect(try library.project(place.id.text).file.song() == project.song)
    }
  }

  @Test(
    "ids that lead out of the library, or nowhere, are unknown",
    arguments: [
      "", ".", "..", "~.", "~...", "..~.song", "a/b", "/etc", "~", "~x", "night~", ".etude-studio",
      "a\u{0}b", "link", "gone", String(repeating: "a", count: 2000),
      "a~.b~.c~.d~.e~.f~.g~.h~.i",
    ])
  func outside(id: String) throws {
    try place("night/night.etude")
    try FileManager.default.createSymbolicLink(
      atPath: "\(library.folder)/link.etude", withDestinationPath: project.path)
    #expect(throws: LibraryError.unknown(id: id)) { try library.file(of: id) }
    #expect(library.places().map(\.id.text) == ["night"])
  }

  @Test("what is thrown away comes back with all that stood beside it")
  func trash() throws {
    try place("night/night.etude")
    try place("ideas/ideas-01/ideas-01.etude")
    try "words".write(
      toFile: "\(library.folder)/night/notes.txt", atomically: true, encoding: .utf8)
    for id in ["night", "ideas~.ideas-01"] {
      let name = try library.discard(id)
      #expect(throws: LibraryError.unknown(id: id)) { try library.file(of: id) }
      #expect(library.places().count == 1)
      try library.bringBack(name)
      #expect(try library.project(id).file.song() == project.song)
      #expect(throws: LibraryError.self) { try library.bringBack(name) }
    }
    #expect(FileManager.default.fileExists(atPath: "\(library.folder)/night/notes.txt"))
    let name = try library.discard("night")
    try place("night/night.etude")
    #expect(throws: LibraryError.self) { try library.bringBack(name) }
    #expect(throws: LibraryError.self) { try library.bringBack("../../etc") }
  }

  @Test("tags and ratings are kept, and bad ones change nothing")
  func marks() throws {
    let marks = LibraryMarks(of: library)
    #expect(try marks.all().isEmpty)
    #expect(
      try marks.mark("night", tags: [" dark ", "dark", "loop"], rating: 4).tags == ["dark", "loop"])
    #expect(try marks.mark("night", tags: nil, rating: 5).tags == ["dark", "loop"])
    #expect(throws: LibraryError.badRating(6)) { try marks.mark("night", tags: nil, rating: 6) }
    for tag in ["", "  ", "a\tb", String(repeating: "x", count: 65)] {
      #expect(throws: LibraryError.badTag(tag)) { try marks.mark("night", tags: [tag], rating: 1) }
    }
    #expect(try LibraryMarks(of: library).all()["night"]?.rating == 5)
    _ = try marks.mark("night", tags: [], rating: 0)
    #expect(try marks.all().isEmpty)
    try "{".write(toFile: library.ownFolder + "/marks.json", atomically: true, encoding: .utf8)
    #expect(throws: LibraryError.self) { try marks.mark("night", tags: nil, rating: 1) }
  }

  @Test("a new song never gets the folder of another")
  func fresh() throws {
    #expect(library.freshFolder(named: "Night Bus") == library.folder + "/night-bus")
    try place("night-bus/night-bus.etude")
    #expect(library.freshFolder(named: "Night Bus") == library.folder + "/night-bus-2")
  }
}
