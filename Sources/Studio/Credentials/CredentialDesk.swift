import ContentCredentials
import Dispatch
import Foundation
import Production
import Synchronization

/// Puts credentials into the files of one delivery.
struct CredentialDesk {
  /// Who signs.
  let identity: SigningIdentity
  /// When, as it is claimed.
  let time: Date
  /// What others may do with the sound.
  let training: CredentialConfiguration.Use
  /// Who made it, as a person said.
  let creator: String?

  /// Signs the WAV, FLAC and MP3 files of a hidden folder.
  func sign(
    _ folder: StagedFolder, _ statement: CredentialStatement, monitor: WorkMonitor
  ) throws {
    let prefix = folder.destination + "/"
    let names = folder.files.map { String($0.dropFirst(prefix.count)) }
    try sign(names.map { ("\(folder.staging)/\($0)", $0) }, statement, monitor: monitor)
  }

  /// Signs files, each given as its path now and its name in the delivery; others than WAV, FLAC and MP3 stay.
  func sign(
    _ files: [(path: String, name: String)], _ statement: CredentialStatement,
    monitor: WorkMonitor
  ) throws {
    let orders = files.filter { Self.carries($0.name) }.map { file in
      (path: file.path, recipe: recipe(of: statement, for: file.name))
    }
    let writer = CredentialWriter(identity: identity)
    let failure = Mutex<CredentialError?>(nil)
    DispatchQueue.concurrentPerform(iterations: orders.count) { index in
      guard failure.withLock({ $0 == nil }) else { return }
      let order = orders[index]
      do throws(CredentialError) {
        try writer.write(
          order.recipe, from: order.path, to: order.path, isCancelled: monitor.isCancelled)
      } catch {
        failure.withLock { $0 = $0 ?? error }
      }
    }
    if let failure = failure.withLock({ $0 }) {
      throw failure == .cancelled ? StudioError.cancelled : failure
    }
  }

  /// Whether a file by its name can carry credentials.
  static func carries(_ name: String) -> Bool {
    [".wav", ".flac", ".mp3"].contains { name.lowercased().hasSuffix($0) }
  }

  private func recipe(of statement: CredentialStatement, for name: String) -> ManifestRecipe {
    let when = time.formatted(.iso8601)
    var recipe = statement.recipe(for: name, when: when)
    if training != .unsaid {
      let use = CBORValue.map(["use": .text(training.rawValue)])
      recipe.created.append(
        ManifestRecipe.Assertion(
          label: "cawg.training-mining",
          content: .map([
            "entries": .map([
              "cawg.ai_generative_training": use, "cawg.ai_inference": use,
              "cawg.ai_training": use, "cawg.data_mining": use,
            ])
          ])))
    }
    // What a person typed is gathered: the signer does not vouch for it.
    if let creator, let json = Self.metadata(creator: creator, title: recipe.title) {
      recipe.gathered.append(("cawg.metadata", json))
    }
    return recipe
  }

  /// Names as JSON-LD.
  private static func metadata(creator: String, title: String?) -> String? {
    struct Metadata: Encodable {
      var context = ["dc": "http://purl.org/dc/elements/1.1/"]
      var creator: [String]
      var title: String?

      enum CodingKeys: String, CodingKey {
        case context = "@context"
        case creator = "dc:creator"
        case title = "dc:title"
      }
    }
    return try? JSONText.line(Metadata(creator: [creator], title: title))
  }
}
