import Music
import Testing
import Tokens
import Weights

@Suite("Continuing") struct ContinuingTests {
  private let vocabulary = Scores.vocabulary

  private func piece(seed: Int) throws -> Piece {
    try Gridding(vocabulary).piece(of: Scores.made(seed: UInt64(seed))).piece
  }

  @Test("so many bars are written as were asked for, and every wish is kept", arguments: 0..<200)
  func bars(seed: Int) throws {
    var random = RandomStream(seed: UInt64(seed), purpose: "continuing")
    let piece = try piece(seed: seed)
    let given = 1 + random.index(piece.bars.count)
    let parts = [[0, 1, 2, 3], [3, 1], [2]][random.index(3)]
    let bars = 1 + random.index(5)
    var wishes = ContinuingWishes(ends: random.chance(0.5))
    if random.chance(0.5) { wishes.metres = [2, 15] }
    wishes.keepsKeyAndTempo = random.chance(0.5)
    wishes.parts[1] = CellWishes(range: 48...72, voices: 2, harmony: .scaleAndChord)
    wishes.parts[2] = CellWishes(voices: 1, positions: [0, 12, 24, 36, 48], lengths: 1...96)
    wishes.parts[3] = CellWishes(drums: [36, 38], mostNotes: 6)
    wishes.controls[1] = CellControls(density: 4)
    let request = WindowRequest(
      bars: max(0, given - 4)..<given, parts: parts, shift: random.index(3) - 1)
    let start = try Continuing(of: piece, request, bars: bars, wishes: wishes, vocabulary)
    #expect(start.prompt.events.last?.type != .end)
    let (writing, window, _, drawn) = written(start, seed: UInt64(seed), stopping: 0.3)
    let found = writing.piece
    #expect(found.bars.count == given + bars)
    #expect(Array(found.bars[..<given]) == Array(piece.bars[..<given]))
    #expect(found.notes.filter { $0.bar < given } == piece.notes.filter { $0.bar < given })
    for note in found.notes where note.bar >= given {
      #expect(parts.contains(note.part))
      #expect(note.position < found.bars[note.bar].length)
      switch note.part {
      case 1:
        #expect((48...72).contains(note.key))
        let bar = found.bars[note.bar]
        let chord = found.chord(at: found.onset(of: note))
        let tones = vocabulary.chordSemitones[chord.kind].map { chord.root - 1 + $0 }
        let bass = chord.root - 1 + chord.bass - 1
        let scale = Scale(rawValue: vocabulary[.mode].name(of: bar.mode) ?? "")
        let steps = try #require(scale).semitones.map { $0 + bar.tonic - 1 }
        #expect((tones + [bass] + steps).contains { ($0 - note.key) % 12 == 0 })
      case 2: #expect([0, 12, 24, 36, 48].contains(note.position) && note.length <= 96)
      case 3: #expect([36, 38].contains(note.key))
      default: break
      }
    }
    for bar in given..<found.bars.count {
      if wishes.metres != nil {
        #expect([2, 15].contains(found.bars[bar].metre))
      } else {
        #expect(found.bars[bar].metre == found.bars[given - 1].metre)
      }
      if wishes.keepsKeyAndTempo {
        #expect(found.bars[bar].tonic == found.bars[given - 1].tonic)
        #expect(found.bars[bar].tempo == found.bars[given - 1].tempo)
      }
      #expect(found.notes(in: CellPlace(bar: bar, part: 3)).count <= 6)
    }
    for (part, voices) in [(1, 2), (2, 1)] {
      let own = found.notes.filter { $0.part == part }
      for note in own where note.bar >= given {
        let time = found.onset(of: note)
        let sounding = own.count {
          found.onset(of: $0) <= time && time < found.onset(of: $0) + $0.length
        }
        #expect(sounding <= voices)
      }
    }
    // Notes do not outlast the music.
    let end = found.bars.last?.end ?? 0
    #expect(
      found.notes.allSatisfy { $0.bar < given || found.onset(of: $0) + $0.length <= end })
    let reading = try WindowReading(window, vocabulary)
    #expect(reading.piece.bars.count == request.bars.count + bars)
    #expect(
      window.events.filter { $0.type == .note }.count
        == found.notes.count { $0.bar >= request.bars.lowerBound && parts.contains($0.part) })
    for event in window.events.suffix(from: start.prompt.count) where event.type == .cell {
      #expect(event[.density] == (parts[event[.slot] - 1] == 1 ? 4 : event[.density]))
      #expect(event[.instrument] == piece.parts[parts[event[.slot] - 1]].instrument)
    }
    for choice in drawn {
      #expect(choice.allowed.allSatisfy { (1..<vocabulary[choice.field].size).contains($0) })
    }
  }

  @Test("labels that are hidden stay unknown")
  func hidden() throws {
    let piece = try piece(seed: 3)
    let request = WindowRequest(bars: 0..<4, parts: [0, 3], known: KnownLabels(all: false))
    let start = try Continuing(of: piece, request, bars: 3, vocabulary)
    let (_, window, _, _) = written(start, seed: 5)
    let hidden: [EventField] = [
      .genre, .tempo, .tonic, .mode, .section, .left, .final, .root, .kind, .bass, .role, .density,
      .polyphony, .register, .intensity, .velocity, .micro,
    ]
    for event in window.events {
      for field in hidden { #expect(event[field] == 0, "\(field) of \(event.type)") }
    }
  }

  @Test("the end of a piece is told where it is wished")
  func ending() throws {
    let piece = try piece(seed: 4)
    let request = WindowRequest(bars: 0..<4, parts: [0, 1, 2, 3])
    let start = try Continuing(
      of: piece, request, bars: 3, wishes: ContinuingWishes(ends: true), vocabulary)
    let (_, window, _, _) = written(start, seed: 5)
    let finals = window.events.filter { $0.type == .bar }.map { $0[.final] }
    #expect(finals.suffix(3) == [3, 2, 1])
  }

  @Test(
    "a piece that closes comes to rest on its tonic, after a chord that leads there",
    arguments: 0..<60)
  func closing(seed: Int) throws {
    let piece = try piece(seed: seed)
    let last = try #require(piece.bars.last)
    let scale = try #require(vocabulary.scale(of: last))
    guard !piece.chords.isEmpty else { return }
    let request = WindowRequest(
      bars: 4..<piece.bars.count, parts: [0, 1, 2, 3], shift: seed % 5 - 2)
    let start = try Continuing(
      of: piece, request, bars: 3, wishes: ContinuingWishes(ends: true, closes: true), vocabulary)
    let found = written(start, seed: UInt64(seed), stopping: 0.3).0.piece
    let bars = Array(found.bars.suffix(2))
    func chords(in bar: GridBar) -> [ChordValues] {
      found.chords.filter { bar.start <= $0.time && $0.time < bar.end }.map(\.values)
    }
    for chord in chords(in: bars[0]) {
      #expect([5, 7, 10].contains((chord.root - last.tonic + 12) % 12))
      #expect(chord.bass == 1)
    }
    let rests = chords(in: bars[1])
    #expect(rests.count == 1 && rests[0].root == last.tonic && rests[0].bass == 1)
    let third = scale.contains(last.tonic - 1 + 4) ? 4 : 3
    #expect(vocabulary.chordSemitones[rests[0].kind].contains(third))
    let tones = vocabulary.chordSemitones[rests[0].kind]
    for note in found.notes where note.bar == found.bars.count - 1 {
      #expect(note.position * 2 < max(2, bars[1].length))
      guard !found.parts[note.part].isKit else { continue }
      #expect(tones.contains { ($0 + rests[0].root - 1 - note.key) % 12 == 0 })
    }
  }

  @Test("a continuation that cannot be is refused")
  func refused() throws {
    let piece = try piece(seed: 6)
    func conflict(_ request: WindowRequest, _ bars: Int, _ wishes: ContinuingWishes)
      -> WishConflict?
    {
      do {
        _ = try Continuing(of: piece, request, bars: bars, wishes: wishes, vocabulary)
        return nil
      } catch {
        return error
      }
    }
    let request = WindowRequest(bars: 0..<4, parts: [0, 1])
    #expect(conflict(request, 4, ContinuingWishes()) == nil)
    #expect(conflict(request, 0, ContinuingWishes()) == .window(.noBars))
    #expect(
      conflict(request, 125, ContinuingWishes()) == .window(.tooManyBars(got: 129, most: 128)))
    #expect(conflict(request, 1, ContinuingWishes(metres: [])) == .noMetre)
    #expect(conflict(request, 1, ContinuingWishes(metres: [0, 99])) == .noMetre)
    #expect(
      conflict(request, 1, ContinuingWishes(parts: [1: CellWishes(voices: 0)]))
        == .hole(CellPlace(bar: 3, part: 1), .voices(0)))
    #expect(
      conflict(WindowRequest(bars: 0..<99, parts: [0]), 1, ContinuingWishes())
        == .window(.noSuchBars(got: 0..<99, bars: 8)))
  }
}
