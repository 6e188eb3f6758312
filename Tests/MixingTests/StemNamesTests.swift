import Mixing
import Production
import Testing

@Suite("Stem names and focus")
struct StemNamesTests {
  @Test(
    "names of sessions are understood",
    arguments: [
      ("03_LeadVox_dry.wav", StemKind.vocal), ("Kick In", .kick), ("BGV L", .backing),
      ("bass DI", .bass), ("Bass Drum", .kick), ("HiHat", .hats), ("OH left", .drums),
      ("Electric Piano 2", .chords), ("lead-guitar", .lead), ("Rhythm Guitar", .chords),
      ("warm pad", .pad), ("Arp Synth", .chords), ("snare_top", .snare), ("FX riser", .effects),
      ("shakers", .percussion), ("SubBass", .bass),
    ])
  func kinds(_ name: String, _ kind: StemKind) {
    #expect(StemNames.kind(of: name) == kind)
  }

  @Test("names that say nothing are left to the ear", arguments: ["track-01", "Audio 7", "", "17"])
  func nothing(_ name: String) {
    #expect(StemNames.kind(of: name) == nil)
  }

  private let stems: [(id: String, name: String, kind: StemKind)] = [
    ("vox", "Lead Vox", .vocal), ("keys", "Keys", .chords), ("gtr", "Guitar", .chords),
    ("bass", "Bass", .bass), ("drums", "Drums", .drums),
  ]

  @Test("words bring stems forward and take them back")
  func focus() {
    var focus = MixFocus()
    #expect(focus.read("bring the vocal forward, less keys and drums", stems: stems) == [])
    #expect(focus.forward == ["vox"] && focus.back == ["keys", "drums"])
    #expect(focus.read("more bass; push the guitar back", stems: stems) == [])
    #expect(focus.forward == ["vox", "bass"] && focus.back == ["keys", "drums", "gtr"])
  }

  @Test("what names nobody, or no direction, is told")
  func missed() {
    var focus = MixFocus()
    #expect(focus.read("bring the flugelhorn nicely", stems: stems).count == 1)
    #expect(focus.read("the bass", stems: stems).count == 1)
    #expect(focus.forward.isEmpty && focus.back.isEmpty)
  }
}
