import Foundation
import Instruments
import Testing

@Suite("SoundFontLocator")
struct SoundFontLocatorTests {
  @Test("the General MIDI SoundFont of the system is found by its exact name")
  func system() throws {
    #expect(try SoundFontLocator().locate().hasSuffix("/FluidR3_GM.sf2"))
  }

  @Test("all searched places are named when there is none")
  func missing() {
    let locator = SoundFontLocator(folders: ["/nowhere", "/nothing"])
    #expect(
      throws: InstrumentsError.soundFontNotFound(
        searched: ["/nowhere/FluidR3_GM.sf2", "/nothing/FluidR3_GM.sf2"])
    ) { try locator.locate() }
  }

  @Test("a SoundFont that the user names is never replaced by another")
  func named() {
    let locator = SoundFontLocator(requested: "/nowhere/My.sf2")
    #expect(throws: InstrumentsError.soundFontNotFound(searched: ["/nowhere/My.sf2"])) {
      try locator.locate()
    }
  }

  @Test(
    "a file that is no SoundFont is refused", arguments: ["", "RIFF", "not a SoundFont at all"])
  func content(_ content: String) throws {
    let path = NSTemporaryDirectory() + UUID().uuidString + ".sf2"
    try Data(content.utf8).write(to: URL(filePath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    #expect(throws: InstrumentsError.soundFontUnreadable(path: path)) {
      try SoundFontLocator(configured: path).locate()
    }
  }
}
