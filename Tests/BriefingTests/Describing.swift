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
  list("events", brief.events.map { $0.what + ($0.at.map { "@\($0)" } ?? "") })
  add("use", brief.use)
  add("era", brief.era)
  add("lufs", brief.loudness)
  if brief.loop { out.append("loop") }
  list("??", brief.notUnderstood)
  return out.joined(separator: " | ")
}
