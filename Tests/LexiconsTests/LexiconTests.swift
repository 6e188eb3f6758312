import Foundation
import Lexicons
import Testing

@Suite struct LexiconTests {
  static var folder: String {
    var folder = URL(fileURLWithPath: #filePath)
    for _ in 0..<3 { folder.deleteLastPathComponent() }
    return folder.appendingPathComponent("Sources/Formats/Lexicons/Resources").path
  }

  @Test("the lexicon of the program loads and names eight styles")
  func loads() throws {
    let lexicon = try Lexicon.load(folder: LexiconTests.folder)
    #expect(
      lexicon.styleNames == [
        "lo-fi", "house", "trap", "pop-ballad", "jazz-swing", "bossa-nova", "cinematic",
        "synthwave",
      ])
  }
}
