import Provenance
import Testing

@Suite("LedgerKey") struct LedgerKeyTests {
  @Test("a key comes back from its PEM, and is another each time")
  func pem() throws {
    let key = LedgerKey()
    #expect(try LedgerKey(pem: key.pem).signer == key.signer)
    #expect(try LedgerKey(pem: "\n\n" + key.pem.replacing("\n", with: "\r\n")).signer == key.signer)
    #expect(LedgerKey().signer != key.signer)
  }

  @Test("the public key is that of RFC 8032, section 7.1, test 1")
  func standard() throws {
    let seed = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"
    let expected = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
    let key = try LedgerKey(seed: try #require(LedgerHash.bytes(hexadecimal: seed)))
    #expect(LedgerHash.hexadecimal(key.signer.bytes) == expected)
  }

  @Test(
    "what is no key is refused",
    arguments: [
      "", "key", "-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----\n",
      "-----BEGIN PRIVATE KEY-----\nnot base64!\n-----END PRIVATE KEY-----\n",
      "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
      "-----BEGIN EC PRIVATE KEY-----\nAAAA\n-----END EC PRIVATE KEY-----\n",
    ])
  func malformed(text: String) {
    #expect {
      try LedgerKey(pem: text)
    } throws: { error in
      if case LedgerError.malformedKey? = error as? LedgerError { true } else { false }
    }
  }

  @Test("keys of another length are refused")
  func lengths() {
    #expect(throws: LedgerError.self) { try LedgerKey(seed: []) }
    #expect(throws: LedgerError.self) { try LedgerKey(seed: Array(repeating: 0, count: 33)) }
    #expect(throws: LedgerError.self) { try LedgerSigner(bytes: [1, 2, 3]) }
  }

  @Test("digests are those of FIPS 180-4, and hexadecimal digits come back")
  func digests() {
    let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    #expect(LedgerHash.of(Array("abc".utf8)) == abc)
    #expect(LedgerHash.isDigest(abc) && !LedgerHash.isDigest(abc.uppercased()))
    #expect(LedgerHash.bytes(hexadecimal: "00fFa") == nil)
    #expect(LedgerHash.bytes(hexadecimal: "00fF") == [0, 255])
    #expect(LedgerHash.bytes(hexadecimal: "0g") == nil)
  }
}
