import Foundation
import Music
import Production
import Signal
import Studio
import Testing

/// A folder that is removed with its owner.
final class TemporaryFolder {
  let path: String

  init() throws {
    path =
      FileManager.default.temporaryDirectory
      .appendingPathComponent("etude-studio-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}

/// The studio over the styles of the checkout, with no user's files.
func makeStudio(_ folder: TemporaryFolder) throws -> Studio {
  let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
  return try Studio(
    environment: [
      "HOME": folder.path, "ETUDE_DATA": root.appendingPathComponent("Sources/Formats").path,
    ], executable: "/nowhere/etude", now: { 0 })
}

@Suite("ProjectFile") struct ProjectFileTests {
  private let folder: TemporaryFolder
  private let studio: Studio
  private let song: Song

  init() throws {
    folder = try TemporaryFolder()
    studio = try makeStudio(folder)
    song = try studio.draft(brief: try studio.brief(prompt: "lo-fi, 4 bars"), seed: 3)
  }

  private func operation(_ verb: String) -> ProjectOperation {
    ProjectOperation(verb: verb, inputs: "{}", summary: verb)
  }

  private func create(_ name: String = "song.etude") throws -> ProjectFile {
    try ProjectFile.create(
      at: "\(folder.path)/\(name)", song: song, operation: operation("compose"), by: studio.notary)
  }

  @Test("a song comes back exactly as it was stored")
  func roundTrip() throws {
    let file = try create()
    try file.close()
    #expect(try ProjectFile.open(at: file.path).song() == song)
  }

  @Test("more steps than there are change nothing")
  func steps() throws {
    let file = try create()
    for name in ["one", "two"] {
      try file.change(by: studio.notary) { song, _ in
        var song = song
        song.score.title = name
        return (song, operation("edit"))
      }
    }
    #expect(throws: ProjectError.noHistory(direction: "undo", available: 2)) {
      try file.undo(steps: 3, by: studio.notary)
    }
    #expect(try file.song().score.title == "two")
    #expect(try file.history().count == 3)
    #expect(try file.undo(steps: 2, by: studio.notary) == song)
    #expect(throws: ProjectError.noHistory(direction: "redo", available: 2)) {
      try file.redo(steps: 5, by: studio.notary)
    }
    #expect(try file.redo(steps: 2, by: studio.notary).score.title == "two")
  }

  @Test("states are kept through undo and redo, and a new change forgets what was undone")
  func history() throws {
    let file = try create()
    func retitle(_ title: String) throws {
      try file.change(by: studio.notary) { song, _ in
        var changed = song
        changed.score.title = title
        return (changed, operation("edit"))
      }
    }
    try retitle("one")
    try retitle("two")
    #expect(try file.undo(by: studio.notary).score.title == "one")
    #expect(try file.undo(by: studio.notary) == song)
    #expect(throws: ProjectError.noHistory(direction: "undo", available: 0)) {
      try file.undo(by: studio.notary)
    }
    #expect(try file.redo(by: studio.notary).score.title == "one")
    #expect(try file.redo(by: studio.notary).score.title == "two")
    #expect(throws: ProjectError.noHistory(direction: "redo", available: 0)) {
      try file.redo(by: studio.notary)
    }
    try file.undo(by: studio.notary)
    try retitle("three")
    #expect(throws: ProjectError.noHistory(direction: "redo", available: 0)) {
      try file.redo(by: studio.notary)
    }
    let verbs = try file.history().map(\.verb)
    #expect(
      verbs == ["compose", "edit", "edit", "undo", "undo", "redo", "redo", "undo", "edit"])
    #expect(try file.history().last?.isCurrent == true)
  }

  @Test("a change that throws stores nothing")
  func failedChange() throws {
    let file = try create()
    #expect(throws: StudioError.cancelled) {
      try file.change(by: studio.notary) { _, _ in throw StudioError.cancelled }
    }
    #expect(try file.song() == song)
    #expect(try file.history().count == 1)
  }

  @Test("equal parts are stored once")
  func sharing() throws {
    let file = try create()
    func size() throws -> Int {
      let attributes = try FileManager.default.attributesOfItem(atPath: file.path)
      return (attributes[.size] as? NSNumber)?.intValue ?? 0
    }
    let first = try size()
    for number in 0..<20 {
      try file.change(by: studio.notary) { song, _ in
        var changed = song
        changed.locks = [Lock(part: "bass", bars: number..<(number + 1))]
        return (changed, operation("lock"))
      }
    }
    #expect(try size() < first + 20 * first / 4)
  }

  @Test("two writers take turns, and the second gives up with a clear error")
  func twoWriters() throws {
    let file = try create()
    let other = try ProjectFile.open(at: file.path, patience: 0.2)
    try file.change(by: studio.notary) { song, _ in
      #expect(throws: ProjectError.busy(path: file.path, seconds: 0.2)) {
        try other.change(by: studio.notary) { song, _ in (song, operation("edit")) }
      }
      // Reading goes on meanwhile.
      let read = try other.song()
      #expect(read == song)
      return (song, operation("edit"))
    }
    try other.change(by: studio.notary) { song, _ in (song, operation("edit")) }
    #expect(try file.history().count == 3)
  }

  @Test("missing, existing and foreign files are refused")
  func refusals() throws {
    let path = "\(folder.path)/none.etude"
    #expect(throws: ProjectError.missing(path: path)) { try ProjectFile.open(at: path) }
    let file = try create()
    #expect(throws: ProjectError.exists(path: file.path)) {
      try ProjectFile.create(
        at: file.path, song: song, operation: operation("compose"), by: studio.notary)
    }
    try Data("not a database, but long enough to be looked at".utf8)
      .write(to: URL(fileURLWithPath: path))
    #expect {
      try ProjectFile.open(at: path)
    } throws: { error in
      if case ProjectError.corrupt? = error as? ProjectError { true } else { false }
    }
  }

  @Test("random damage gives an error or the same song, never a crash or another song")
  func damage() throws {
    let file = try create()
    try file.close()
    let whole = try Data(contentsOf: URL(fileURLWithPath: file.path))
    let seed = UInt64(20)
    var random = RandomStream(seed: seed, purpose: "damage")
    for round in 0..<60 {
      var damaged = whole
      for _ in 0...random.index(8) {
        damaged[random.index(damaged.count)] = UInt8(random.index(256))
      }
      let path = "\(folder.path)/damaged-\(round).etude"
      try damaged.write(to: URL(fileURLWithPath: path))
      if let found = try? ProjectFile.open(at: path).song() {
        #expect(found == song, "seed \(seed), round \(round)")
      }
    }
  }

  @Test("a file with zeros written over any part of it is refused or read, with its history")
  func zeros() throws {
    let file = try create()
    try file.close()
    let whole = try Data(contentsOf: URL(fileURLWithPath: file.path))
    for (index, start) in stride(from: 100, to: whole.count, by: 997).enumerated() {
      var damaged = whole
      let range = start..<min(start + 3_000, whole.count)
      damaged.replaceSubrange(range, with: Data(count: range.count))
      let path = "\(folder.path)/zeros-\(index).etude"
      try damaged.write(to: URL(fileURLWithPath: path))
      do {
        let opened = try ProjectFile.open(at: path)
        for event in try opened.history() { #expect(event.id > 0) }
        #expect(try opened.song() == song)
      } catch {
        switch error {
        case .corrupt, .damagedValue: break
        default: Issue.record("zeros from \(start): \(error)")
        }
      }
    }
  }

  @Test(
    "a project that somebody forged is refused before anything is made of it",
    arguments: [
      Forgery("plan", "sections[0].bars is -4") { $0.plan.sections[0].bars = -4 },
      Forgery("plan", "sections[0].bars") { $0.plan.sections[0].bars = 4_000_000_000_000 },
      Forgery("plan", "parts[0].id") { $0.plan.parts[0].id = "../../other" },
      Forgery("plan", "keys is nothing") { $0.plan.keys = [] },
      Forgery("plan", "parts is nothing") { $0.plan.parts = [] },
      Forgery("plan", "chords is nothing") { $0.plan.chords = [] },
      Forgery("plan", "parts[0].complexity is 1e+300") { $0.plan.parts[0].complexity = 1e300 },
      Forgery("plan", "parts[0].register") {
        $0.plan.parts[0].register = -500_000_000...500_000_000
      },
      Forgery("score", "keys is nothing") { $0.score.keys = [] },
      Forgery("score", "chords is nothing") { $0.score.chords = [] },
      Forgery("style", "groove.swing is 9.0") { $0.style.groove.swing = 9 },
      Forgery("style", "tempo.low is 0.0") { $0.style.tempo.low = 0 },
      Forgery("style", "tempo.typical is 0.0") { $0.style.tempo.typical = 0 },
      Forgery("style", "parts[0].presence") { $0.style.parts[0].presence = -1e300 },
      Forgery("style", "forms[0].sections[0].bars") { $0.style.forms[0].sections[0].bars = 0 },
      Forgery("score", "'../other'") { $0.score.parts[0].id = "../other" },
      Forgery("score", "meters.changes") {
        $0.score.meters = (try? forgedValue("[]", "changes")) ?? $0.score.meters
      },
      Forgery("score", "tempo.changes") {
        $0.score.tempo = (try? forgedValue("[]", "changes")) ?? $0.score.tempo
      },
      Forgery("score", "a note of key") {
        $0.score.parts[0].notes[0].onset = Beat(1, Int(Int32.max))
        $0.score.parts[0].notes[0].duration = Beat(1, 2_147_483_629)
      },
      Forgery("plan", "wishes[0].bars") {
        $0.plan.sections[0].wishes = [
          Plan.PartWish(
            part: $0.plan.parts[0].id, bars: Int.max - 1..<Int.max, plays: true)
        ]
      },
      Forgery("score", "sections") { $0.score.sections[0].startBar = Int.max },
      Forgery("score", "length") { $0.score.length = Beat(Int(Int32.max)) },
      Forgery("performance", "seconds") { $0.performance.seconds = 1e18 },
      Forgery("performance", "a note of key 300") { $0.performance.parts[0].notes[0].key = 300 },
      Forgery("mix", "delayTime") { $0.mix = mix { $0.delayTime = 1e300 } },
      Forgery("mix", "delayFeedback") { $0.mix = mix { $0.delayFeedback = 1 } },
      Forgery("mix", "loudness") { $0.mix = mix { $0.loudness = LUFS(3) } },
      Forgery("mix", "ceiling") { $0.mix = mix { $0.ceiling = Decibels(200) } },
      Forgery("mix", "bus.ratio") { $0.mix = mix { $0.bus.ratio = 0 } },
      Forgery("mix", "bus.lowPass") { $0.mix = mix { $0.bus.lowPass = Hertz(-400) } },
      Forgery("mix", "bus.monoBelow") { $0.mix = mix { $0.bus.monoBelow = Hertz(5) } },
      Forgery("mix", "channels[0].gain is 200.0") {
        $0.mix = mix { $0.channels[0].gain = Decibels(200) }
      },
      Forgery("mix", "channels[0].pan") { $0.mix = mix { $0.channels[0].pan = 7 } },
      Forgery("mix", "channels[0].highPass") {
        $0.mix = mix { $0.channels[0].highPass = Hertz(-20) }
      },
      Forgery("mix", "channels[0].reverb") {
        $0.mix = mix { $0.channels[0].reverb = Decibels(-1e9) }
      },
      Forgery("mix", "channels[0].drive") { $0.mix = mix { $0.channels[0].drive = 1e300 } },
      Forgery("settings", "sampleRate") { $0.settings.sampleRate = 3 },
    ])
  func forged(_ forgery: Forgery) throws {
    var forged = song
    forgery.change(&forged)
    let file = try ProjectFile.create(
      at: "\(folder.path)/forged.etude", song: forged, operation: operation("compose"),
      by: studio.notary)
    try file.close()
    let opened = try ProjectFile.open(at: file.path)
    let error = #expect(throws: ProjectError.self) { try opened.song() }
    guard case .damagedValue(let slot, let cause)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(slot == forgery.slot)
    #expect(cause.contains(forgery.words), "\(cause)")
  }
}

/// A mix of one strip with something changed.
private func mix(_ change: (inout MixPlan) -> Void) -> MixPlan {
  var mix = MixPlan(
    channels: [
      MixPlan.Channel(
        id: "bass", role: .bass, gain: Decibels(-6), pan: 0, highPass: Hertz(30), lowPass: nil,
        reverb: Decibels(-20), delay: nil, drive: 0.1, reason: "")
    ], reverbTime: 1, delayTime: 0.4, delayFeedback: 0.3,
    bus: MixPlan.Bus(ratio: 2, threshold: Decibels(-18), drive: 0, lowPass: nil),
    loudness: LUFS(-14), ceiling: Decibels(-1), fade: 0, fadeEnd: 0)
  change(&mix)
  return mix
}

/// A value of one key that its initialisers would not make.
private func forgedValue<Value: Decodable>(_ json: String, _ key: String) throws -> Value {
  try JSONDecoder().decode(Value.self, from: Data("{\"\(key)\": \(json)}".utf8))
}

/// A song with a value that no program writes.
struct Forgery: Sendable, CustomTestStringConvertible {
  let slot: String
  let words: String
  let change: @Sendable (inout Song) -> Void

  init(_ slot: String, _ words: String, change: @escaping @Sendable (inout Song) -> Void) {
    self.slot = slot
    self.words = words
    self.change = change
  }

  var testDescription: String { "\(slot): \(words)" }
}
