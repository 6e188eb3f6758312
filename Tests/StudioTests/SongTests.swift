import Foundation
import Music
import Production
import Studio
import StyleFiles
import Testing

@Suite("Studio") struct StudioSuite {
  private let folder: TemporaryFolder
  private let studio: Studio

  init() throws {
    folder = try TemporaryFolder()
    studio = try makeStudio(folder)
  }

  @Test("every style composes a song whose notes can be played", arguments: [1, 2, 3] as [UInt64])
  func styles(_ seed: UInt64) throws {
    for name in studio.library.names {
      var brief = Brief(prompt: "")
      brief.styles = [.init(name: name, weight: 1)]
      brief.duration = 60
      let song = try studio.draft(brief: brief, seed: seed)
      #expect(abs(song.score.seconds - 60) <= 0.01, "\(name)")
      #expect(!song.score.parts.isEmpty)
      for part in song.score.parts {
        for note in part.notes {
          #expect(part.instrument.range.contains(note.pitch.number), "\(name) \(part.id) \(note)")
          #expect(note.end <= song.score.length, "\(name) \(part.id)")
        }
      }
      for part in song.performance.parts {
        for (key, notes) in Dictionary(grouping: part.notes, by: \.key) {
          for (first, second) in zip(notes, notes.dropFirst()) {
            #expect(first.end <= second.time + 1e-9, "\(name) \(part.id) key \(key)")
          }
        }
      }
    }
  }

  @Test("blends are composed")
  func blend() throws {
    var brief = Brief(prompt: "")
    brief.styles = [.init(name: "trap", weight: 0.6), .init(name: "jazz-swing", weight: 0.4)]
    brief.bars = 16
    #expect(try studio.draft(brief: brief, seed: 1).score.bars == 16)
  }

  @Test("a brief without a style gets the nearest by mood, tempo and band")
  func choice() throws {
    let dark = try studio.brief(prompt: "dark, 140 bpm, 808")
    #expect(try studio.style(for: dark).name == "trap")
    let dance = try studio.brief(prompt: "happy and energetic, 124 bpm")
    #expect(try studio.style(for: dance).name == "corporate")
  }

  @Test(
    "a bare mood gets a general style, and a strong one its own",
    arguments: [
      ("happy", ["corporate", "indie-rock", "soul"]), ("sad", ["pop-ballad", "lo-fi"]),
      ("calm", ["lo-fi", "pop-ballad", "ambient"]), ("epic", ["cinematic"]),
      ("dark", ["pop-ballad", "cinematic"]), ("energetic", ["indie-rock"]),
      ("romantic", ["pop-ballad", "lo-fi", "soul"]),
      ("something nice", ["pop-ballad", "corporate", "soul"]),
      ("anything at 118 bpm", ["corporate", "indie-rock", "cinematic"]),
      ("angry", ["metal", "hard-rock"]), ("scary", ["cinematic"]),
      ("happy, accordion and fiddle", ["irish", "folk"]),
    ])
  func moods(prompt: String, styles: [String]) throws {
    let chosen = try studio.style(for: try studio.brief(prompt: prompt)).name
    #expect(styles.contains(chosen), "\(chosen)")
  }

  @Test("regenerating leaves every event outside the bars and parts as it is")
  func regenerate() throws {
    let brief = try studio.brief(prompt: "house, 16 bars")
    for seed in UInt64(1)...6 {
      let song = try studio.draft(brief: brief, seed: seed)
      let path = "\(folder.path)/\(seed).etude"
      _ = try ProjectFile.create(
        at: path, song: song,
        operation: ProjectOperation(verb: "compose", inputs: "{}", summary: ""), by: studio.notary)
      let project = try Project.open(at: path)
      var random = RandomStream(seed: seed, purpose: "regenerate")
      let first = random.index(12)
      let bars = first..<(first + 1 + random.index(4))
      let parts = song.score.parts.map(\.id)
      let part = parts[random.index(parts.count)]
      try studio.regenerate(project, RegenerateRequest(bars: bars, parts: [part]))
      let changed = try project.file.song()
      let span = song.score.span(ofBars: bars)
      for old in song.score.parts {
        let new = try #require(changed.score.part(old.id))
        let isTarget = old.id == part
        #expect(
          old.notes.filter { !isTarget || !span.contains($0.onset) }
            == new.notes.filter { !isTarget || !span.contains($0.onset) },
          "seed \(seed), \(old.id), bars \(bars)")
        let before = try #require(song.performance.part(old.id))
        let after = try #require(changed.performance.part(old.id))
        #expect(
          before.notes.filter { !isTarget || !span.contains($0.written) }
            == after.notes.filter { !isTarget || !span.contains($0.written) },
          "seed \(seed), \(old.id), bars \(bars)")
        // At the joins nothing sounds twice, and nothing is cut to a click.
        for (key, notes) in Dictionary(grouping: after.notes, by: \.key) {
          for (note, next) in zip(notes, notes.dropFirst()) {
            #expect(note.end <= next.time + 1e-9, "seed \(seed), \(old.id), key \(key)")
          }
        }
        #expect(after.notes.allSatisfy { $0.duration >= 0.01 }, "seed \(seed), \(old.id)")
      }
    }
  }

  @Test("unknown parts and bars beyond the end are refused and change nothing")
  func refusals() throws {
    let song = try studio.draft(brief: studio.brief(prompt: "house, 8 bars"), seed: 1)
    let path = "\(folder.path)/song.etude"
    _ = try ProjectFile.create(
      at: path, song: song,
      operation: ProjectOperation(verb: "compose", inputs: "{}", summary: ""), by: studio.notary)
    let project = try Project.open(at: path)
    #expect(throws: StudioError.self) {
      try studio.regenerate(project, RegenerateRequest(parts: ["tuba"]))
    }
    #expect(throws: StudioError.barsBeyondEnd(first: 7, last: 9, bars: 8)) {
      try studio.regenerate(project, RegenerateRequest(bars: 6..<9))
    }
    try studio.lock(project, LockRequest(bars: 0..<8))
    #expect(throws: StudioError.self) { try studio.regenerate(project, RegenerateRequest()) }
    #expect(try project.file.history().count == 2)
  }
}

@Suite("Resources") struct ResourcesTests {
  @Test("styles, lexicons and the composer's vocabulary are found in the checkout by ETUDE_DATA")
  func checkout() throws {
    var root = URL(fileURLWithPath: #filePath)
    for _ in 0..<3 { root.deleteLastPathComponent() }
    let data = root.appendingPathComponent("Sources/Formats").path
    let found = try Resources.locate(
      environment: ["ETUDE_DATA": data], executable: "/nowhere/bin/etude")
    #expect(found.styles == data + "/StyleFiles/Resources")
    #expect(FileManager.default.fileExists(atPath: found.composer + "/vocabulary.json"))
  }

  @Test("installed data may lack the composer")
  func installed() throws {
    let folder = try TemporaryFolder()
    for name in ["styles", "lexicons"] {
      try FileManager.default.createDirectory(
        atPath: "\(folder.path)/share/etude/\(name)", withIntermediateDirectories: true)
    }
    let found = try Resources.locate(
      environment: [:], executable: "\(folder.path)/bin/etude")
    #expect(found.composer == "\(folder.path)/share/etude/composer")
  }

  @Test("data that is nowhere is an error that names the places")
  func missing() {
    #expect {
      try Resources.locate(environment: [:], executable: "/nowhere/bin/etude")
    } throws: { error in
      guard case ResourceError.notFound(_, let places)? = error as? ResourceError else {
        return false
      }
      return places == ["/nowhere/share/etude"]
    }
  }
}

@Suite("StudioConfiguration") struct StudioConfigurationTests {
  @Test("a missing file is an empty configuration, a wrong one an error")
  func reading() throws {
    let folder = try TemporaryFolder()
    let environment = ["HOME": folder.path]
    #expect(try StudioConfiguration.load(environment: environment) == StudioConfiguration())
    let path = StudioConfiguration.path(environment: environment)
    try FileManager.default.createDirectory(
      atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
    func write(_ text: String) throws {
      try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    }
    try write("{\"sampleRate\": 44100, \"artist\": \"Me\"}")
    #expect(try StudioConfiguration.load(environment: environment).sampleRate == 44_100)
    for text in ["{", "[]", "{\"sampleRate\": 96000}", "{\"colour\": 1}", "{\"loudness\": 3}"] {
      try write(text)
      #expect(throws: ConfigurationError.self, "\(text)") {
        try StudioConfiguration.load(environment: environment)
      }
    }
  }
}

@Suite("PathName") struct PathNameTests {
  @Test(
    "paths come apart",
    arguments: [
      ("q", "q", ".", "q"), ("out/demo/", "demo", "out", "demo"), ("/", "/", "/", "/"),
      ("/a", "a", "/", "a"), ("a/b.mid", "b.mid", "a", "b"), ("", ".", ".", "."),
      (".hidden", ".hidden", ".", ".hidden"), ("a//", "a", ".", "a"),
      ("x.y.z", "x.y.z", ".", "x.y"),
    ])
  func pieces(_ path: String, _ last: String, _ parent: String, _ stem: String) {
    #expect(PathName(path).last == last)
    #expect(PathName(path).parent == parent)
    #expect(PathName(path).stem == stem || path.isEmpty)
  }

  @Test("dots get the name of the place they mean")
  func dots() {
    #expect(PathName("/a/b/..").named.path == "/a")
    #expect(PathName("/a/./b/.").named.path == "/a/b")
    #expect(PathName("a").named.path == "a")
    #expect(![".", ".."].contains(PathName(".").named.last))
  }
}
