import ArgumentParser
import Foundation
import Production
import Music
import Studio

/// Shows what a prompt is understood to mean.
struct BriefCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "brief", abstract: "Show what is understood of a prompt.",
    discussion: """
      EXAMPLES
        etude brief "sad trap, no drums, drop at 0:45"
        etude brief "half jazz half house in 5/4" --json
      """)

  @Argument(help: "What you want, in words.")
  var prompt: String

  @OptionGroup var wishes: WishOptions

  @Flag(name: .long, help: "Print the brief as JSON.")
  var json = false

  func run() throws {
    var brief = try Workplace.studio().brief(prompt: prompt, options: wishes.options())
    if wishes.loop { brief.loop = true }
    if json {
      print(try JSONText.pretty(brief))
      return
    }
    for (name, value) in Self.lines(brief) {
      print(name.padding(toLength: 16, withPad: " ", startingAt: 0) + value)
    }
  }

  private static func lines(_ brief: Brief) -> [(String, String)] {
    var lines: [(String, String)] = []
    func add(_ name: String, _ value: String?) {
      if let value, !value.isEmpty { lines.append((name, value)) }
    }
    add(
      "style",
      brief.styles.map { "\($0.name) \(Int($0.weight * 100 + 0.5))%" }.joined(separator: ", "))
    add(
      "mood",
      brief.mood.map {
        "valence \(Summary.number($0.valence)), energy \(Summary.number($0.energy))"
      })
    add("tempo", brief.tempo.map { "\(Summary.number($0)) bpm" })
    add("pace", brief.pace.map { Summary.number($0) })
    add("key", brief.key?.description)
    add("scale", brief.scale?.rawValue)
    add("metre", brief.meter?.description)
    add("duration", brief.duration.map { "\(Summary.number($0)) seconds" })
    add("bars", brief.bars.map(String.init))
    add(
      "form",
      brief.form.map { $0.name + ($0.bars.map { " \($0)" } ?? "") + BriefWords.energy($0.energy) }
        .joined(separator: ", "))
    add("chords", brief.chords.joined(separator: " | "))
    add("harmony", brief.harmony?.rawValue)
    add("chord track", brief.chordTrack.map(\.chord.symbol).joined(separator: " | "))
    add(
      "with",
      brief.instruments.with.joined(separator: ", ") + (brief.instruments.only ? " (only)" : ""))
    add("without", brief.instruments.without.joined(separator: ", "))
    for wish in brief.limits {
      add("limit", "\(wish.of ?? "all pitched parts"): \(Summary.words(wish.limits))")
    }
    for passage in brief.passages { add("place", BriefWords.passage(passage)) }
    add("events", brief.events.map(BriefWords.event).joined(separator: ", "))
    add(
      "energy",
      brief.energy.map { "\(Int($0.energy * 100 + 0.5))% at \(Summary.time($0.at))" }
        .joined(separator: ", "))
    add("use", brief.use)
    add("era", brief.era)
    add("loudness", brief.loudness.map { "\(Summary.number($0)) LUFS" })
    add("loop", brief.loop ? "yes" : nil)
    add("not understood", brief.notUnderstood.joined(separator: "; "))
    for notice in brief.notices { add("note", notice) }
    return lines.isEmpty ? [("brief", "nothing was understood; the style will decide")] : lines
  }
}
