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
        etude composer --manifest
        etude composer --manifest --check
      """)

  @Flag(
    name: .long,
    help: "Print the works that it was trained on: author, collection, licence, source, hash.")
  var works = false

  @Flag(
    name: .long, help: "Print the manifest as JSON: hashes of the weights and of every work.")
  var manifest = false

  @Flag(
    name: .long, help: "Hold the manifest against the installed files and the release signature.")
  var check = false

  @Flag(name: .long, help: "Print one JSON object.")
  var json = false

  func validate() throws {
    guard manifest || !check else {
      throw ValidationError("--check checks the manifest. Write: etude composer --manifest --check")
    }
    guard !works || !manifest else {
      throw ValidationError("--works prints CSV and --manifest prints JSON: ask for one of them.")
    }
    guard !works || !json else { throw ValidationError("--works prints CSV: leave out --json.") }
  }

  func run() throws {
    let studio = try Workplace.studio()
    if works {
      FileHandle.standardOutput.write(try studio.trainingWorks())
      return
    }
    if manifest {
      try showManifest(studio)
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

  private func showManifest(_ studio: Studio) throws {
    guard check else {
      // As it is signed, to the last byte.
      FileHandle.standardOutput.write(Data(try studio.modelManifest().text().utf8))
      return
    }
    let found = try studio.checkManifest()
    if json {
      print(try JSONText.pretty(found))
    } else {
      print("files      \(found.files) listed")
      for name in found.changed { print("changed    \(name)") }
      for name in found.missing { print("missing    \(name)") }
      for name in found.unlisted { print("unlisted   \(name)") }
      print("works      \(found.works) listed")
      switch found.signature {
      case .valid: print("signature  valid: made by the release key")
      case .invalid: print("signature  invalid: not made by the release key over this manifest")
      case .unsigned: print("signature  none: this build was made without the release key")
      }
    }
    guard found.isSound else { throw ExitCode(Failure.Code.data.rawValue) }
  }
}
