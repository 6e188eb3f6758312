import ArgumentParser
import Foundation
import Originality
import Studio

/// Says which training works outputs are nearest to, and splits an amount among them.
struct InfluenceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "influence",
    abstract: "Say which training works songs are nearest to; split an amount by these shares.",
    discussion: """
      Influence is by likeness: how much of the material of a song is found in a work, weighed by how rare
      it is. It is no account of what a model did inside (docs/influence.md).

      EXAMPLES
        etude influence out/demo
        etude influence out --json
        etude influence out --statement 250.00 --training 20% --output shares.csv
      """)

  @Argument(help: "Projects, MIDI files or folders of them.")
  var paths: [String]

  @Option(name: .long, help: "An amount to split among the works, such as 250.00.")
  var statement: String?

  @Option(name: .long, help: "The amount's currency by its code of ISO 4217.")
  var currency = "EUR"

  @Option(
    name: .long, help: "The share of the amount that goes to all training works alike, 0 to 1.")
  var training = ShareArgument(0)

  @Option(name: .shortAndLong, help: "The CSV file of the statement.")
  var output: String?

  @Flag(name: .shortAndLong, help: "Replace a statement that stands there.")
  var force = false

  @OptionGroup var report: ReportOptions

  /// The most works that are named of one song.
  private static let mostNamed = 5

  func validate() throws {
    guard let statement else {
      guard output == nil else {
        throw ValidationError("--output is for a statement: say which amount with --statement.")
      }
      return
    }
    guard output != nil, output != "" else {
      throw ValidationError("--statement needs a file to write: add --output FILE.csv")
    }
    guard MoneyAmount.isCurrency(currency) else {
      throw ValidationError(
        "--currency '\(currency)' is no currency in use. Give its code of ISO 4217, such as EUR.")
    }
    guard MoneyAmount(statement, currency: currency) != nil else {
      throw ValidationError(
        "--statement '\(statement)' is no amount of \(currency). Write digits and a point, such as "
          + "250.00, with no more digits than the currency has.")
    }
  }

  func run() throws {
    let studio = try Workplace.studio()
    let found = try report.monitored { monitor in
      try studio.influence(
        paths, explain: { Failure($0)?.sentence ?? "\($0)" }, monitor: monitor)
    }
    var paid: String?
    if let statement, let output, let amount = MoneyAmount(statement, currency: currency) {
      let split = try studio.writeStatement(
        of: found,
        StatementRequest(
          amount: amount, training: training.value, output: output, replacing: force))
      let count = split.rows.count { $0.units > 0 }
      paid = "\(amount.text(split.units)) \(amount.currency) among \(count) works: \(output)"
    }
    if report.json {
      print(try JSONText.pretty(found))
      if let paid { Terminal.note(paid) }
      return
    }
    for song in found.outputs {
      print(song.path)
      if song.works.isEmpty { print("          nothing in common that is rare") }
      for work in song.works.prefix(Self.mostNamed) { print(line(work)) }
    }
    if found.outputs.count > 1 {
      print("together")
      for work in found.together.prefix(2 * Self.mostNamed) { print(line(work)) }
    }
    for file in found.skipped { print("skipped   \(file.path): \(file.cause)") }
    for copies in found.duplicates { print("the same  \(copies.joined(separator: ", "))") }
    print(found.method)
    if let paid { print("split     \(paid)") }
  }

  private func line(_ work: InfluenceReport.Influence) -> String {
    let share = "\(Summary.number(work.share * 100))%"
    let author = work.author.isEmpty ? "" : ", \(work.author)"
    return "  \(share) \(PlainText.line(work.title))\(author) (\(work.licence), \(work.work))"
  }
}
