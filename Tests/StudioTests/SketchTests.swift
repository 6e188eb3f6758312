import Composing
import Foundation
import Music
import Production
import StandardMIDI
import Studio
import Testing

/// Sketches that are continued, accompanied and harmonised, and projects that the model writes in.
@Suite("Sketches") struct SketchTests {
  private let folder: TemporaryFolder
  private let studio: Studio

  init() throws {
    folder = try TemporaryFolder()
    studio = try makeStudio(folder)
  }

  /// A project made of eight bars of a tune of our own.
  private func sketch(style: String? = "folk", length: Beat = 32) throws -> Project {
    let numbers = [
      67, 69, 71, 67, 74, 72, 71, 69, 67, 71, 74, 79, 78, 76, 74, 72, 71, 69, 67, 69, 71, 72, 74,
      71,
      69, 67, 66, 69, 67, 62, 66, 67,
    ]
    let notes = numbers.enumerated().filter { Beat($0.offset) < length }.map { index, number in
      Note(
        onset: Beat(index), duration: min(Beat(1), length - Beat(index)),
        pitch: Pitch(number: number),
        velocity: 70 + index % 4 * 5)
    }
    let score = Score(
      title: "Tune", meters: MeterMap(.common), tempo: TempoMap(beatsPerMinute: 100),
      keys: [KeyChange(bar: 0, key: Key(PitchName(.g), .major))], sections: [], chords: [],
      parts: [
        Part(
          id: "lead", name: "Flute", role: .lead,
          instrument: try #require(Instrument(id: "flute")), notes: notes)
      ], length: length)
    let path = folder.path + "/tune.mid"
    try Data(try ScoreEncoder().file(of: score).encoded()).write(to: URL(fileURLWithPath: path))
    let output = folder.path + "/tune"
    _ = try studio.importMIDI(
      ImportRequest(file: path, style: style, output: output, replacing: true))
    return try Project.open(at: output)
  }

  @Test("a sketch goes on by so many bars; undo takes them back")
  func continued() throws {
    let project = try sketch()
    let before = try project.file.song()
    let report = try studio.continuing(project, ContinueRequest(bars: 6, seed: 2))
    let after = try project.file.song()
    #expect(report.text.contains("14 bars"))
    #expect(after.score.bars == before.score.bars + 6)
    #expect(after.plan.bars == after.score.bars)
    #expect(after.plan.length == after.score.length)
    let (old, new) = (before.score.parts[0].notes, after.score.parts[0].notes)
    #expect(Array(new.prefix(old.count)) == old)
    #expect(new.count > old.count)
    let played = try #require(after.performance.parts.first)
    #expect(played.notes.contains { $0.written >= before.score.length })
    #expect(
      before.performance.parts[0].notes
        == played.notes.filter { $0.written < before.score.length })
    try project.file.undo(by: studio.notary)
    #expect(try project.file.song() == before)
  }

  @Test("a sketch that goes on in another style gets that style's band in the new bars alone")
  func otherStyle() throws {
    let project = try sketch()
    let before = try project.file.song()
    try studio.continuing(project, ContinueRequest(bars: 8, style: "bossa-nova"))
    let after = try project.file.song()
    #expect(after.style.name == "bossa-nova")
    #expect(after.score.parts.count > before.score.parts.count)
    for part in after.score.parts.dropFirst(before.score.parts.count) {
      #expect(part.notes.allSatisfy { $0.onset >= before.score.length }, "\(part.id)")
    }
    #expect(after.score.parts.contains { $0.instrument.isDrumKit && !$0.notes.isEmpty })
    // What was made of it can be worked on like any song.
    try studio.regenerate(
      project, RegenerateRequest(bars: 8..<12, parts: ["lead"], composer: .model))
    let again = try project.file.song()
    let outside = { (song: Song) in
      song.score.parts[0].notes.filter {
        !(8..<12).contains(song.score.meters.bar(at: $0.onset))
      }
    }
    #expect(outside(again) == outside(after))
    #expect(again.score.parts.dropFirst() == after.score.parts.dropFirst())
  }

  @Test("a bare tune gets chords of the style, which hold its strong notes")
  func tuneChords() throws {
    let song = try sketch().file.song()
    #expect(song.score.title == "Tune")
    let tune = song.score.parts[0].notes
    let held = (0..<song.score.bars).filter { bar in
      let start = song.score.meters.start(ofBar: bar)
      guard let note = tune.first(where: { $0.onset == start }),
        let chord = song.score.chord(at: start)
      else { return false }
      return chord.pitchClasses.contains(note.pitch.number % 12)
    }
    #expect(held.count >= song.score.bars - 1)
    #expect(song.score.chords.last?.chord.root.pitchClass == 7, "it closes on G")
    #expect(song.plan.chords == song.score.chords)
  }

  @Test("the model writes nothing behind a piece that ends within its last bar")
  func cutBar() throws {
    let project = try sketch(length: Beat(59, 2))
    let length = try project.file.song().score.length
    #expect(length < 30)
    for _ in 0..<6 {
      try studio.regenerate(
        project, RegenerateRequest(bars: 4..<8, parts: ["lead"], composer: .model))
      let song = try project.file.song()
      #expect(song.score.length == length)
      #expect(song.score.parts.allSatisfy { $0.notes.allSatisfy { $0.end <= length } })
    }
  }

  @Test("a sketch goes on and is accompanied in a blend of styles")
  func blended() throws {
    let project = try sketch()
    try studio.accompany(
      project, AccompanyRequest(parts: ["bass"], style: "folk:0.7,country:0.3"))
    #expect(try project.file.song().score.parts.count == 2)
  }

  @Test("players join a sketch, and nobody twice")
  func accompanied() throws {
    let project = try sketch()
    let before = try project.file.song()
    try studio.accompany(project, AccompanyRequest(parts: ["bass", "keys"], bars: 2..<8))
    let after = try project.file.song()
    #expect(after.score.parts.count >= 3)
    #expect(after.score.parts[0] == before.score.parts[0])
    for part in after.score.parts.dropFirst() {
      #expect(!part.notes.isEmpty)
      #expect(part.notes.allSatisfy { $0.onset >= 8 })
    }
    #expect(after.score.parts.count == 3)
    try studio.accompany(project, AccompanyRequest(parts: ["violin"]))
    #expect(try project.file.song().score.parts.count == 4)
    try project.file.undo(by: studio.notary)
    #expect(throws: Accompaniment.Fault.self) {
      try studio.accompany(project, AccompanyRequest(parts: ["bass"]))
    }
    #expect(throws: PlanningError.self) {
      try studio.accompany(project, AccompanyRequest(parts: ["nose flute"]))
    }
    #expect(throws: StudioError.barsBeyondEnd(first: 5, last: 20, bars: 8)) {
      try studio.accompany(project, AccompanyRequest(parts: ["violin"], bars: 4..<20))
    }
    #expect(try project.file.song() == after)
  }

  @Test(
    "a melody is harmonised by players and by the model",
    arguments: [ComposerChoice.players, .model])
  func harmonized(by composer: ComposerChoice) throws {
    let project = try sketch()
    let before = try project.file.song()
    try studio.harmonize(project, HarmonizeRequest(composer: composer))
    let after = try project.file.song()
    #expect(after.score.parts[0] == before.score.parts[0])
    #expect(after.score.parts.count >= 4)
    #expect(after.score.chords.last?.chord.root.pitchClass == 7)
    #expect(after.score.chords == after.plan.chords)
    for part in after.score.parts.dropFirst() {
      #expect(!part.notes.isEmpty, "\(part.id)")
      #expect(part.notes.allSatisfy { part.instrument.range.contains($0.pitch.number) })
      let outside = part.notes.count { note in
        let tones = after.plan.chord(at: note.onset)?.chord.pitchClasses ?? []
        return !tones.contains(note.pitch.number % 12)
          && !after.plan.key(ofBar: after.score.meters.bar(at: note.onset))
            .contains(pitchClass: note.pitch.number)
      }
      #expect(outside == 0, "\(part.id)")
    }
  }

  @Test("what cannot be is refused: locked bars, kits that sing, keys without chords")
  func refused() throws {
    let project = try sketch()
    try studio.accompany(project, AccompanyRequest(parts: ["drums"]))
    let kit = try #require(try project.file.song().score.parts.last)
    #expect(kit.instrument.isDrumKit)
    #expect(throws: StudioError.noMelody(part: kit.id)) {
      try studio.harmonize(project, HarmonizeRequest(melody: kit.id))
    }
    #expect(throws: StudioError.noChords(style: "trap", key: "G major")) {
      try studio.harmonize(project, HarmonizeRequest(style: "trap"))
    }
    try studio.lock(project, LockRequest())
    let locked = try project.file.song()
    #expect(throws: StudioError.self) { try studio.harmonize(project, HarmonizeRequest()) }
    #expect(throws: StudioError.self) {
      try studio.accompany(project, AccompanyRequest(parts: ["bass"]))
    }
    #expect(try project.file.song() == locked)
  }

  @Test("the model writes its parts of a song, drums stay the players'")
  func composed() throws {
    let brief = try studio.brief(prompt: "folk, 16 bars")
    var request = ComposeRequest(
      brief: brief, seed: 3, output: folder.path + "/players", formats: [.midi],
      composer: .players)
    _ = try studio.compose(request)
    request.output = folder.path + "/model"
    request.composer = .model
    _ = try studio.compose(request)
    let players = try Project.open(at: folder.path + "/players").file.song()
    let model = try Project.open(at: folder.path + "/model").file.song()
    #expect(players.plan.sections == model.plan.sections)
    #expect(players.score.chords == model.score.chords)
    let lead = try #require(players.plan.parts.first { $0.role == .lead }).id
    #expect(players.score.part(lead) != model.score.part(lead))
    for part in players.score.parts where part.instrument.isDrumKit {
      #expect(part == model.score.part(part.id))
    }
    for entry in model.certificate().entries where entry.isCheckable { #expect(entry.isKept) }
  }

  @Test("without weights the players write, and it is said; going on needs them")
  func noWeights() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Sources/Formats")
    let data = URL(fileURLWithPath: folder.path + "/data")
    try FileManager.default.createDirectory(at: data, withIntermediateDirectories: true)
    for (name, source) in [("styles", "StyleFiles"), ("lexicons", "Lexicons")] {
      try FileManager.default.copyItem(
        at: root.appendingPathComponent("\(source)/Resources"),
        to: data.appendingPathComponent(name))
    }
    let bare = try Studio(
      environment: ["HOME": folder.path, "ETUDE_DATA": data.path], executable: "/nowhere/etude",
      now: { 0 })
    let project = try sketch()
    #expect(throws: StudioError.noWeights(folder: data.path + "/composer")) {
      try bare.continuing(project, ContinueRequest(bars: 4))
    }
    _ = try bare.compose(
      ComposeRequest(
        brief: try bare.brief(prompt: "folk, 8 bars"), seed: 1, output: folder.path + "/bare",
        formats: [.midi], composer: .model))
    let song = try Project.open(at: folder.path + "/bare").file.song()
    #expect(song.plan.notices.contains { $0.contains("weights are not installed") })
    #expect(song.score.parts.contains { !$0.notes.isEmpty })
  }
}

/// What the program says of its neural composer.
@Suite("The composer's card") struct ComposerCardTests {
  @Test("every work that the shipped weights were trained on is listed with an open licence")
  func works() throws {
    let folder = try TemporaryFolder()
    let studio = try makeStudio(folder)
    let card = try studio.composerCard()
    #expect(card.steps > 0 && card.events > 0)
    #expect(card.licences.reduce(0) { $0 + $1.works } == card.works)
    for licence in card.licences {
      let name = licence.name.lowercased()
      #expect(
        ["cc0", "cc-by-", "pd", "public", "bsd", "mit"].contains { name.hasPrefix($0) },
        "\(licence.name)")
      #expect(!name.contains("-sa") && !name.contains("-nc") && !name.contains("-nd"))
    }
    let text = String(decoding: try studio.trainingWorks(), as: UTF8.self)
    for left in ["nottingham", "openewld", "simutrans", "jsb"] {
      #expect(!text.contains("\n\(left)"), "\(left)")
    }
  }
}
