import Music
import Originality
import Production
import ReferenceIndex
import Testing

@Suite("Searcher") struct SearcherTests {
  private static let key = [0, 2, 4, 5, 7, 9, 11]

  /// A tune that walks and leaps in a key, with a rhythm of its own.
  private static func tune(_ random: inout RandomStream, notes: Int = 64) -> [Note] {
    var notes: [Note] = [], degree = 14, onset = Beat.zero
    for _ in 0..<64 {
      let length = [Beat(1, 2), Beat(1), Beat(1, 4), Beat(3, 2)][random.index(4)]
      let pitch = 48 + degree / 7 * 12 + key[degree % 7]
      notes.append(
        Note(onset: onset, duration: length, pitch: Pitch(number: pitch), velocity: 80))
      onset = onset + length
      degree = min(27, max(5, degree + [-3, -2, -1, -1, 1, 1, 2, 4][random.index(8)]))
    }
    return notes
  }

  private static func score(_ notes: [Note], role: Role = .lead) -> Score {
    let end = notes.map(\.end).max() ?? Beat(4)
    return Score(
      title: "made up", meters: MeterMap(.common), tempo: TempoMap(beatsPerMinute: 100), keys: [],
      sections: [], chords: [],
      parts: [
        Part(
          id: "lead", name: "Lead", role: role, instrument: Instrument.catalogue[0], notes: notes)
      ],
      length: end)
  }

  private static func library(
    seed: UInt64, works: Int = 60
  ) throws -> (searcher: Searcher, tunes: [[Note]], index: ReferenceIndex) {
    var random = RandomStream(seed: seed, purpose: "library")
    var maker = IndexMaker()
    var tunes: [[Note]] = []
    for number in 0..<works {
      let notes = tune(&random)
      tunes.append(notes)
      let reading = try #require(IndexMaker.Reading(score(notes), recognizing: false))
      maker.add(
        reading,
        name: Verdict.Work(
          id: "tune-\(number)", title: "Tune \(number)", composer: "", licence: "CC0-1.0",
          source: "", attribution: "", genre: "folk", tune: number))
    }
    let bytes = try maker.finish(name: "tunes", about: "", alarm: 30) { count, work in
      for number in 0..<count { work(number) }
    }
    let index = try ReferenceIndex(bytes: bytes)
    return (try Searcher([.init(name: "tunes", index: index)]), tunes, index)
  }

  private static func verdict(_ searcher: Searcher, _ notes: [Note]) throws -> Verdict {
    try searcher.verdict(of: PieceLines(score(notes), recognizing: false))
  }

  @Test("an excerpt is found in any key, at any tempo and with ornaments", arguments: 0..<12)
  func varied(seed: UInt64) throws {
    let (searcher, tunes, _) = try Self.library(seed: seed % 3)
    var random = RandomStream(seed: seed, purpose: "excerpt")
    let own = Self.tune(&random)
    let number = random.index(tunes.count)
    let first = random.index(40)
    let excerpt = tunes[number][first..<first + 16]
    let shift = random.index(11) - 5
    let factor = [Beat(1), Beat(2), Beat(1, 2)][random.index(3)]
    var notes = Array(own.prefix(24))
    var onset = notes.last?.end ?? .zero
    for (place, note) in excerpt.enumerated() {
      let length = note.duration * factor
      let pitch = Pitch(number: note.pitch.number + shift)
      if place % 8 == 3 {
        let neighbour = Pitch(number: pitch.number + 2)
        let third = length * Beat(1, 4)
        for (pitch, length) in [
          (pitch, third), (neighbour, third), (pitch, length - third - third),
        ] {
          notes.append(Note(onset: onset, duration: length, pitch: pitch, velocity: 80))
          onset = onset + length
        }
      } else {
        notes.append(Note(onset: onset, duration: length, pitch: pitch, velocity: 80))
        onset = onset + length
      }
    }
    let verdict = try Self.verdict(searcher, notes)
    let match = try #require(
      verdict.matches.first { $0.line == .melody && $0.work.id == "tune-\(number)" }, "seed \(seed)"
    )
    // How many are called quotations is measured on real works (Benchmarks/originality).
    #expect(match.notes >= 8 && match.rarity >= 20, "\(match)")
    #expect(match.transposition == shift)
    #expect(verdict == (try Self.verdict(searcher, notes)))
  }

  @Test("what is found first is what aligning every work everywhere finds", arguments: 0..<12)
  func unpruned(seed: UInt64) throws {
    let (searcher, tunes, index) = try Self.library(seed: seed % 3)
    var random = RandomStream(seed: seed, purpose: "unpruned")
    let number = random.index(tunes.count)
    let first = random.index(40)
    var notes = Array(Self.tune(&random).prefix(20))
    let shift = (notes.last?.end ?? .zero) - tunes[number][first].onset
    for note in tunes[number][first..<first + 14 + random.index(8)] {
      var note = note
      note.onset = note.onset + shift
      notes.append(note)
    }
    let melody = PieceLines(Self.score(notes), recognizing: false).first(.melody)
    let model = try #require(StepModel(bytes: index.model()))
    var best = (work: -1, score: 0, peak: 0, notes: 0)
    var aligner = Aligner(melody, kind: .melody)
    var worth = Worth(kind: .melody, model: model)
    for work in 0..<index.count {
      let line = try index.line(.melody, ofWork: work)
      worth.begin(count: line.count)
      worth.cover(0..<line.count, of: line)
      for diagonal in stride(from: -melody.count, through: line.count, by: Aligner.stray) {
        let found = aligner.best(
          0..<melody.count, of: line, worth, diagonal: diagonal, above: best.score)
        if let found { best = (work, found.score, found.peak, found.notes) }
      }
    }
    let found = try #require(try searcher.likenesses(of: melody).first, "seed \(seed)")
    #expect(found.work == best.work && found.work == number, "seed \(seed)")
    #expect(found.notes == best.notes, "seed \(seed)")
    // Nothing else of the library is like it.
    #expect(found.rarity == Double(best.peak) / 16, "seed \(seed)")
  }

  @Test("any number of threads comes to the same verdict", arguments: 0..<4)
  func threads(seed: UInt64) throws {
    let (searcher, tunes, index) = try Self.library(seed: seed % 3)
    var random = RandomStream(seed: seed, purpose: "threads")
    let notes = Array(tunes[random.index(tunes.count)].prefix(30)) + Self.tune(&random).suffix(20)
    let alone = try Self.verdict(searcher, notes.sorted { $0.onset < $1.onset })
    #expect(!alone.matches.isEmpty)
    for threads in [2, 3, 16] {
      let many = try Searcher([.init(name: "tunes", index: index)], threads: threads)
      #expect(try Self.verdict(many, notes.sorted { $0.onset < $1.onset }) == alone)
    }
  }

  @Test("a rhythm is found on other keys", arguments: 0..<6)
  func rhythm(seed: UInt64) throws {
    let (searcher, tunes, _) = try Self.library(seed: seed % 3)
    var random = RandomStream(seed: seed, purpose: "rhythm")
    let number = random.index(tunes.count)
    let notes = tunes[number].prefix(40).map { note in
      Note(
        onset: note.onset * Beat(2), duration: note.duration * Beat(2),
        pitch: Pitch(number: 60 + random.index(12)), velocity: 80)
    }
    let verdict = try Self.verdict(searcher, notes)
    let match = try #require(verdict.matches.first { $0.line == .rhythm }, "seed \(seed)")
    #expect(match.work.id == "tune-\(number)" && match.notes >= 30, "seed \(seed): \(match)")
    #expect(match.stretching == 2 && match.transposition == 0)
  }

  @Test("tunes of their own are not called quotations", arguments: 0..<12)
  func own(seed: UInt64) throws {
    let (searcher, _, _) = try Self.library(seed: seed % 3)
    var random = RandomStream(seed: seed + 100, purpose: "own")
    let verdict = try Self.verdict(searcher, Self.tune(&random))
    #expect(verdict.outcome != .quotation, "seed \(seed): \(verdict.rarity) bits")
  }

  @Test("what everybody writes is worth nothing: scales and repeated notes")
  func commonplace() throws {
    var maker = IndexMaker()
    let scale = (0..<32).map { step in
      Note(
        onset: Beat(step, 2), duration: Beat(1, 2),
        pitch: Pitch(number: 60 + step % 16 / 7 * 12 + Self.key[step % 16 % 7]), velocity: 80)
    }
    let drone = (0..<32).map {
      Note(onset: Beat($0, 2), duration: Beat(1, 2), pitch: Pitch(number: 67), velocity: 80)
    }
    for (number, notes) in ([scale, drone] + [scale, drone] + [scale, drone]).enumerated() {
      let reading = try #require(IndexMaker.Reading(Self.score(notes), recognizing: false))
      maker.add(
        reading,
        name: Verdict.Work(
          id: "\(number)", title: "", composer: "", licence: "", source: "", attribution: "",
          genre: "folk", tune: number))
    }
    let bytes = try maker.finish(name: "plain", about: "", alarm: 30) { count, work in
      for number in 0..<count { work(number) }
    }
    let searcher = try Searcher([.init(name: "plain", index: ReferenceIndex(bytes: bytes))])
    for notes in [scale, drone] {
      #expect(try Self.verdict(searcher, notes).rarity < 20)
    }
  }

  @Test("nothing, one note and drums alone have nothing to compare")
  func nothing() throws {
    let (searcher, _, _) = try Self.library(seed: 1, works: 4)
    let one = [Note(onset: .zero, duration: Beat(1), pitch: Pitch(number: 60), velocity: 80)]
    for notes in [[], one] {
      #expect(try Self.verdict(searcher, notes).outcome == .nothingToCompare)
    }
    var drums = Self.score(one)
    drums.parts = [
      Part(id: "drums", name: "Drums", role: .drums, instrument: .standardKit, notes: one)
    ]
    let verdict = try searcher.verdict(of: PieceLines(drums, recognizing: true))
    #expect(verdict.outcome == .nothingToCompare && verdict.matches.isEmpty)
  }
}
