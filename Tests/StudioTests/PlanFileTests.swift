import Briefing
import Composing
import Foundation
import Music
import Production
import StandardMIDI
import Studio
import Testing

/// Plans as JSON, and chord tracks as MIDI, in and out.
@Suite struct PlanFileTests {
  private let folder: TemporaryFolder
  private let studio: Studio

  init() throws {
    folder = try TemporaryFolder()
    studio = try makeStudio(folder)
  }

  private func file(_ text: String, _ name: String = "plan.json") throws -> String {
    let path = folder.path + "/" + name
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    return path
  }

  private func example() throws -> Plan {
    var brief = Brief()
    brief.styles = [.init(name: "house", weight: 1)]
    brief.bars = 16
    return try studio.plan(brief: brief, seed: 3)
  }

  @Test("a plan that was printed is composed as it would have been without the way over paper")
  func roundTrip() throws {
    let plan = try example()
    #expect(try studio.plan(file: try file(try JSONText.pretty(plan))) == plan)
  }

  @Test(
    "a plan that cannot be read says where and what was expected",
    arguments: [
      ("{\"title\": ", "syntax"), ("[]", "value"), ("{}", "value"), ("", "syntax"),
    ])
  func unreadable(text: String, kind: String) throws {
    let path = try file(text)
    let error = #expect(throws: PlanFileError.self) { try studio.plan(file: path) }
    #expect(error.map { "\($0)".hasPrefix(kind) } == true, "\(String(describing: error))")
  }

  @Test(
    "a wrong value is named by its key path",
    arguments: [
      ("\"instrument\" : \"", "\"instrument\" : \"x", "parts[0].instrument"),
      ("\"startBar\" : 0", "\"startBar\" : \"zero\"", "sections[0].startBar"),
      ("\"role\" : \"", "\"role\" : \"x", "parts[0].role"),
      ("\"seed\" : 3", "\"seed\" : -1", "seed"),
      ("\"complexity\" : ", "\"seed\" : -1, \"complexity\" : ", "parts[0].seed"),
    ])
  func wrongValue(old: String, new: String, key: String) throws {
    let text = try JSONText.pretty(try example())
    let place = try #require(text.range(of: old))
    let path = try file(text.replacingCharacters(in: place, with: new))
    let error = #expect(throws: PlanFileError.self) { try studio.plan(file: path) }
    guard case .value(_, let found, let expected) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(found == key)
    #expect(!expected.isEmpty)
  }

  @Test("a plan with faults names them all")
  func faults() throws {
    var plan = try example()
    plan.sections[0].energy = 3
    plan.parts[0].complexity = -1
    let path = try file(try JSONText.pretty(plan))
    let error = #expect(throws: PlanFileError.self) { try studio.plan(file: path) }
    guard case .faults(_, let faults) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(faults.map(\.path) == ["sections[0].energy", "parts[0].complexity"])
  }

  @Test("hostile plans are refused by the key that is wrong, and nothing traps")
  func hostile() throws {
    let cases: [(String, (inout Plan) -> Void)] = [
      ("sections[1].startBar", { $0.sections[1].startBar = .max }),
      ("sections[0].occurrence", { $0.sections[0].occurrence = .max }),
      ("parts[0].id", { $0.parts[0].id = "../../evil" }),
      ("parts[0].id", { $0.parts[0].id = "" }),
      ("parts[0].register", { $0.parts[0].register = -5...(.max) }),
      ("parts[0].register", { $0.parts[0].register = -500_000_000...500_000_000 }),
      ("parts[0].complexity", { $0.parts[0].complexity = 1e300 }),
      ("keys", { $0.keys = [] }), ("chords", { $0.chords = [] }), ("parts", { $0.parts = [] }),
      ("parts[0].controls.fills", { $0.parts[0].controls.fills = 7 }),
      ("parts[0].controls.swing", { $0.parts[0].controls.swing = 0.9 }),
      ("parts[0].controls.follow", { $0.parts[0].controls.follow = "nobody" }),
      ("sections[0].voices.nobody", { $0.sections[0].voices["nobody"] = 2 }),
      (
        "sections",
        { plan in
          for index in plan.sections.indices {
            plan.sections[index].layers = plan.sections[index].layers.mapValues { _ in 0 }
          }
        }
      ),
    ]
    for (key, spoil) in cases {
      var plan = try example()
      spoil(&plan)
      let path = try file(try JSONText.pretty(plan))
      let error = #expect(throws: PlanFileError.self) { try studio.plan(file: path) }
      guard case .faults(_, let faults) = error else {
        Issue.record("\(key): \(String(describing: error))")
        continue
      }
      #expect(faults.map(\.path).contains(key), "\(key): \(faults)")
    }
  }

  @Test("a wrong value is told in words, never in those of the reader's own types")
  func words() throws {
    let text = try JSONText.pretty(try example())
    for (old, new, words) in [
      ("\"transition\" : \"", "\"transition\" : \"x", "one of none, fill"),
      ("\"role\" : \"", "\"role\" : \"x", "one of "),
      ("\"seed\" : 3", "\"seed\" : -1", "whole number"),
      ("\"bars\" : ", "\"bars\" : 0.5, \"x\" : ", "whole number"),
    ] {
      let place = try #require(text.range(of: old))
      let path = try file(text.replacingCharacters(in: place, with: new))
      let error = #expect(throws: PlanFileError.self) { try studio.plan(file: path) }
      let told = String(describing: error)
      #expect(told.contains(words) && !told.contains("initialize"), "\(told)")
    }
  }

  @Test("what a plan lets rest is certified, and so are its chords in a cut last bar")
  func certified() throws {
    var plan = try example()
    let part = try #require(plan.parts.first { plan.sections[0].plays($0.id, inBar: 0) })
    plan.sections[0].rests.append(Plan.Rest(part: part.id, bars: 0..<1))
    plan.length = plan.length - 1
    let last = plan.chords.count - 1
    plan.chords[last].duration = plan.chords[last].duration - 1
    let path = try file(try JSONText.pretty(plan))
    let request = ComposeRequest(
      brief: Brief(), plan: try studio.plan(file: path), seed: plan.seed,
      output: folder.path + "/song", formats: [.midi])
    let report = try #require(try studio.compose(request).first)
    let entries = report.certificate.entries
    #expect(entries.contains { $0.wish.hasPrefix("\(part.id) rests in bar") })
    #expect(entries.contains { $0.kind == .chords })
    #expect(report.certificate.broken.isEmpty, "\(report.certificate.broken)")
  }

  @Test("an edit of energy keeps what a plan lets rest")
  func energy() throws {
    var plan = try example()
    let part = try #require(plan.parts.first { plan.sections[0].plays($0.id, inBar: 0) })
    plan.sections[0].rests.append(Plan.Rest(part: part.id, bars: 0..<1))
    let request = ComposeRequest(
      brief: Brief(), plan: plan, seed: plan.seed, output: folder.path + "/louder",
      formats: [.midi])
    _ = try studio.compose(request)
    let project = try Project.open(at: folder.path + "/louder")
    for (section, energy) in plan.sections.flatMap({ [($0.id, 0.95), ($0.id, 0.1)] }) {
      _ = try studio.edit(project, .setEnergy(section: section, energy: energy))
      let broken = try project.certificate().broken.filter { $0.kind == .passage }
      #expect(broken.isEmpty, "\(section) at \(energy): \(broken)")
    }
  }

  // MARK: Chord tracks

  /// A MIDI file of block chords: onset, end and keys of each in quarter notes.
  private func track(_ chords: [(Double, Double, [Int])]) throws -> String {
    let notes = chords.flatMap { onset, end, keys in
      keys.map {
        Note(
          onset: Beat(nearest: onset, denominator: 16),
          duration: Beat(nearest: end - onset, denominator: 16), pitch: Pitch(number: $0))
      }
    }
    let score = Score(
      title: "Chords", meters: MeterMap(.common), tempo: TempoMap(beatsPerMinute: 100), keys: [],
      sections: [], chords: [],
      parts: [
        Part(
          id: "chords", name: "Piano", role: .chords,
          instrument: try #require(Instrument(id: "grand-piano")), notes: notes)
      ], length: notes.map(\.end).max() ?? .zero)
    let path = folder.path + "/chords.mid"
    try Data(try ScoreEncoder().file(of: score).encoded()).write(to: URL(fileURLWithPath: path))
    return path
  }

  private func brief(_ path: String) throws -> Brief {
    var options = BriefOptions()
    options.chords = path
    return try studio.brief(prompt: "house", options: options)
  }

  @Test("a chord track gives its chords at their times")
  func chordTrack() throws {
    // A player lets go a little early and spreads the last chord.
    let path = try track([
      (0, 2.9375, [57, 60, 64, 67]), (3, 4, [53, 57, 60]), (4, 8, [43, 59, 62, 67]),
    ])
    let found = try brief(path).chordTrack
    #expect(found.map(\.chord.symbol) == ["Am7", "F", "G"])
    #expect(found.map(\.onset) == [0, 3, 4])
    #expect(found.last?.end == 8)
    #expect(try brief(path).meter == .common)
  }

  @Test("a chord track with a gap, an overlap or no chord is refused")
  func badTracks() throws {
    let c = [48, 52, 55]
    let f = [53, 57, 60]
    let gap = try track([(0, 2, c), (4, 8, f)])
    #expect(throws: ChordTrackError.gap(path: gap, from: 2, to: 4)) { try brief(gap) }
    let late = try track([(1, 4, c), (4, 8, f)])
    #expect(throws: ChordTrackError.gap(path: late, from: 0, to: 1)) { try brief(late) }
    let overlap = try track([(0, 5, c), (4, 8, f)])
    #expect(throws: ChordTrackError.overlap(path: overlap, at: 4, until: 5)) { try brief(overlap) }
    let cluster = try track([(0, 4, [60, 61, 62, 63])])
    #expect(throws: ChordTrackError.self) { try brief(cluster) }
  }
}
