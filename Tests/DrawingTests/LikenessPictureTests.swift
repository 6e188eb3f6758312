import Drawing
import Testing

@Suite("LikenessPicture") struct LikenessPictureTests {
  private func picture(_ title: String) -> LikenessPicture {
    LikenessPicture(
      title: title, names: ["one", "two"], likenesses: [[1, 0.4], [0.4, 1]])
  }

  @Test("a title that is wider than the picture goes on in further lines to its end")
  func title() throws {
    let long =
      "More alike than human pieces of the same kind: two songs are worth 1.62, where as many human ones "
      + "are worth 1.71 to 1.88, in harmony, melody, rhythm, timbre and "
    #expect(picture(long + "form").size.height > picture("Alike").size.height + 30)
    #expect(picture(long).size.width == picture("Alike").size.width)
    let ends = try ["form", "song"].map { try picture(long + $0).encoded(as: .png, scale: 1) }
    #expect(ends[0] != ends[1])
    #expect(try picture(long + "form").encoded(as: .png, scale: 1) == ends[0])
  }

  @Test("a title of any length is drawn, the longest cut at its end")
  func endless() throws {
    let words = String(repeating: "alike ", count: 200)
    let picture = picture(words)
    #expect(picture.size.height < 700)
    #expect(try !picture.encoded(as: .png, scale: 1).isEmpty)
    #expect(try !self.picture("").encoded(as: .png, scale: 1).isEmpty)
  }
}
