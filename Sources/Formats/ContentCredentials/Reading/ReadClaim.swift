/// A claim as it was read: version 2, or the older version 1 (C2PA 10.2).
struct ReadClaim {
  /// Why a claim cannot be used: the code and words.
  struct Fault: Error {
    var code: String
    var cause: String
  }

  let version: Int
  let bytes: [UInt8]
  let instance: String?
  let title: String?
  let algorithm: String?
  let generators: [String]
  let created: [HashedURI]
  let gathered: [HashedURI]
  let redacted: [String]

  var references: [HashedURI] { created + gathered }

  init(_ box: JUMBFSuperbox) throws(Fault) {
    version = box.label == "c2pa.claim.v2" ? 2 : 1
    guard let content = box.content("cbor") else {
      throw Fault(code: "claim.cbor.invalid", cause: "the claim is empty")
    }
    bytes = content
    let value: CBORValue
    do {
      value = try CBORValue(decoding: content)
    } catch {
      throw Fault(code: "claim.cbor.invalid", cause: "\(error)")
    }
    instance = value["instanceID"]?.text
    title = value["dc:title"]?.text
    algorithm = value["alg"]?.text
    redacted = value["redacted_assertions"]?.array?.compactMap(\.text) ?? []
    let information = value["claim_generator_info"]
    let programs = information?.array ?? (information.map { [$0] } ?? [])
    var names = programs.compactMap { program in
      program["name"]?.text.map { name in
        program["version"]?.text.map { "\(name) \($0)" } ?? name
      }
    }
    if names.isEmpty, let name = value["claim_generator"]?.text { names = [name] }
    generators = names
    let isOld = version == 1
    created = try Self.list(value[isOld ? "assertions" : "created_assertions"])
    gathered = try Self.list(value["gathered_assertions"])
    guard instance != nil, value["signature"]?.text != nil, !created.isEmpty, !names.isEmpty else {
      throw Fault(code: "claim.malformed", cause: "something that a claim needs is missing")
    }
  }

  private static func list(_ value: CBORValue?) throws(Fault) -> [HashedURI] {
    var list: [HashedURI] = []
    for item in value?.array ?? [] {
      guard let uri = HashedURI(item) else {
        throw Fault(code: "claim.malformed", cause: "an assertion is listed without its hash")
      }
      list.append(uri)
    }
    return list
  }
}
