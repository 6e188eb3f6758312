import Music
import Testing
import Tokens
import Weights

@Suite("Gridding") struct GriddingTests {
  private let vocabulary = Scores.vocabulary

  private func score(
    _ notes: [Note], meter: Meter = .common, instrument: String = "grand-piano", bars: Int = 2
  ) -> Score {
    let part = Part(
      id: "one", name: "One", role: .lead,
      instrument: Instrument(id: instrument) ?? .standardKit, notes: notes)
    return Score(
      title: "", meters: MeterMap(meter), tempo: TempoMap(beatsPerMinute: 120), keys: [],
      sections: [], chords: [], parts: [part], length: meter.barLength * bars)
  }

  private func note(_ onset: Beat, _ duration: Beat = 1, key: Int = 60, velocity: Int = 80) -> Note
  {
    Note(onset: onset, duration: duration, pitch: Pitch(number: key), velocity: velocity)
  }

  @Test("an empty score is an empty piece")
  func empty() throws {
    let (piece, report) = try Gridding(vocabulary).piece(of: score([], bars: 0))
    #expect(piece.bars.isEmpty && piece.notes.isEmpty)
    #expect(report == GridReport())
    #expect(report.movedShare == 0)
    #expect(throws: WindowError.noBars) {
      try Window(of: piece, WindowRequest(bars: 0..<0, parts: []), vocabulary)
    }
  }

  @Test("what the grid cannot hold is cut or filled, and counted")
  func limits() throws {
    let notes = [
      note(0, 128), note(0, Beat(3071, 24), key: 62), note(0, 200, key: 64),
      note(1, Beat(1, 100), key: 65), note(Beat(1, 48), Beat(1, 48), key: 66),
    ]
    let (piece, report) = try Gridding(vocabulary).piece(of: score(notes))
    #expect(report.notes == 5 && report.shortened == 2 && report.moved == 1)
    #expect(report.lengthened == 2)
    #expect(piece.notes.map(\.length) == [3071, 3071, 3071, 1, 1])
    #expect(piece.notes.map(\.position) == [0, 0, 0, 1, 24].sorted())
  }

  @Test("a note just before the end of the last bar begins the next one")
  func lastStep() throws {
    let (piece, report) = try Gridding(vocabulary).piece(of: score([note(Beat(799, 100))]))
    #expect(piece.bars.count == 3)
    #expect(piece.notes[0].bar == 2 && piece.notes[0].position == 0)
    #expect(report.moved == 1)
  }

  @Test("velocities of a part that has two or fewer are unknown")
  func flat() throws {
    let gridding = Gridding(vocabulary)
    let flat = try gridding.piece(of: score([note(0, velocity: 1), note(1, velocity: 127)])).piece
    #expect(flat.notes.map(\.velocity) == [0, 0])
    let three = [note(0, velocity: 1), note(1, velocity: 64), note(2, velocity: 127)]
    #expect(try gridding.piece(of: score(three)).piece.notes.map(\.velocity) == [1, 17, 32])
  }

  @Test("kinds of chords and metres without a name are counted")
  func unnamed() throws {
    var odd = score([], meter: try #require(Meter(10, 8)))
    odd.chords = [ChordSpan(onset: 0, duration: 10, chord: try Chord(symbol: "Bm11b5/A"))]
    let (piece, report) = try Gridding(vocabulary).piece(of: odd)
    #expect(report.unnamedChords == 1 && report.unnamedMetres == 2)
    #expect(vocabulary[.kind].name(of: piece.chords[0].values.kind) == "other")
    #expect(piece.chords[0].values.bass == 11)
    #expect(vocabulary[.metre].name(of: piece.bars[0].metre) == "other")
    #expect(piece.tones(at: 5).contains(9))
  }

  @Test("where no chord sounds there are no tones, but the chord stays in force")
  func gap() throws {
    var gap = score([])
    gap.chords = [ChordSpan(onset: 0, duration: 2, chord: try Chord(symbol: "C"))]
    let piece = try Gridding(vocabulary).piece(of: gap).piece
    #expect(piece.tones(at: 47) == PitchClassSet([0, 4, 7]))
    #expect(piece.tones(at: 48).isEmpty)
    #expect(piece.chord(at: 48) == ChordValues(root: 1, kind: 1, bass: 1))
  }

  @Test("what has no place on the grid is refused with the reason")
  func refused() throws {
    let gridding = Gridding(vocabulary)
    #expect(throws: TokenError.barTooLong(bar: 0, metre: "9/1")) {
      try gridding.piece(of: score([], meter: try #require(Meter(9, 1))))
    }
    #expect(throws: TokenError.noteBeforeStart(part: "one", onset: "-1/2")) {
      try gridding.piece(of: score([note(Beat(-1, 2))]))
    }
    #expect(throws: TokenError.noteWithoutLength(part: "one", onset: "1")) {
      try gridding.piece(of: score([note(1, 0)]))
    }
    #expect(throws: TokenError.keyOutOfRange(part: "one", key: 128)) {
      try gridding.piece(of: score([note(0, key: 128)]))
    }
    #expect(throws: TokenError.unknownGenre("polka-metal")) {
      try gridding.piece(of: score([]), genre: "polka-metal")
    }
    #expect(throws: TokenError.tooManyBars(got: 500_001, most: Gridding.mostBars)) {
      try gridding.piece(of: score([note(2_000_000)]))
    }
  }

  @Test(
    "attributes of a cell are the classes of its notes",
    arguments: [
      ([], 96, CellControls(density: 1)),
      ([(0, 61, 96, 0)], 96, CellControls(density: 2, polyphony: 1, register: 6)),
      (
        [(0, 61, 24, 20), (24, 73, 24, 22)], 96,
        CellControls(density: 3, polyphony: 1, register: 7, intensity: 5)
      ),
      (
        [(0, 61, 25, 1), (24, 61, 24, 1)], 48,
        CellControls(density: 4, polyphony: 2, register: 6, intensity: 1)
      ),
      ([(0, 165, 1, 0), (0, 171, 1, 0)], 12, CellControls(density: 8, polyphony: 2)),
    ] as [([(Int, Int, Int, Int)], Int, CellControls)])
  func controls(notes: [(Int, Int, Int, Int)], barLength: Int, expected: CellControls) {
    let cell = notes.map {
      GridNote(bar: 0, part: 0, position: $0.0, pitch: $0.1, length: $0.2, velocity: $0.3)
    }
    #expect(CellControls(of: cell[...], barLength: barLength, vocabulary) == expected)
  }

  @Test("attributes are wished in plain numbers")
  func wished() {
    let wish = CellControls(
      notesPerBeat: Beat(3, 2), voices: 9, meanKey: 60, meanVelocity: 64, vocabulary)
    #expect(wish == CellControls(density: 5, polyphony: 6, register: 6, intensity: 4))
    #expect(CellControls(notesPerBeat: 0, vocabulary) == CellControls.rest)
    #expect(CellControls(notesPerBeat: nil, vocabulary) == CellControls())
  }
}
