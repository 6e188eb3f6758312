import ArgumentParser
import Production
import Reviewing
import Studio

/// Says what makes one wince in a song or a MIDI file, and what is strong.
struct CritiqueCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "critique",
    abstract: "Review a song or a MIDI file: winces and strengths with bar numbers.",
    discussion: """
      EXAMPLES
        etude critique out/demo
        etude critique song.mid --json
        etude critique song.mid --strict
        etude critique out/demo night-bus
        etude critique out/demo --fix --no-audio
      """)

  @Argument(help: "A project or a MIDI file; several are also compared with each other.")
  var targets: [String]

  @Flag(name: .long, help: "Compose the bars concerned anew and keep what is better.")
  var fix = false

  @Flag(name: .long, help: "Read what can be read of a damaged MIDI file.")
  var recover = false

  @Flag(name: .long, help: "Judge a MIDI file by the bounds for Etude's own songs.")
  var strict = false

  @Flag(name: .long, help: "Print the critique as JSON.")
  var json = false

  @OptionGroup var sound: SoundOptions

  func validate() throws {
    guard fix else { return }
    guard targets.count == 1, Studio.isProject(targets[0]) else {
      throw ValidationError("--fix works on one project; import a MIDI file first.")
    }
  }

  func run() throws {
    let studio = try sound.credentials.studio()
    if fix {
      try mend(studio)
      return
    }
    let critiques = try targets.map { try critique($0, studio) }
    guard targets.count > 1 else {
      if json {
        print(try JSONText.pretty(critiques[0]))
      } else {
        show(critiques[0])
      }
      return
    }
    let together = try studio.reviewTogether(targets, recovering: recover)
    if json {
      print(try JSONText.pretty(SetValues(critiques: critiques, together: together)))
      return
    }
    for (target, critique) in zip(targets, critiques) {
      print("\(target)")
      show(critique)
    }
    print("together  worth \(Summary.number(together.variety)) different pieces")
    if let loop = together.loop {
      print("          \(Int(together.loopShare * 100 + 0.5))% come back to \(loop)")
    }
    for finding in together.findings { show(finding, of: finding.severity.rawValue) }
  }

  private struct SetValues: Encodable {
    var critiques: [Critique]
    var together: SetReview
  }

  private func critique(_ target: String, _ studio: Studio) throws -> Critique {
    guard Studio.isProject(target) else {
      return try studio.critique(file: target, recovering: recover, strictly: strict)
    }
    return try studio.critique(Project.open(at: target))
  }

  private func mend(_ studio: Studio) throws {
    let project = try Project.open(at: targets[0])
    try sound.check(studio)
    let report = try studio.mend(project)
    if report.isChanged {
      _ = try studio.refresh(
        project, audio: !sound.noAudio, remix: sound.remix, soundFont: sound.soundFont)
    }
    if json {
      print(try JSONText.pretty(report))
      return
    }
    for finding in report.mended { show(finding, of: "mended") }
    for remainder in report.left {
      show(remainder.finding, of: "left")
      print("          \(remainder.reason)")
    }
    if report.before.winces.isEmpty { print("There is nothing to mend.") }
  }

  private func show(_ critique: Critique) {
    for finding in critique.winces { show(finding, of: finding.severity.rawValue) }
    for finding in critique.strengths { show(finding, of: "strength") }
    if critique.winces.isEmpty { print("no wince by \(checked(critique)) rules") }
  }

  private func checked(_ critique: Critique) -> Int {
    Reviewer.all.count - critique.omissions.count
  }

  private func show(_ finding: Critique.Finding, of kind: String) {
    let label = kind.padding(to: 10)
    let place = finding.bars.isEmpty ? "" : " (\(BarsArgument.text(finding.bars)))"
    print("\(label)\(finding.sentence)\(place)")
    if finding.kind == .wince {
      print("          \(finding.suggestion) [\(finding.rule.rawValue)]")
    }
  }
}

extension String {
  /// The text with blanks after it up to a width.
  fileprivate func padding(to width: Int) -> String {
    self + String(repeating: " ", count: max(1, width - count))
  }
}

extension BarsArgument {
  /// Bars counted from 0 as a person reads them: `bars 3-5, 9`; at most six stretches.
  static func text(_ bars: [Int]) -> String {
    var stretches: [Range<Int>] = []
    for bar in bars {
      if let last = stretches.last, last.upperBound == bar {
        stretches[stretches.count - 1] = last.lowerBound..<(bar + 1)
      } else {
        stretches.append(bar..<(bar + 1))
      }
    }
    let names = stretches.prefix(6).map { text($0) }.joined(separator: ", ")
    let more = stretches.count > 6 ? " and more" : ""
    return "\(bars.count == 1 ? "bar" : "bars") \(names)\(more)"
  }
}
