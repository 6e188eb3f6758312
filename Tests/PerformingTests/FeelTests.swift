import Foundation
import Grooves
import Music
import Performing
import Production
import Testing
import Weights

/// Kits that are played with the touch of drummers.
@Suite("Feel")
struct FeelTests {
  private static func drummer() throws -> DrumModel {
    let root = URL(filePath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let path = root.appending(path: "Sources/Formats/Weights/Resources/\(DrumFile.name)").path
    return try DrumModel(DrumFile(path: path))
  }

  /// Eight bars of a plain groove, every stroke as loud; one bar louder.
  private static func groove(loudBar: Int? = nil) -> Part {
    var notes: [Note] = []
    for bar in 0..<8 {
      for eighth in 0..<8 {
        let onset = Beat(bar * 4) + Beat(eighth, 2)
        var keys: [DrumKey] = [.closedHat]
        if eighth == 0 || eighth == 5 { keys.append(.kick) }
        if eighth == 2 || eighth == 6 { keys.append(.snare) }
        for key in keys {
          notes.append(
            Fixture.note(onset, Beat(1, 4), key.rawValue, bar == loudBar ? 110 : 80))
        }
      }
    }
    return Part(
      id: "drums", name: "drums", role: .drums, instrument: .standardKit, notes: notes)
  }

  private func felt(_ part: Part, amount: Double = 1, genre: String? = "funk") throws
    -> PerformedPart
  {
    let score = Fixture.score([part], bars: 8, meter: .common, tempo: 100)
    return Performer.felt(
      part, in: score, by: try Self.drummer(), genre: genre, amount: amount, seed: 3)
  }

  @Test("an amount of 0 leaves the pattern, 1 plays it: louder backbeats, softer hats, none alike")
  func amount() throws {
    let flat = try felt(Self.groove(), amount: 0)
    #expect(flat.notes.allSatisfy { $0.velocity == 80 })
    #expect(flat.notes.allSatisfy { ($0.time - $0.written.value * 0.6).magnitude < 1e-9 })
    let played = try felt(Self.groove())
    #expect(played.notes.count == flat.notes.count)
    func mean(_ drum: DrumKey) -> Double {
      let own = played.notes.filter { $0.key == drum.rawValue }.map { Double($0.velocity) }
      return own.reduce(0, +) / Double(own.count)
    }
    #expect(mean(.snare) > mean(.closedHat) + 10)
    let late = played.notes.map { ($0.time - $0.written.value * 0.6) * 1000 }
    #expect(late.allSatisfy { $0.magnitude < 60 } && Set(late).count > 40)
    let all = played.notes.map { Double($0.velocity) }
    #expect((all.reduce(0, +) / Double(all.count) - 80).magnitude < 8, "as loud as written")
  }

  @Test("a bar that changes leaves the others as they are")
  func bars() throws {
    let (first, second) = (try felt(Self.groove()), try felt(Self.groove(loudBar: 3)))
    func outside(_ part: PerformedPart) -> [PerformedNote] {
      part.notes.filter { !(Beat(12)..<Beat(16)).contains($0.written) }
    }
    #expect(outside(first) == outside(second))
    func loudness(_ part: PerformedPart) -> Int {
      part.notes.filter { (Beat(12)..<Beat(16)).contains($0.written) }.reduce(0) {
        $0 + $1.velocity
      }
    }
    #expect(loudness(second) > loudness(first) + 15 * 12)
  }

  @Test("in a song a kit is felt where its controls say so, and other parts are as they were")
  func song() throws {
    let style = try Fixture.style()
    let lead = Part(
      id: "lead", name: "lead", role: .lead, instrument: Fixture.instrument("tenor-sax"),
      notes: (0..<32).map { Fixture.note(Beat($0), Beat(1), 62 + $0 % 3, 80) })
    let score = Fixture.score([Self.groove(), lead], bars: 8, meter: .common, tempo: 100)
    var plan = try Fixture.plan(score)
    func parts(_ feel: String?) -> [Plan.PlannedPart] {
      score.parts.map { part in
        var controls = PlayerControls()
        if part.id == "drums" { controls.drummer = feel }
        return Plan.PlannedPart(
          id: part.id, name: part.id, role: part.role, instrument: part.instrument,
          register: part.instrument.range, complexity: 0.5, controls: controls)
      }
    }
    func perform(_ feel: String?) throws -> Performance {
      plan.parts = parts(feel)
      return Performer.perform(
        score: score, style: style, plan: plan, amount: 1, drummer: try Self.drummer())
    }
    let (plain, felt, other) = (try perform(nil), try perform("jazz"), try perform("punk"))
    #expect(plain.part("lead") == felt.part("lead"))
    #expect(plain.part("drums") != felt.part("drums") && felt.part("drums") != other.part("drums"))
    #expect(felt == (try perform("jazz")))
  }

  @Test(
    "a stroke that comes early belongs to the bar it leads into, and its own lateness gives way")
  func early() throws {
    var part = Self.groove()
    for index in part.notes.indices where part.notes[index].onset > .zero {
      part.notes[index].onset = part.notes[index].onset - Beat(1, 40)
    }
    let played = try felt(part)
    #expect(
      played.notes.allSatisfy { $0.velocity != 80 || $0.key != DrumKey.closedHat.rawValue }
        || Set(played.notes.map(\.velocity)).count > 8)
    let late = played.notes.map { note in
      (note.time - ((note.written + Beat(1, 40)).value * 0.6)) * 1000
    }
    #expect(late.dropFirst(2).allSatisfy { $0.magnitude < 60 })
  }

  @Test("equal soft strokes are no ghost notes")
  func soft() throws {
    var part = Self.groove()
    for index in part.notes.indices { part.notes[index].velocity = 44 }
    let played = try felt(part).notes.filter { $0.key == DrumKey.snare.rawValue }
    let mean = played.reduce(0) { $0 + $1.velocity } / played.count
    #expect(mean > 48, "the backbeat stands out: \(mean)")
  }

  @Test("percussion that the model does not know stays as the groove has it")
  func percussion() throws {
    var part = Self.groove()
    part.notes += (0..<16).map {
      Fixture.note(Beat($0 * 2), Beat(1, 4), DrumKey.tambourine.rawValue, 70)
    }
    part.notes.sort()
    let played = try felt(part).notes.filter { $0.key == DrumKey.tambourine.rawValue }
    #expect(played.count == 16 && played.allSatisfy { $0.velocity == 70 })
  }
}
