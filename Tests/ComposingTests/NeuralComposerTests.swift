import Composing
import Foundation
import Inference
import Music
import Production
import StyleFiles
import Testing
import Weights

/// The neural composer of made-up weights: what holds whatever a model would like to write.
@Suite("The neural composer") struct NeuralComposerTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  private let composer: NeuralComposer
  private let style: Style
  private let plan: Plan
  private let draft: Score

  init() throws {
    let vocabulary = try Vocabulary.load(
      folder: Self.root.appending(path: "Sources/Formats/Weights/Resources").path)
    let file = try ModelFile(
      path: Self.root.appending(path: "Tests/Fixtures/Models/rows/composer.safetensors").path,
      vocabularyVersion: vocabulary.version)
    composer = NeuralComposer(
      Transformer(try ModelWeights(file, layout: EventLayout(vocabulary))), vocabulary)
    style = try #require(try House.styles().all.first { $0.name == "pop-ballad" })
    var brief = Brief()
    brief.bars = 16
    plan = try Planner(engineVersion: "1").plan(brief: brief, style: style, seed: 4)
    draft = Composer().compose(plan: plan, style: style)
  }

  private func pitched() -> [Plan.PlannedPart] { plan.parts.filter { !$0.instrument.isDrumKit } }

  private func bar(_ note: Note) -> Int { plan.meters.bar(at: note.onset) }

  @Test("bars that were not asked for stay as they are, whatever the model writes")
  func stays() throws {
    for part in pitched() {
      let made = try composer.rewrite(
        draft, plan: plan, style: style, targets: [part.id: [4, 5, 6]], draft: draft)
      #expect(made.score.length == draft.length)
      for (before, after) in zip(draft.parts, made.score.parts) where before.id != part.id {
        #expect(before == after)
      }
      let outside = { (notes: [Note]) in notes.filter { !(4...6).contains(bar($0)) } }
      let before = try #require(draft.part(part.id))
      let after = try #require(made.score.part(part.id))
      #expect(outside(before.notes) == outside(after.notes))
      let played = Set(before.notes.map(bar)).intersection([4, 5, 6])
      #expect(Set(made.written[part.id] ?? []) == played)
      if !played.isEmpty { #expect(before.notes != after.notes, "\(part.id)") }
    }
  }

  @Test("notes keep to register, key, chords and voices", arguments: 0..<4)
  func wishes(take: Int) throws {
    let targets = Dictionary(uniqueKeysWithValues: pitched().map { ($0.id, Set(0..<15)) })
    let made = try composer.rewrite(
      draft, plan: plan, style: style, targets: targets, draft: draft, take: take)
    #expect(made.notices.isEmpty)
    for part in pitched() {
      let notes = try #require(made.score.part(part.id)).notes.filter { bar($0) < 15 }
      for note in notes {
        #expect(part.register.contains(note.pitch.number))
        let tones = plan.chord(at: note.onset)?.chord.pitchClasses ?? []
        let key = plan.key(ofBar: bar(note))
        #expect(
          key.contains(pitchClass: note.pitch.number) || tones.contains(note.pitch.number % 12))
        #expect(note.end <= draft.length)
        if part.instrument.polyphony == 1 {
          #expect(notes.filter { $0.onset <= note.onset && $0.end > note.onset }.count == 1)
        }
      }
      // Who rests in the draft rests.
      let playing = Set(try #require(draft.part(part.id)).notes.map(bar))
      #expect(Set(notes.map(bar)).isSubset(of: playing))
    }
  }

  @Test("limits of a part and locked bars hold")
  func limits() throws {
    var plan = plan
    let lead = try #require(plan.parts.firstIndex { $0.role == .lead })
    let bass = try #require(plan.parts.firstIndex { $0.role == .bass })
    plan.parts[lead].limits.high = Pitch(number: plan.parts[lead].register.lowerBound + 9)
    plan.parts[bass].limits.rootsOnly = true
    let (lines, roots) = (plan.parts[lead].id, plan.parts[bass].id)
    let made = try composer.rewrite(
      draft, plan: plan, style: style,
      targets: [lines: Set(0..<15), roots: Set(0..<15)], draft: draft,
      locks: [Lock(part: lines, bars: 4..<6)])
    let high = plan.parts[lead].register.lowerBound + 9
    for note in try #require(made.score.part(lines)).notes
    where bar(note) < 15 && !(4..<6).contains(bar(note)) {
      #expect(note.pitch.number <= high)
    }
    let locked = { (score: Score) in
      score.part(lines)?.notes.filter { (4..<6).contains(bar($0)) } ?? []
    }
    #expect(locked(made.score) == locked(draft))
    for note in try #require(made.score.part(roots)).notes where bar(note) < 15 {
      let lowest = try #require(plan.chord(at: note.onset)).chord.lowest.pitchClass
      #expect(note.pitch.number % 12 == lowest)
    }
  }

  @Test("the same order gives the same notes, another take others")
  func takes() throws {
    let lead = try #require(plan.parts.first { $0.role == .lead }).id
    let scores = try [0, 0, 1].map { take in
      try composer.rewrite(
        draft, plan: plan, style: style, targets: [lead: Set(0..<15)], draft: draft, take: take
      ).score
    }
    #expect(scores[0] == scores[1])
    #expect(scores[0] != scores[2])
  }

  @Test("what the draft plays twice comes back")
  func form() throws {
    let lead = try #require(plan.parts.first { $0.role == .lead }).id
    let made = try composer.rewrite(
      draft, plan: plan, style: style, targets: [lead: Set(0..<15)], draft: draft)
    func figure(_ score: Score, _ bar: Int) -> [[Int]] {
      let start = plan.meters.start(ofBar: bar)
      return (score.part(lead)?.notes ?? []).filter { self.bar($0) == bar }.map {
        [(($0.onset - start) * 24).floor, $0.pitch.number]
      }
    }
    var returns = 0
    for later in 1..<15 {
      for earlier in 0..<later
      where !figure(draft, later).isEmpty && figure(draft, later) == figure(draft, earlier)
        && plan.chord(at: plan.meters.start(ofBar: later))?.chord
          == plan.chord(at: plan.meters.start(ofBar: earlier))?.chord
      {
        returns += figure(made.score, later) == figure(made.score, earlier) ? 1 : 0
      }
    }
    #expect(returns > 0)
  }

  @Test("work that is stopped ends with an error and changes nothing")
  func stopped() throws {
    let lead = try #require(plan.parts.first { $0.role == .lead }).id
    #expect(throws: NeuralWritingError.inference(.cancelled)) {
      try composer.rewrite(
        draft, plan: plan, style: style, targets: [lead: Set(0..<15)], draft: draft,
        isCancelled: { true })
    }
  }

  @Test("a piece goes on by exactly so many bars, and what stood stays", arguments: [1, 4, 11])
  func goesOn(bars: Int) throws {
    let made = try composer.continued(draft, ContinuationOrder(bars: bars, genre: "waltz", seed: 3))
    #expect(made.notices.isEmpty)
    #expect(made.score.bars == draft.bars + bars)
    #expect(made.score.sections.last?.barRange == draft.bars..<(draft.bars + bars))
    #expect(made.score.sections.dropLast() == draft.sections[...])
    for (before, after) in zip(draft.parts, made.score.parts) {
      #expect(Array(after.notes.prefix(before.notes.count)) == before.notes)
      let keys = before.notes.map(\.pitch.number)
      for note in after.notes.dropFirst(before.notes.count) {
        #expect(note.onset >= draft.length && note.end <= made.score.length)
        if before.instrument.isDrumKit {
          #expect(keys.contains(note.pitch.number))
        } else {
          #expect(((keys.min() ?? 0) - 3...(keys.max() ?? 127) + 3).contains(note.pitch.number))
          let key = draft.key(ofBar: draft.bars - 1)
          let tones = made.score.chords.last { $0.onset <= note.onset }?.chord.pitchClasses ?? []
          #expect(
            key.contains(pitchClass: note.pitch.number) || tones.contains(note.pitch.number % 12))
        }
      }
    }
  }

  @Test("only named parts go on, and an unknown genre is left open")
  func partsThatGoOn() throws {
    let lead = try #require(plan.parts.first { $0.role == .lead }).id
    let made = try composer.continued(
      draft, ContinuationOrder(bars: 2, parts: [lead], genre: "no such music"))
    for (before, after) in zip(draft.parts, made.score.parts) where before.id != lead {
      #expect(before == after)
    }
  }

  @Test("weights that are not there, or no weights, are told apart")
  func missing() throws {
    let folder = Self.root.appending(path: "Tests/Fixtures/Models").path
    #expect {
      try NeuralComposer(folder: folder)
    } throws: { error in
      guard case .vocabulary(_, .missing) = error as? NeuralComposerError else { return false }
      return true
    }
  }

  @Test("genres of style files are genres of the model")
  func genres() throws {
    for style in try House.styles().all {
      guard let genre = style.model?.genre else { continue }
      #expect(composer.genres.contains(genre), "\(style.name)")
    }
  }
}

/// Chords for melodies, and players who join.
@Suite("Joining a sketch") struct JoiningTests {
  private func style(_ name: String) throws -> Style {
    try #require(try House.styles().all.first { $0.name == name })
  }

  /// Eight bars of a hymn tune of our own.
  private func tune() -> Score {
    let numbers = [
      60, 62, 64, 65, 67, 67, 69, 67, 65, 64, 62, 64, 65, 62, 60, 60,
      67, 69, 67, 65, 64, 62, 64, 65, 67, 64, 65, 62, 64, 62, 60, 60,
    ]
    let notes = numbers.enumerated().map { index, number in
      Note(
        onset: Beat(index), duration: Beat(1), pitch: Pitch(number: number), velocity: 80)
    }
    let instrument = Instrument(id: "violin") ?? .standardKit
    return Score(
      title: "Tune", meters: MeterMap(.common), tempo: TempoMap(beatsPerMinute: 90),
      keys: [KeyChange(bar: 0, key: Key(PitchName(.c), .major))],
      sections: [Section(id: "a", name: "a", startBar: 0, bars: 8, energy: 0.5)], chords: [],
      parts: [Part(id: "tune", name: "Tune", role: .lead, instrument: instrument, notes: notes)],
      length: Beat(32))
  }

  @Test("chords under a melody hold most of its strong notes and close on the tonic")
  func chords() throws {
    for name in ["chorale", "folk", "pop-ballad", "string-quartet", "country"] {
      let score = tune()
      let chords = Harmonizing(style: try style(name), meters: score.meters).chords(
        under: score.parts[0].notes, keys: score.keys, length: score.length)
      #expect(chords.first?.onset == .zero)
      #expect(chords.last?.end == score.length)
      for (first, second) in zip(chords, chords.dropFirst()) {
        #expect(first.end == second.onset)
        #expect(first.chord != second.chord)
      }
      #expect(chords.last?.chord.root.pitchClass == 0, "\(name)")
      let strong = score.parts[0].notes.filter { ($0.onset % Beat(2)) == .zero }
      let held = strong.filter { note in
        chords.last { $0.onset <= note.onset }?.chord.pitchClasses
          .contains(note.pitch.number % 12) ?? false
      }
      #expect(held.count * 100 >= 75 * strong.count, "\(name): \(held.count) of \(strong.count)")
      #expect(Set(chords.map(\.chord)).count >= 3, "\(name)")
    }
  }

  @Test("players who join leave what stands as it is, and play where they are asked")
  func joining() throws {
    var score = tune()
    let style = try style("folk")
    score.chords = Harmonizing(style: style, meters: score.meters).chords(
      under: score.parts[0].notes, keys: score.keys, length: score.length)
    let plan = Plan(
      title: "Tune", seed: 1, engine: "1", styles: [.init(name: "folk", weight: 1)],
      keys: score.keys, meters: score.meters, tempo: score.tempo,
      sections: [
        Plan.PlannedSection(
          id: "a", name: "a", startBar: 0, bars: 8, energy: 0.5, phrase: 4, occurrence: 0,
          transition: .ending, layers: ["tune": 1])
      ],
      chords: score.chords,
      parts: [
        Plan.PlannedPart(
          id: "tune", name: "Tune", role: .lead, instrument: score.parts[0].instrument,
          register: 55...84, complexity: 0.5)
      ], length: score.length, ending: .held, loop: false, loudness: style.loudness, notices: [])
    let accompaniment = Accompaniment(style: style, seed: 1)
    let joined = try accompaniment.joined(["bass", "keys", "drums"], to: plan, bars: 0..<8)
    let ids = joined.parts.map(\.id).filter { $0 != "tune" }
    #expect(ids.count >= 3)
    let played = accompaniment.played(ids, in: score, plan: joined, bars: 2..<8, take: 1)
    #expect(played.part("tune") == score.part("tune"))
    for id in ids {
      let bars = Set((played.part(id)?.notes ?? []).map { score.meters.bar(at: $0.onset) })
      #expect(!bars.isEmpty, "\(id)")
      #expect(bars.isSubset(of: Set(2..<8)), "\(id)")
    }
    #expect(throws: (any Error).self) {
      try accompaniment.joined(["bass"], to: joined, bars: 0..<8)
    }
    #expect(throws: PlanningError.self) {
      try accompaniment.joined(["flugelhornette"], to: plan, bars: 0..<8)
    }
    #expect(!accompaniment.usualParts(beside: [.lead]).isEmpty)
  }
}
