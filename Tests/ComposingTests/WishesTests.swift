import Composing
import Music
import Production
import StyleFiles
import Testing

/// Limits of notes and wishes for parts of the piece hold in every note, however often it is drawn.
@Suite struct WishesTests {
  private let planner = Planner(engineVersion: "1")

  private func plan(_ seed: UInt64 = 1, _ change: (inout Brief) -> Void) throws -> Plan {
    try planner.plan(brief: .with(change), style: TestStyle.pop, seed: seed)
  }

  /// The most pitched notes at once.
  private func peak(_ parts: [Part]) -> Int {
    let edges = parts.filter { !$0.instrument.isDrumKit }.flatMap(\.notes)
      .flatMap { [($0.onset, 1), ($0.end, -1)] }.sorted { ($0.0, $0.1) < ($1.0, $1.1) }
    var (sounding, most) = (0, 0)
    for (_, step) in edges {
      sounding += step
      most = max(most, sounding)
    }
    return most
  }

  private func check(_ score: Score, _ plan: Plan, _ place: Comment) {
    #expect(ScoreCheck.faults(in: score).isEmpty, place)
    for part in plan.parts {
      let notes = score.part(part.id)?.notes ?? []
      #expect(
        part.instrument.isDrumKit || notes.allSatisfy { part.limits.allows($0.pitch.number) }, place
      )
      if let voices = part.limits.voices {
        #expect(peak(score.parts.filter { $0.id == part.id }) <= voices, place)
      }
      guard part.limits.rootsOnly else { continue }
      for note in notes {
        let chords = plan.chords.filter { $0.onset < note.end && $0.end > note.onset }
        #expect(
          chords.allSatisfy { $0.chord.lowest.pitchClass == note.pitch.number % 12 }, place)
      }
    }
  }

  @Test("limits hold in composing, composing anew and varying, in every style", arguments: 0..<16)
  func limits(batch: Int) throws {
    let library = try House.styles()
    let names = library.names
    for seed in UInt64(batch * 4)..<UInt64(batch * 4 + 4) {
      var stream = RandomStream(seed: seed, purpose: "limits")
      let style = try library.style(named: names[Int(seed) % names.count])
      var brief = Brief()
      brief.bars = 16 + stream.index(24)
      let top = Pitch(number: 67 + stream.index(12))
      let bottom = Pitch(number: 28 + stream.index(8))
      brief.limits = [.init(limits: NoteLimits(low: bottom, high: top))]
      if stream.chance(0.5) {
        brief.limits.append(.init(limits: NoteLimits(voices: 4 + stream.index(6))))
      }
      if stream.chance(0.5) {
        brief.limits.append(.init(of: "bass", limits: NoteLimits(rootsOnly: true)))
      }
      if stream.chance(0.5) {
        brief.limits.append(.init(of: "chords", limits: NoteLimits(voices: 2 + stream.index(2))))
      }
      let plan = try planner.plan(brief: brief, style: style, seed: seed)
      let place = Comment(rawValue: "seed \(seed) in \(style.name)")
      let voices = brief.limits.first { $0.of == nil && $0.limits.voices != nil }?.limits.voices
      let score = Composer().compose(plan: plan, style: style)
      let again = Composer().regenerate(
        score: score, plan: plan, style: style, parts: [], bars: 3..<9, take: 2)
      let varied = Composer().vary(score: score, plan: plan, style: style, amount: 0.7, take: 1)
      for one in [score, again, varied] {
        check(one, plan, place)
        if let voices { #expect(peak(one.parts) <= voices, place) }
        #expect(one.parts.allSatisfy { !$0.notes.isEmpty }, place)
      }
    }
  }

  @Test("a part rests until its section and plays from there on")
  func passage() throws {
    for seed in UInt64(1)...8 {
      let plan = try plan(seed) { brief in
        brief.bars = 48
        brief.passages = [
          .init(
            text: "no drums until the chorus", until: .init(section: "chorus"),
            instruments: .init(without: ["drums"])),
          .init(
            text: "only piano in the intro", during: .init(section: "intro"),
            instruments: .init(with: ["chords"], only: true)),
        ]
      }
      let score = Composer().compose(plan: plan, style: TestStyle.pop)
      let chorus = try #require(plan.sections.first { $0.name == "chorus" })
      let first = try #require(score.part("drums")?.notes.first)
      #expect(score.meters.bar(at: first.onset) >= chorus.startBar)
      #expect(chorus.layers["drums"] != nil)
      if let intro = plan.sections.first(where: { $0.name == "intro" }) {
        #expect(Array(intro.layers.keys) == ["piano"])
      }
    }
  }

  @Test("a rest that begins within a section begins at its bar, and stays when composed anew")
  func barPassage() throws {
    let plan = try plan { brief in
      brief.bars = 32
      brief.passages = [
        .init(
          text: "no bass from bar 7", from: .init(bar: 6), until: .init(bar: 11),
          instruments: .init(without: ["bass"]))
      ]
    }
    let composer = Composer()
    let score = composer.compose(plan: plan, style: TestStyle.pop)
    let again = composer.regenerate(
      score: score, plan: plan, style: TestStyle.pop, parts: ["bass"], bars: 0..<32, take: 1)
    for one in [score, again] {
      let span = one.meters.start(ofBar: 6)..<one.meters.start(ofBar: 11)
      let notes = try #require(one.part("bass")?.notes)
      #expect(!notes.contains { $0.onset < span.upperBound && $0.end > span.lowerBound })
      #expect(!notes.isEmpty)
    }
  }

  @Test("roots are looked for in every bar of a chord in which the part plays")
  func rootsOfLongChords() throws {
    var plan = try plan { $0.bars = 16 }
    let bass = try #require(plan.parts.firstIndex { $0.role == .bass })
    let section = try #require(
      plan.sections.indices.first { plan.sections[$0].layers["bass"] != nil })
    let first = plan.sections[section].startBar
    let (start, end) = (plan.meters.start(ofBar: first), plan.meters.start(ofBar: first + 2))
    plan.parts[bass].limits = NoteLimits(low: Pitch("E1"), high: Pitch("G1"), rootsOnly: true)
    plan.chords = plan.chords.map {
      ChordSpan(onset: $0.onset, duration: $0.duration, chord: .init(PitchName(.f)))
    }
    plan.chords.removeAll { $0.onset >= start && $0.onset < end }
    plan.chords.append(
      ChordSpan(onset: start, duration: end - start, chord: Chord(PitchName(.c))))
    plan.chords.sort { $0.onset < $1.onset }
    plan.sections[section].rests = [.init(part: "bass", bars: first..<(first + 1))]
    #expect(PlanCheck.faults(in: plan).map(\.path) == ["parts[\(bass)].limits"])
    plan.sections[section].rests = [.init(part: "bass", bars: first..<(first + 2))]
    #expect(PlanCheck.faults(in: plan).isEmpty)
  }

  @Test("a part with limits on a kit has no roots to reach")
  func rootsOfKits() throws {
    var plan = try plan { $0.bars = 16 }
    let drums = try #require(plan.parts.firstIndex { $0.role == .drums })
    plan.parts[drums].limits = NoteLimits(low: Pitch("C1"), high: Pitch("C1"), rootsOnly: true)
    #expect(PlanCheck.faults(in: plan).isEmpty)
  }

  @Test("the energy of a part of the piece is set")
  func energy() throws {
    let plan = try plan { brief in
      brief.bars = 48
      brief.passages = [.init(text: "starts calm", during: .init(bar: 0), energy: 0.2)]
    }
    #expect(plan.sections[0].energy == 0.2)
  }

  @Test(
    "wishes that no song can keep are refused by a case of their own",
    arguments: [
      (
        Brief.with { $0.limits = [.init(limits: NoteLimits(low: Pitch("G5"), high: Pitch("C4")))] },
        "emptyRange"
      ),
      (
        .with { brief in
          brief.instruments.with = ["flute"]
          brief.limits = [.init(of: "flute", limits: NoteLimits(high: Pitch("C2")))]
        }, "rangeOutsideInstrument"
      ),
      (.with { $0.limits = [.init(limits: NoteLimits(voices: 0))] }, "voicesOutOfRange"),
      (
        .with { brief in
          brief.instruments.with = ["flute", "cello", "bass"]
          brief.bars = 4
          brief.limits = [.init(limits: NoteLimits(voices: 1))]
        }, "tooFewVoices"
      ),
      (
        .with { brief in
          brief.chords = ["C", "F#"]
          brief.limits = [
            .init(
              of: "bass", limits: NoteLimits(low: Pitch("C2"), high: Pitch("E2"), rootsOnly: true))
          ]
        }, "rootOutOfReach"
      ),
      (
        .with { $0.chordTrack = [ChordSpan(onset: 1, duration: 3, chord: Chord(PitchName(.c)))] },
        "chordTrackGap"
      ),
      (
        .with {
          $0.chordTrack = [
            ChordSpan(onset: 0, duration: 4, chord: Chord(PitchName(.c))),
            ChordSpan(onset: 3, duration: 4, chord: Chord(PitchName(.f))),
          ]
        }, "chordTrackOverlap"
      ),
      (
        .with { $0.chordTrack = [ChordSpan(onset: 0, duration: 5, chord: Chord(PitchName(.c)))] },
        "chordTrackLength"
      ),
      (
        .with { brief in
          brief.passages = [
            .init(
              text: "nobody in the intro", during: .init(bar: 0),
              instruments: .init(
                without: ["drums", "bass", "chords", "pad", "lead", "counter"]))
          ]
        }, "passageLeavesNobody"
      ),
    ])
  func refusals(brief: Brief, name: String) {
    let error = #expect(throws: PlanningError.self) {
      try planner.plan(brief: brief, style: TestStyle.pop, seed: 1)
    }
    #expect(error.map { "\($0)".hasPrefix(name) } == true, "\(String(describing: error))")
  }

  @Test("a bass on roots that is held to the end takes the root of each last chord")
  func heldRoots() throws {
    var style = TestStyle.pop
    style.ending = .stop
    style.parts = style.parts.filter { ["drums", "bass"].contains($0.id) }
    for seed in UInt64(1)...6 {
      let brief = Brief.with { brief in
        brief.chords = ["Am F", "C G"]
        brief.bars = 8
        brief.limits = [.init(of: "bass", limits: NoteLimits(rootsOnly: true))]
      }
      let plan = try planner.plan(brief: brief, style: style, seed: seed)
      let score = Composer().compose(plan: plan, style: style)
      let bass = try #require(score.part("bass"))
      #expect(bass.notes.contains { $0.end == score.length })
      for note in bass.notes {
        for span in score.chords where span.end > note.onset && span.onset < note.end {
          #expect(note.pitch.number % 12 == span.chord.root.pitchClass, "seed \(seed): \(note)")
        }
      }
    }
  }

  @Test("a chord track keeps its times and goes round")
  func chordTrack() throws {
    let track = [
      ChordSpan(onset: 0, duration: 3, chord: try Chord(symbol: "Am7")),
      ChordSpan(onset: 3, duration: 3, chord: try Chord(symbol: "F")),
      ChordSpan(onset: 6, duration: 2, chord: try Chord(symbol: "G/B")),
    ]
    let plan = try plan { brief in
      brief.chordTrack = track
      brief.bars = 8
    }
    let found = plan.chords.map { ($0.onset, $0.chord.symbol) }
    #expect(found.prefix(4).map(\.0) == [0, 3, 4, 6])
    #expect(found.prefix(4).map(\.1) == ["Am7", "F", "F", "G/B"])
    #expect(plan.chord(at: 8 + 3)?.chord.symbol == "F")
  }

  @Test("a change of key goes where it was said")
  func keyChanges() throws {
    let to = try plan { brief in
      brief.key = Key("C major")
      brief.bars = 48
      brief.events = [.init(what: "key change", key: Key("E minor"))]
    }
    #expect(to.keys.map(\.key.description) == ["C major", "E minor"])
    let by = try plan { brief in
      brief.key = Key("C major")
      brief.bars = 48
      brief.events = [
        .init(what: "key change", place: .init(section: "bridge"), semitones: 3),
        .init(what: "key change", place: .init(section: "chorus", number: -1), semitones: -1),
      ]
    }
    #expect(by.keys.map(\.key.description) == ["C major", "Eb major", "D major"])
    #expect(by.section(ofBar: by.keys[1].bar)?.name == "bridge")
    // The bar before leads into the new key by its dominant.
    let before = by.chord(at: by.meters.start(ofBar: by.keys[1].bar) - Beat(1, 2))
    #expect(before?.chord.root.pitchClass == (Key("Eb major")?.tonic.pitchClass ?? 0) + 7)
  }

  @Test("a style that modulates lifts the last return where nothing fixes the key")
  func styleModulation() throws {
    var style = TestStyle.pop
    style.harmony.modulation = 1
    let free = try planner.plan(brief: .with { $0.bars = 60 }, style: style, seed: 4)
    #expect(free.keys.count == 2)
    #expect(free.section(ofBar: free.keys[1].bar)?.name == "chorus")
    let fixed = try planner.plan(
      brief: .with { brief in
        brief.bars = 60
        brief.key = Key("A minor")
      }, style: style, seed: 4)
    #expect(fixed.keys.count == 1)
  }

  @Test("phrases have a tension, and the climax rises above all")
  func tension() throws {
    let plan = try plan { $0.bars = 48 }
    for section in plan.sections {
      #expect(section.tension.count == (section.bars + section.phrase - 1) / section.phrase)
    }
    let climax = try #require(plan.climax)
    let top = plan.sections.flatMap(\.tension).max()
    #expect(climax.tension.max() == top)
  }

  @Test("nobody sounds in the silence before a section")
  func silence() throws {
    var plan = try plan { $0.bars = 32 }
    plan.sections[0].transition = .silence
    let score = Composer().compose(plan: plan, style: TestStyle.pop)
    let end = score.meters.start(ofBar: plan.sections[0].bars)
    for part in score.parts {
      #expect(!part.notes.contains { $0.onset < end && $0.end > end - 2 })
    }
  }

  @Test("every transition is composed without faults", arguments: Plan.Transition.allCases)
  func transitions(_ transition: Plan.Transition) throws {
    var plan = try plan { $0.bars = 40 }
    for index in plan.sections.indices.dropLast() { plan.sections[index].transition = transition }
    let score = Composer().compose(plan: plan, style: TestStyle.pop)
    #expect(ScoreCheck.faults(in: score).isEmpty)
  }
}
