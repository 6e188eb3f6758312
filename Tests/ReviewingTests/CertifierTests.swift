import Music
import Production
import Reviewing
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
    (.chords, [1, 2, 3], { $0.chords = ["C", "G"] }),
    (.with, [], { $0.instruments.with = ["flute"] }),
    (.without, [0, 1, 2, 3], { $0.instruments.without = ["bass"] }),
    (.event, [1], { $0.events = [.init(what: "drop", at: 4)] }),
    (.event, [], { $0.events = [.init(what: "key change")] }),
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

  @Test("a bar of another metre is allowed before a timed event only")
  func oddBar() throws {
    var score = try Self.example
    score.meters = MeterMap(changes: [
      .init(bar: 0, meter: .common), .init(bar: 1, meter: try #require(Meter(2, 4))),
      .init(bar: 2, meter: .common),
    ])
    let plain = try entries({ $0.meter = .common }, in: score)
    #expect(plain.first?.isKept == false)
    let timed = try entries(
      { brief in
        brief.meter = .common
        brief.events = [.init(what: "chorus", at: 2)]
      }, in: score)
    #expect(timed.first { $0.kind == .meter }?.isKept == true)
  }

  @Test("locked bars are compared with the state before")
  func locked() throws {
    let before = try Self.example
    var after = before
    after.parts[1].notes[2].pitch = Pitch(number: 45)
    let locks = [Lock(part: "bass", bars: 1..<4), Lock(part: "piano", bars: nil)]
    let found = Certifier(brief: Brief(), score: after)
      .certificate(locks: locks, before: (before, locks)).entries
    #expect(found.map(\.kind) == [.locked, .locked])
    #expect(found.map(\.isKept) == [false, true])
    #expect(found[0].bars == [2])
  }
}
