import ContentCredentials
import Crypto
import Testing

private func hex(_ text: String) -> [UInt8] {
  let digits = text.compactMap(\.hexDigitValue)
  return stride(from: 0, to: digits.count - 1, by: 2).map {
    UInt8(digits[$0] << 4 | digits[$0 + 1])
  }
}

@Suite("Encodings")
struct EncodingTests {
  @Test("an assertion box has the bytes and the hash of the worked example")
  func assertionBox() throws {
    let box = JUMBFSuperbox(
      type: "cbor", label: "com.example.note", content: .map(["text": .text("hi")]))
    let expected = hex(
      "000000436a756d620000002a6a756d6463626f7200110010800000aa00389b7103636f6d2e6578616d706c652e"
        + "6e6f7465000000001163626f72a16474657874626869")
    #expect(box.encoded == expected)
    #expect(
      Array(SHA256.hash(data: box.payload))
        == hex("317ac2a6cc2d40ee7dad92f7cd7d05fcb0a5e40fa5d9be7316d315a434606efa"))
    #expect(try JUMBFSuperbox(decoding: expected) == box)
  }

  @Test("a data hash is encoded as in the worked example")
  func dataHash() {
    let value = CBORValue.map([
      "exclusions": .array([.map(["start": .integer(9644), "length": .integer(3222)])]),
      "name": .text("jumbf manifest"), "alg": .text("sha256"),
      "hash": .bytes([UInt8](repeating: 0, count: 32)), "pad": .bytes([]),
    ])
    #expect(
      value.encoded
        == hex(
          "a563616c67667368613235366370616440646861736858200000000000000000000000000000000000000000"
            + "000000000000000000000000646e616d656e6a756d6266206d616e69666573746a6578636c7573696f6e73"
            + "81a26573746172741925ac666c656e677468190c96"))
  }

  @Test("a signed message and its Ed25519 signature are those of the worked example")
  func signedMessage() throws {
    let protected = CBORValue.map([
      CBORValue.Entry(.unsigned(1), .integer(-8)),
      CBORValue.Entry(.unsigned(33), .bytes([0x30, 0])),
    ]).encoded
    #expect(protected == hex("a201271821423000"))
    let message = COSESign1.message(protected: protected, payload: [0xA0])
    #expect(message == hex("846a5369676e61747572653148a2012718214230004041a0"))
    let key = try Curve25519.Signing.PrivateKey(rawRepresentation: [UInt8](0..<32))
    #expect(
      Array(try key.signature(for: message))
        == hex(
          "32e29199ea38b9ccfbd59536e91d9e1b2f3f9c140d2a6e0ff599c140997058b78ce2b42443bd6886c0ef58c6"
            + "850067d01af4f99e4767d26c9791c416506b530c"))
    let signature = COSESign1(
      protected: protected, unprotected: .map(["pad": .bytes([0, 0])]), signature: [1, 2])
    #expect(signature.encoded == hex("d28448a201271821423000a163706164420000f6420102"))
    #expect(try COSESign1(decoding: signature.encoded) == signature)
    #expect(signature.algorithm == -8)
    #expect(signature.certificates == [[0x30, 0]])
  }

  @Test(
    "numbers have the shortest heads",
    arguments: [
      (0, "00"), (23, "17"), (24, "1818"), (255, "18ff"), (256, "190100"), (65_535, "19ffff"),
      (65_536, "1a00010000"), (4_294_967_296, "1b0000000100000000"), (-1, "20"), (-24, "37"),
      (-25, "3818"), (Int.max, "1b7fffffffffffffff"), (Int.min, "3b7fffffffffffffff"),
    ])
  func numbers(_ number: Int, _ text: String) throws {
    #expect(CBORValue.integer(number).encoded == hex(text))
    #expect(try CBORValue(decoding: hex(text)).integer == number)
  }

  @Test("keys are sorted by the bytes of their encoding")
  func keyOrder() {
    let value = CBORValue.map(["bb": .null, "a": .null, "ab": .null, "z": .null])
    #expect(value.encoded == hex("a46161f6617af6626162f6626262f6"))
  }

  @Test("texts, lists and floats that others write are read")
  func foreign() throws {
    #expect(
      try CBORValue(decoding: hex("9f01820203ff"))
        == .array([.integer(1), .array([.integer(2), .integer(3)])]))
    #expect(try CBORValue(decoding: hex("7f6161616 2ff")) == .text("ab"))
    #expect(try CBORValue(decoding: hex("f93c00")) == .float(1))
    #expect(try CBORValue(decoding: hex("fa47c35000")) == .float(100_000))
    #expect(CBORValue.float(1.5).encoded == hex("f93e00"))
    #expect(CBORValue.float(100_000).encoded == hex("fa47c35000"))
    #expect(CBORValue.float(1.1).encoded == hex("fb3ff199999999999a"))
  }

  @Test(
    "CBOR that is damaged is refused with its fault",
    arguments: [
      ("", CBORError.truncated(offset: 0)), ("18", .truncated(offset: 1)),
      ("0000", .trailing(offset: 1)), ("1c", .malformed(offset: 0)), ("ff", .malformed(offset: 0)),
      ("62ff", .truncated(offset: 1)), ("61ff", .badText(offset: 0)),
      ("a201000100", .duplicateKey(offset: 0)), ("9bffffffffffffffff", .truncated(offset: 9)),
      ("bbffffffffffffffff", .truncated(offset: 9)),
      ("5b7fffffffffffffff00", .truncated(offset: 9)),
      ("5f6161ff", .malformed(offset: 1)), ("f81f", .malformed(offset: 0)),
      ("1f", .malformed(offset: 0)),
    ])
  func damagedCBOR(_ text: String, _ fault: CBORError) {
    #expect(throws: fault) { try CBORValue(decoding: hex(text)) }
  }

  @Test("CBOR that is nested without end is refused")
  func deepCBOR() {
    #expect(throws: CBORError.tooDeep(limit: 64)) {
      try CBORValue(decoding: [UInt8](repeating: 0x81, count: 100_000) + [0])
    }
  }

  @Test("random values come back as they were written", arguments: UInt64(1)...40)
  func roundTrip(seed: UInt64) throws {
    var dice = Dice(state: seed)
    let value = randomValue(&dice, depth: 0)
    let bytes = value.encoded
    let read = try CBORValue(decoding: bytes)
    #expect(read.encoded == bytes, "seed \(seed)")
  }

  @Test("random bytes are read or refused", arguments: UInt64(1)...200)
  func fuzz(seed: UInt64) {
    var dice = Dice(state: seed)
    for _ in 0..<50 {
      let bytes = dice.bytes(Int.random(in: 0...80, using: &dice))
      if let value = try? CBORValue(decoding: bytes) { _ = value.encoded }
      _ = try? JUMBFSuperbox(decoding: bytes)
      _ = try? COSESign1(decoding: [0xD2, 0x84] + bytes)
      let boxed = [0, 0, 0, UInt8(clamping: bytes.count + 8)] + Array("jumb".utf8) + bytes
      _ = try? JUMBFSuperbox(decoding: boxed)
    }
  }

  @Test(
    "boxes that are damaged are refused with their fault",
    arguments: [
      ("", JUMBFError.badLength(offset: 0)), ("000000086a756d62", .noDescription(offset: 8)),
      ("000000ff6a756d62", .badLength(offset: 0)), ("000000046a756d62", .badLength(offset: 0)),
      ("0000001063626f720000000863626f72", .notOneBox),
      ("000000106a756d6200000008 63626f72", .noDescription(offset: 8)),
      ("000000106a756d62000000086a756d64", .badDescription(offset: 16)),
      ("000000016a756d62ffffffffffffffff", .badLength(offset: 0)),
      (
        "000000226a756d620000001a6a756d6463626f7200110010800000aa00389b7103 61",
        .badDescription(offset: 16)
      ),
      (
        "000000236a756d620000001b6a756d6463626f7200110010800000aa00389b71032f00",
        .badLabel(offset: 16)
      ),
    ])
  func damagedBoxes(_ text: String, _ fault: JUMBFError) {
    #expect(throws: fault) { try JUMBFSuperbox(decoding: hex(text)) }
  }

  @Test("boxes that are nested without end are refused")
  func deepBoxes() {
    var box = JUMBFSuperbox(type: "c2as", label: "a", boxes: [])
    for _ in 0..<20 { box = JUMBFSuperbox(type: "c2as", label: "a", boxes: [.superbox(box)]) }
    #expect(throws: JUMBFError.tooDeep(limit: 16)) { try JUMBFSuperbox(decoding: box.encoded) }
  }

  @Test(
    "signatures that are none are refused with their fault",
    arguments: [
      ("8441a0a0f640", COSESign1.Fault.notSign1), ("d28341a0a0f6", .notSign1),
      ("d2844100a0f640", .badHeader), ("d28440a0f640", .badHeader),
      ("d2", .cbor(.truncated(offset: 1))),
    ])
  func damagedSignatures(_ text: String, _ fault: COSESign1.Fault) {
    #expect(throws: fault) { try COSESign1(decoding: hex(text)) }
  }

  private func randomValue(_ dice: inout Dice, depth: Int) -> CBORValue {
    let count = Int.random(in: 0...4, using: &dice)
    switch Int.random(in: 0...(depth > 4 ? 6 : 9), using: &dice) {
    case 0: return .unsigned(UInt64.random(in: 0...UInt64.max, using: &dice))
    case 1: return .negative(UInt64.random(in: 0...300, using: &dice))
    case 2: return .bytes(dice.bytes(Int.random(in: 0...300, using: &dice)))
    case 3: return .text(String(repeating: "ä", count: Int.random(in: 0...200, using: &dice)))
    case 4: return .boolean(Bool.random(using: &dice))
    case 5: return .null
    case 6: return .float(Double(bitPattern: UInt64.random(in: 0...UInt64.max, using: &dice)))
    case 7: return .array((0..<count).map { _ in randomValue(&dice, depth: depth + 1) })
    case 8:
      return .map(
        (0..<count).map {
          CBORValue.Entry(.text("key \($0)"), randomValue(&dice, depth: depth + 1))
        })
    default: return .tagged(UInt64(count), randomValue(&dice, depth: depth + 1))
    }
  }
}
