import Composing
import Music
import Production
import StandardMIDI

/// An idea that could not be given to a player.
public struct IdeaFailure: Error, Sendable {
  /// The file.
  public let path: String
  /// The part that it is for.
  public let part: String
  /// What is wrong with it.
  public let cause: String

  init(path: String, part: String, _ error: PatternIdeaError) {
    self.path = path
    self.part = part
    cause =
      switch error {
      case .empty: "it holds no note that the part could play"
      case .otherMeter(let found, let expected):
        "it is in \(found), and the bars are in \(expected)"
      case .tooManyBars(let bars): "it has \(bars) bars, and an idea has one"
      case .longerThanBar(let end, let bar):
        "a note is held to beat \(end) of a bar of \(bar) quarter notes"
      case .beforeBar(let onset): "a note begins \(Beat.zero - onset) quarter notes before the bar"
      case .offGrid(let onset): "the note at beat \(onset) lies on no grid; quantise the file"
      }
  }
}

extension Studio {
  /// The pattern that a part's player reads from a MIDI file of one bar.
  func idea(
    _ path: String, for part: Plan.PlannedPart, style: Style, meter: Meter
  ) throws -> Pattern {
    let file = try Studio.soundMIDI(path, limit: Studio.largestMIDIFile)
    let decoding = try ScoreDecoder().score(of: file)
    do {
      return try PatternIdea.pattern(
        from: decoding.score, statesKey: !decoding.notices.contains(.noKey), for: part,
        style: style, meter: meter)
    } catch {
      throw IdeaFailure(path: path, part: part.id, error)
    }
  }

  /// A new song whose players have taken ideas from files, by part id.
  func giving(_ ideas: [String: String], to song: Song) throws -> Song {
    guard !ideas.isEmpty else { return song }
    var song = song
    try give(ideas, to: &song.plan, style: song.style)
    var score = Composer().compose(plan: song.plan, style: song.style)
    score.title = song.score.title
    song.score = score
    song.performance = try perform(
      score, style: song.style, plan: song.plan, amount: song.settings.performance)
    return song
  }

  /// Gives the players of a plan the ideas in files, by part id.
  func give(_ ideas: [String: String], to plan: inout Plan, style: Style) throws {
    for (id, path) in ideas.sorted(by: { $0.key < $1.key }) {
      guard let index = plan.parts.firstIndex(where: { $0.id == id }) else {
        throw StudioError.unknownName(kind: "part", name: id, known: plan.parts.map(\.id))
      }
      plan.parts[index].controls.idea = try idea(
        path, for: plan.parts[index], style: style, meter: plan.meters.meter(ofBar: 0))
    }
  }
}
