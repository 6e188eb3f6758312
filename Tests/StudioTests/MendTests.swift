import Foundation
import Music
import Production
import Reviewing
import Studio
import Testing

/// Projects that are spoiled, reviewed and mended.
@Suite("Mending") struct MendTests {
  private let folder: TemporaryFolder
  private let studio: Studio

  init() throws {
    folder = try TemporaryFolder()
    studio = try makeStudio(folder)
  }

  /// The first four bars in all of which the bass plays.
  private func bars(of song: Song) throws -> Range<Int> {
    let bass = try #require(song.score.parts.first { $0.role == .bass })
    let played = Set(bass.notes.map { song.score.meters.bar(at: $0.onset) })
    let first = (4..<song.score.bars - 4).first { start in
      (start..<start + 4).allSatisfy(played.contains)
    }
    let start = try #require(first)
    return start..<start + 4
  }

  /// A project whose bass strikes the notes of four bars twice.
  private func spoiled(
    _ name: String, locked: Bool = false, locking count: Int = 0
  ) throws -> Project {
    var brief = Brief(prompt: "")
    brief.styles = [.init(name: "pop-ballad", weight: 1)]
    brief.bars = 32
    var song = try studio.draft(brief: brief, seed: 5)
    let index = try #require(song.score.parts.firstIndex { $0.role == .bass })
    let bars = try bars(of: song)
    let span = song.score.span(ofBars: bars)
    let twice = song.score.parts[index].notes.filter { span.contains($0.onset) }
    #expect(!twice.isEmpty)
    song.score.parts[index].notes = (song.score.parts[index].notes + twice).sorted()
    if locked { song.locks = [Lock(part: song.score.parts[index].id, bars: bars)] }
    if count > 0 {
      let first = bars.lowerBound..<(bars.lowerBound + count)
      song.locks = [Lock(part: song.score.parts[index].id, bars: first)]
    }
    let path = "\(folder.path)/\(name).etude"
    try ProjectFile.create(
      at: path, song: song,
      operation: ProjectOperation(verb: "compose", inputs: "{}", summary: "Composed"),
      by: studio.notary
    ).close()
    return try Project.open(at: path)
  }

  @Test("a spoiled bass is drawn anew in one operation that can be undone")
  func mends() throws {
    let project = try spoiled("bass")
    let before = try project.file.song()
    #expect(try studio.critique(project).winces.contains { $0.rule == .doubledNotes })
    let report = try studio.mend(project)
    let after = try project.file.song()
    #expect(report.mended.contains { $0.rule == .doubledNotes })
    #expect(report.after.weight < report.before.weight)
    #expect(try studio.critique(project) == report.after)
    #expect(try project.file.history().map(\.verb) == ["compose", "fix"])
    #expect(before.plan == after.plan)
    try project.file.undo(by: studio.notary)
    #expect(try project.file.song() == before)
  }

  @Test("locked bars never change, and the report says so")
  func locked() throws {
    let project = try spoiled("locked", locked: true)
    let before = try project.file.song()
    let report = try studio.mend(project)
    let after = try project.file.song()
    let span = before.score.span(ofBars: try bars(of: before))
    for (old, new) in zip(before.score.parts, after.score.parts) where old.role == .bass {
      #expect(
        old.notes.filter { span.contains($0.onset) } == new.notes.filter { span.contains($0.onset) }
      )
    }
    let left = report.left.first { $0.finding.rule == .doubledNotes }
    #expect(left?.reason == "the bars are locked")
  }

  @Test("a wince that only covers fewer bars is a change that is told")
  func shrinks() throws {
    let project = try spoiled("half", locking: 2)
    let before = try project.file.song()
    let report = try studio.mend(project)
    #expect(report.left.contains { $0.finding.rule == .doubledNotes })
    #expect(report.isChanged)
    #expect(try project.file.song() != before)
    #expect(try project.file.history().count == 2)
    // Once nothing gets better, nothing is changed and nothing is told.
    var again = try studio.mend(project)
    while again.isChanged { again = try studio.mend(project) }
    let after = try project.file.song()
    #expect(try !studio.mend(project).isChanged)
    #expect(try project.file.song() == after)
  }

  @Test("one wince is not exchanged for another of the same weight")
  func exchange() {
    func critique(_ rule: Critique.Rule, _ bars: [Int]) -> Critique {
      Critique(
        rules: 1, findings: [.init(rule: rule, severity: .ordinary, bars: bars, sentence: "")])
    }
    let old = critique(.highBass, [1, 2, 3])
    #expect(Mending.isBetter(critique(.highBass, [1]), than: old, bars: 16))
    #expect(!Mending.isBetter(critique(.noRest, []), than: old, bars: 16))
    #expect(!Mending.isBetter(critique(.noRest, [1]), than: old, bars: 16))
    // No bars are the whole piece, not none.
    #expect(!Mending.isBetter(critique(.highBass, []), than: old, bars: 16))
    #expect(Mending.isBetter(Critique(rules: 1, findings: []), than: old, bars: 16))
  }

  @Test("what came from a file is reviewed and left as it is")
  func imported() throws {
    let project = try spoiled("source")
    let song = try project.file.song()
    let path = "\(folder.path)/imported.etude"
    try ProjectFile.create(
      at: path, song: song,
      operation: ProjectOperation(verb: "import", inputs: "{}", summary: "Imported"),
      by: studio.notary
    ).close()
    let imported = try Project.open(at: path)
    let report = try studio.mend(imported)
    #expect(report.draws == 0)
    #expect(try imported.file.song() == song)
    #expect(try imported.file.history().count == 1)
  }
}
