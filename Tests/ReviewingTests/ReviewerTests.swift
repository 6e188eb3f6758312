import Music
import Production
import Reviewing
import Testing

@Suite("Reviewer") struct ReviewerTests {
  /// Rules that wince at a set of pieces rather than at one.
  private static let ofSets: Set<Critique.Rule> = [.sameLoop]

  private func winces(_ song: SoundSong, brief: Brief? = nil) throws -> [Critique.Finding] {
    Reviewer().review(try song.piece(brief: brief)).winces
  }

  @Test("every rule is registered once, but for those of sets")
  func registered() {
    let names = Reviewer.all.map(\.rule)
    #expect(Set(names).count == names.count)
    #expect(Set(names).union(Self.ofSets) == Set(Critique.Rule.allCases))
  }

  @Test("a sound song has strengths and no wince")
  func sound() throws {
    let critique = Reviewer().review(try SoundSong().piece())
    #expect(critique.winces.map(\.sentence) == [])
    #expect(Set(critique.strengths.map(\.rule)).isSuperset(of: [.abruptEnd, .noMotif]))
    #expect(critique.figures["notes in range"] == 1)
    #expect(critique.rules == Reviewer.version)
  }

  @Test("a song spoiled in one way makes the rule of that name wince", arguments: Spoiling.all)
  func spoiled(_ spoiling: Spoiling) throws {
    var song = SoundSong()
    spoiling.spoil(&song)
    let found = try winces(song)
    let own = found.filter { $0.rule == spoiling.rule }
    #expect(!own.isEmpty, "\(found.map(\.rule.rawValue))")
    for finding in own {
      #expect(finding.severity == spoiling.rule.severity)
      #expect(finding.bars.allSatisfy { (0..<SoundSong.bars).contains($0) })
      #expect(
        finding.bars == finding.bars.sorted() && Set(finding.bars).count == finding.bars.count)
      #expect(finding.sentence.hasSuffix(".") && finding.suggestion.hasSuffix("."))
    }
    let excused = Reviewer().review(try song.piece(exceptions: [spoiling.rule.rawValue]))
    #expect(!excused.findings.contains { $0.rule == spoiling.rule })
    #expect(excused.omissions.contains { $0.rule == spoiling.rule })
  }

  @Test("the default song is no wince where its key was asked for")
  func asked() throws {
    var song = SoundSong()
    Spoiling.makeDefault(&song)
    #expect(try winces(song).contains { $0.rule == .defaultSong })
    var brief = Brief(prompt: "")
    brief.key = song.key
    #expect(try !winces(song, brief: brief).contains { $0.rule == .defaultSong })
  }

  @Test("a score without a performance on the grid is not judged by its velocities")
  func notation() throws {
    var song = SoundSong()
    song.isPlayed = false
    let critique = Reviewer().review(try song.piece())
    #expect(critique.omissions.contains { $0.rule == .oneVelocity })
  }

  @Test("an empty score is reviewed without a finding against its notes")
  func empty() throws {
    var song = SoundSong()
    song.parts = [:]
    let rules = try Set(winces(song).map(\.rule))
    #expect(rules.isSubset(of: [.flatEnergy]))
  }

  @Test("a set of songs on one loop winces, a style of one progression is excused")
  func sets() throws {
    let score = try SoundSong().piece().score
    let set = SetReview(Array(repeating: score, count: 12))
    #expect(set.loopShare == 1)
    #expect(abs(set.variety - 1) < 1e-6)
    #expect(set.findings.map(\.rule) == [.sameLoop])
    #expect(SetReview(Array(repeating: score, count: 12), excused: true).findings.isEmpty)
    #expect(SetReview([]).findings.isEmpty)
  }
}
