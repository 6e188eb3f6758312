import Crypto

/// Lays a recipe out as boxes, in a size that does not depend on the file that it will be bound to.
struct ManifestBuilder {
  private let recipe: ManifestRecipe
  private let identity: SigningIdentity
  /// The manifests of ingredients that lie in front of the new one.
  private let earlier: [ManifestStore.Manifest]

  init(recipe: ManifestRecipe, identity: SigningIdentity) {
    self.recipe = recipe
    self.identity = identity
    var earlier: [ManifestStore.Manifest] = []
    for manifest in recipe.ingredients.flatMap({ $0.credentials?.store.manifests ?? [] })
    where !earlier.contains(where: { $0.label == manifest.label }) {
      earlier.append(manifest)
    }
    self.earlier = earlier
  }

  /// How long the store will be.
  func length() throws(SigningIdentityError) -> Int {
    let binding = DataHash(exclusion: 0..<0, hash: [UInt8](repeating: 0, count: 32))
    return try store(binding, signs: false).count
  }

  /// The store for a file.
  func store(_ binding: DataHash) throws(SigningIdentityError) -> [UInt8] {
    try store(binding, signs: true)
  }

  private func store(_ binding: DataHash, signs: Bool) throws(SigningIdentityError) -> [UInt8] {
    let ingredients = recipe.ingredients.enumerated().map { index, ingredient in
      assertion("c2pa.ingredient.v3", index, content(of: ingredient))
    }
    // The label is drawn from all that the manifest says, so that the same says it under the same name.
    let actions = assertion("c2pa.actions.v2", 0, actionList(ingredients))
    // 160 bytes are more than any of the numbers needs.
    let hash = assertion(
      DataHash.label, 0, binding.value(size: DataHash.standardSize) ?? .null)
    let others = recipe.created.map { assertion($0.label, 0, $0.content) }
    let gathered = recipe.gathered.map { label, json in
      JUMBFSuperbox(
        type: "json", label: label, boxes: [.content(type: "json", Array(json.utf8))])
    }
    let created = ingredients + [actions, hash] + others
    let identifiers = Identifiers(
      seed: (created + gathered).flatMap(\.payload) + (recipe.title ?? "").utf8
        + recipe.generator.version.utf8 + (identity.certificates.first ?? []))
    let claim = claim(
      created: created, gathered: gathered, instance: identifiers.instance,
      manifest: identifiers.manifest)
    let signature = try signature(of: claim.encoded, signs: signs)
    let manifest = JUMBFSuperbox(
      type: "c2ma", label: identifiers.manifest,
      boxes: [
        .superbox(
          JUMBFSuperbox(
            type: "c2as", label: "c2pa.assertions",
            boxes: (created + gathered).map { .superbox($0) })),
        .superbox(JUMBFSuperbox(type: "c2cl", label: "c2pa.claim.v2", content: claim)),
        .superbox(
          JUMBFSuperbox(
            type: "c2cs", label: "c2pa.signature",
            boxes: [.content(type: "cbor", signature.encoded)])),
      ])
    return ManifestStore(
      manifests: earlier + [ManifestStore.Manifest(label: identifiers.manifest, box: manifest)]
    ).encoded
  }

  private func assertion(_ label: String, _ index: Int, _ content: CBORValue) -> JUMBFSuperbox {
    JUMBFSuperbox(
      type: "cbor", label: index == 0 ? label : "\(label)__\(index)", content: content)
  }

  private func content(of ingredient: ManifestRecipe.Ingredient) -> CBORValue {
    let content: KeyValuePairs<String, CBORValue?> = [
      "relationship": .text(ingredient.relationship.rawValue),
      "dc:title": ingredient.title.map { .text($0) },
      "dc:format": ingredient.format.map { .text($0) },
      "description": ingredient.description.map { .text($0) },
    ]
    guard let report = ingredient.credentials, let active = report.store.active,
      let signature = active.signature,
      // Of two manifests with one name the first is in the store.
      earlier.first(where: { $0.label == active.label }) == active
    else { return .map(content) }
    let more: KeyValuePairs<String, CBORValue?> = [
      "activeManifest": HashedURI(to: active.box, url: HashedURI.absolute(active.label)).value,
      "claimSignature": HashedURI(
        to: signature, url: HashedURI.absolute(active.label, "c2pa.signature")
      ).value, "validationResults": .map(["activeManifest": report.statusMap]),
    ]
    return .map((CBORValue.map(content).entries ?? []) + (CBORValue.map(more).entries ?? []))
  }

  private func actionList(_ ingredients: [JUMBFSuperbox]) -> CBORValue {
    let actions = recipe.actions.map { action -> CBORValue in
      var parameters = action.parameters.sorted { $0.key < $1.key }.map {
        CBORValue.Entry(.text($0.key), $0.value)
      }
      let uses = action.ingredients.filter(ingredients.indices.contains).map { index in
        HashedURI(
          to: ingredients[index], url: HashedURI.assertion(ingredients[index].label ?? "")
        ).value
      }
      if !uses.isEmpty { parameters.append(CBORValue.Entry(.text("ingredients"), .array(uses))) }
      return .map([
        "action": .text(action.name), "when": action.when.map { .date($0) },
        "digitalSourceType": action.source.map { .text($0.address) },
        "description": action.description.map { .text($0) },
        "softwareAgent": .map([
          "name": .text(recipe.generator.name), "version": .text(recipe.generator.version),
        ]), "parameters": parameters.isEmpty ? nil : .map(parameters),
      ])
    }
    return .map(["actions": .array(actions)])
  }

  private func claim(
    created: [JUMBFSuperbox], gathered: [JUMBFSuperbox], instance: String, manifest: String
  ) -> CBORValue {
    let list = { (boxes: [JUMBFSuperbox]) in
      CBORValue.array(
        boxes.map { HashedURI(to: $0, url: HashedURI.assertion($0.label ?? "")).value })
    }
    return .map([
      "instanceID": .text(instance), "dc:title": recipe.title.map { .text($0) },
      "claim_generator_info": .map([
        "name": .text(recipe.generator.name), "version": .text(recipe.generator.version),
      ]), "signature": .text(HashedURI.absolute(manifest, "c2pa.signature")),
      "created_assertions": list(created),
      "gathered_assertions": gathered.isEmpty ? nil : list(gathered),
      "alg": .text(HashAlgorithm.sha256.rawValue),
    ])
  }

  private func signature(
    of claim: [UInt8], signs: Bool
  ) throws(SigningIdentityError) -> COSESign1 {
    let chain = identity.certificates.map { CBORValue.bytes($0) }
    let protected = CBORValue.map([
      CBORValue.Entry(.unsigned(1), .integer(identity.algorithm.number)),
      CBORValue.Entry(.unsigned(33), chain.count == 1 ? chain[0] : .array(chain)),
    ]).encoded
    let signature =
      signs
      ? try identity.sign(COSESign1.message(protected: protected, payload: claim))
      : [UInt8](repeating: 0, count: SigningIdentity.signatureLength)
    return COSESign1(protected: protected, signature: signature)
  }
}

/// Names drawn from what is named: UUIDs of version 4 in their form (RFC 9562, 5.4).
private struct Identifiers {
  let manifest: String
  let instance: String

  init(seed: [UInt8]) {
    let digest = Array(SHA256.hash(data: seed))
    manifest = "urn:c2pa:" + Self.uuid(digest[0..<16])
    instance = "xmp:iid:" + Self.uuid(digest[16..<32])
  }

  private static func uuid(_ bytes: ArraySlice<UInt8>) -> String {
    var bytes = Array(bytes)
    bytes[6] = bytes[6] & 0x0F | 0x40
    bytes[8] = bytes[8] & 0x3F | 0x80
    let digits = bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    let cuts = [0, 8, 12, 16, 20, 32]
    return zip(cuts, cuts.dropFirst()).map { start, end in
      String(digits.dropFirst(start).prefix(end - start))
    }.joined(separator: "-")
  }
}
