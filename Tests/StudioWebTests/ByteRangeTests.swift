import StudioWeb
import Testing

@Suite("Ranges of bytes") struct ByteRangeTests {
  @Test(
    "a range is cut at the end of the file",
    arguments: [
      ("bytes=0-99", 0...99), ("bytes=900-", 900...999), ("bytes=-100", 900...999),
      ("bytes=0-5000", 0...999), ("bytes=-5000", 0...999), ("bytes=999-999", 999...999),
    ])
  func reads(header: String, range: ClosedRange<Int>) {
    #expect(ByteRange.read(header, of: 1000) == range)
  }

  @Test(
    "what is no range of the file is refused",
    arguments: [
      "", "bytes", "bytes=", "bytes=-", "bytes=-0", "bytes=1000-", "bytes=5-4", "bytes=a-b",
      "bytes=0-1,3-4", "bytes=--5", "lines=0-1", "bytes=99999999999999999999-",
      "bytes=-99999999999999999999",
    ])
  func refuses(header: String) {
    #expect(ByteRange.read(header, of: 1000) == nil)
    #expect(ByteRange.read(header, of: 0) == nil)
  }

  @Test("a token is equal to itself alone")
  func tokens() {
    let token = AccessToken()
    #expect(token.text.count == 32 && token.isEqual(token.text))
    for other in ["", "0", token.text + "0", String(token.text.dropLast()), AccessToken().text] {
      #expect(!token.isEqual(other))
    }
  }
}
