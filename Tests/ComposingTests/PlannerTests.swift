import Composing
import Music
import Production
import Testing

@Suite struct PlannerTests {
  private let planner = Planner(engineVersion: "1.2.3")

  private func plan(_ seed: UInt64 = 1, _ change: (inout Brief) -> Void) throws -> Plan {
    try planner.plan(brief: .with(change), style: TestStyle.pop, seed: seed)
  }

  @Test("the same brief and seed give the same plan, another seed another")
  func determinism() throws {
    let first = try plan(5) { $0.bars = 32 }
    #expect(try plan(5) { $0.bars = 32 } == first)
    #expect(try plan(6) { $0.bars = 32 } != first)
    #expect(first.engine == "1.2.3")
    #expect(first.seed == 5)
  }

  @Test("tempo with seconds gives whole bars and a cut last one, and says so")
  func cutBar() throws {
    let plan = try plan { brief in
      brief.tempo = 82
      brief.duration = 60
    }
    #expect(plan.bars == 21)
    #expect(plan.length == Beat(82))
    #expect(plan.notices.contains { $0.contains("last bar is held and cut") })
    #expect(plan.chords.last?.end == plan.length)
  }

  @Test(
    "seconds alone fit a tempo of the style to whole bars", arguments: [12.0, 30, 60, 180, 600])
  func fittedTempo(seconds: Double) throws {
    for seed in UInt64(1)...6 {
      let plan = try plan(seed) { $0.duration = seconds }
      let tempo = plan.tempo.beatsPerMinute(at: .zero)
      #expect(TestStyle.pop.tempo.low...TestStyle.pop.tempo.high ~= tempo)
      #expect(abs(plan.tempo.seconds(at: plan.length) - seconds) <= 0.010)
      #expect(plan.length == plan.meters.start(ofBar: plan.bars))
    }
  }

  @Test("bars with seconds fit the tempo, outside the style's range with a notice")
  func barsAndSeconds() throws {
    let plan = try plan { brief in
      brief.bars = 16
      brief.duration = 60
    }
    #expect(plan.bars == 16)
    #expect(plan.tempo.beatsPerMinute(at: .zero) == 64)
    #expect(plan.notices.contains { $0.contains("64 BPM") })
  }

  @Test("contradicting bars, tempo and seconds are refused with two answers that hold")
  func contradiction() throws {
    do {
      _ = try plan { brief in
        brief.bars = 16
        brief.tempo = 120
        brief.duration = 60
      }
      Issue.record("the contradiction was accepted")
    } catch let error as PlanningError {
      guard case .contradictoryLength(16, 120, 60, let nearest) = error else {
        Issue.record("\(error)")
        return
      }
      #expect(nearest.count == 2)
      for answer in nearest {
        let plan = try plan { brief in
          brief.bars = answer.bars
          brief.tempo = answer.tempo
          brief.duration = answer.seconds
        }
        #expect(plan.bars == answer.bars)
      }
    }
  }

  @Test(
    "what cannot be is refused by a case of its own",
    arguments: [
      (Brief.with { $0.tempo = 0 }, PlanningError.tempoOutOfRange(tempo: 0, allowed: 20...400)),
      (.with { $0.tempo = 401 }, .tempoOutOfRange(tempo: 401, allowed: 20...400)),
      (.with { $0.bars = 9000 }, .barsOutOfRange(bars: 9000, allowed: 1...2000)),
      (.with { $0.bars = 0 }, .barsOutOfRange(bars: 0, allowed: 1...2000)),
      (.with { $0.duration = 0.5 }, .durationOutOfRange(seconds: 0.5, allowed: 1...3600)),
      (.with { $0.duration = 4000 }, .durationOutOfRange(seconds: 4000, allowed: 1...3600)),
      (
        .with { $0.chords = ["Am", "F", "Hm"] }, .unparsableChord(text: "Hm", index: 2, position: 0)
      ),
      (
        .with { $0.chords = ["Am", "F Cx"] }, .unparsableChord(text: "F Cx", index: 1, position: 3)
      ),
      (.with { $0.chords = ["  "] }, .unparsableChord(text: "  ", index: 0, position: 0)),
      (
        .with { $0.instruments.with = ["flutte"] },
        .unknownInstrument(name: "flutte", nearest: ["flute", "lute"])
      ),
      (
        .with { $0.form = [.init(name: "vers")] }, .unknownSection(name: "vers", nearest: ["verse"])
      ),
      (
        .with { brief in
          brief.form = [.init(name: "verse", bars: 8), .init(name: "chorus", bars: 8)]
          brief.bars = 20
        }, .contradictoryForm(formBars: 16, bars: 20)
      ),
      (
        .with { brief in
          brief.form = [.init(name: "intro"), .init(name: "verse"), .init(name: "outro")]
          brief.bars = 2
        }, .formTooLong(sections: 3, bars: 2)
      ),
      (
        .with { $0.form = [.init(name: "verse", bars: 8, energy: 1.5)] },
        .energyOutOfRange(energy: 1.5)
      ),
      (
        .with { brief in
          brief.duration = 60
          brief.tempo = 120
          brief.events = [.init(what: "drop", at: 75)]
        }, .eventBeyondEnd(what: "drop", at: 75, seconds: 60)
      ),
      (
        .with { brief in
          brief.instruments.with = ["drums"]
          brief.instruments.without = ["drums"]
        }, .contradictoryInstrument(name: "drums")
      ),
      (
        .with { $0.passages = [.init(text: "x", during: .init(bar: 0), energy: 1.2)] },
        .energyOutOfRange(energy: 1.2)
      ),
      (
        .with { brief in
          brief.duration = 60
          brief.energy = [.init(at: 0, energy: 0.2), .init(at: 61, energy: 0.9)]
        }, .energyBeyondEnd(energy: 0.9, at: 61, seconds: 60)
      ),
      (
        .with { $0.energy = [.init(at: -1, energy: 0.2)] },
        .energyBeyondEnd(energy: 0.2, at: -1, seconds: 0)
      ),
      (
        .with { brief in
          brief.chordTrack = [
            ChordSpan(onset: 0, duration: Beat(4 * 3000), chord: Chord(PitchName(.c)))
          ]
        }, .barsOutOfRange(bars: 3000, allowed: 1...2000)
      ),
      (
        .with { brief in
          brief.instruments.without = ["drums", "bass", "chords", "pad", "lead", "counter"]
        }, .noPartsLeft
      ),
    ])
  func refusals(brief: Brief, expected: PlanningError) {
    let error = #expect(throws: PlanningError.self) {
      try planner.plan(brief: brief, style: TestStyle.pop, seed: 1)
    }
    switch (error, expected) {
    case (.unknownInstrument(let name, let nearest), .unknownInstrument(let other, _)):
      #expect(name == other)
      #expect(nearest.first == "flute")
    case (.unknownSection(let name, let nearest), .unknownSection(let other, let wanted)):
      #expect(name == other)
      #expect(nearest.first == wanted.first)
    case (.energyBeyondEnd(let energy, let at, _), .energyBeyondEnd(let wanted, let time, 0)):
      #expect(energy == wanted && at == time)
    default: #expect(error == expected)
    }
  }

  @Test("a style that lacks forms, metres or parts is refused")
  func poorStyle() {
    var style = TestStyle.pop
    style.forms = []
    #expect(throws: PlanningError.styleLacks(style: "test", what: "forms")) {
      try planner.plan(brief: Brief(), style: style, seed: 1)
    }
    style = TestStyle.pop
    style.parts = []
    #expect(throws: PlanningError.styleLacks(style: "test", what: "parts")) {
      try planner.plan(brief: Brief(), style: style, seed: 1)
    }
    style = TestStyle.pop
    style.meters = []
    #expect(throws: PlanningError.styleLacks(style: "test", what: "meters")) {
      try planner.plan(brief: Brief(), style: style, seed: 1)
    }
    style = TestStyle.pop
    style.parts[1].register = 90...100
    #expect(
      throws: PlanningError.registerOutsideInstrument(
        part: "bass", register: 90...100, instrument: TestStyle.instrument("electric-bass"))
    ) { try planner.plan(brief: Brief(), style: style, seed: 1) }
  }

  @Test("given chords go round exactly, symbols and numerals alike")
  func givenChords() throws {
    let symbols = try plan { brief in
      brief.chords = ["Am7", "F C/E", "G7sus4"]
      brief.bars = 9
    }
    #expect(symbols.key(ofBar: 0).description == "A minor")
    let bars = (0..<9).map { bar in
      symbols.chords.filter { symbols.meters.bar(at: $0.onset) == bar }.map(\.chord.symbol)
    }
    for (bar, chords) in bars.enumerated() {
      #expect(chords == [["Am7"], ["F", "C/E"], ["G7sus4"]][bar % 3])
    }
    let numerals = try plan { brief in
      brief.chords = ["i", "bVI", "V7/V", "V"]
      brief.key = Key(PitchName(.d), .minor)
      brief.bars = 4
    }
    #expect(numerals.chords.map(\.chord.symbol) == ["Dm", "Bb", "E7", "A"])
  }

  @Test("a given cycle begins anew in sections as long as it, and goes on over shorter ones")
  func cycleInSections() throws {
    let cycle = ["C", "Am", "F", "G"]
    let plan = try plan { brief in
      brief.chords = cycle
      brief.form = [
        .init(name: "intro", bars: 2), .init(name: "verse", bars: 6), .init(name: "break", bars: 1),
        .init(name: "chorus", bars: 5),
      ]
    }
    #expect(
      plan.chords.map(\.chord.symbol) == [
        "C", "Am", "C", "Am", "F", "G", "C", "Am", "F", "C", "Am", "F", "G", "C",
      ])
    // All of a cycle that is longer than the sections is heard.
    let long = try self.plan { brief in
      brief.chords = cycle + ["Dm", "Em", "F", "Bb"]
      brief.form = [.init(name: "verse", bars: 4), .init(name: "chorus", bars: 4)]
    }
    #expect(long.chords.map(\.chord.symbol) == cycle + ["Dm", "Em", "F", "Bb"])
  }

  @Test("a cycle that begins on the tonic closes on it where the length is free")
  func homeOfCycle() throws {
    for seed in UInt64(1)...8 {
      let song = try plan(seed) { $0.chords = ["C", "G", "Am", "F"] }
      #expect(song.bars % 4 == 1)
      #expect(song.chords.last?.chord.symbol == "C")
      let asked = try plan(seed) { brief in
        brief.chords = ["C", "G", "Am", "F"]
        brief.bars = 32
      }
      #expect(asked.chords.last?.chord.symbol == "F")
      let closed = try plan(seed) { $0.chords = ["C", "F", "G", "C"] }
      #expect(closed.bars % 4 == 0)
    }
  }

  @Test(
    "a key is heard in given chords",
    arguments: [
      (["Am", "F", "C", "G"], "A minor"), (["C", "G", "Am", "F"], "C major"),
      (["Dm7", "G7", "Cmaj7"], "C major"), (["Ebm", "Cb", "Gb", "Db"], "Eb minor"),
      (["G", "D", "Em", "C"], "G major"),
    ])
  func heardKey(chords: [String], key: String) throws {
    #expect(try plan { $0.chords = chords }.key(ofBar: 0).description == key)
  }

  @Test("a piece ends on its tonic after a cadence, a loop does not")
  func cadence() throws {
    for seed in UInt64(1)...10 {
      let song = try plan(seed) { $0.bars = 24 }
      #expect(song.chords.last?.chord.root.pitchClass == song.key(ofBar: 0).tonic.pitchClass)
      #expect(song.sections.last?.transition == .ending)
      let loop = try plan(seed) { brief in
        brief.bars = 8
        brief.loop = true
      }
      #expect(loop.sections.last?.transition != .ending)
      #expect(loop.length == Beat(32))
    }
  }

  @Test(
    "forms of every length are whole phrases with one climax",
    arguments: [
      8, 11, 12, 16, 21, 24, 32, 48, 64, 100, 200, 320,
    ])
  func forms(bars: Int) throws {
    for seed in UInt64(1)...4 {
      let plan = try plan(seed) { $0.bars = bars }
      #expect(plan.bars == bars)
      #expect(
        plan.sections.map(\.startBar)
          == plan.sections.indices.map { index in
            plan.sections[..<index].reduce(0) { $0 + $1.bars }
          })
      #expect(Set(plan.sections.map(\.id)).count == plan.sections.count)
      let odd = plan.sections.dropLast().filter { $0.bars % 4 != 0 }
      #expect(odd.allSatisfy { $0.name == "intro" })
      let top = plan.sections.map(\.energy).max() ?? 0
      #expect(plan.sections.filter { $0.energy == top }.count == 1)
      for (left, right) in zip(plan.sections, plan.sections.dropFirst()) {
        #expect(abs(left.energy - right.energy) > 0.02)
      }
      let choruses = plan.sections.filter { $0.name == "chorus" }
      if choruses.count > 1 {
        #expect(choruses[0].energy < choruses[choruses.count - 1].energy)
      }
    }
  }

  @Test("long forms reach their climax at 60 to 80 percent", arguments: [32, 48, 64, 100, 200])
  func climax(bars: Int) throws {
    let plan = try plan(3) { $0.bars = bars }
    let climax = try #require(plan.sections.max { $0.energy < $1.energy })
    let start = Double(climax.startBar) / Double(bars)
    let end = Double(climax.startBar + climax.bars) / Double(bars)
    #expect(start <= 0.85 && end >= 0.6)
  }

  @Test("an asked form is kept section by section")
  func askedForm() throws {
    let plan = try plan { brief in
      brief.form = [
        .init(name: "intro", bars: 4), .init(name: "verse", bars: 12, energy: 0.33),
        .init(name: "Pre Chorus"), .init(name: "chorus", bars: 8),
      ]
      brief.bars = 28
    }
    #expect(plan.sections.map(\.name) == ["intro", "verse", "pre-chorus", "chorus"])
    #expect(plan.sections.map(\.bars) == [4, 12, 4, 8])
    #expect(plan.sections[1].energy == 0.33)
    let short = try self.plan { brief in
      brief.form = ["intro", "verse", "chorus", "bridge", "chorus", "outro"].map { .init(name: $0) }
      brief.bars = 13
    }
    #expect(short.sections.count == 6)
    #expect(short.bars == 13)
  }

  @Test("a drop falls on its downbeat, within 20 ms where the tempo is free")
  func drop() throws {
    for seed in UInt64(1)...8 {
      let free = try plan(seed) { brief in
        brief.duration = 120
        brief.events = [.init(what: "drop", at: 45), .init(what: "fade out")]
      }
      let section = try #require(free.sections.first { $0.name == "drop" })
      let time = free.tempo.seconds(at: free.meters.start(ofBar: section.startBar))
      #expect(abs(time - 45) <= 0.020)
      #expect(abs(free.tempo.seconds(at: free.length) - 120) <= 0.010)
      #expect(free.ending == .fade)
    }
  }

  @Test("a key change lifts the last chorus and its chords")
  func keyChange() throws {
    let plan = try plan { brief in
      brief.key = Key(PitchName(.c), .major)
      brief.bars = 48
      brief.events = [.init(what: "key change")]
    }
    #expect(plan.keys.count == 2)
    #expect(plan.keys[1].key.description == "D major")
    #expect(plan.section(ofBar: plan.keys[1].bar)?.name == "chorus")
    #expect(plan.chords.last?.chord.root == PitchName(.d))
  }

  @Test(
    "a long cycle of given chords is counted in phrases that divide it",
    arguments: [(18, 6), (13, 4), (10, 5), (9, 3), (14, 7), (20, 4), (12, 4), (7, 7), (6, 6)])
  func longCycle(bars: Int, phrase: Int) throws {
    let roots = ["C", "Am", "F", "G", "Dm", "Em"]
    let song = try plan { $0.chords = (0..<bars).map { roots[$0 % 6] } }
    #expect(song.sections[0].bars <= max(8, 2 * phrase), "\(song.sections.map(\.bars))")
    #expect(song.sections.dropLast().allSatisfy { $0.bars % phrase == 0 })
    for (bar, span) in zip(0..., song.chords.prefix(bars)) {
      #expect(span.chord.symbol == roots[bar % 6])
    }
  }

  @Test("a cadence takes at most half of the last section, and ends on the tonic")
  func shortCadence() throws {
    var style = TestStyle.pop
    style.harmony.progressions = [.init(bars: ["vi", "iii", "vi", "iii"], isMinor: false)]
    style.harmony.cadences = [.init(bars: ["ii", "IV", "V", "I"], isMinor: false)]
    style.harmony.substitution = 0
    for (bars, cadence) in [(4, ["G", "C"]), (8, ["Dm", "F", "G", "C"]), (6, ["F", "G", "C"])] {
      let brief = Brief.with { brief in
        brief.key = Key("C major")
        brief.form = [.init(name: "verse", bars: 8), .init(name: "outro", bars: bars)]
      }
      let song = try planner.plan(brief: brief, style: style, seed: 1)
      let chords = song.chords.suffix(bars).map(\.chord.symbol)
      let body = Array(["Am", "Em", "Am", "Em", "Am", "Em"].prefix(bars - cadence.count))
      #expect(chords == body + cadence)
    }
  }

  @Test("a cadence that fits is drawn before one that would be cut")
  func wholeCadence() throws {
    var style = TestStyle.pop
    style.harmony.cadences = [
      .init(bars: ["ii", "V", "I"], isMinor: false, weight: 20),
      .init(bars: ["IV", "I"], isMinor: false),
    ]
    for seed in UInt64(0)..<10 {
      let brief = Brief.with { brief in
        brief.key = Key("C major")
        brief.form = [.init(name: "verse", bars: 8), .init(name: "outro", bars: 4)]
      }
      let song = try planner.plan(brief: brief, style: style, seed: seed)
      #expect(song.chords.suffix(2).map(\.chord.symbol) == ["F", "C"])
    }
  }

  @Test("a mixed progression lets a dominant seventh go on as the style does")
  func ledMix() throws {
    var style = TestStyle.pop
    style.harmony.progressions = [
      .init(bars: ["I", "I7", "IV", "V"], isMinor: false),
      .init(bars: ["vi", "I", "iii", "IV"], isMinor: false),
      .init(bars: ["ii", "I", "V", "IV"], isMinor: false),
    ]
    style.harmony.substitution = 0
    var loops: Set<[String]> = []
    for seed in UInt64(0)..<60 {
      let brief = Brief.with { brief in
        brief.key = Key("C major")
        brief.form = [.init(name: "verse", bars: 4), .init(name: "chorus", bars: 8)]
      }
      let song = try planner.plan(brief: brief, style: style, seed: seed)
      let chords = song.chords.prefix(8).map(\.chord.symbol)
      loops.formUnion([Array(chords[..<4]), Array(chords[4...])])
    }
    for loop in loops {
      for (chord, next) in zip(loop, loop.dropFirst()) where chord == "C7" {
        #expect(next == "F", "\(loop)")
      }
    }
    // Plain chords are still mixed.
    #expect(loops.contains(["Am", "C", "G", "F"]), "\(loops)")
  }

  @Test("a metre of one felt beat has one chord a bar in its cadence too")
  func narrowCadence() throws {
    var style = TestStyle.pop
    style.harmony.progressions = [.init(bars: ["vi", "iii", "vi", "iii"], isMinor: false)]
    style.harmony.cadences = [.init(bars: ["IV V", "I"], isMinor: false)]
    let brief = Brief.with { brief in
      brief.meter = Meter(1, 4)
      brief.key = Key("C major")
      brief.bars = 16
    }
    let song = try planner.plan(brief: brief, style: style, seed: 1)
    let bars = Dictionary(grouping: song.chords) { song.meters.bar(at: $0.onset) }
    #expect(bars.values.allSatisfy { $0.count == 1 })
  }

  @Test("progressions for any section are drawn beside those that name its kind")
  func generalProgressions() throws {
    var style = TestStyle.pop
    style.harmony.progressions = [
      .init(bars: ["I", "V", "vi"], isMinor: false, sections: ["verse"]),
      .init(bars: ["ii", "iii", "I"], isMinor: false),
    ]
    let roots = try (UInt64(0)..<20).map { seed in
      let brief = Brief.with { brief in
        brief.key = Key("C major")
        brief.form = [.init(name: "verse", bars: 6), .init(name: "outro", bars: 4)]
      }
      return try planner.plan(brief: brief, style: style, seed: seed).chords[0].chord.symbol
    }
    #expect(Set(roots) == ["C", "Dm"])
  }

  @Test("progressions are mixed by root and third, with second halves of any kind of section")
  func mixed() throws {
    #expect(
      try verses(besides: ["IV", "vi", "IV", "V7"])
        == [["C", "Am7", "Dm", "G"], ["C", "Am7", "F", "G7"]])
    // The mix would be the other progression but for a seventh.
    #expect(try verses(besides: ["I", "vi", "IV", "V7"]) == [["C", "Am7", "Dm", "G"]])
  }

  /// The first chords of songs whose verse has one progression and whose chorus another.
  private func verses(besides chorus: [String]) throws -> Set<[String]> {
    var style = TestStyle.pop
    style.harmony.progressions = [
      .init(bars: ["I", "vi7", "ii", "V"], isMinor: false, sections: ["verse"]),
      .init(bars: chorus, isMinor: false, sections: ["chorus"]),
    ]
    var found: Set<[String]> = []
    for seed in UInt64(0)..<40 {
      let brief = Brief.with { brief in
        brief.key = Key("C major")
        brief.form = [.init(name: "verse", bars: 4), .init(name: "outro", bars: 4)]
      }
      let song = try planner.plan(brief: brief, style: style, seed: seed)
      found.insert(song.chords.prefix(4).map(\.chord.symbol))
    }
    return found
  }

  @Test("a return of one round and a bar has a chord changed in the round before")
  func shortReturn() throws {
    var style = TestStyle.pop
    style.harmony.progressions = [.init(bars: ["I", "vi", "ii", "V"], isMinor: false)]
    style.harmony.substitution = 1
    for seed in UInt64(0)..<10 {
      let brief = Brief.with { brief in
        brief.key = Key("C major")
        brief.form = [.init(name: "verse", bars: 5), .init(name: "verse", bars: 5)]
        brief.loop = true
      }
      let song = try planner.plan(brief: brief, style: style, seed: seed)
      let verses = [0..<5, 5..<10].map { bars in
        song.chords.filter { bars.contains(song.meters.bar(at: $0.onset)) }.map(\.chord.symbol)
      }
      #expect(verses[0] != verses[1], "seed \(seed)")
    }
  }

  @Test("an energy curve is followed")
  func curve() throws {
    let plan = try plan { brief in
      brief.duration = 120
      brief.energy = [.init(at: 0, energy: 0.9), .init(at: 120, energy: 0.1)]
    }
    let energies = plan.sections.map(\.energy)
    #expect(energies == energies.sorted(by: >))
  }

  @Test("styles in other metres part their chords on felt beats")
  func oddMeter() throws {
    let plan = try plan { brief in
      brief.meter = Meter(5, 4)
      brief.chords = ["C G"]
      brief.bars = 2
    }
    #expect(plan.chords.map(\.onset) == [0, 3, 5, 8])
    #expect(plan.length == Beat(10))
  }
}
