import Foundation
import Music
import Production
import Testing

/// Grids of a bar as readable values.
@Suite("PatternGrid")
struct PatternGridTests {
  private static let text = """
    open-hat  : ..............x.
    closed-hat: X.o.X.o.X.o.X...
    snare     : ....X..g....X..g
    kick      : X.....x.x.......
    """

  private func part(_ notes: [Note], on id: String) -> Part {
    Part(
      id: "p", name: "p", role: .drums, instrument: Instrument(id: id) ?? .standardKit,
      notes: notes)
  }

  @Test("goes from text to notes to grid to text and back")
  func roundTrip() throws {
    let grid = try #require(PatternGrid(PatternGridTests.text))
    #expect(grid.length == 4 && grid.rows.count == 4)
    let meters = MeterMap(.common)
    let notes = grid.notes(from: meters.start(ofBar: 2))
    #expect(notes.count == 15 && notes.first?.onset == 8)
    let read = PatternGrid(part: part(notes, on: "standard-kit"), bar: 2, meters: meters)
    #expect(read.rows == grid.rows && read.offGrid == 0)
    #expect(PatternGrid(read.description) == read)
    #expect(PatternGrid(part: part(notes, on: "standard-kit"), bar: 1, meters: meters).rows.isEmpty)
  }

  @Test("shows pitches with their holds, triplets on their own grid and what lies between")
  func pitches() throws {
    let grid = try #require(PatternGrid("A2: X---..x-; C3: ....o-..; steps 2 a beat"))
    let notes = grid.notes(from: .zero)
    #expect(notes.map(\.duration) == [2, 1, 1])
    let meters = MeterMap(.common)
    let read = PatternGrid(part: part(notes, on: "electric-bass"), bar: 0, meters: meters)
    #expect(read.rows.map(\.name) == ["C3", "A2"])
    #expect(read.notes(from: .zero).map(\.onset) == notes.map(\.onset))
    let triplets = (0..<6).map {
      Note(onset: Beat($0, 3), duration: Beat(1, 3), pitch: Pitch(number: 42), velocity: 90)
    }
    let swung = PatternGrid(part: part(triplets, on: "jazz-kit"), bar: 0, meters: meters)
    #expect(swung.stepsPerBeat == 3 && swung.offGrid == 0)
    let flam = Note(
      onset: Beat(15, 16), duration: Beat(1, 16), pitch: Pitch(number: 38), velocity: 40)
    let late = PatternGrid(part: part(notes + [flam], on: "standard-kit"), bar: 0, meters: meters)
    #expect(late.offGrid == 1)
  }

  @Test(
    "refuses what is no grid",
    arguments: [
      "", "kick", "kick: ", "kick: X..q", "tuba: X...", "kick: X...; snare: X..",
      "kick: X...; kick: x...", "steps 5 a beat; kick: X...", "H9: x",
    ])
  func refused(_ text: String) { #expect(PatternGrid(text) == nil) }

  @Test("a planned part written before there were controls still opens")
  func oldParts() throws {
    let part = Plan.PlannedPart(
      id: "bass", name: "Bass", role: .bass,
      instrument: try #require(Instrument(id: "upright-bass")),
      register: 28...55, complexity: 0.5)
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let text = String(decoding: try encoder.encode(part), as: UTF8.self)
    let old = text.replacing("\"controls\":{},", with: "")
    #expect(old != text)
    #expect(try JSONDecoder().decode(Plan.PlannedPart.self, from: Data(old.utf8)) == part)
  }

  @Test("controls keep what is not turned, and old parts have none")
  func controls() throws {
    var first = PlayerControls()
    first.complexity = 0.3
    first.pieces = DrumPieces("ride,-hats")
    var second = PlayerControls()
    second.fills = 1
    second.pieces = DrumPieces("hats")
    let turned = first.turned(by: second)
    #expect(turned.complexity == 0.3 && turned.fills == 1)
    #expect(turned.pieces?.isOn(.closedHat) == true && turned.pieces?.isOn(.ride) == true)
    #expect(DrumPieces("-hats,open-hat")?.isOn(.openHat) == true)
    #expect(DrumPieces("-hats,open-hat")?.description == "-hats,open-hat")
    for wrong in ["", "tuba", "hats,-hats", "--hats"] {
      #expect(DrumPieces(wrong) == nil, "\(wrong)")
    }
  }
}
