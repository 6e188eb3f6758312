import Foundation
import Music
import Testing
import Tokens
import Weights

/// The fixture that the training room writes: `python -m etude_training.grid_fixture`.
private struct GridFixture: Decodable {
  struct Part: Decodable {
    var program: Int
    var drums: Bool
    var role: String
    var notes: [[Int]]
  }

  struct Section: Decodable {
    var start: Int
    var bars: Int
    var name: String

    init(from decoder: any Decoder) throws {
      var values = try decoder.unkeyedContainer()
      start = try values.decode(Int.self)
      bars = try values.decode(Int.self)
      name = try values.decode(String.self)
    }
  }

  struct Known: Decodable {
    var genre, tempo, key, chords, sections, roles, velocity, micro: Bool
    var controls: [Bool]

    var labels: KnownLabels {
      var labels = KnownLabels()
      (labels.genre, labels.tempo, labels.key, labels.chords) = (genre, tempo, key, chords)
      (labels.sections, labels.roles, labels.velocity, labels.micro) =
        (sections, roles, velocity, micro)
      (labels.density, labels.polyphony) = (controls[0], controls[1])
      (labels.register, labels.intensity) = (controls[2], controls[3])
      return labels
    }
  }

  struct Answer: Decodable {
    var bars: [Int]
    var parts: [Int]
    var holes: [[Int]]
    var shift: Int
    var place: Int
    var known: Known
    var rows: [[Int32]]
    var times: [Int]

    var request: WindowRequest {
      WindowRequest(
        bars: bars[0]..<bars[1], parts: parts,
        holes: Set(holes.map { CellPlace(bar: $0[0], part: $0[1]) }), asked: nil, shift: shift,
        place: place, known: known.labels)
    }
  }

  struct Made: Decodable {
    var metres: [String]
    var tempos: [[Int]]
    var key: String
    var chords: [[String]]
    var sections: [Section]
    var parts: [Part]
    var genre: String
    var played: Bool
    var off: Int
    var frame: [[Int]]
    var windows: [Answer]
  }

  var vocabulary: Int
  var resolution: Int
  var scores: [Made]

  static func load() throws -> GridFixture {
    var root = URL(fileURLWithPath: #filePath)
    for _ in 0..<2 { root.deleteLastPathComponent() }
    let file = root.appendingPathComponent("Fixtures/Tokens/grid.json")
    return try JSONDecoder().decode(GridFixture.self, from: Data(contentsOf: file))
  }

  func score(_ made: Made) throws -> Score {
    var meters = MeterMap(.common)
    for (bar, name) in made.metres.enumerated() {
      meters.set(try #require(Meter(name)), from: bar)
    }
    let tempo = TempoMap(
      changes: made.tempos.map {
        TempoMap.Change(beat: Beat($0[0], resolution), beatsPerMinute: Double($0[1]))
      })
    let end = meters.start(ofBar: made.metres.count)
    let onsets = try made.chords.map { try #require(Beat($0[0])) }
    let chords = try made.chords.enumerated().map { index, pair in
      let next = index + 1 < onsets.count ? onsets[index + 1] : end
      return ChordSpan(
        onset: onsets[index], duration: next - onsets[index], chord: try Chord(symbol: pair[1]))
    }
    let parts = try made.parts.map { part in
      let instrument =
        part.drums ? Instrument.standardKit : Instrument.melodic(program: part.program)
      let role = try #require(Role(rawValue: part.role))
      return Music.Part(
        id: part.role, name: part.role, role: role, instrument: try #require(instrument),
        notes: part.notes.map {
          Note(
            onset: Beat($0[0], resolution), duration: Beat($0[1], resolution),
            pitch: Pitch(number: $0[2]), velocity: $0[3])
        })
    }
    return Score(
      title: "", meters: meters, tempo: tempo,
      keys: [KeyChange(bar: 0, key: try #require(Key(made.key)))],
      sections: made.sections.map {
        Music.Section(id: $0.name, name: $0.name, startBar: $0.start, bars: $0.bars, energy: 0.5)
      }, chords: chords, parts: parts, length: end)
  }
}

@Suite("Events as the training room makes them") struct GridParityTests {
  @Test("every event of every window is the same")
  func events() throws {
    let fixture = try GridFixture.load()
    let vocabulary = Scores.vocabulary
    #expect(fixture.vocabulary == vocabulary.version)
    var count = 0
    for (number, made) in fixture.scores.enumerated() {
      let (piece, report) = try Gridding(vocabulary).piece(
        of: try fixture.score(made), genre: made.genre, timing: made.played ? .played : .written)
      #expect(report.moved == made.off)
      #expect(piece.bars.map { [$0.start, $0.length] } == made.frame)
      for answer in made.windows {
        let window = try Window(of: piece, answer.request, vocabulary)
        #expect(window.count == answer.rows.count)
        #expect(window.times == answer.times)
        for (index, (event, row)) in zip(window.events, answer.rows).enumerated() {
          #expect(event.values == row, "score \(number), event \(index), \(event.type)")
          count += 1
        }
      }
    }
    #expect(count > 1000)
  }
}
