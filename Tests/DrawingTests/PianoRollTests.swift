import Drawing
import Foundation
import Music
import Production
import Testing

@Suite("PianoRoll")
struct PianoRollTests {
  private static let signatures: [PictureFormat: [UInt8]] = [
    .png: [0x89, 0x50, 0x4E, 0x47], .svg: Array("<?xml".utf8), .pdf: Array("%PDF".utf8),
  ]

  /// Writes pictures for people to look at when `DRAWING_OUTPUT` names a folder.
  private func keep(_ picture: some Picture, _ name: String) throws {
    guard let folder = ProcessInfo.processInfo.environment["DRAWING_OUTPUT"] else { return }
    try picture.write(to: "\(folder)/\(name)")
  }

  @Test("A score becomes a file of each format", arguments: PictureFormat.allCases)
  func formats(format: PictureFormat) throws {
    let roll = PianoRoll(of: ExampleScore.song())
    let bytes = try roll.encoded(as: format)
    #expect(bytes.starts(with: Self.signatures[format] ?? []))
    #expect(bytes.count > 4_000)
    try keep(roll, "roll.\(format.rawValue)")
  }

  @Test("The same score gives the same bytes", arguments: PictureFormat.allCases)
  func deterministic(format: PictureFormat) throws {
    let first = try PianoRoll(of: ExampleScore.song()).encoded(as: format, scale: 1)
    let second = try PianoRoll(of: ExampleScore.song()).encoded(as: format, scale: 1)
    #expect(first == second)
  }

  @Test("A PDF does not tell when it was made")
  func noDate() throws {
    let bytes = try PianoRoll(of: ExampleScore.song()).encoded(as: .pdf)
    #expect(!String(decoding: bytes, as: UTF8.self).contains("CreationDate"))
  }

  @Test("The names, chords and bar numbers are in the picture")
  func words() throws {
    let score = ExampleScore.song()
    let plain = try PianoRoll(of: score).encoded(as: .svg)
    var renamed = score
    renamed.sections[2].name = "refrain"
    #expect(try PianoRoll(of: renamed).encoded(as: .svg) != plain)
    renamed = score
    renamed.chords.removeLast(8)
    #expect(try PianoRoll(of: renamed).encoded(as: .svg) != plain)
  }

  @Test("The width follows the bars unless it is given")
  func width() {
    let song = ExampleScore.song()
    var long = song
    long.length = Beat(4 * 64)
    #expect(PianoRoll(of: song).size.width == 1100)
    #expect(PianoRoll(of: long).size.width > 1100)
    #expect(PianoRoll(of: song, width: 640).size.width == 640)
    #expect(PianoRoll(of: song, width: -.infinity).size.width == 1100)
    #expect(PianoRoll(of: song, width: 1e9).size.width == 16_000)
  }

  @Test("A performance moves the notes")
  func performance() throws {
    let score = ExampleScore.song()
    let parts = score.parts.map { part in
      PerformedPart(
        id: part.id,
        notes: part.notes.map {
          PerformedNote(
            written: $0.onset, time: score.tempo.seconds(at: $0.onset) + 0.03, duration: 0.2,
            key: $0.pitch.number, velocity: $0.velocity)
        })
    }
    let played = PianoRoll(
      of: score, performance: Performance(amount: 1, parts: parts, seconds: score.seconds))
    #expect(
      try played.encoded(as: .png, scale: 1) != PianoRoll(of: score).encoded(as: .png, scale: 1))
    try keep(played, "played.png")
  }

  @Test("The dark theme is drawn in other colours")
  func dark() throws {
    let roll = PianoRoll(of: ExampleScore.song(), theme: .dark)
    #expect(
      try roll.encoded(as: .png, scale: 1)
        != PianoRoll(of: ExampleScore.song()).encoded(as: .png, scale: 1))
    try keep(roll, "dark.png")
  }

  @Test("Empty and odd scores can be drawn")
  func edges() throws {
    var odd = ExampleScore.song()
    odd.meters = MeterMap(changes: [.init(bar: 3, meter: try #require(Meter(7, 8)))])
    odd.title = "control \u{0}\u{7} and a long name " + String(repeating: "x", count: 900)
    odd.sections[0].energy = .nan
    odd.sections[1].startBar = -4
    odd.sections[2].bars = 900
    odd.parts[1].notes[0].velocity = 900
    odd.parts[2].notes = []
    odd.parts[3].notes = [Note(onset: -3, duration: 900, pitch: Pitch(number: 127))]
    for score in [ExampleScore.empty(), odd] {
      #expect(try !PianoRoll(of: score).encoded(as: .png, scale: 1).isEmpty)
      #expect(try !PianoRoll(of: score, width: 1).encoded(as: .svg).isEmpty)
    }
  }

  @Test("A picture beyond the library's size is refused")
  func tooLarge() {
    let roll = PianoRoll(of: ExampleScore.song(), width: 16_000)
    #expect(throws: DrawingError.self) { try roll.encoded(as: .png, scale: 4) }
  }

  @Test("A file gets the format that its ending names; other endings are refused")
  func writing() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let roll = PianoRoll(of: ExampleScore.song())
    let path = folder.appendingPathComponent("a.SVG").path
    try roll.write(to: path)
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)).starts(with: Array("<?xml".utf8)))
    #expect(throws: DrawingError.unknownFormat(path: "a.bmp")) { try roll.write(to: "a.bmp") }
    #expect(throws: DrawingError.unknownFormat(path: "png")) { try roll.write(to: "png") }
    #expect(throws: DrawingError.self) { try roll.write(to: "/no-such-folder/a.png", scale: 0.2) }
  }
}
