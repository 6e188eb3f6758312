import Music
import Production
import StandardMIDI
import Testing

@Suite("ScoreDecoder")
struct ScoreDecoderTests {
  private func file(
    _ events: [MIDIEvent], division: MIDIDivision = .ticksPerQuarter(96)
  ) -> MIDIFile {
    MIDIFile(format: .single, division: division, tracks: [MIDITrack(events: events)])
  }

  private func note(_ tick: Int, _ duration: Int, _ key: UInt8, channel: UInt8 = 0) -> [MIDIEvent] {
    [
      MIDIEvent(tick: tick, .noteOn(channel: channel, key: key, velocity: 80)),
      MIDIEvent(tick: tick + duration, .noteOff(channel: channel, key: key, velocity: 0)),
    ]
  }

  private func meter(_ tick: Int, _ numerator: UInt8, _ power: UInt8) -> MIDIEvent {
    MIDIEvent(
      tick: tick,
      .meta(.timeSignature(MIDITimeSignature(numerator: numerator, denominatorPower: power))))
  }

  private func marker(_ tick: Int, _ text: String) -> MIDIEvent {
    MIDIEvent(tick: tick, .meta(.text(.marker, utf8: text)))
  }

  @Test("a score as written survives being written as MIDI and read again")
  func roundTrips() throws {
    for seed in 0..<UInt64(80) {
      var generator = MIDIGenerator(seed: seed, purpose: "scores")
      let score = try generator.score()
      let decoding = try ScoreDecoder().score(of: ScoreEncoder().file(of: score))
      let read = decoding.score
      #expect(decoding.notices.isEmpty, "seed \(seed)")
      #expect(read.title == score.title && read.length == score.length, "seed \(seed)")
      // A change to the metre that holds anyway leaves no trace.
      for bar in 0..<8 {
        #expect(read.meters.meter(ofBar: bar) == score.meters.meter(ofBar: bar), "seed \(seed)")
      }
      #expect(read.keys.map(\.bar) == score.keys.map(\.bar), "seed \(seed)")
      #expect(read.keys.map(\.key.signature) == score.keys.map(\.key.signature), "seed \(seed)")
      #expect(read.sections == score.sections, "seed \(seed)")
      let tempoDifference = abs(read.seconds - score.seconds)
      #expect(tempoDifference < 0.001, "seed \(seed)")
      #expect(read.parts.map(\.id) == score.parts.map(\.id), "seed \(seed)")
      for (part, original) in zip(read.parts, score.parts) {
        #expect(part == original, "seed \(seed)")
      }
    }
  }

  @Test("chords are read from markers, each to the next or to none")
  func chords() throws {
    var score = Scores.score([try Scores.part("p", "harp", notes: [Scores.note(0, 16, 60)])])
    score.chords = [
      ChordSpan(onset: 0, duration: 4, chord: try Chord(symbol: "Dm7")),
      ChordSpan(onset: 4, duration: 2, chord: try Chord(symbol: "G7b9")),
      ChordSpan(onset: 8, duration: 8, chord: try Chord(symbol: "Cmaj7/E")),
    ]
    #expect(
      try ScoreDecoder().score(of: ScoreEncoder().file(of: score)).score.chords == score.chords)
    let unreadable = try ScoreDecoder().score(
      of: file([marker(0, "chord:H!?")] + note(0, 96, 60)))
    #expect(unreadable.notices.contains(.chordUnreadable(text: "H!?", beat: 0)))
    #expect(unreadable.score.chords.isEmpty)
  }

  @Test("ticks become exact fractions, and a grid moves them when asked")
  func grid() throws {
    let file = file(note(32, 31, 60) + note(95, 3, 62))
    let exact = try ScoreDecoder().score(of: file).score.parts[0].notes
    #expect(exact.map(\.onset) == [Beat(1, 3), Beat(95, 96)])
    #expect(exact.map(\.duration) == [Beat(31, 96), Beat(1, 32)])
    let gridded = try ScoreDecoder(grid: Beat(1, 4)).score(of: file).score.parts[0].notes
    #expect(gridded.map(\.onset) == [Beat(1, 4), 1])
    #expect(gridded.map(\.duration) == [Beat(1, 2), Beat(1, 4)])
  }

  @Test("every channel of a track becomes a part, drums by channel 10 or by bank")
  func channels() throws {
    let events: [MIDIEvent] =
      [
        MIDIEvent(tick: 0, .program(channel: 2, number: 33)),
        MIDIEvent(tick: 0, .controller(channel: 4, number: 0, value: 127)),
        MIDIEvent(tick: 0, .program(channel: 4, number: 25)),
      ] + note(0, 10, 60) + note(20, 10, 40, channel: 2) + note(30, 10, 36, channel: 4)
      + note(40, 10, 38, channel: 9)
    let parts = try ScoreDecoder().score(of: file(events)).score.parts
    #expect(
      parts.map(\.instrument.id) == ["grand-piano", "electric-bass", "tr-808-kit", "standard-kit"])
    #expect(parts.map(\.role) == [.lead, .bass, .drums, .drums])
    #expect(parts.map(\.id) == ["lead", "bass", "drums", "drums-2"])
    #expect(parts[1].name == "Fingered Electric Bass")
  }

  @Test("a track's own program counts before another track's on the same channel")
  func programs() throws {
    let setup = MIDITrack(events: [MIDIEvent(tick: 0, .program(channel: 0, number: 40))])
    let flute = MIDITrack(
      events: [MIDIEvent(tick: 0, .program(channel: 0, number: 73))] + note(0, 9, 70))
    var violin = MIDITrack(events: note(0, 9, 72))
    violin.events.append(MIDIEvent(tick: 50, .program(channel: 0, number: 41)))
    let decoding = try ScoreDecoder().score(
      of: MIDIFile(tracks: [setup, flute, MIDITrack(events: note(5, 9, 71)), violin]))
    #expect(decoding.score.parts.map(\.instrument.program) == [73, 73, 73])
    #expect(decoding.notices.contains(.programChanges(part: "Flute", count: 1)))
    let alone = try ScoreDecoder().score(of: MIDIFile(tracks: [setup, violin])).score
    #expect(alone.parts.map(\.instrument.id) == ["violin"])
  }

  @Test("a bar cut short has a metre of its own, and one that cannot be is moved")
  func meters() throws {
    let upbeat = try ScoreDecoder().score(
      of: file([meter(0, 1, 2), meter(96, 3, 2), meter(96 * 4 + 48, 4, 2)] + note(0, 2000, 60))
    ).score
    #expect(upbeat.meters.changes.map(\.bar) == [0, 1, 2, 3])
    #expect(upbeat.meters.changes.map(\.meter.description) == ["1/4", "3/4", "1/8", "4/4"])
    let moved = try ScoreDecoder().score(of: file([meter(7, 3, 2)] + note(0, 2000, 60)))
    #expect(moved.score.meters.changes.map(\.bar) == [0, 1])
    #expect(moved.notices.contains(.meterMoved(from: Beat(7, 96), to: 4)))
    let odd = try ScoreDecoder().score(of: file([meter(0, 99, 2)] + note(0, 96, 60)))
    #expect(odd.notices.contains(.meterIgnored(numerator: 99, denominator: 4, beat: 0)))
  }

  @Test("sections are read from markers, at the nearest bar line")
  func sections() throws {
    let score = try ScoreDecoder().score(
      of: file(
        [marker(96 * 4, "Verse 1"), marker(96 * 12 - 3, "CHORUS"), marker(96 * 16, "Verse 1")]
          + note(0, 96 * 20, 60))
    ).score
    #expect(score.sections.map(\.id) == ["intro", "verse-1", "chorus", "verse-2"])
    #expect(score.sections.map(\.name) == ["intro", "verse", "chorus", "verse"])
    #expect(score.sections.map(\.startBar) == [0, 1, 3, 4])
    #expect(score.sections.map(\.bars) == [1, 2, 1, 1])
    #expect(try ScoreDecoder().score(of: file(note(0, 96, 60))).score.sections.map(\.bars) == [1])
  }

  @Test("time code is laid over 120 beats a minute, and reported")
  func timeCode() throws {
    for (rate, ticks) in [(SMPTERate.european, 25 * 40), (.film, 24 * 40), (.thirty, 30 * 40)] {
      let decoding = try ScoreDecoder().score(
        of: file(
          [MIDIEvent(tick: 0, .meta(.tempo(microsecondsPerQuarter: 1_000_000)))]
            + note(ticks, ticks / 2, 60), division: .timeCode(rate, ticksPerFrame: 40)))
      #expect(decoding.score.parts[0].notes.map(\.onset) == [2])
      #expect(decoding.score.parts[0].notes.map(\.duration) == [1])
      #expect(decoding.score.tempo == TempoMap(beatsPerMinute: 120))
      #expect(decoding.notices.contains(.timeCode(beatsPerMinute: 120)))
    }
    let drop = try ScoreDecoder().score(
      of: file(note(30000, 1, 60), division: .timeCode(.dropFrame, ticksPerFrame: 1))
    ).score
    #expect(drop.parts[0].notes[0].onset == 2002)
  }

  @Test("the melody is chosen by a track's number or name")
  func melody() throws {
    let tracks = [("Piano", 60), ("Flute", 70), ("Kit", 36)].map { name, key in
      MIDITrack(
        events: [MIDIEvent(tick: 0, .meta(.text(.trackName, utf8: name)))]
          + note(0, 96, UInt8(key), channel: key == 36 ? 9 : 0))
    }
    let file = MIDIFile(tracks: tracks)
    for choice in ["2", "flute"] {
      let score = try ScoreDecoder(melody: choice).score(of: file).score
      #expect(score.parts.map(\.role) == [.counter, .lead, .drums])
    }
    for choice in ["0", "4", "oboe", "3"] {
      #expect(
        throws: ScoreDecodingError.noSuchTrack(
          choice,
          tracks: [("Piano", 1), ("Flute", 2), ("Kit", 3)].map {
            ScoreDecodingError.Track(number: $1, name: $0)
          })
      ) { try ScoreDecoder(melody: choice).score(of: file) }
    }
  }

  @Test("of a file of patterns one is read")
  func patterns() throws {
    let file = MIDIFile(
      format: .independent,
      tracks: [MIDITrack(events: note(0, 9, 60)), MIDITrack(events: note(0, 9, 62))])
    let decoding = try ScoreDecoder(pattern: 2).score(of: file)
    #expect(decoding.score.parts.map(\.notes.first?.pitch.number) == [62])
    #expect(decoding.notices.contains(.onePattern(2, count: 2)))
    #expect(throws: ScoreDecodingError.noSuchPattern(3, count: 2)) {
      try ScoreDecoder(pattern: 3).score(of: file)
    }
  }

  @Test("a file without notes and a file without end are refused")
  func refusals() {
    #expect(throws: ScoreDecodingError.noNotes) {
      try ScoreDecoder().score(of: MIDIFile(tracks: []))
    }
    #expect(throws: ScoreDecodingError.tooLong(quarters: 0x0FFF_FFFF / 96, most: 100_000)) {
      try ScoreDecoder().score(
        of: file([MIDIEvent(tick: 0x0FFF_FFFF, .program(channel: 0, number: 0))]))
    }
  }

  @Test("what is assumed and left out is said in a sentence")
  func notices() throws {
    let events: [MIDIEvent] = [
      MIDIEvent(tick: 0, .controller(channel: 0, number: 64, value: 127)),
      MIDIEvent(tick: 0, .noteOn(channel: 0, key: 60, velocity: 80)),
      MIDIEvent(tick: 96, .pitchBend(channel: 0, value: 0)),
    ]
    let notices = try ScoreDecoder().score(of: file(events)).notices
    #expect(
      Set(notices) == [
        .noTempo, .noKey, .controllersLeftOut(count: 2), .hangingNotes(part: "track 1", count: 1),
      ])
    #expect(notices.allSatisfy { $0.description.hasSuffix(".") })
  }

  @Test("changes without number are thinned or cut, and reported")
  func manyChanges() throws {
    let tempos = (0..<9000).map {
      MIDIEvent(tick: $0, .meta(.tempo(microsecondsPerQuarter: UInt32(500_000 + $0))))
    }
    let decoding = try ScoreDecoder().score(of: file(tempos + note(9000, 96, 60)))
    #expect(decoding.score.tempo.changes.count == 3000)
    #expect(
      decoding.notices.contains(
        .changesLeftOut(kind: "tempo changes", kept: 3000, count: 9000)))
  }

  @Test(
    "key signatures become major and minor keys",
    arguments: [
      (0, false, "C major"), (0, true, "A minor"), (1, false, "G major"), (-1, true, "D minor"),
      (7, false, "C# major"), (-7, false, "Cb major"), (7, true, "A# minor"),
      (-7, true, "Ab minor"),
      (-2, false, "Bb major"), (4, true, "C# minor"), (6, false, "F# major"),
      (-6, true, "Eb minor"),
    ] as [(Int8, Bool, String)])
  func keys(sharps: Int8, isMinor: Bool, name: String) throws {
    let signature = MIDIKeySignature(sharps: sharps, isMinor: isMinor)
    let score = try ScoreDecoder().score(
      of: file([MIDIEvent(tick: 0, .meta(.keySignature(signature)))] + note(0, 96, 61))
    ).score
    #expect(score.keys.map(\.key.description) == [name])
    let again = try ScoreEncoder().file(of: score)
    #expect(
      again.tracks[0].events.contains(MIDIEvent(tick: 0, .meta(.keySignature(signature)))))
    #expect(score.parts[0].notes[0].pitch == score.keys[0].key.pitch(61))
  }

  @Test("random files become scores or are refused, never worse")
  func noise() {
    for seed in 0..<UInt64(600) {
      var generator = MIDIGenerator(seed: seed, purpose: "imports")
      let file = generator.file()
      guard let score = try? ScoreDecoder(grid: Beat(1, 12)).score(of: file).score else { continue }
      #expect(!score.parts.isEmpty && score.bars > 0, "seed \(seed)")
      #expect(score.sections.reduce(0) { $0 + $1.bars } == score.bars, "seed \(seed)")
    }
  }
}
