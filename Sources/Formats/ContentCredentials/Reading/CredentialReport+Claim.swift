import Foundation

extension CredentialReport.Claim {
  /// What a checked manifest says, in plain values; nil where its claim cannot be read.
  init?(_ check: ManifestCheck) {
    guard let claim = check.claim else { return nil }
    version = claim.version
    title = claim.title
    generators = claim.generators
    instance = claim.instance
    let labels = { (references: [HashedURI]) in
      references.map { $0.url.split(separator: "/").last.map(String.init) ?? $0.url }
    }
    assertions = labels(claim.created)
    gathered = labels(claim.gathered)
    actions = (check.assertions("c2pa.actions.v2") + check.assertions("c2pa.actions"))
      .flatMap { (try? $0.item())?["actions"]?.array ?? [] }.map(CredentialReport.Action.init)
    ingredients = check.ingredientBoxes.compactMap { box in
      (try? box.item()).map { CredentialReport.Ingredient($0, check: check) }
    }
    training = [:]
    for kind in ["cawg.training-mining", "c2pa.training-mining"] {
      for box in check.assertions(kind) {
        for entry in (try? box.item())?["entries"]?.entries ?? [] {
          guard let name = entry.key.text else { continue }
          training[name] = entry.value["use"]?.text
        }
      }
    }
    let ledger = check.assertions("org.etude.ledger").first.flatMap { try? $0.item() }
    ledgerHead = ledger?["head"]?.bytes?.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
      .joined()
    ledgerEvents = ledger?["events"]?.integer
    creators = (check.assertions("cawg.metadata") + check.assertions("c2pa.metadata")).flatMap(
      Self.creators)
  }

  /// The names that metadata gives as `dc:creator`.
  private static func creators(_ box: JUMBFSuperbox) -> [String] {
    guard let content = box.content("json"),
      let object = try? JSONSerialization.jsonObject(with: Data(content)) as? [String: Any]
    else { return [] }
    if let names = object["dc:creator"] as? [String] { return names }
    return (object["dc:creator"] as? String).map { [$0] } ?? []
  }
}

extension CredentialReport.Action {
  init(_ value: CBORValue) {
    name = value["action"]?.text ?? ""
    when = value["when"]?.text
    sourceAddress = value["digitalSourceType"]?.text
    source = sourceAddress.flatMap(DigitalSourceType.init(address:))
    description = value["description"]?.text
    let program = value["softwareAgent"]
    agent =
      program?.text
      ?? program?["name"]?.text.map { name in
        program?["version"]?.text.map { "\(name) \($0)" } ?? name
      }
  }
}

extension CredentialReport.Ingredient {
  /// Reads an ingredient; the manifest that it had is checked, and that
  /// nothing that it stands on was changed.
  init(_ value: CBORValue, check: ManifestCheck) {
    title = value["dc:title"]?.text
    format = value["dc:format"]?.text
    relationship = value["relationship"]?.text
    description = value["description"]?.text
    guard let reference = HashedURI(ingredient: value),
      let place = HashedURI.resolve(reference.url, from: check.manifest.label)
    else { return }
    manifest = place.manifest
    // A store alone cannot tell whether the sound was changed; what was found when it came in can.
    holds =
      check.others[place.manifest].map { $0.holds && $0.isWhole } ?? false
      && !ManifestCheck.tellsFault(value)
  }
}
