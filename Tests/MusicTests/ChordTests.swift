import Music
import Testing

@Suite("Chord") struct ChordTests {
  @Test(
    "symbols are read with their notes",
    arguments: [
      ("C", [0, 4, 7]), ("Am", [0, 3, 7]), ("F#m7b5", [0, 3, 6, 10]),
      ("Bbmaj9", [0, 4, 7, 11, 14]),
      ("C^7", [0, 4, 7, 11]), ("Ddim7", [0, 3, 6, 9]), ("Gø", [0, 3, 6, 10]),
      ("E7#9", [0, 4, 7, 10, 15]), ("Asus4", [0, 5, 7]), ("C6/9", [0, 4, 7, 9, 14]),
      ("D/F#", [0, 4, 7]), ("G13", [0, 4, 7, 10, 14, 21]), ("Bm(maj7)", [0, 3, 7, 11]),
      ("Cadd9", [0, 4, 7, 14]), ("E5", [0, 7]), ("G7sus4", [0, 5, 7, 10]), ("C+", [0, 4, 8]),
      ("Eb°", [0, 3, 6]), ("A-7", [0, 3, 7, 10]), ("Dbmaj7#11", [0, 4, 7, 11, 18]),
      ("G7b9b13", [0, 4, 7, 10, 13, 20]), ("F6", [0, 4, 7, 9]), ("Dm11", [0, 3, 7, 10, 14, 17]),
      ("C7alt", [0, 4, 7, 10, 15, 20]), ("Caug", [0, 4, 8]), ("C2", [0, 2, 7]),
    ])
  func reads(_ symbol: String, _ semitones: [Int]) throws {
    let chord = try Chord(symbol: symbol)
    #expect(chord.members.map(\.semitones) == semitones)
    #expect(try Chord(symbol: chord.symbol) == chord)
  }

  @Test("notes are spelled by their degree")
  func spelling() throws {
    #expect(try Chord(symbol: "F#m7b5").pitchNames.map(\.description) == ["F#", "A", "C", "E"])
    #expect(try Chord(symbol: "Abm").pitchNames.map(\.description) == ["Ab", "Cb", "Eb"])
    #expect(try Chord(symbol: "D/F#").lowest == PitchName(.f, 1))
  }

  @Test(
    "what is no chord is refused with its position",
    arguments: [
      ("", ChordParsingError.empty), ("H7", .noRoot(text: "H7", position: 0)),
      ("am", .noRoot(text: "am", position: 0)), ("C8", .unexpected(text: "C8", position: 1)),
      ("Cmaj7x", .unexpected(text: "Cmaj7x", position: 5)),
      ("C/", .noBass(text: "C/", position: 2)), ("C/H", .noBass(text: "C/H", position: 2)),
      ("Am7 ", .unexpected(text: "Am7 ", position: 3)),
    ])
  func refuses(_ symbol: String, _ expected: ChordParsingError) {
    #expect(throws: expected) { try Chord(symbol: symbol) }
  }

  @Test("every chord that can be built prints and reads back", arguments: 0..<40)
  func roundTrip(_ seed: Int) throws {
    var random = RandomStream(seed: UInt64(seed), purpose: "chord")
    for _ in 0..<50 {
      var chord = Chord(
        PitchName(Letter.allCases[random.index(7)], random.index(3) - 1),
        Chord.Triad.allCases[random.index(6)])
      let isHalfOrFull = chord.triad == .diminished
      if random.chance(0.6) {
        chord.seventh = isHalfOrFull ? .diminished : random.chance(0.5) ? .minor : .major
        if !isHalfOrFull { chord.tension = [nil, 9, 11, 13][random.index(4)] }
      } else if random.chance(0.3), chord.triad == .major || chord.triad == .minor {
        chord.added = [[6], [6, 9], [9]][random.index(3)]
      }
      if random.chance(0.3) { chord.bass = PitchName(Letter.allCases[random.index(7)]) }
      if chord.bass == chord.root { chord.bass = nil }
      #expect(try Chord(symbol: chord.symbol) == chord, "seed \(seed): \(chord.symbol)")
    }
  }
}

@Suite("RomanNumeral") struct RomanNumeralTests {
  @Test(
    "numerals name chords in a key",
    arguments: [
      ("ii7", "C major", "Dm7"), ("V7", "C major", "G7"), ("bVII", "C major", "Bb"),
      ("IVmaj7", "D major", "Gmaj7"), ("V7/V", "C major", "D7"), ("viio7", "A minor", "G#dim7"),
      ("VI", "D minor", "Bb"), ("bVI", "D minor", "Bb"), ("VII", "D minor", "C"),
      ("i9", "D minor", "Dm9"), ("V", "D minor", "A"), ("iv", "D minor", "Gm"),
      ("I/3", "G major", "G/B"), ("bIImaj7", "A minor", "Bbmaj7"), ("III+", "A minor", "Caug"),
      ("iiø", "A minor", "Bm7b5"), ("#iv°7", "C major", "F#dim7"), ("v7", "G mixolydian", "Dm7"),
      ("IV", "D dorian", "G"), ("ii7/V", "C major", "Am7"), ("bIII", "E major", "G"),
    ])
  func chords(_ numeral: String, _ key: String, _ symbol: String) throws {
    let key = try #require(Key(key))
    #expect(try RomanNumeral(numeral).chord(in: key).symbol == symbol)
  }

  @Test("a chord's numeral names the same chord", arguments: Scale.allCases)
  func roundTrip(_ scale: Scale) throws {
    for tonic in ["C", "F#", "Eb", "A"] {
      let key = Key(try #require(PitchName(tonic)), scale)
      for pitchClass in 0..<12 {
        for suffix in ["", "m", "m7b5", "7", "maj7", "dim7", "sus4"] {
          let chord = try Chord(symbol: "\(key.name(ofPitchClass: pitchClass))\(suffix)")
          let numeral = RomanNumeral(chord, in: key)
          let back = try RomanNumeral(numeral.description)
          #expect(
            back.chord(in: key).root.pitchClass == chord.root.pitchClass,
            "\(chord) in \(key): \(numeral)")
          #expect(back == numeral)
        }
      }
    }
  }

  @Test("what is no numeral is refused", arguments: ["", "VIII", "x", "I/4", "V/", "V/V/V", "Iq"])
  func refuses(_ text: String) {
    #expect(throws: ChordParsingError.self) { try RomanNumeral(text) }
  }
}
