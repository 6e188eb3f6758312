import Composing
import Music
import Production
import Testing

@Suite("Notes replaced by hand") struct ArrangerNotesTests {
  private let arranger = Arranger(style: TestStyle.pop)
  private let plan: Plan
  private let score: Score

  init() throws {
    plan = try Planner(engineVersion: "1").plan(
      brief: .with { $0.bars = 16 }, style: TestStyle.pop, seed: 4)
    score = Composer().compose(plan: plan, style: TestStyle.pop)
  }

  private func replace(
    _ part: String, _ old: [Note], _ new: [Note], locks: [Lock] = []
  ) throws -> Arrangement {
    try arranger.apply(
      .replaceNotes(part: part, removing: old, adding: new), plan: plan, score: score,
      locks: locks)
  }

  private func bass() throws -> [Note] { try #require(score.part("bass")).notes }

  @Test("what is taken away goes, what is put in comes, and all else stays")
  func replaces() throws {
    let old = try bass()
    var moved = Array(old.prefix(3))
    for index in moved.indices { moved[index].velocity = 33 + index }
    let result = try replace("bass", Array(old.prefix(3)), moved)
    #expect(result.score.part("bass")?.notes == (moved + old.dropFirst(3)).sorted())
    #expect(result.parts == ["bass"])
    #expect(result.bars.contains(score.meters.bar(at: moved[0].onset)))
    for (before, after) in zip(score.parts, result.score.parts) where before.id != "bass" {
      #expect(before == after)
    }
  }

  @Test("nothing for nothing changes nothing")
  func nothing() throws {
    #expect(try replace("bass", [], []).score == score)
  }

  @Test("a note that is not there, or not so often, is refused and named")
  func missing() throws {
    let note = try #require(try bass().first)
    var other = note
    other.velocity = note.velocity == 127 ? 1 : note.velocity + 1
    #expect(throws: ArrangingError.noSuchNote(part: "bass", onset: note.onset, pitch: note.pitch)) {
      try replace("bass", [other], [])
    }
    #expect(throws: ArrangingError.self) { try replace("bass", [note, note], []) }
    #expect(throws: ArrangingError.unknownPart("tuba")) { try replace("tuba", [], [note]) }
  }

  @Test("locked bars are neither robbed nor filled")
  func locked() throws {
    let note = try #require(try bass().first { score.meters.bar(at: $0.onset) == 2 })
    let lock = Lock(part: "bass", bars: 2..<3)
    #expect(throws: ArrangingError.locked(part: "bass", bar: 2)) {
      try replace("bass", [note], [], locks: [lock])
    }
    let first = try #require(try bass().first)
    var into = first
    into.onset = note.onset
    #expect(throws: ArrangingError.self) { try replace("bass", [first], [into], locks: [lock]) }
  }

  @Test("notes beyond the instrument, the piece or the voices are refused")
  func unplayable() throws {
    let note = try #require(try bass().first)
    var high = note
    high.pitch = Pitch(number: 120)
    #expect(throws: ArrangingError.self) { try replace("bass", [note], [high]) }
    var late = note
    late.onset = score.length
    #expect(throws: ArrangingError.self) { try replace("bass", [note], [late]) }
    #expect(throws: ArrangingError.self) { try replace("bass", [], [note]) }
  }
}
