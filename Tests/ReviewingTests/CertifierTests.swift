import Music
import Production
import Reviewing
import Signal
import Testing

@Suite("Certifier") struct CertifierTests {
  /// Four bars of C, F, G, C: a bass on roots, a piano with triads, a kit.
  private static var example: Score {
    get throws {
      let symbols = ["C", "F", "G", "C"]
      let roots = [36, 41, 43, 36]
      let chords = try symbols.enumerated().map {
        ChordSpan(onset: Beat($0.offset * 4), duration: 4, chord: try Chord(symbol: $0.element))
      }
      func part(_ id: String, _ role: Role, _ instrument: String, _ notes: [Note]) throws -> Part {
        Part(
          id: id, name: id, role: role, instrument: try #require(Instrument(id: instrument)),
          notes: notes)
      }
      let bass = roots.enumerated().map {
        Note(onset: Beat($0.offset * 4), duration: 4, pitch: Pitch(number: $0.element))
      }
      let piano = roots.enumerated().flatMap { bar, root in
        [24, 28, 31].map {
          Note(onset: Beat(bar * 4), duration: 2, pitch: Pitch(number: root + $0))
        }
      }
      let kit = (0..<4).map {
        Note(onset: Beat($0 * 4), duration: 1, pitch: Pitch(number: 36))
      }
      return Score(
        title: "Test", meters: MeterMap(.common), tempo: TempoMap(beatsPerMinute: 120),
        keys: [KeyChange(bar: 0, key: Key(PitchName(.c), .major))],
        sections: [
          Section(id: "intro-1", name: "intro", startBar: 0, bars: 1, energy: 0.3),
          Section(id: "chorus-1", name: "chorus", startBar: 1, bars: 3, energy: 0.8),
        ], chords: chords,
        parts: [
          try part("drums", .drums, "standard-kit", kit),
          try part("bass", .bass, "electric-bass", bass),
          try part("piano", .chords, "grand-piano", piano),
        ], length: 16)
    }
  }

  private func entries(
    _ change: (inout Brief) -> Void, in given: Score? = nil
  ) throws -> [Certificate.Entry] {
    var brief = Brief()
    change(&brief)
    return Certifier(brief: brief, score: try given ?? Self.example).certificate().entries
  }

  @Test("a brief that asks nothing has an empty certificate, which is kept")
  func empty() throws {
    let certificate = try Certifier(brief: Brief(), score: Self.example).certificate()
    #expect(certificate.entries.isEmpty && certificate.isKept)
  }

  @Test("what the score keeps is kept")
  func kept() throws {
    let found = try entries { brief in
      brief.key = Key("C major")
      brief.tempo = 120
      brief.meter = .common
      brief.bars = 4
      brief.duration = 8
      brief.form = [.init(name: "intro", bars: 1), .init(name: "chorus", bars: 3)]
      brief.chords = ["C", "IV", "G", "C"]
      brief.instruments = .init(
        with: ["grand-piano", "bass", "drums"], without: ["pad"], only: true)
      brief.events = [.init(what: "chorus", at: 2)]
      brief.limits = [
        .init(limits: NoteLimits(low: Pitch("C2"), high: Pitch("D5"), voices: 4)),
        .init(of: "bass", limits: NoteLimits(rootsOnly: true)),
        .init(of: "piano", limits: NoteLimits(voices: 3)),
      ]
    }
    #expect(found.count == 17)
    #expect(found.allSatisfy { $0.isKept }, "\(found.filter { !$0.isKept })")
    #expect(Set(found.map(\.kind)).count == 14)
  }

  private static let broken: [(Certificate.Kind, [Int], @Sendable (inout Brief) -> Void)] = [
    (.key, [0], { $0.key = Key("D major") }),
    (.scale, [], { $0.scale = .minor }),
    (.tempo, [0], { $0.tempo = 90 }),
    (.meter, [0, 1, 2, 3], { $0.meter = .waltz }),
    (.bars, [], { $0.bars = 5 }),
    (.seconds, [], { $0.duration = 9 }),
    (.form, [], { $0.form = [.init(name: "verse")] }),
    (.form, [], { $0.form = [.init(name: "intro", bars: 2), .init(name: "chorus", bars: 2)] }),
    (.chords, [1], { $0.chords = ["C", "G"] }),
    (.with, [], { $0.instruments.with = ["flute"] }),
    (.without, [0, 1, 2, 3], { $0.instruments.without = ["bass"] }),
    (.event, [1], { $0.events = [.init(what: "drop", at: 4)] }),
    (.event, [], { $0.events = [.init(what: "key change")] }),
    (.event, [1], { $0.events = [.init(what: "drop", at: 0)] }),
    (.event, [], { $0.events = [.init(what: "bridge")] }),
    (.event, [0], { $0.events = [.init(what: "no intro")] }),
    (
      .form, [],
      { $0.form = [.init(name: "chorus"), .init(name: "intro"), .init(name: "chorus")] }
    ),
    (
      .passage, [0],
      {
        $0.passages = [
          .init(
            text: "piano from the chorus on", from: .init(section: "chorus"),
            instruments: .init(with: ["piano"]))
        ]
      }
    ),
    (.range, [2], { $0.limits = [.init(limits: NoteLimits(high: Pitch("C5")))] }),
    (.range, [0, 3], { $0.limits = [.init(of: "bass", limits: NoteLimits(low: Pitch("E2")))] }),
    (.voices, [0, 1, 2, 3], { $0.limits = [.init(limits: NoteLimits(voices: 3))] }),
    (
      .roots, [0, 1, 2, 3],
      { $0.limits = [.init(of: "piano", limits: NoteLimits(rootsOnly: true))] }
    ),
    (
      .passage, [0],
      {
        $0.passages = [
          .init(
            text: "no drums until the chorus", until: .init(section: "chorus"),
            instruments: .init(without: ["drums"]))
        ]
      }
    ),
    (
      .passage, [1, 2, 3],
      {
        $0.passages = [
          .init(
            text: "only bass in the chorus", during: .init(section: "chorus"),
            instruments: .init(with: ["bass"], only: true))
        ]
      }
    ),
  ]

  @Test("what the score does not keep is found with its bars", arguments: broken.indices)
  func isFound(_ index: Int) throws {
    let (kind, bars, change) = Self.broken[index]
    let all = try entries(change)
    let found = all.filter { $0.kind == kind && !$0.isKept }
    #expect(found.map(\.bars) == [bars], "\(found)")
    #expect(found.allSatisfy { !$0.wish.isEmpty && !$0.found.isEmpty })
  }

  @Test("only is broken by every other part")
  func only() throws {
    let found = try entries { $0.instruments = .init(with: ["bass"], only: true) }
    #expect(found.first { $0.kind == .only }?.isKept == false)
  }

  @Test("a cycle of chords may run on or begin anew in sections as long as it")
  func cycle() throws {
    var score = try Self.example
    for (id, name, start, bars) in [("intro-1", "intro", 0, 1), ("verse-1", "verse", 1, 3)] {
      score.sections[start] = Section(id: id, name: name, startBar: start, bars: bars, energy: 0.5)
    }
    let chords = try ["F", "F", "G", "C"].map { try Chord(symbol: $0) }
    for (bar, chord) in chords.enumerated() { score.chords[bar].chord = chord }
    let given = try entries({ $0.chords = ["F", "G", "C"] }, in: score)
    #expect(given.map(\.isKept) == [true], "\(given)")
    let running = try entries({ $0.chords = ["F", "F", "G", "C"] }, in: score)
    #expect(running.map(\.isKept) == [true], "\(running)")
    let other = try entries({ $0.chords = ["F", "Bb", "C"] }, in: score)
    #expect(other.map(\.bars) == [[2]], "\(other)")
  }

  @Test("a chord track is held at its exact times")
  func track() throws {
    var score = try Self.example
    let track = score.chords
    let kept = try entries({ $0.chordTrack = track })
    #expect(kept.allSatisfy { $0.isKept })
    score.chords[1].onset = score.chords[1].onset + 1
    score.chords[0].duration = 5
    let found = try entries({ $0.chordTrack = track }, in: score)
    #expect(found.map(\.bars) == [[1]])
  }

  @Test("a bar of another metre is allowed right before a timed event only")
  func oddBar() throws {
    var score = try Self.example
    score.meters = MeterMap(changes: [
      .init(bar: 0, meter: .common), .init(bar: 1, meter: try #require(Meter(2, 4))),
      .init(bar: 2, meter: .common),
    ])
    for event in [Brief.Event(what: "stop", at: 3), .init(what: "chorus", at: 2)] {
      let elsewhere = try entries(
        { brief in
          brief.meter = .common
          brief.events = [event]
        }, in: score)
      #expect(elsewhere.first { $0.kind == .meter }?.bars == [1])
    }
    let plain = try entries({ $0.meter = .common }, in: score)
    #expect(plain.first?.isKept == false)
    let timed = try entries(
      { brief in
        brief.meter = .common
        brief.events = [.init(what: "chorus", at: 3)]
      }, in: score)
    #expect(timed.first { $0.kind == .meter }?.isKept == true)
  }

  @Test("a part that was transposed is found though the labels stayed")
  func transposed() throws {
    var score = try Self.example
    for index in score.parts[2].notes.indices {
      score.parts[2].notes[index].pitch = Pitch(
        number: score.parts[2].notes[index].pitch.number + 1)
    }
    for wish: (inout Brief) -> Void in [
      { $0.key = Key("C major") }, { $0.scale = .major }, { $0.chords = ["C", "F", "G", "C"] },
    ] {
      #expect(try entries(wish).allSatisfy(\.isKept))
      let found = try entries(wish, in: score)
      #expect(found.map(\.isKept) == [false])
      #expect(found.allSatisfy { $0.found.contains("piano") && !$0.bars.isEmpty })
    }
  }

  @Test("the form is held in its order")
  func order() throws {
    var score = try Self.example
    score.sections = ["a", "a", "a", "b"].enumerated().map {
      Section(id: "\($0.offset)", name: $0.element, startBar: $0.offset, bars: 1, energy: 0.5)
    }
    let aaba = ["a", "a", "b", "a"].map { Brief.SectionWish(name: $0) }
    #expect(try entries({ $0.form = aaba }, in: score).map(\.isKept) == [false])
    let aaab = ["a", "a", "a", "b"].map { Brief.SectionWish(name: $0) }
    #expect(try entries({ $0.form = aaab }, in: score).map(\.isKept) == [true])
    let more = ["a", "a", "b"].map { Brief.SectionWish(name: $0) }
    #expect(try entries({ $0.form = more }, in: score).map(\.isKept) == [false])
  }

  @Test("a change of key is held at its place, by its interval and as often as it was asked for")
  func keyChanges() throws {
    func kept(
      _ event: Brief.Event, _ changes: [(Int, String)], key: String? = nil
    ) throws -> [Bool] {
      var score = try Self.example
      for part in score.parts.indices { score.parts[part].notes = [] }
      score.sections = [
        Section(id: "1", name: "verse", startBar: 0, bars: 2, energy: 0.3),
        Section(id: "2", name: "chorus", startBar: 2, bars: 2, energy: 0.8),
      ]
      score.keys += try changes.map { KeyChange(bar: $0.0, key: try #require(Key($0.1))) }
      return try entries(
        { brief in
          brief.key = key.flatMap(Key.init)
          brief.events = [event]
        }, in: score
      ).map(\.isKept)
    }
    let atChorus = Brief.Moment(section: "chorus", number: -1)
    let goal = Brief.Event(what: "key change", place: atChorus, key: Key("E major"))
    #expect(try kept(goal, [(2, "E major")]) == [true])
    #expect(try kept(goal, [(1, "E major")]) == [false])
    let up = Brief.Event(what: "key change", semitones: 1)
    #expect(try kept(up, [(2, "Db major")]) == [true])
    #expect(try kept(up, [(2, "D major")]) == [false])
    let timed = Brief.Event(what: "key change", at: 4, semitones: 1)
    #expect(try kept(timed, [(2, "Db major")]) == [true])
    #expect(try kept(timed, [(2, "D major")]) == [false])
    #expect(try kept(goal, [(2, "E major")], key: "C major") == [true, true])
    #expect(
      try kept(goal, [(2, "E major"), (3, "F major")], key: "C major") == [false, true])
    #expect(try kept(.init(what: "no key change"), [(2, "D major")]) == [false])
  }

  @Test("each section of a kind needs those who were asked for in it")
  func everySection() throws {
    var score = try Self.example
    score.sections = (0..<4).map {
      Section(
        id: "\($0)", name: $0 % 2 == 0 ? "verse" : "chorus", startBar: $0, bars: 1, energy: 0.5)
    }
    let wish: (inout Brief) -> Void = {
      $0.passages = [
        .init(
          text: "piano in the choruses", during: .init(section: "chorus"),
          instruments: .init(with: ["piano"]))
      ]
    }
    #expect(try entries(wish, in: score).map(\.isKept) == [true])
    score.parts[2].notes.removeAll { $0.onset >= Beat(12) }
    #expect(try entries(wish, in: score).map(\.isKept) == [false])
  }

  @Test("endings are held against the plan, and what nobody can check is told as such")
  func open() throws {
    var plan = Plan(
      title: "", seed: 0, engine: "", styles: [], keys: [], meters: MeterMap(.common),
      tempo: TempoMap(beatsPerMinute: 120), sections: [], chords: [], parts: [], length: 16,
      ending: .fade, loop: false, loudness: LUFS(-14), notices: [])
    func entry(_ event: Brief.Event, _ plan: Plan?) throws -> Certificate.Entry {
      var brief = Brief()
      brief.events = [event]
      let found = Certifier(brief: brief, score: try Self.example, plan: plan).certificate()
      return try #require(found.entries.first)
    }
    #expect(try entry(.init(what: "fade out"), plan).isKept)
    #expect(try !entry(.init(what: "no fade out"), plan).isKept)
    #expect(try !entry(.init(what: "fade out", at: 4), plan).isCheckable)
    plan.ending = .held
    #expect(try !entry(.init(what: "fade out"), plan).isKept)
    #expect(try entry(.init(what: "no fade out"), plan).isKept)
    #expect(try !entry(.init(what: "fade out"), nil).isCheckable)
    #expect(try !entry(.init(what: "handclap"), plan).isCheckable)
    #expect(try entry(.init(what: "no drop"), plan).isKept)
    var brief = Brief()
    brief.passages = [.init(text: "calm at the end", during: .init(share: 1), energy: 0.2)]
    brief.limits = [.init(of: "drums", limits: NoteLimits(rootsOnly: true))]
    let certificate = Certifier(brief: brief, score: try Self.example).certificate()
    #expect(certificate.entries.count == 2 && certificate.open.count == 2)
    #expect(certificate.isKept && certificate.broken.isEmpty)
  }

  @Test("locked bars are compared with the state before")
  func locked() throws {
    let before = try Self.example
    var after = before
    after.parts[1].notes[2].pitch = Pitch(number: 45)
    let locks = [Lock(part: "bass", bars: 1..<4), Lock(part: "piano", bars: nil)]
    let found = try trail([(after, locks), (before, locks)])
    #expect(found.map(\.kind) == [.locked, .locked])
    #expect(found.map(\.isKept) == [false, true])
    #expect(found[0].bars == [2])
    // Without an earlier state they are as they were locked.
    #expect(
      try trail([(before, locks)]).map(\.found) == Array(repeating: "as they were locked", count: 2)
    )
  }

  /// The entries of the first state, held against the others, newest first.
  private func trail(_ states: [(Score, [Lock])]) throws -> [Certificate.Entry] {
    var trail = LockTrail(score: states[0].0, locks: states[0].1)
    for state in states.dropFirst() { trail.goBack(to: state) }
    return Certifier(brief: Brief(), score: states[0].0).certificate(locks: trail).entries
  }

  @Test("releasing some bars or locking another part hides no change of the others")
  func piecewise() throws {
    let start = try Self.example
    var changed = start
    changed.parts[1].notes[2].pitch = Pitch(number: 45)
    let whole = [Lock(part: "bass", bars: 0..<4)]
    let rest = [Lock(part: "bass", bars: 2..<4)]
    let both = whole + [Lock(part: "piano", bars: 0..<1)]
    #expect(try trail([(changed, rest), (changed, whole), (start, whole)]).map(\.bars) == [[2]])
    let two = try trail([(changed, both), (changed, whole), (start, whole), (start, [])])
    #expect(two.map(\.bars) == [[2], []])
    // What changed before it was locked, or once it was free, is no fault.
    #expect(try trail([(changed, whole), (start, [])]).allSatisfy(\.isKept))
    #expect(try trail([(changed, whole), (changed, []), (start, whole)]).allSatisfy(\.isKept))
    // A bar that moved is followed to where it stood.
    var moved = start
    moved.sections.reverse()
    let first = [Lock(part: "bass", bars: 0..<1)]
    let second = [Lock(part: "bass", bars: 3..<4)]
    #expect(try trail([(moved, second), (start, first)]).map(\.found) == ["as before"])
  }
}
