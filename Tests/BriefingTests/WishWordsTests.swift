import Briefing
import Music
import Production
import Testing

/// Hard wishes and wishes for parts of the piece, in words and as options.
@Suite struct WishWordsTests {
  @Test(
    "limits of notes are read in words",
    arguments: [
      ("house, no notes above G5", "style=house:1.0 | limits=all<=G5"),
      ("nothing below C2, pop ballad", "style=pop-ballad:1.0 | limits=all>=C2"),
      (
        "jazz with a flute no higher than A5",
        "style=jazz-swing:1.0 | with=flute | limits=flute<=A5"
      ),
      ("lo-fi, lead between C4 and C6", "style=lo-fi:1.0 | with=lead | limits=lead>=C4<=C6"),
      ("no notes above Bb4 in the lead, trap", "style=trap:1.0 | with=lead | limits=lead<=Bb4"),
      ("keep the cello above G2, house", "style=house:1.0 | with=cello | limits=cello>=G#2"),
      ("at most 6 notes at once, lo-fi", "style=lo-fi:1.0 | limits=all x6"),
      ("maximum polyphony of eight, house", "style=house:1.0 | limits=all x8"),
      ("trap, max 4 voices", "style=trap:1.0 | limits=all x4"),
      ("house, bass only on roots", "style=house:1.0 | with=bass | limits=bass roots"),
      ("only root notes in the bass, trap", "style=trap:1.0 | with=bass | limits=bass roots"),
    ])
  func limits(prompt: String, expected: String) throws {
    #expect(describe(try Reader.make().read(prompt)) == expected)
  }

  @Test(
    "who is both wanted and refused stays both in words, by one name, for planning to refuse",
    arguments: [
      ("house, no piano, with piano", "style=house:1.0 | with=piano | without=piano"),
      ("rock, no drums, only drums", "style=hard-rock:1.0 | only=drums | without=drums"),
      (
        "funk, bass only on roots, no bass",
        "style=funk:1.0 | with=bass | without=bass | limits=bass roots"
      ),
      (
        "house, synths, no synths",
        "style=house:1.0 | with=synthLead,synthPad,synthEffects "
          + "| without=synthLead,synthPad,synthEffects"
      ),
      ("house, drumless, with drums", "style=house:1.0 | with=drums | without=drums,percussion"),
      // What is refused as a family may be wanted by its own name.
      (
        "house, no piano but an electric piano",
        "style=house:1.0 | with=electric-piano | without=piano"
      ),
      (
        "instrumental house with vocal chops",
        "style=house:1.0 | with=synth-voice | without=choir,voice-oohs,choir-pad,voice-lead"
      ),
    ])
  func contradictions(prompt: String, expected: String) throws {
    #expect(describe(try Reader.make().read(prompt)) == expected)
  }

  @Test(
    "keys with blues and scales that are not known are read as they are said",
    arguments: [
      ("D minor blues", "style=blues:1.0 | key=D minor", []),
      ("slow D minor blues", "style=blues:1.0 | pace=-0.6 | key=D minor", []),
      ("in D minor blues style", "style=blues:1.0 | key=D minor", []),
      ("reggae in A blues", "style=reggae:1.0 | key=A blues", []),
      ("reggae in D minor blues", "style=reggae:1.0 | key=D blues", []),
      ("E blues", "style=blues:1.0 | key=E major", []),
      ("a minor blues", "style=blues:1.0", []),
      ("a blues in A", "style=blues:1.0 | key=A major", []),
      ("house and blues", "style=house:0.5,blues:0.5", []),
      (
        "C whole tone piano", "key=C lydian | with=grand-piano",
        ["'whole tone' is not a scale here; the nearest is lydian."]
      ),
      (
        "in E phrygian dominant, house", "style=house:1.0 | key=E phrygian",
        ["'phrygian dominant' is not a scale here; the nearest is phrygian."]
      ),
    ])
  func keys(prompt: String, expected: String, notices: [String]) throws {
    let brief = try Reader.make().read(prompt)
    #expect(describe(brief) == expected)
    #expect(brief.notices == notices)
  }

  @Test(
    "a whole form gets the intro and outro that are named beside it, and says what it has no place for",
    arguments: [
      ("jazz, AABA, intro 4 bars", "style=jazz-swing:1.0 | form=intro(4),A,A,B,A", []),
      (
        "jazz, AABA with an 8 bar outro and a quiet intro",
        "style=jazz-swing:1.0 | form=intro@0.2,A,A,B,A,outro(8)", []
      ),
      (
        "jazz, AABA with a bridge", "style=jazz-swing:1.0 | form=A,A,B,A",
        ["'bridge' is no section of the form that was named; it is left out."]
      ),
    ])
  func wholeForms(prompt: String, expected: String, notices: [String]) throws {
    let brief = try Reader.make().read(prompt)
    #expect(describe(brief) == expected)
    #expect(brief.notices == notices)
  }

  @Test(
    "an empty bar holds the chord before it",
    arguments: [
      ("house, chords: Am7 | | F", "style=house:1.0 | chords=Am7,Am7,F"),
      ("house, chords: | Am7 F | % | | G ||", "style=house:1.0 | chords=Am7 F,Am7 F,Am7 F,G"),
      ("house, chords: Am || F", "style=house:1.0 | chords=Am,F"),
    ])
  func emptyBars(prompt: String, expected: String) throws {
    #expect(describe(try Reader.make().read(prompt)) == expected)
  }

  @Test(
    "wishes for parts of the piece are read in words",
    arguments: [
      (
        "house, no drums until the chorus",
        "style=house:1.0 | form=chorus | places=no drums until chorus"
      ),
      ("trap, no bass in the intro", "style=trap:1.0 | form=intro | places=no bass in intro"),
      ("trap, no lead in the bridge", "style=trap:1.0 | form=bridge | places=no lead in bridge"),
      ("lo-fi, no drums from 0:30", "style=lo-fi:1.0 | places=no drums from 30.0s"),
      (
        "house, no drums before the second chorus",
        "style=house:1.0 | form=chorus | places=no drums until chorus#2"
      ),
      (
        "trap, only piano for the first 8 bars",
        "style=trap:1.0 | with=grand-piano | places=only grand-piano until bar 8"
      ),
      ("house, starts calm", "style=house:1.0 | places=energy 0.15 in bar 0"),
      ("no drums at the end, trap", "style=trap:1.0 | places=no drums in share 1.0"),
      (
        "starts with solo piano, jazz",
        "style=jazz-swing:1.0 | with=grand-piano | places=only grand-piano in bar 0"
      ),
    ])
  func places(prompt: String, expected: String) throws {
    #expect(describe(try Reader.make().read(prompt)) == expected)
  }

  @Test(
    "wishes for one section that hold for the whole piece are told, and not taken",
    arguments: [
      ("house, faster in the bridge", "style=house:1.0 | form=bridge | ??=faster in the bridge"),
      (
        "house, slower in the last chorus",
        "style=house:1.0 | form=chorus | ??=slower in the last chorus"
      ),
      ("trap, 90 bpm in the intro", "style=trap:1.0 | form=intro | ??=90 bpm in the intro"),
      ("trap, in the intro 90 bpm", "style=trap:1.0 | form=intro | ??=in the intro 90 bpm"),
      ("lo-fi, in 3/4 at the end", "style=lo-fi:1.0 | ??=in 3/4 at the end"),
      ("lo-fi, dorian in the verse", "style=lo-fi:1.0 | form=verse | ??=dorian in the verse"),
      (
        "house, no notes above G5 in the chorus",
        "style=house:1.0 | form=chorus | ??=no notes above G5 in the chorus"
      ),
      (
        "house, in the chorus no notes above G5",
        "style=house:1.0 | form=chorus | ??=in the chorus no notes above G5"
      ),
      (
        "trap, max 4 voices in the verse",
        "style=trap:1.0 | form=verse | ??=max 4 voices in the verse"
      ),
      (
        "house, drums louder in the chorus",
        "style=house:1.0 | form=chorus | with=drums | ??=drums louder in the chorus"
      ),
      ("house, drums louder", "style=house:1.0 | with=drums | ??=drums louder"),
      (
        "house, drums quieter in the chorus",
        "style=house:1.0 | form=chorus | with=drums | ??=drums quieter in the chorus"
      ),
      ("house, slow intro", "style=house:1.0 | form=intro | ??=slow intro"),
      ("house, faster after 1:00", "style=house:1.0 | ??=faster after 1:00"),
      // What sections have of their own is kept for them.
      (
        "house, louder in the chorus",
        "style=house:1.0 | form=chorus | places=energy 0.9 in chorus"
      ),
      (
        "house, calm in the second verse",
        "style=house:1.0 | form=verse | places=energy 0.15 in verse#2"
      ),
      // The whole piece is no section.
      ("house, slow from the start", "style=house:1.0 | pace=-0.6"),
      ("house, 120 bpm until the end", "style=house:1.0 | bpm=120.0"),
    ])
  func sections(prompt: String, expected: String) throws {
    let brief = try Reader.make().read(prompt)
    #expect(describe(brief) == expected)
    for text in brief.notUnderstood {
      #expect(
        brief.notices.contains { $0.contains("'\(text)' is left out") }, "\(brief.notices)")
    }
  }

  @Test(
    "a change of key says where to",
    arguments: [
      (
        "key change to E minor at 1:00, house",
        "style=house:1.0 | events=key change@60.0 to E minor"
      ),
      (
        "house in C major, key change to D at the last chorus",
        "style=house:1.0 | key=C major | form=chorus | events=key change to D major in chorus#-1"
      ),
      ("trap, modulates up a minor third", "style=trap:1.0 | events=key change by 3"),
      (
        "trap, up a semitone in the last chorus",
        "style=trap:1.0 | form=chorus | events=key change by 1 in chorus#-1"
      ),
    ])
  func keyChanges(prompt: String, expected: String) throws {
    #expect(describe(try Reader.make().read(prompt)) == expected)
  }

  private func limits(_ change: (inout BriefOptions) -> Void) throws -> [Brief.LimitWish] {
    var options = BriefOptions()
    change(&options)
    var brief = Brief()
    try options.apply(to: &brief, using: try Reader.make())
    return brief.limits
  }

  @Test("limits are options, too")
  func options() throws {
    let found = try limits { options in
      options.range = "..G5, lead:C4..C6, bass:E1-G2, piano:Bb-1.."
      options.polyphony = "8, grand-piano:3"
      options.rootsOnly = "bass"
    }
    #expect(found.count == 7)
    #expect(found[0] == Brief.LimitWish(limits: NoteLimits(high: Pitch("G5"))))
    #expect(
      found[1]
        == Brief.LimitWish(of: "lead", limits: NoteLimits(low: Pitch("C4"), high: Pitch("C6"))))
    #expect(found[2].limits.high == Pitch("G2"))
    #expect(found[3].limits.low == Pitch("Bb-1"))
    #expect(found[4] == Brief.LimitWish(limits: NoteLimits(voices: 8)))
    #expect(found[5].of == "grand-piano")
    #expect(found[6] == Brief.LimitWish(of: "bass", limits: NoteLimits(rootsOnly: true)))
  }

  @Test(
    "limits that cannot be read are refused with what was expected",
    arguments: ["..", "H4..C5", "lead:", "lead:C4", "kazooo:C4..C5", "C4..X5", ""])
  func badRanges(text: String) throws {
    #expect(throws: BriefingError.self) { try limits { $0.range = text } }
  }

  @Test("polyphonies outside 1 to 128 are refused", arguments: ["0", "-3", "129", "2.5", "many"])
  func badPolyphonies(text: String) throws {
    #expect(throws: BriefingError.self) { try limits { $0.polyphony = text } }
  }

  @Test("the ids of a style's own parts can be left out, as an option and in words")
  func styleParts() throws {
    let plain = try Reader.make()
    let reader = BriefReader(lexicon: plain.lexicon) { styles in
      styles.map(\.name) == ["lo-fi"] ? ["texture", "drums"] : []
    }
    var brief = Brief()
    var options = BriefOptions()
    options.style = "lo-fi"
    options.without = "texture"
    try options.apply(to: &brief, using: reader)
    #expect(brief.instruments.without == ["texture"])
    options.style = "house"
    #expect(throws: BriefingError.self) { try options.apply(to: &brief, using: reader) }
    #expect(reader.read("lo-fi, no texture").instruments.without == ["texture"])
  }
}
