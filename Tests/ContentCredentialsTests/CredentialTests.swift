import ContentCredentials
import Crypto
import Foundation
import Testing
import X509

@Suite("Credentials in files")
struct CredentialTests {
  /// Small files of every kind that carries credentials.
  static let files: [(name: String, bytes: [UInt8])] = [
    ("plain.wav", SmallFile.wave()), ("odd.wav", SmallFile.wave(samples: 801)),
    ("extensible.wav", SmallFile.wave(isExtensible: true)), ("long.wav", SmallFile.rf64()),
    ("plain.flac", SmallFile.flac()), ("plain.mp3", SmallFile.mp3()),
    ("tagged.mp3", SmallFile.tag(version: 3) + SmallFile.mp3()),
    ("newer.mp3", SmallFile.tag(version: 4) + SmallFile.mp3()),
    ("tagged.flac", SmallFile.tag(version: 3) + SmallFile.flac()),
  ]

  @Test("a signed file is valid and says what was written", arguments: files)
  func signed(_ file: (name: String, bytes: [UInt8])) throws {
    let bench = try Workbench()
    try bench.write(file.bytes, file.name)
    try bench.sign(file.name)
    let report = try bench.read(file.name)
    #expect(report.failures == ["signingCredential.untrusted"])
    #expect(report.state == .valid)
    #expect(report.codes.isSuperset(of: ["assertion.dataHash.match", "claimSignature.validated"]))
    #expect(
      report.container
        == (file.name.hasSuffix("wav") ? "WAV" : file.name.hasSuffix("mp3") ? "MP3" : "FLAC"))
    let claim = try #require(report.claim)
    #expect(claim.title == "Night Bus")
    #expect(claim.generators == ["Etude 0.0.0"])
    #expect(claim.actions.map(\.name) == ["c2pa.created"])
    #expect(claim.actions.first?.source == .algorithmicMedia)
    #expect(claim.ledgerHead == "0102ab")
    #expect(claim.ledgerEvents == 3)
    #expect(claim.training == ["cawg.ai_generative_training": "notAllowed"])
    #expect(claim.creators == ["Ada"])
    #expect(claim.gathered == ["cawg.metadata"])
    #expect(report.signer?.name == "Somebody")
    #expect(report.signer?.isSelfSigned == true)
  }

  @Test("what the file held before is still there", arguments: files)
  func kept(_ file: (name: String, bytes: [UInt8])) throws {
    let bench = try Workbench()
    try bench.write(file.bytes, file.name)
    try bench.sign(file.name)
    let signed = try bench.bytes(file.name)
    let sound = Array(file.bytes.suffix(600))
    #expect(signed.firstRange(of: sound) != nil)
    if file.name.hasPrefix("tagged") || file.name.hasPrefix("newer") {
      #expect(signed.firstRange(of: Array("Tune".utf8)) != nil)
    }
  }

  @Test("signing again gives the same bytes, and one store", arguments: files)
  func again(_ file: (name: String, bytes: [UInt8])) throws {
    let bench = try Workbench()
    try bench.write(file.bytes, file.name)
    try bench.sign(file.name)
    let first = try bench.bytes(file.name)
    try bench.sign(file.name)
    #expect(try bench.bytes(file.name) == first)
    #expect(try FileManager.default.contentsOfDirectory(atPath: bench.folder) == [file.name])
  }

  @Test("one changed byte of the sound is found", arguments: files)
  func changedSound(_ file: (name: String, bytes: [UInt8])) throws {
    let bench = try Workbench()
    try bench.write(file.bytes, file.name)
    try bench.sign(file.name)
    var bytes = try bench.bytes(file.name)
    let sound = Array(file.bytes.suffix(600))
    let place = try #require(bytes.firstRange(of: sound)?.lowerBound)
    bytes[place + 300] ^= 1
    try bench.write(bytes, file.name)
    let report = try bench.read(file.name)
    #expect(report.state == .invalid)
    #expect(report.failures.contains("assertion.dataHash.mismatch"))
  }

  @Test("what is added or taken away behind the sound is found")
  func appended() throws {
    let bench = try Workbench()
    try bench.write(SmallFile.wave(), "a.wav")
    try bench.sign("a.wav")
    try bench.write(try bench.bytes("a.wav") + [0], "b.wav")
    #expect(try bench.read("b.wav").failures.contains("assertion.dataHash.mismatch"))
    try bench.write(SmallFile.mp3(), "a.mp3")
    try bench.sign("a.mp3")
    try bench.write(try bench.bytes("a.mp3").dropLast(), "b.mp3")
    #expect(try bench.read("b.mp3").failures.contains("assertion.dataHash.mismatch"))
  }

  @Test("one changed byte of an assertion is found")
  func changedAssertion() throws {
    let bench = try Workbench()
    try bench.write(SmallFile.wave(), "a.wav")
    try bench.sign("a.wav")
    var bytes = try bench.bytes("a.wav")
    let place = try #require(bytes.firstRange(of: Array("Written by players".utf8))?.lowerBound)
    bytes[place] ^= 0x20
    try bench.write(bytes, "a.wav")
    #expect(try bench.read("a.wav").failures.contains("assertion.hashedURI.mismatch"))
  }

  @Test("one changed byte of the claim or the signature is found")
  func changedClaim() throws {
    let bench = try Workbench()
    try bench.write(SmallFile.wave(), "a.wav")
    try bench.sign("a.wav")
    let whole = try bench.bytes("a.wav")
    var bytes = whole
    let title = try #require(bytes.firstRange(of: Array("Night Bus".utf8))?.lowerBound)
    bytes[title] ^= 0x20
    try bench.write(bytes, "b.wav")
    #expect(try bench.read("b.wav").failures.contains("claimSignature.mismatch"))
    bytes = whole
    // The last byte is of the signature, or the padding behind it.
    bytes[bytes.count - 3] ^= 1
    try bench.write(bytes, "c.wav")
    #expect(try bench.read("c.wav").failures.contains("claimSignature.mismatch"))
  }

  @Test(
    "titles of any length keep the length of the store, odd and even",
    arguments: [0, 1, 22, 23, 24, 25, 254, 255, 256, 257, 65_535, 65_536])
  func titles(_ length: Int) throws {
    let bench = try Workbench()
    try bench.write(SmallFile.wave(), "a.wav")
    try bench.sign("a.wav", Workbench.recipe(title: String(repeating: "x", count: length)))
    let report = try bench.read("a.wav")
    #expect(report.state == .valid)
    #expect(report.claim?.title?.count == length)
    #expect(try bench.bytes("a.wav").count % 2 == 0)
  }

  @Test("content that is created twice, or not at all, is refused")
  func actions() throws {
    let bench = try Workbench()
    try bench.write(SmallFile.wave(), "a.wav")
    var recipe = Workbench.recipe()
    recipe.actions.append(ManifestRecipe.Action("c2pa.created", source: .digitalCreation))
    try bench.sign("a.wav", recipe)
    #expect(try bench.read("a.wav").failures.contains("assertion.action.malformed"))
    recipe.actions = [ManifestRecipe.Action("c2pa.edited")]
    try bench.sign("a.wav", recipe)
    #expect(try bench.read("a.wav").failures.contains("assertion.action.malformed"))
    recipe.actions = [ManifestRecipe.Action("c2pa.created")]
    try bench.sign("a.wav", recipe)
    #expect(try bench.read("a.wav").failures.contains("assertion.action.malformed"))
    recipe.actions = [ManifestRecipe.Action("c2pa.opened")]
    try bench.sign("a.wav", recipe)
    #expect(try bench.read("a.wav").failures.contains("assertion.action.ingredientMismatch"))
  }

  @Test("the manifest of what was opened is carried on and checked")
  func ingredients() throws {
    let bench = try Workbench()
    try bench.write(SmallFile.wave(), "a.wav")
    try bench.sign("a.wav")
    let before = try bench.read("a.wav")
    var recipe = Workbench.recipe(title: "Master")
    recipe.actions = [ManifestRecipe.Action("c2pa.opened", ingredients: [0])]
    recipe.ingredients = [
      ManifestRecipe.Ingredient(
        .parentOf, title: "a.wav", format: "audio/wav", credentials: before)
    ]
    try CredentialWriter(identity: Workbench.identity()).write(
      recipe, from: bench.path("a.wav"), to: bench.path("b.wav"))
    let report = try bench.read("b.wav")
    #expect(report.failures == ["signingCredential.untrusted"])
    #expect(report.manifests == 2)
    #expect(report.codes.contains("ingredient.manifest.validated"))
    #expect(report.claim?.ingredients.first?.holds == true)
    #expect(report.claim?.ingredients.first?.manifest == before.manifest)
    // A change inside the older manifest is found by the hash of the whole.
    var bytes = try bench.bytes("b.wav")
    let place = try #require(bytes.firstRange(of: Array("Written by players".utf8))?.lowerBound)
    bytes[place] ^= 0x20
    try bench.write(bytes, "b.wav")
    let changed = try bench.read("b.wav")
    #expect(changed.failures.contains("ingredient.manifest.mismatch"))
    #expect(changed.claim?.ingredients.first?.holds == false)
  }

  @Test("a change of any manifest that the last one stands on is found")
  func grandparents() throws {
    let bench = try Workbench()
    try bench.write(SmallFile.wave(), "0.wav")
    try bench.sign("0.wav")
    for step in 1...3 {
      var recipe = Workbench.recipe(title: "Step \(step)")
      recipe.actions = [ManifestRecipe.Action("c2pa.opened", ingredients: [0])]
      recipe.ingredients = [
        ManifestRecipe.Ingredient(.parentOf, credentials: try bench.read("\(step - 1).wav"))
      ]
      try CredentialWriter(identity: Workbench.identity()).write(
        recipe, from: bench.path("\(step - 1).wav"), to: bench.path("\(step).wav"))
      #expect(try bench.read("\(step).wav").state == .valid)
    }
    let whole = try bench.bytes("3.wav")
    for word in ["Written by players", "Step 1", "Step 2", "Step 3"] {
      var bytes = whole
      let place = try #require(bytes.firstRange(of: Array(word.utf8))?.lowerBound)
      bytes[place] ^= 0x20
      try bench.write(bytes, "changed.wav")
      #expect(try bench.read("changed.wav").state == .invalid, "\(word)")
    }
    // What stood on something broken before says so, and stays as it was signed.
    var recipe = Workbench.recipe()
    recipe.actions = [ManifestRecipe.Action("c2pa.opened", ingredients: [0])]
    var broken = whole
    let place = try #require(broken.firstRange(of: Array("Step 1".utf8))?.lowerBound)
    broken[place] ^= 0x20
    try bench.write(broken, "broken.wav")
    recipe.ingredients = [
      ManifestRecipe.Ingredient(.parentOf, credentials: try bench.read("broken.wav"))
    ]
    try bench.sign("broken.wav", recipe)
    let report = try bench.read("broken.wav")
    #expect(report.state == .valid)
    #expect(report.claim?.ingredients.first?.holds == false)
  }

  @Test("a certificate is judged by the time at which the file is read")
  func validity() throws {
    let bench = try Workbench()
    try bench.write(SmallFile.wave(), "a.wav")
    try bench.sign("a.wav")
    let late = try bench.read("a.wav", at: Workbench.now.addingTimeInterval(11 * 365.25 * 86_400))
    #expect(late.failures.contains("claimSignature.outsideValidity"))
    #expect(late.state == .invalid)
    let early = try bench.read("a.wav", at: Workbench.now.addingTimeInterval(-86_400))
    #expect(early.failures.contains("claimSignature.outsideValidity"))
  }

  @Test("files without credentials, with two, and of other kinds are told apart")
  func withoutCredentials() throws {
    let bench = try Workbench()
    for file in Self.files {
      let path = try bench.write(file.bytes, file.name)
      #expect(throws: CredentialError.none(path: path)) { try bench.read(file.name) }
    }
    try bench.sign("plain.wav")
    var twice = try bench.bytes("plain.wav")
    let start = try #require(twice.firstRange(of: Array("C2PA".utf8))?.lowerBound)
    twice += twice[start...]
    twice.replaceSubrange(4..<8, with: SmallFile.little(twice.count - 8))
    let path = try bench.write(twice, "twice.wav")
    #expect(throws: CredentialError.severalStores(path: path, count: 2)) {
      try bench.read("twice.wav")
    }
    let ogg = try bench.write(Array("OggS".utf8) + [UInt8](repeating: 0, count: 40), "a.ogg")
    #expect(throws: CredentialError.unsupportedContainer(path: ogg, name: "Ogg")) {
      try bench.read("a.ogg")
    }
    let empty = try bench.write([], "empty.wav")
    #expect(throws: CredentialError.unsupportedContainer(path: empty, name: nil)) {
      try bench.read("empty.wav")
    }
    #expect(throws: CredentialError.notFound(path: bench.path("missing.wav"))) {
      try bench.read("missing.wav")
    }
    #expect(throws: CredentialError.notAFile(path: bench.path("."))) { try bench.read(".") }
  }

  @Test(
    "bytes put in or cut out make credentials damaged, and never absent",
    arguments: ["plain.wav", "odd.wav", "plain.flac", "plain.mp3"])
  func shifted(name: String) throws {
    let bench = try Workbench()
    let plain = try #require(Self.files.first { $0.name == name }).bytes
    try bench.write(plain, name)
    try bench.sign(name)
    let signed = try bench.bytes(name)
    let store = try #require(Data(signed).range(of: Data("jumb".utf8))).lowerBound
    for (what, place) in [("head", store - 10), ("length", store - 3), ("store", store + 40)] {
      for isCut in [false, true] {
        var bytes = signed
        if isCut {
          bytes.removeSubrange(place..<place + 3)
        } else {
          bytes.insert(contentsOf: [1, 2, 3], at: place)
        }
        let path = try bench.write(bytes, "shifted-\(name)")
        let label = "\(what), \(isCut ? "cut out" : "put in")"
        do {
          let report = try bench.read("shifted-\(name)")
          #expect(report.state == .invalid, "\(label)")
        } catch let error as CredentialError {
          #expect(error != .none(path: path), "\(label)")
        }
      }
    }
    // What has none is still told to have none.
    let bare = try bench.write(plain, "bare-\(name)")
    #expect(throws: CredentialError.none(path: bare)) { try bench.read("bare-\(name)") }
  }

  @Test("a file that cannot be signed stays as it was, and nothing is left beside it")
  func refused() throws {
    let bench = try Workbench()
    let path = try bench.write(Array(SmallFile.wave().prefix(30)), "cut.wav")
    #expect(throws: CredentialError.damagedFile(path: path, cause: "it has no sound")) {
      try bench.sign("cut.wav")
    }
    try bench.write(SmallFile.wave(), "a.wav")
    #expect(throws: CredentialError.cancelled) {
      try CredentialWriter(identity: Workbench.identity()).write(
        Workbench.recipe(), from: bench.path("a.wav"), to: bench.path("a.wav"),
        isCancelled: { true })
    }
    #expect(try bench.bytes("a.wav") == SmallFile.wave())
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: bench.folder).sorted()
        == ["a.wav", "cut.wav"])
    let old = [UInt8]("ID3".utf8) + [2, 0, 0, 0, 0, 0, 0] + SmallFile.mp3()
    try bench.write(old, "old.mp3")
    #expect(throws: CredentialError.self) { try bench.sign("old.mp3") }
  }
}
