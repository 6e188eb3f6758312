import ArgumentParser
import Foundation
import Music
import Production
import Studio

/// Shows what would be composed, before any note.
struct PlanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan", abstract: "Show or print the plan of a song, before any note.",
    discussion: """
      With --json the plan can be kept, changed and composed: etude compose --plan FILE.

      EXAMPLES
        etude plan "pop ballad, key change to E major at the last chorus" --seed 7
        etude plan "house, no drums until the drop" --duration 90 --json
      """)

  @Argument(help: "What you want, in words.")
  var prompt: String = ""

  @OptionGroup var wishes: WishOptions

  @Option(name: .long, help: "The seed: the same brief, seed and version give the same plan.")
  var seed: UInt64?

  @Option(name: .long, help: "The title; made from the style and key when not given.")
  var title: String?

  @Flag(name: .long, help: "Print the plan as JSON.")
  var json = false

  func validate() throws {
    let words = prompt.trimmingCharacters(in: .whitespacesAndNewlines)
    guard !words.isEmpty || !wishes.isEmpty else {
      throw ValidationError(
        "There is nothing to plan. Say what you want: etude plan \"calm piano\"")
    }
  }

  func run() throws {
    let studio = try Workplace.studio()
    var brief = try studio.brief(prompt: prompt, options: wishes.options())
    if wishes.loop { brief.loop = true }
    let plan = try studio.plan(
      brief: brief, seed: seed ?? UInt64.random(in: 0..<1_000_000), title: title)
    print(json ? try JSONText.pretty(plan) : PlanTable(plan: plan).text)
  }
}

/// A plan as a table: the sections, and who plays how much in each.
struct PlanTable {
  let plan: Plan

  var text: String { (head + grid + [""] + tail).joined(separator: "\n") }

  private var head: [String] {
    let keys = plan.keys.map { $0.bar == 0 ? "\($0.key)" : "\($0.key) from bar \($0.bar + 1)" }
    let odd = plan.meters.changes.map {
      $0.bar == 0 ? "\($0.meter)" : "\($0.meter) from bar \($0.bar + 1)"
    }
    let tempo = Summary.number(plan.tempo.changes[0].beatsPerMinute)
    let seconds = Summary.time(plan.tempo.seconds(at: plan.length))
    return [
      PlainText.line(plan.title),
      "  \(plan.styles.map(\.name).joined(separator: " + ")) · \(keys.joined(separator: ", ")) · "
        + "\(tempo) bpm · \(odd.joined(separator: ", ")) · \(Summary.bars(plan.bars)) · \(seconds) · "
        + "seed \(plan.seed)", "",
    ]
  }

  /// A row a section: bars, energy, tension, hand-over, and a column a part.
  private var grid: [String] {
    let width = max(8, plan.sections.map(\.id.count).max() ?? 8)
    let columns = plan.parts.map(\.id)
    let title =
      pad("section", width) + "  bars     energy  hands over  "
      + columns.map { pad($0, max(5, $0.count)) }.joined(separator: " ")
    let rows = plan.sections.map { section in
      let bars = "\(section.startBar + 1)-\(section.startBar + section.bars)"
      let cells = zip(plan.parts, columns).map { part, column in
        pad(cell(part.id, in: section), max(5, column.count))
      }
      return pad(section.id, width) + "  " + pad(bars, 7) + "  "
        + pad("\(Int((section.energy * 100).rounded()))%", 6) + "  "
        + pad(section.transition.rawValue, 10) + "  " + cells.joined(separator: " ")
    }
    return [title] + rows
  }

  private func cell(_ part: String, in section: Plan.PlannedSection) -> String {
    guard let layer = section.layers[part] else { return "." }
    let rests = section.rests.contains { $0.part == part } ? "*" : ""
    return "\(Int((layer * 100).rounded()))\(rests)"
  }

  private var tail: [String] {
    var lines = ["chords    " + bars]
    if let climax = plan.climax { lines.append("climax    \(climax.id)") }
    for part in plan.parts where !part.limits.isEmpty {
      lines.append("limits    \(part.id): \(Summary.words(part.limits))")
    }
    if plan.sections.contains(where: { !$0.rests.isEmpty }) {
      lines.append("          * rests in some bars of the section")
    }
    return lines + plan.notices.map { "note: \($0)" }
  }

  /// The chords bar by bar, of the first eight bars.
  private var bars: String {
    let shown = min(8, plan.bars)
    let texts = (0..<shown).map { bar in
      plan.chords.filter { plan.meters.bar(at: $0.onset) == bar }.map(\.chord.symbol)
        .joined(separator: " ")
    }
    return texts.joined(separator: " | ") + (plan.bars > shown ? " | ..." : "")
  }

  private func pad(_ text: String, _ width: Int) -> String {
    text.padding(toLength: max(width, text.count), withPad: " ", startingAt: 0)
  }
}
