import ContentCredentials
import Crypto
import Foundation

// Signs and reads files without the studio around, for checks by other readers, and measures both.
//
//   credentials sign SOURCE TARGET [--chain PEM --key PEM] [--title TEXT] [--parent FILE]
//   credentials read FILE [--anchors PEM]
//   credentials time FILE
let words = Array(CommandLine.arguments.dropFirst())

func option(_ name: String) -> String? {
  words.firstIndex(of: name).flatMap { $0 + 1 < words.count ? words[$0 + 1] : nil }
}

func text(_ path: String) throws -> String {
  try String(contentsOfFile: path, encoding: .utf8)
}

func recipe(parent: CredentialReport?) -> ManifestRecipe {
  let ledger = ManifestRecipe.Assertion(
    label: "org.etude.ledger",
    content: .map(["head": .bytes([UInt8](0..<32)), "events": .integer(12)]))
  var recipe = ManifestRecipe(
    title: option("--title") ?? "Check",
    generator: ManifestRecipe.Generator(name: "Etude", version: "check"),
    actions: [
      ManifestRecipe.Action(
        "c2pa.created", when: "2026-11-29T00:00:00Z", source: .algorithmicMedia,
        parameters: ["org.etude.seed": .integer(7)]),
      ManifestRecipe.Action("c2pa.enhanced", source: .algorithmicallyEnhanced),
    ], created: [ledger],
    gathered: [
      (
        "cawg.metadata",
        #"{"@context":{"dc":"http://purl.org/dc/elements/1.1/"},"dc:creator":["Ada"]}"#
      )
    ])
  if let parent {
    recipe.actions[0] = ManifestRecipe.Action("c2pa.opened", ingredients: [0])
    recipe.ingredients = [
      ManifestRecipe.Ingredient(
        .parentOf, title: "parent", format: "audio/wav", credentials: parent)
    ]
  }
  return recipe
}

func identity() throws -> SigningIdentity {
  guard let chain = option("--chain"), let key = option("--key") else {
    return try SigningIdentity(
      selfSigned: [UInt8](0..<32), name: "Check", from: Date().addingTimeInterval(-60))
  }
  return try SigningIdentity(certificates: text(chain), key: text(key), at: Date())
}

func seconds(_ work: () throws -> Void) rethrows -> Double {
  let clock = ContinuousClock()
  let components = try clock.measure(work).components
  return Double(components.seconds) + Double(components.attoseconds) * 1e-18
}

do {
  switch words.first {
  case "sign" where words.count > 2:
    let parent = try option("--parent").map { try CredentialReader(time: Date()).read($0) }
    try CredentialWriter(identity: identity()).write(
      recipe(parent: parent), from: words[1], to: words[2])
  case "read" where words.count > 1:
    let anchors = try option("--anchors").map { try TrustAnchors(pem: text($0)) }
    let report = try CredentialReader(anchors: anchors ?? TrustAnchors(), time: Date())
      .read(words[1])
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    print(String(decoding: try encoder.encode(report), as: UTF8.self))
  case "time" where words.count > 1:
    let target = words[1] + ".signed"
    let signing = try seconds {
      try CredentialWriter(identity: identity()).write(
        recipe(parent: nil), from: words[1], to: target)
    }
    let reading = try seconds { _ = try CredentialReader(time: Date()).read(target) }
    try FileManager.default.removeItem(atPath: target)
    print(#"{"reading":\#(reading),"signing":\#(signing)}"#)
  default:
    throw CocoaError(.featureUnsupported)
  }
} catch {
  FileHandle.standardError.write(Data("credentials: \(error)\n".utf8))
  exit(1)
}
