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

  @Test(
    "what a room or an echo gave back is told by its name, wherever the word stands",
    arguments: [
      "Vox Verb", "Delay - Lead", "Reverb Return L", "FX return", "echo", "gtr wet", "Print",
      "DLY 1/8",
    ])
  func returns(_ name: String) {
    #expect(StemNames.kind(of: name) == .effectReturn)
  }

  @Test(
    "of the words that begin a word the longest counts",
    arguments: [
      ("leadvoxes", StemKind.vocal), ("bassdrums", .kick), ("harpsichords", .chords),
      ("kickdrummed", .kick), ("hornsection", .chords),
      ("countermelodies", .counter), ("stringsection", .pad), ("harmonicas", .lead),
    ])
  func longest(_ name: String, _ kind: StemKind) {
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

  @Test(
    "what is negated is left as it is",
    arguments: [
      ("bring everything by the drums forward, not the vocals", ["drums"], []),
      ("more drums but not the vocal", ["drums"], []),
      ("raise the drums not the vocals", ["drums"], []),
      ("don\u{2019}t raise the vocal, more bass", ["bass"], []),
      ("do not bring the vocals forward", [], []), ("never take the bass back", [], []),
      ("less keys except the guitar", [], ["keys"]),
    ] as [(String, Set<String>, Set<String>)])
  func negation(_ words: String, _ forward: Set<String>, _ back: Set<String>) {
    var focus = MixFocus()
    #expect(focus.read(words, stems: stems) == [])
    #expect(focus.forward == forward && focus.back == back)
  }

  @Test(
    "too much, and not so much, mean less; not so soft means more",
    arguments: [
      ("not so loud drums", [], ["drums"]), ("the bass is too loud", [], ["bass"]),
      ("not too much bass", [], ["bass"]), ("the vocal is too soft", ["vox"], []),
      ("keys not so far back", ["keys"], []),
    ] as [(String, Set<String>, Set<String>)])
  func measured(_ words: String, _ forward: Set<String>, _ back: Set<String>) {
    var focus = MixFocus()
    #expect(focus.read(words, stems: stems) == [])
    #expect(focus.forward == forward && focus.back == back)
  }

  @Test("a stem is found by a word in either number, and by what it is")
  func named() {
    #expect(MixFocus.stems(named: "vocals", among: stems) == ["vox"])
    #expect(MixFocus.stems(named: "drum", among: stems) == ["drums"])
    #expect(MixFocus.stems(named: "flugelhorn", among: stems) == [])
  }

  @Test("what names nobody, or no direction, is told")
  func missed() {
    var focus = MixFocus()
    #expect(focus.read("bring the flugelhorn nicely", stems: stems).count == 1)
    #expect(focus.read("the bass", stems: stems).count == 1)
    #expect(focus.read("not the vocals", stems: stems).count == 1)
    #expect(focus.forward.isEmpty && focus.back.isEmpty)
  }
}
