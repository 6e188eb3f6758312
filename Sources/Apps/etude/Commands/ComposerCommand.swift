import ArgumentParser
import Foundation
import Studio

/// Says what the neural composer is and what it was trained on.
struct ComposerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "composer",
    abstract: "Describe the neural composer, or list every work that it was trained on.",
    discussion: """
      EXAMPLES
        etude composer
        etude composer --works
      """)

  @Flag(
    name: .long,
    help: "Print the works that it was trained on: author, collection, licence, source, hash.")
  var works = false

  @Flag(name: .long, help: "Print one JSON object.")
  var json = false

  func validate() throws {
    guard !works || !json else { throw ValidationError("--works prints CSV: leave out --json.") }
  }

  func run() throws {
    let studio = try Workplace.studio()
    if works {
      FileHandle.standardOutput.write(try studio.trainingWorks())
      return
    }
    let card = try studio.composerCard()
    if json {
      print(try JSONText.pretty(card))
      return
    }
    print("model      \(card.name), trained for \(card.steps) steps on \(card.events) events")
    print(
      card.works > 0
        ? "works      \(card.works) (etude composer --works)"
        : "works      their list, works.csv, is not installed beside the weights")
    for licence in card.licences { print("licence    \(licence.name): \(licence.works) works") }
    print("genres     \(card.genres.joined(separator: ", "))")
    print("card       docs/neural-composer.md, docs/model-card.md")
  }
}
