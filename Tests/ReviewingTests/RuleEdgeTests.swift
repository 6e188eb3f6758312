import Music
import Production
import Reviewing
import Testing

/// Where rules begin and end: what is near a wince and none, and what is one in an odd place.
@Suite("Edges of rules") struct RuleEdgeTests {
  private func findings(_ rule: Critique.Rule, in piece: Piece) -> [Critique.Finding] {
    Reviewer().review(piece).findings.filter { $0.rule == rule }
  }

  private func winces(_ rule: Critique.Rule, in song: SoundSong) throws -> [Critique.Finding] {
    findings(rule, in: try song.piece()).filter { $0.kind == .wince }
  }

  // MARK: no-breath

  /// A lead that sings from the start of an odd first bar of 2/4 over so many bars of 4/4.
  private func singing(_ bars: Int) throws -> Piece {
    let meter = try #require(Meter(2, 4))
    let meters = MeterMap(changes: [
      .init(bar: 0, meter: meter), .init(bar: 1, meter: .common),
    ])
    let notes = (0..<(2 + 4 * bars)).map {
      Note(
        onset: Beat($0), duration: 1, pitch: Pitch(number: 67 + $0 * 5 % 7), velocity: 60 + $0 % 20)
    }
    let violin = try #require(Instrument(id: "violin"))
    let score = Score(
      title: "", meters: meters, tempo: TempoMap(beatsPerMinute: 90),
      keys: [KeyChange(bar: 0, key: Key(PitchName(.c), .major))], sections: [], chords: [],
      parts: [Part(id: "lead", name: "Lead", role: .lead, instrument: violin, notes: notes)],
      length: Beat(2 + 4 * bars))
    return Piece(score: score)
  }

  @Test("a short first bar does not make a breath longer", arguments: 1...12)
  func oddFirstBar(_ bars: Int) throws {
    let piece = try singing(bars)
    let found = findings(.noBreath, in: piece)
    // The odd bar is one bar of those that are sung.
    #expect(found.isEmpty == (bars + 1 <= 8), "\(found.map(\.sentence))")
    for finding in found {
      #expect(finding.bars == Array(0...bars))
      #expect(finding.sentence.contains("\(bars + 1) bars"))
    }
  }

  // MARK: part-clash

  /// The chords in the lead's rhythm over 16 bars, so many semitones away.
  private func clashing(_ distance: Int) -> SoundSong {
    var song = SoundSong()
    let lead = song.parts["lead"]?.filter { (8..<24).contains(Spoiling.bar($0)) } ?? []
    song.change("chords") { (8..<24).contains(Spoiling.bar($0)) ? nil : $0 }
    for note in lead {
      song.add(
        "chords", note.onset, note.duration, note.pitch.number + distance, note.velocity)
    }
    return song
  }

  @Test("parts clash within the melody's octave, above and below", arguments: [-10, -4, -3, 3, 9])
  func clash(_ distance: Int) throws {
    #expect(try winces(.partClash, in: clashing(distance)).first?.parts == ["lead", "chords"])
  }

  @Test("parts an octave away, or that double, do not clash", arguments: [-16, -12, 0, 12, 15, 26])
  func apart(_ distance: Int) throws {
    #expect(try winces(.partClash, in: clashing(distance)).isEmpty)
  }

  // MARK: parallel-fifths

  /// A bass and a melody alone, one note of each a bar, as numbers.
  private func duet(_ voices: [(bass: Int, top: Int)]) -> SoundSong {
    var song = SoundSong()
    song.isStrictInVoiceLeading = true
    song.parts = [:]
    for (bar, (bass, top)) in voices.enumerated() {
      song.add("bass", Beat(4 * bar), Beat(4), bass, 60 + bar)
      song.add("lead", Beat(4 * bar), Beat(4), top, 60 + bar)
    }
    return song
  }

  private let line = [40, 43, 45, 38, 40, 47, 43, 45]

  @Test("outer voices in fifths, twelfths or octaves are parallel", arguments: [7, 19, 24, 36])
  func parallel(_ interval: Int) throws {
    let found = try winces(.parallelFifths, in: duet(line.map { ($0, $0 + interval) }))
    #expect(found.first?.bars == Array(1..<line.count))
  }

  @Test("thirds and sixths, and moves against the bass, are not parallel")
  func notParallel() throws {
    #expect(try winces(.parallelFifths, in: duet(line.map { ($0, $0 + 28) })).isEmpty)
    #expect(try winces(.parallelFifths, in: duet(line.map { ($0, 110 - $0) })).isEmpty)
  }

  @Test("under a held bass the right hand's lowest note is no bass")
  func heldBass() throws {
    var song = duet([])
    for bar in 0..<8 { song.add("bass", Beat(16 * bar), Beat(16), 38, 60 + bar) }
    for step in 0..<32 {
      let number = 60 + [0, 2, 4, 5][step % 4]
      song.add("chords", Beat(4 * step), Beat(4), number, 60)
      song.add("chords", Beat(4 * step), Beat(4), number + 7, 60)
    }
    #expect(try winces(.parallelFifths, in: song).isEmpty)
    song.parts["bass"] = []
    song.add("bass", Beat(0), Beat(1), 38, 60)
    // Two notes of one part alone are a line that is doubled.
    #expect(try winces(.parallelFifths, in: song).isEmpty)
  }

  @Test("only styles of strict part-writing are read for parallels")
  func freeStyles() throws {
    var song = duet(line.map { ($0, $0 + 19) })
    song.isStrictInVoiceLeading = false
    let critique = Reviewer().review(try song.piece())
    #expect(critique.omissions.contains { $0.rule == .parallelFifths })
  }

  // MARK: missing-climax

  @Test("of two planned climaxes the one that is judged is named")
  func climaxes() throws {
    var song = SoundSong()
    song.names = ["intro", "verse", "chorus", "break", "finale"]
    song.energies = [0.3, 0.5, 0.88, 0.4, 0.9]
    for part in ["drums", "bass", "counter"] {
      song.change(part) { Spoiling.bar($0) >= 32 ? nil : $0 }
    }
    let found = findings(.missingClimax, in: try song.piece())
    #expect(found.map(\.kind) == [.strength])
    #expect(found.first?.bars == Array(16..<24))
    #expect(found.first?.sentence.contains("chorus-2") == true)
  }

  // MARK: hands, feet and frets

  @Test("an organist has feet, a pianist has none")
  func feet() throws {
    var song = SoundSong()
    for number in [36, 60, 67, 79, 88] { song.add("chords", Beat(3), Beat(1), number, number) }
    #expect(try winces(.handSpan, in: song).count == 1)
    song.instruments["chords"] = "church-organ"
    #expect(try winces(.handSpan, in: song).isEmpty)
    song.instruments["chords"] = "reed-organ"
    #expect(try winces(.handSpan, in: song).count == 1)
    // Feet reach neither the middle of the manual nor a third key.
    song.instruments["chords"] = "church-organ"
    for number in [38, 40] { song.add("chords", Beat(3), Beat(1), number, number) }
    #expect(try winces(.handSpan, in: song).count == 1)
  }

  @Test(
    "a hand covers five frets and no more",
    arguments: [([45, 47, 52, 57, 61, 65], true), ([46, 47, 52, 57, 61, 65], false)])
  func frets(_ chord: [Int], isPlayable: Bool) throws {
    var song = SoundSong()
    song.instruments["chords"] = "steel-guitar"
    song.parts["chords"] = []
    for number in chord { song.add("chords", Beat(8), Beat(1), number, number) }
    let found = try winces(.unplayableFrets, in: song)
    #expect(found.isEmpty == isPlayable)
    #expect(found.allSatisfy { $0.sentence.contains("within 5 frets") })
  }

  // MARK: files, reasons and figures

  @Test("music from elsewhere is judged with lenience, unless strictly")
  func strictly() throws {
    var song = SoundSong()
    song.add("bass", Beat(150), Beat(1), 10, 60)
    #expect(findings(.outOfRange, in: try song.piece(isRecognized: true)).isEmpty)
    let strict = try song.piece(isRecognized: true, isStrict: true)
    #expect(findings(.outOfRange, in: strict).count == 1)
  }

  @Test("a short piece of many sections is left out for its bars, not for its sections")
  func shortForm() throws {
    let score = try singing(18).score
    var short = score
    short.sections = (0..<5).map {
      Section(id: "a-\($0)", name: "a", startBar: 3 * $0, bars: 3, energy: 0.5)
    }
    let omissions = Reviewer().review(Piece(score: short)).omissions
    #expect(omissions.first { $0.rule == .flatEnergy }?.reason == "there are fewer than 24 bars")
    let plain = Reviewer().review(Piece(score: score)).omissions
    #expect(plain.first { $0.rule == .flatEnergy }?.reason == "there are fewer than 4 sections")
  }

  @Test("without measuring the findings are the same and the figures of form are left out")
  func measuring() throws {
    let piece = try SoundSong().piece()
    let (whole, quick) = (Reviewer().review(piece), Reviewer().review(piece, measuring: false))
    #expect(whole.findings == quick.findings && whole.omissions == quick.omissions)
    #expect(whole.figures["likeness of sections of one name"] != nil)
    #expect(quick.figures["likeness of sections of one name"] == nil)
    #expect(quick.figures["notes in range"] == 1)
  }
}
