import Briefing
import Foundation
import Lexicons
import Music
import Production

/// The lexicon of the program and a reader with it.
enum Reader {
  static let folder: String = {
    var folder = URL(fileURLWithPath: #filePath)
    for _ in 0..<3 { folder.deleteLastPathComponent() }
    return folder.appendingPathComponent("Sources/Formats/Lexicons/Resources").path
  }()

  static func make() throws -> BriefReader {
    BriefReader(lexicon: try Lexicon.load(folder: folder))
  }
}

/// What a brief says, in one line.
func describe(_ brief: Brief) -> String {
  var out: [String] = []
  func add(_ name: String, _ value: (some Any)?) { if let value { out.append("\(name)=\(value)") } }
  func list(_ name: String, _ values: [String]) {
    if !values.isEmpty { out.append("\(name)=" + values.joined(separator: ",")) }
  }
  list("style", brief.styles.map { "\($0.name):\($0.weight)" })
  add("mood", brief.mood.map { "\($0.valence),\($0.energy)" })
  add("bpm", brief.tempo)
  add("pace", brief.pace)
  add("key", brief.key)
  add("scale", brief.scale?.rawValue)
  add("meter", brief.meter)
  add("seconds", brief.duration)
  add("bars", brief.bars)
  list(
    "form",
    brief.form.map {
      $0.name + ($0.bars.map { "(\($0))" } ?? "") + ($0.energy.map { "@\($0)" } ?? "")
    })
  list("chords", brief.chords)
  list(brief.instruments.only ? "only" : "with", brief.instruments.with)
  list("without", brief.instruments.without)
  list(
    "events",
    brief.events.map { event in
      event.what + (event.at.map { "@\($0)" } ?? "") + (event.key.map { " to \($0)" } ?? "")
        + (event.semitones.map { " by \($0)" } ?? "")
        + (event.place.map { " in \(describe($0))" } ?? "")
    })
  list(
    "limits",
    brief.limits.map { wish in
      let limits = wish.limits
      return (wish.of ?? "all")
        + (limits.low.map { ">=\($0)" } ?? "") + (limits.high.map { "<=\($0)" } ?? "")
        + (limits.voices.map { " x\($0)" } ?? "") + (limits.rootsOnly ? " roots" : "")
    })
  list("places", brief.passages.map(describe))
  add("use", brief.use)
  add("era", brief.era)
  add("lufs", brief.loudness)
  if brief.loop { out.append("loop") }
  list("??", brief.notUnderstood)
  return out.joined(separator: " | ")
}

private func describe(_ moment: Brief.Moment) -> String {
  let number = moment.number.map { "#\($0)" } ?? ""
  return moment.section.map { $0 + number } ?? moment.bar.map { "bar \($0)" }
    ?? moment.seconds.map { "\($0)s" } ?? moment.share.map { "share \($0)" } ?? "?"
}

private func describe(_ passage: Brief.Passage) -> String {
  let wishes = passage.instruments
  var text =
    wishes.with.isEmpty ? "" : (wishes.only ? "only " : "") + wishes.with.joined(separator: "+")
  if !wishes.without.isEmpty { text += "no " + wishes.without.joined(separator: "+") }
  text += passage.energy.map { "energy \($0)" } ?? ""
  text += passage.during.map { " in \(describe($0))" } ?? ""
  text += passage.from.map { " from \(describe($0))" } ?? ""
  return text + (passage.until.map { " until \(describe($0))" } ?? "")
}
