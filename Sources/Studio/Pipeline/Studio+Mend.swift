import Music
import Foundation
public import Production
import Reviewing

/// What became of the winces of a song.
public struct MendReport: Hashable, Codable, Sendable {
  /// The critique before.
  public var before: Critique
  /// The critique after.
  public var after: Critique
  /// How many times bars were drawn and reviewed.
  public var draws: Int
  /// The winces that are gone.
  public var mended: [Critique.Finding]
  /// The winces that stayed, with why.
  public var left: [Remainder]
  /// Whether the song was changed, if only so that a wince covers fewer bars.
  public var isChanged = false

  /// A wince that stayed.
  public struct Remainder: Hashable, Codable, Sendable {
    /// The wince.
    public var finding: Critique.Finding
    /// Why it stayed, as a clause.
    public var reason: String
  }
}

extension Studio {
  /// The most draws for one wince.
  static let drawsForEach = 6

  /// Draws the bars anew in which one winces, reviews, and keeps the better song, as one operation.
  ///
  /// A draw is kept where the winces weigh less after it and no grave rule winces that did not
  /// before, or where they weigh the same, none is new, and they cover fewer bars. Locked bars never change. Where nothing gets better the project stays as it is.
  /// Throws `ProjectError`.
  public func mend(_ project: Project) throws -> MendReport {
    try project.file.checkEngine()
    let isImported = try project.file.isImported()
    let before = try critique(project)
    guard !isImported else {
      let reason = "the notes came from a file, and no player knows them"
      return MendReport(
        before: before, after: before, draws: 0, mended: [],
        left: before.winces.map { MendReport.Remainder(finding: $0, reason: reason) })
    }
    var report = MendReport(before: before, after: before, draws: 0, mended: [], left: [])
    do {
      try project.file.change(by: notary) { song, take in
        let before = critique(song)
        report.before = before
        var mending = Mending(studio: self, song: song, critique: before, take: take)
        try mending.run()
        report.after = mending.song == song ? before : critique(mending.song)
        report.draws = mending.draws
        guard mending.song != song else { throw NothingBetter() }
        report.isChanged = true
        let remaining = Set(mending.critique.winces.map(Mending.Place.init))
        report.mended = before.winces.filter { !remaining.contains(Mending.Place($0)) }
        let summary = "Mended \(report.mended.count) of \(before.winces.count) winces"
        return (
          mending.song,
          ProjectOperation(
            verb: "fix", inputs: try JSONText.line(["rules": before.rules]), summary: summary,
            actor: engine(writing: song), seed: song.plan.seed)
        )
      }
    } catch is NothingBetter {}
    let song = try project.file.song()
    report.left = report.after.winces.map {
      MendReport.Remainder(finding: $0, reason: Mending.obstacle($0, in: song))
    }
    return report
  }
}

/// Ends a change that made nothing better, so that nothing is stored.
private struct NothingBetter: Error {}

/// A song while it is mended: draws, reviews and keeps the better.
package struct Mending {
  /// Which rule winces at which parts.
  struct Place: Hashable {
    var rule: Critique.Rule
    var parts: [String]

    init(_ finding: Critique.Finding) {
      rule = finding.rule
      parts = finding.parts
    }
  }

  private var drawing: Redrawing<Critique>
  /// The song as it is.
  var song: Song { drawing.song }
  /// What is said of it.
  var critique: Critique { drawing.review }
  /// How many times bars were drawn.
  var draws: Int { drawing.draws }

  init(studio: Studio, song: Song, critique: Critique, take: Int) {
    drawing = Redrawing(
      song: song, review: critique,
      draw: { song, parts, bars, number in
        try studio.redrawn(song, parts: parts, bars: bars, take: take * 1000 + number)
      },
      examine: { studio.critique($0, measuring: false) })
  }

  /// What no new notes can mend: it was decided in the plan.
  static let planned: Set<Critique.Rule> = [
    .defaultSong, .sameLoop, .flatEnergy, .missingClimax, .noChange,
  ]

  /// Why a wince stays.
  static func obstacle(_ finding: Critique.Finding, in song: Song) -> String {
    if planned.contains(finding.rule) { return "it lies in the plan, not in the notes" }
    let parts = finding.parts.isEmpty ? song.score.parts.map(\.id) : finding.parts
    let bars = finding.bars.isEmpty ? Array(0..<song.score.bars) : finding.bars
    let isLocked = parts.allSatisfy { part in
      bars.allSatisfy { bar in song.locks.contains { $0.covers(part: part, bar: bar) } }
    }
    return isLocked ? "the bars are locked" : "no other draw was better"
  }

  /// Mends wince after wince.
  mutating func run() throws {
    let bars = song.score.bars
    for finding in critique.winces where !Self.planned.contains(finding.rule) {
      try drawing.run(
        most: Studio.drawsForEach,
        concerned: { critique, attempt in
          critique.winces.first { Place($0) == Place(finding) }.map { current in
            // First the bars alone, then the whole of the parts.
            (current.parts, attempt < Studio.drawsForEach / 2 ? current.bars : [])
          }
        }, isBetter: { Self.isBetter($0, than: $1, bars: bars) })
    }
  }

  /// Whether a review is better than another of the same song of so many bars.
  package static func isBetter(_ review: Critique, than old: Critique, bars: Int) -> Bool {
    let grave = Set(old.winces.filter { $0.severity == .grave }.map(Place.init))
    guard review.winces.allSatisfy({ $0.severity != .grave || grave.contains(Place($0)) })
    else { return false }
    guard review.weight == old.weight else { return review.weight < old.weight }
    // Fewer bars concerned is better too, for a wince may go bit by bit; but one wince is not
    // exchanged for another.
    let known = Set(old.winces.map(Place.init))
    guard review.winces.allSatisfy({ known.contains(Place($0)) }) else { return false }
    func extent(_ critique: Critique) -> Int {
      // A finding without bars is about the whole piece.
      critique.winces.reduce(0) { $0 + ($1.bars.isEmpty ? bars : $1.bars.count) }
    }
    return extent(review) < extent(old)
  }
}
