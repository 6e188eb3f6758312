import Music
import Testing
import Tokens
import Weights

@Suite("Score -> events -> score") struct RoundTripTests {
  private let vocabulary = Scores.vocabulary

  private func whole(_ piece: Piece) -> WindowRequest {
    WindowRequest(bars: 0..<piece.bars.count, parts: Array(piece.parts.indices))
  }

  @Test(
    "every note on the grid returns exactly, and so does all that events say", arguments: 0..<300)
  func onGrid(seed: Int) throws {
    let score = Scores.made(seed: UInt64(seed))
    let (piece, report) = try Gridding(vocabulary).piece(of: score, genre: "jazz")
    #expect(report.moved == 0 && report.lengthened == 0)
    #expect(report.notes == score.parts.reduce(0) { $0 + $1.notes.count })
    let window = try Window(of: piece, whole(piece), vocabulary)
    let reading = try WindowReading(window, vocabulary)
    #expect(reading.isEnd)
    let made = ScoreMaking(vocabulary).score(of: reading.piece, title: score.title)
    let sounding = score.parts.filter { !$0.notes.isEmpty }
    #expect(made.parts.count == sounding.count)
    for (part, back) in zip(sounding, made.parts) {
      let isFlat = Scores.isFlat(part)
      #expect(Scores.told(back, isFlat: isFlat) == Scores.told(part, isFlat: isFlat))
      #expect(back.instrument == part.instrument && back.role == part.role)
    }
    #expect(made.length == score.length)
    for bar in 0..<score.bars {
      #expect(made.meters.meter(ofBar: bar) == score.meters.meter(ofBar: bar))
      let (key, told) = (made.key(ofBar: bar), score.key(ofBar: bar))
      #expect(key.tonic.pitchClass == told.tonic.pitchClass && key.scale == told.scale)
      let start = score.meters.start(ofBar: bar)
      let classes = [made, score].map {
        vocabulary[.tempo].value(classifying: Int($0.tempo.beatsPerMinute(at: start)))
      }
      #expect(classes[0] == classes[1])
    }
    #expect(made.sections.map(\.name) == score.sections.map(\.name))
    #expect(made.sections.map(\.barRange) == score.sections.map(\.barRange))
    #expect(made.chords.map(\.onset) == score.chords.map(\.onset))
    #expect(made.chords.map(\.duration) == score.chords.map(\.duration))
    #expect(made.chords.map(\.chord.pitchClasses) == score.chords.map(\.chord.pitchClasses))
    #expect(made.chords.map(\.chord.suffix) == score.chords.map(\.chord.suffix))
    // What was made once is made again.
    let again = try Window(
      of: try Gridding(vocabulary).piece(of: made, genre: "jazz").piece, whole(reading.piece),
      vocabulary)
    #expect(again.events.map { $0[.pitch] } == window.events.map { $0[.pitch] })
    #expect(again.times == window.times)
  }

  @Test(
    "bars that end beside the grid cost their notes nothing", arguments: 300..<400)
  func oddBars(seed: Int) throws {
    let score = Scores.made(seed: UInt64(seed), metres: Scores.odd)
    let (piece, report) = try Gridding(vocabulary).piece(of: score)
    #expect(report.moved == 0)
    let made = ScoreMaking(vocabulary).score(of: piece, title: "", parts: score.parts)
    for (part, back) in zip(score.parts, made.parts) {
      let isFlat = Scores.isFlat(part)
      #expect(Scores.told(back, isFlat: isFlat) == Scores.told(part, isFlat: isFlat))
    }
    let window = try Window(of: piece, whole(piece), vocabulary)
    #expect(window.events.count { $0.type == .note } == report.notes)
    #expect(try WindowReading(window, vocabulary).piece.notes.count == report.notes)
  }

  @Test(
    "other notes move by at most 1/48 of a quarter note, and are counted",
    arguments: [5, 7, 32, 480, 1009], 400..<420)
  func besideGrid(grid: Int, seed: Int) throws {
    let score = Scores.made(seed: UInt64(seed), metres: Scores.odd + Scores.named, grid: grid)
    let (piece, report) = try Gridding(vocabulary).piece(of: score)
    let made = ScoreMaking(vocabulary).score(of: piece, title: "", parts: score.parts)
    var moved = 0
    for (part, back) in zip(score.parts, made.parts) {
      let onsets = part.notes.map(\.onset).sorted()
      let found = back.notes.map(\.onset).sorted()
      #expect(onsets.count == found.count)
      for (old, new) in zip(onsets, found) {
        let distance = max(old - new, new - old)
        #expect(distance <= Beat(1, 48), "\(old) came back at \(new)")
        moved += distance == .zero ? 0 : 1
      }
    }
    // A note may be moved to where it was by the bar line of a bar beside the grid.
    #expect(report.moved >= moved && report.moved <= report.notes)
    #expect(moved > 0)
    #expect((0...1).contains(report.movedShare))
  }

  @Test("a performance keeps its notes within 1/432 of a quarter note", arguments: 420..<440)
  func played(seed: Int) throws {
    let score = Scores.made(seed: UInt64(seed), grid: 216)
    let (piece, _) = try Gridding(vocabulary).piece(of: score, timing: .played)
    let made = ScoreMaking(vocabulary).score(of: piece, title: "", parts: score.parts)
    for (part, back) in zip(score.parts, made.parts) {
      #expect(back.notes.map(\.onset).sorted() == part.notes.map(\.onset).sorted())
    }
  }

  @Test("holes are asked for after all that is given, and return as holes", arguments: 440..<480)
  func holes(seed: Int) throws {
    var random = RandomStream(seed: UInt64(seed), purpose: "holes")
    let piece = try Gridding(vocabulary).piece(of: Scores.made(seed: UInt64(seed))).piece
    var request = whole(piece)
    request.parts = [3, 1, 0]
    request.shift = random.index(5) - 2
    request.place = random.index(100)
    for bar in request.bars {
      for part in request.parts where random.chance(0.3) {
        request.holes.insert(CellPlace(bar: bar, part: part))
      }
    }
    request.asked = nil
    let window = try Window(of: piece, request, vocabulary)
    let fills = window.events.count { $0.type == .fill }
    #expect(fills == request.holes.count)
    #expect(window.prompt.events.allSatisfy { $0.type != .fill })
    let reading = try WindowReading(window, vocabulary)
    #expect(reading.holes.count == request.holes.count)
    func told(_ note: GridNote, _ slot: Int, shift: Int) -> [Int] {
      [
        note.bar, slot, note.position, note.pitch + (note.isDrum ? 0 : shift), note.length,
        note.velocity,
      ]
    }
    let found = reading.piece.notes.map { told($0, reading.slots[$0.part], shift: 0) }
    let wanted = piece.notes.filter { request.parts.contains($0.part) }.map {
      told($0, request.parts.firstIndex(of: $0.part) ?? 0, shift: request.shift)
    }
    #expect(Set(found) == Set(wanted) && found.count == wanted.count)
    // What is not asked for by attributes shows none.
    request.asked = [:]
    let open = try Window(of: piece, request, vocabulary)
    for event in open.events where event.type == .hole || event.type == .fill {
      #expect(event[.density] == 0 && event[.register] == 0)
    }
  }

  @Test("notes in some bars are replaced, and all others stay", arguments: 480..<500)
  func replacing(seed: Int) throws {
    let score = Scores.made(seed: UInt64(seed), metres: Scores.odd, grid: 480)
    let piece = try Gridding(vocabulary).piece(of: score).piece
    let places: Set<CellPlace> = [
      CellPlace(bar: 2, part: 0), CellPlace(bar: 3, part: 0), CellPlace(bar: 3, part: 3),
    ]
    let new = [
      GridNote(bar: 2, part: 0, position: 0, pitch: 61, length: 1),
      GridNote(bar: 3, part: 3, position: 0, pitch: 129 + 36, length: 1),
    ]
    let edited = ScoreMaking(vocabulary).replacing(places, of: piece, in: score, with: new)
    for part in score.parts.indices {
      let bars = Set(places.filter { $0.part == part }.map(\.bar))
      let kept = piece.notes.count { $0.part == part && !bars.contains($0.bar) }
      let added = new.count { $0.part == part }
      #expect(edited.parts[part].notes.count == kept + added)
      if bars.isEmpty { #expect(edited.parts[part] == score.parts[part]) }
    }
    let again = try Gridding(vocabulary).piece(of: edited).piece
    for place in places {
      #expect(
        again.notes(in: place).map(\.pitch)
          == new.filter { $0.bar == place.bar && $0.part == place.part }.map(\.pitch))
    }
  }
}
