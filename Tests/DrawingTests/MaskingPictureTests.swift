import Drawing
import Testing

@Suite("MaskingPicture")
struct MaskingPictureTests {
  private func picture(_ count: Int) -> MaskingPicture {
    let before: [Double?] = (0..<40).map { band -> Double? in
      band < 3 ? nil : Double(band) / 40
    }
    let after = [Double?](repeating: 0.1, count: 40)
    let rows = (0..<count).map { index in
      MaskingPicture.Row(
        name: "stem \(index)", before: before, after: after, totalBefore: 0.5, totalAfter: 0.1)
    }
    let centres = (0..<40).map { band -> Double in
      let number = Double(band + 1)
      return 7.5 * number * number
    }
    return MaskingPicture(title: "Covered by others", rows: rows, centres: centres)
  }

  @Test("it is drawn, grows with its rows, and the same picture is the same file")
  func drawn() throws {
    let (small, large) = (picture(2), picture(12))
    #expect(large.size.height > small.size.height + 200)
    let bytes = try large.encoded(as: .png, scale: 1)
    #expect(bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]))
    #expect(try large.encoded(as: .png, scale: 1) == bytes)
    let text = String(decoding: try small.encoded(as: .svg), as: UTF8.self)
    #expect(text.hasPrefix("<?xml"))
  }

  @Test("shares change what is seen; none and no rows are drawn as well")
  func content() throws {
    #expect(try picture(1).encoded(as: .png, scale: 1) != picture(2).encoded(as: .png, scale: 1))
    #expect(try !picture(0).encoded(as: .png, scale: 1).isEmpty)
  }
}
