import Music
import Production
import StandardMIDI
import Testing

@Suite("ScoreEncoder")
struct ScoreEncoderTests {
  private func metas(_ track: MIDITrack) -> [MIDIMeta] {
    track.events.compactMap { if case .meta(let meta) = $0.message { meta } else { nil } }
  }

  private func messages(_ track: MIDITrack) -> [MIDIMessage] {
    track.events.map(\.message).filter { $0.channel != nil }
  }

  @Test("the conductor track tells title, metre, key, tempo, sections and chords")
  func conductor() throws {
    let meters = MeterMap(changes: [
      MeterMap.Change(bar: 0, meter: .waltz),
      MeterMap.Change(bar: 2, meter: try #require(Meter(6, 8))),
    ])
    let tempo = TempoMap(changes: [
      TempoMap.Change(beat: .zero, beatsPerMinute: 82),
      TempoMap.Change(beat: Beat(7, 2), beatsPerMinute: 60),
    ])
    var score = Scores.score(
      [], meters: meters, tempo: tempo,
      keys: [
        KeyChange(bar: 0, key: Key(PitchName(.e, -1), .dorian)),
        KeyChange(bar: 2, key: Key(PitchName(.g, 1), .major)),
      ])
    score.chords = [
      ChordSpan(onset: 0, duration: 3, chord: try Chord(symbol: "Ebm7")),
      ChordSpan(onset: 6, duration: 3, chord: try Chord(symbol: "D7/F#")),
    ]
    let file = try ScoreEncoder().file(of: score)
    #expect(file.format == .simultaneous && file.division == .ticksPerQuarter(480))
    #expect(
      file.tracks[0].events == [
        MIDIEvent(tick: 0, .meta(.text(.trackName, utf8: "Étude"))),
        MIDIEvent(
          tick: 0, .meta(.timeSignature(MIDITimeSignature(numerator: 3, denominatorPower: 2)))),
        MIDIEvent(tick: 0, .meta(.keySignature(MIDIKeySignature(sharps: -5, isMinor: true)))),
        MIDIEvent(tick: 0, .meta(.tempo(microsecondsPerQuarter: 731_707))),
        MIDIEvent(tick: 0, .meta(.text(.marker, utf8: "intro"))),
        MIDIEvent(tick: 0, .meta(.text(.marker, utf8: "chord:Ebm7"))),
        MIDIEvent(tick: 1440, .meta(.text(.marker, utf8: "verse-2"))),
        MIDIEvent(tick: 1440, .meta(.text(.marker, utf8: "chord:N.C."))),
        MIDIEvent(tick: 1680, .meta(.tempo(microsecondsPerQuarter: 1_000_000))),
        MIDIEvent(
          tick: 2880,
          .meta(
            .timeSignature(
              MIDITimeSignature(numerator: 6, denominatorPower: 3, clocksPerClick: 36)))),
        MIDIEvent(tick: 2880, .meta(.keySignature(MIDIKeySignature(sharps: -4, isMinor: false)))),
        MIDIEvent(tick: 2880, .meta(.text(.marker, utf8: "chord:D7/F#"))),
        MIDIEvent(tick: 4320, .meta(.text(.marker, utf8: "chord:N.C."))),
      ])
    #expect(file.tracks[0].end == 5760)
  }

  @Test("a part's track has its name, bank, program, level and notes")
  func part() throws {
    let part = try Scores.part(
      "bass", "upright-bass", role: .bass, notes: [Scores.note(1, Beat(1, 3), 40, 90)])
    let encoder = ScoreEncoder(levels: ["bass": ScoreEncoder.Level(volume: 100, pan: 54)])
    let track = try encoder.file(of: Scores.score([part])).tracks[1]
    #expect(
      metas(track) == [
        .text(.trackName, utf8: "Upright Bass"), .text(.instrumentName, utf8: "Upright Bass"),
        .text(.text, utf8: "part:bass"), .text(.text, utf8: "role:bass"),
      ])
    #expect(
      track.events.filter { $0.message.channel != nil } == [
        MIDIEvent(tick: 0, .controller(channel: 0, number: 0, value: 0)),
        MIDIEvent(tick: 0, .controller(channel: 0, number: 32, value: 0)),
        MIDIEvent(tick: 0, .program(channel: 0, number: 32)),
        MIDIEvent(tick: 0, .controller(channel: 0, number: 7, value: 100)),
        MIDIEvent(tick: 0, .controller(channel: 0, number: 10, value: 54)),
        MIDIEvent(tick: 480, .noteOn(channel: 0, key: 40, velocity: 90)),
        MIDIEvent(tick: 640, .noteOff(channel: 0, key: 40, velocity: 64)),
      ])
    #expect(track.end == 7680)
  }

  @Test("parts take the pitched channels of one port after another, kits take channel 10")
  func channels() throws {
    var parts = try (0..<17).map {
      try Scores.part("p\($0)", "harp", notes: [Scores.note(0, 1, 60)])
    }
    for (id, kit) in [("d1", "standard-kit"), ("d2", "standard-kit"), ("d3", "jazz-kit")] {
      parts.insert(try Scores.part(id, kit, notes: [Scores.note(0, 1, 36)]), at: 0)
    }
    let tracks = try ScoreEncoder().file(of: Scores.score(parts)).tracks[1...]
    let places = tracks.map { track -> [UInt8] in
      var port: UInt8 = 255
      if case .port(let number) = metas(track)[0] { port = number }
      return [port, messages(track)[0].channel ?? 255]
    }
    let first = [[0, 9], [1, 9], [1, 9]] as [[UInt8]]
    let pitched =
      (Array(0...8) + Array(10...15)).map { [0, $0] } + [[1, 0], [1, 1]] as [[UInt8]]
    #expect(places == first + pitched)
    let small = try ScoreEncoder().file(of: Scores.score(Array(parts[1...4])))
    #expect(!small.tracks.flatMap(metas).contains { if case .port = $0 { true } else { false } })
  }

  @Test("more parts than the channels of 128 ports are refused")
  func tooManyParts() throws {
    let parts = try (0..<1921).map { try Scores.part("p\($0)", "harp") }
    #expect(throws: MIDIEncodingError.tooManyParts(1921)) {
      try ScoreEncoder().file(of: Scores.score(parts))
    }
    _ = try ScoreEncoder().file(of: Scores.score(Array(parts[1...])))
  }

  @Test("a key struck again while it sounds is released first, and never doubled")
  func restrikes() throws {
    let part = try Scores.part(
      "p", "harp",
      notes: [
        Scores.note(0, 4, 60, 50), Scores.note(1, 1, 60, 60), Scores.note(1, 2, 60, 40),
        Scores.note(3, 1, 60, 70), Scores.note(2, 2, 61, 1),
      ])
    let track = try ScoreEncoder().file(of: Scores.score([part])).tracks[1]
    let notes = track.notes()
    #expect(notes.notes.filter { $0.key == 60 }.map(\.start) == [0, 480, 1440])
    #expect(notes.notes.filter { $0.key == 60 }.map(\.end) == [480, 1440, 1920])
    #expect(notes.notes.filter { $0.key == 60 }.map(\.velocity) == [50, 60, 70])
    let at480 = messages(MIDITrack(events: track.events.filter { $0.tick == 480 }))
    #expect(
      at480 == [
        .noteOff(channel: 0, key: 60, velocity: 64), .noteOn(channel: 0, key: 60, velocity: 60),
      ])
  }

  @Test("two parts on one kit do not strike a drum twice at one time")
  func sharedKit() throws {
    let notes = [Scores.note(0, 1, 36, 90), Scores.note(2, 1, 38, 90)]
    let parts = [
      try Scores.part("drums", "standard-kit", role: .drums, notes: notes),
      try Scores.part(
        "percussion", "standard-kit", role: .percussion,
        notes: [Scores.note(0, 1, 36, 100), Scores.note(Beat(5, 2), 1, 38, 80)]),
    ]
    let tracks = try ScoreEncoder().file(of: Scores.score(parts)).tracks
    #expect(tracks[1].notes().notes.map(\.velocity) == [100, 90])
    #expect(tracks[1].notes().notes.map(\.end) == [480, 1200])
    #expect(tracks[2].notes().notes.map(\.velocity) == [80])
  }

  @Test("a played part is mapped through the tempo map, and let go of at its end")
  func played() throws {
    let tempo = TempoMap(changes: [
      TempoMap.Change(beat: 0, beatsPerMinute: 60), TempoMap.Change(beat: 4, beatsPerMinute: 120),
    ])
    let part = try Scores.part("p", "grand-piano", notes: [Scores.note(0, 1, 60)])
    let played = PerformedPart(
      id: "p",
      notes: [
        PerformedNote(written: 0, time: -0.01, duration: 1.01, key: 60, velocity: 70),
        PerformedNote(written: 4, time: 4.25, duration: 0.5, key: 62, velocity: 71),
      ],
      controls: [
        PerformedControl(written: 4, time: 4.25, kind: .controller(number: 64, value: 127)),
        PerformedControl(written: 4, time: 4.5, kind: .pitchBend(-8192)),
      ])
    let file = try ScoreEncoder().file(
      of: Scores.score([part], tempo: tempo),
      performance: Performance(amount: 1, parts: [played], seconds: 10))
    let track = file.tracks[1]
    #expect(track.notes().notes.map(\.start) == [0, 2160])
    #expect(track.notes().notes.map(\.end) == [480, 2640])
    #expect(
      track.events.suffix(6) == [
        MIDIEvent(tick: 2160, .controller(channel: 0, number: 64, value: 127)),
        MIDIEvent(tick: 2160, .noteOn(channel: 0, key: 62, velocity: 71)),
        MIDIEvent(tick: 2400, .pitchBend(channel: 0, value: 0)),
        MIDIEvent(tick: 2640, .noteOff(channel: 0, key: 62, velocity: 64)),
        MIDIEvent(tick: 2640, .controller(channel: 0, number: 64, value: 0)),
        MIDIEvent(tick: 2640, .pitchBend(channel: 0, value: 8192)),
      ])
    #expect(messages(track).contains(.controller(channel: 0, number: 101, value: 0)))
  }

  @Test("what MIDI cannot hold is refused")
  func refusals() throws {
    let part = try Scores.part("p", "harp", notes: [Scores.note(0, 1, 60)])
    func file(_ note: PerformedNote) throws -> MIDIFile {
      try ScoreEncoder().file(
        of: Scores.score([part]),
        performance: Performance(
          amount: 1, parts: [PerformedPart(id: "p", notes: [note])], seconds: 1))
    }
    for note in [
      PerformedNote(written: 0, time: 0, duration: 1, key: 128, velocity: 1),
      PerformedNote(written: 0, time: 0, duration: 1, key: 60, velocity: 0),
      PerformedNote(written: 0, time: .nan, duration: 1, key: 60, velocity: 1),
      PerformedNote(written: 0, time: 0, duration: .infinity, key: 60, velocity: 1),
    ] {
      #expect(throws: MIDIEncodingError.noteOutOfRange(part: "p", index: 0)) { try file(note) }
    }
    let control = PerformedControl(written: 0, time: 0, kind: .pitchBend(9000))
    #expect(throws: MIDIEncodingError.controlOutOfRange(part: "p", index: 0)) {
      try ScoreEncoder().file(
        of: Scores.score([part]),
        performance: Performance(
          amount: 1, parts: [PerformedPart(id: "p", notes: [], controls: [control])], seconds: 1))
    }
    #expect(throws: MIDIEncodingError.tempoOutOfRange(beatsPerMinute: 1)) {
      try ScoreEncoder().file(of: Scores.score([], tempo: TempoMap(beatsPerMinute: 1)))
    }
    #expect(throws: MIDIEncodingError.levelOutOfRange(part: "p")) {
      try ScoreEncoder(levels: ["p": ScoreEncoder.Level(volume: 128, pan: 0)])
        .file(of: Scores.score([part]))
    }
    #expect(throws: MIDIEncodingError.invalidDivision(.ticksPerQuarter(0))) {
      try ScoreEncoder(ticksPerQuarter: 0).file(of: Scores.score([part]))
    }
  }

  @Test("every part has a file of its own, with the whole conductor track")
  func partFiles() throws {
    let parts = [
      try Scores.part("keys", "electric-piano", notes: [Scores.note(0, 1, 60)]),
      try Scores.part("drums", "standard-kit", role: .drums, notes: [Scores.note(0, 1, 36)]),
    ]
    let score = Scores.score(parts)
    let whole = try ScoreEncoder().file(of: score)
    let files = try ScoreEncoder().partFiles(of: score)
    #expect(files.map(\.id) == ["keys", "drums"])
    for file in files {
      #expect(file.file.tracks.count == 2)
      #expect(file.file.tracks[0] == whole.tracks[0])
    }
    #expect(files[1].file.tracks[1] == whole.tracks[2])
  }

  @Test("whatever is played, no key is stuck or doubled and the same bytes come out")
  func noStuckNotes() throws {
    for seed in 0..<UInt64(60) {
      var generator = MIDIGenerator(seed: seed, purpose: "performances")
      let score = try generator.score()
      let performance = generator.performance(of: score)
      let file = try ScoreEncoder().file(of: score, performance: performance)
      let bytes = try file.encoded()
      #expect(
        try bytes == ScoreEncoder().file(of: score, performance: performance).encoded(),
        "seed \(seed)")
      #expect(try MIDIFile.decode(bytes) == file, "seed \(seed)")
      var sounding: [[UInt8]: Int] = [:]
      var strikes: [[Int]] = []
      for track in file.tracks {
        let notes = track.notes()
        #expect(notes.hangingNotes == 0 && notes.unmatchedReleases == 0, "seed \(seed)")
        var port: UInt8 = 0
        for case .port(let number) in metas(track) { port = number }
        for note in notes.notes {
          strikes.append([Int(port), Int(note.channel), Int(note.key), note.start, note.end])
        }
      }
      strikes.sort { $0.lexicographicallyPrecedes($1) }
      for (first, second) in zip(strikes, strikes.dropFirst()) where first[..<3] == second[..<3] {
        #expect(first[4] <= second[3], "seed \(seed): \(first) \(second)")
      }
      for track in file.tracks {
        for case .controller(let channel, 64, let value) in messages(track) {
          sounding[[channel]] = Int(value)
        }
      }
      #expect(sounding.values.allSatisfy { $0 == 0 }, "seed \(seed)")
    }
  }
}
