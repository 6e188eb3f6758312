import Music
import Performing
import Production
import StyleFiles
import Testing

/// How the playing itself sounds: feel, dynamics, touch, pedal, slides.
@Suite("Playing")
struct PlayingTests {
  private func play(
    _ notes: [Note], role: Role = .lead, instrument: String = "tenor-sax", id: String = "lead",
    groove: (inout Groove) -> Void = { _ in }, tempo: Double = 90, bars: Int = 8,
    meter: Meter = .common, amount: Double = 1
  ) throws -> PerformedPart {
    var style = try Fixture.style()
    style.groove = Groove(swing: 0.5, looseness: 0, dynamics: 0.5)
    groove(&style.groove)
    let part = Part(
      id: id, name: id, role: role, instrument: Fixture.instrument(instrument), notes: notes)
    let score = Fixture.score([part], bars: bars, meter: meter, tempo: tempo)
    return Performer.perform(
      score: score, style: style, plan: try Fixture.plan(score), amount: amount
    ).parts[0]
  }

  private func eighths(_ count: Int, key: Int = 60, velocity: Int = 80) -> [Note] {
    (0..<count).map { Fixture.note(Beat($0, 2), Beat(1, 2), key + $0 % 3, velocity) }
  }

  @Test("swing puts the second half of a pair at its ratio", arguments: [0.54, 0.6, 0.667])
  func swing(ratio: Double) throws {
    let part = try play(eighths(32), groove: { $0.swing = ratio })
    let beat = 60.0 / 90
    for note in part.notes {
      let phase = note.written % Beat(1)
      let expected = (note.written - phase).value * beat + (phase == .zero ? 0 : ratio * beat)
      #expect(abs(note.time - expected) < 1e-9)
    }
  }

  @Test("sixteenths swing within eighths, triplets and compound metres stay straight")
  func straight() throws {
    let beat = 60.0 / 90
    let sixteenths = (0..<16).map { Fixture.note(Beat($0, 4), Beat(1, 4), 60 + $0 % 3) }
    let swung = try play(
      sixteenths,
      groove: {
        $0.swing = 0.6
        $0.swingUnit = Beat(1, 2)
      })
    #expect(abs(swung.notes[1].time - 0.3 * beat) < 1e-9)
    #expect(abs(swung.notes[2].time - 0.5 * beat) < 1e-9)
    let triplets = (0..<12).map { Fixture.note(Beat($0, 3), Beat(1, 3), 60 + $0 % 3) }
    for note in try play(triplets, groove: { $0.swing = 0.66 }).notes {
      #expect(abs(note.time - note.written.value * beat) < 1e-9)
    }
    let compound = try #require(Meter(6, 8))
    let jig = try play(eighths(20), groove: { $0.swing = 0.66 }, meter: compound)
    for note in jig.notes { #expect(abs(note.time - note.written.value * beat) < 1e-9) }
  }

  @Test("fast swing evens out")
  func fastSwing() throws {
    let slow = try play(eighths(16), groove: { $0.swing = 0.66 }, tempo: 120)
    let fast = try play(eighths(16), groove: { $0.swing = 0.66 }, tempo: 260)
    #expect(abs(slow.notes[1].time / (60.0 / 120) - 0.66) < 1e-9)
    #expect(fast.notes[1].time / (60.0 / 260) < 0.6)
    #expect(fast.notes[1].time / (60.0 / 260) >= 0.5)
  }

  @Test("push is a drum's own, else its part's, else its role's")
  func push() throws {
    let hits = [36, 38, 42].map { Fixture.note(4, 1, $0) }
    let drums = try play(
      hits, role: .drums, instrument: "standard-kit", id: "drums",
      groove: { $0.push = ["snare": 12, "drums": -5] })
    let grid = 4 * 60.0 / 90
    for (key, late) in [(36, -0.005), (38, 0.012), (42, -0.005)] {
      let time = try #require(drums.notes.first { $0.key == key }).time
      #expect(abs(time - grid - late) < 1e-9)
    }
    let bass = try play(
      [Fixture.note(4, 1, 40)], role: .bass, instrument: "electric-bass", id: "low",
      groove: { $0.push = ["bass": 8, "low": 3] })
    #expect(abs(bass.notes[0].time - grid - 0.003) < 1e-9)
  }

  @Test("looseness is slow: neighbours lie closer together than distant notes")
  func looseness() throws {
    let notes = (0..<512).map { Fixture.note(Beat($0, 4), Beat(1, 4), 60 + $0 % 7) }
    let part = try play(notes, groove: { $0.looseness = 10 }, bars: 32)
    let late = part.notes.map { $0.time - $0.written.value * 60 / 90 }
    #expect(late.allSatisfy { abs($0) <= 0.0121 })
    func spread(_ distance: Int) -> Double {
      zip(late, late.dropFirst(distance)).reduce(0) { $0 + abs($1.0 - $1.1) }
        / Double(late.count - distance)
    }
    #expect(spread(1) < 0.3 * spread(16))
    #expect(late.map { abs($0) }.max() ?? 0 > 0.003)
  }

  @Test("strums run with the hand, rolls from the bottom, plain chords together")
  func strums() throws {
    func times(_ articulation: Articulation) throws -> [Double] {
      let chord = [52, 57, 60, 64].map { Fixture.note(4, 2, $0, 80, articulation) }
      let part = try play(
        chord, role: .chords, instrument: "steel-guitar", id: "guitar", groove: { $0.strum = 12 })
      return part.notes.sorted { $0.key < $1.key }.map(\.time)
    }
    let down = try times(.strumDown)
    let up = try times(.strumUp)
    let rolled = try times(.rolled)
    #expect(zip(down, down.dropFirst()).allSatisfy { abs($1 - $0 - 0.012) < 1e-9 })
    #expect(zip(up, up.dropFirst()).allSatisfy { abs($0 - $1 - 0.012) < 1e-9 })
    #expect(zip(rolled, rolled.dropFirst()).allSatisfy { $1 - $0 > 0.02 })
    #expect(Set(try times(.normal)).count == 1)
  }

  @Test("gates and articulations carry note lengths")
  func touch() throws {
    func length(_ articulation: Articulation, next: Int? = nil) throws -> Double {
      var notes = [Fixture.note(4, 1, 60, 80, articulation)]
      if let next { notes.append(Fixture.note(5, 1, next)) }
      return try play(notes, groove: { $0.gate = ["lead": 0.8] }).notes[0].duration
    }
    let beat = 60.0 / 90
    #expect(abs(try length(.normal) - 0.8 * beat) < 1e-9)
    #expect(abs(try length(.staccato) - 0.4 * beat) < 1e-9)
    #expect(try length(.tenuto) > 0.95 * beat)
    #expect(try length(.muted) < 0.1)
    #expect(try length(.legato, next: 62) > beat)
    #expect(try length(.legato, next: 60) <= beat + 1e-9)
  }

  @Test("ghost notes stay ghosts at every energy")
  func ghosts() throws {
    let notes = (0..<128).map {
      Fixture.note(Beat($0, 4), Beat(1, 4), 38, $0 % 4 == 0 ? 110 : 24 + $0 % 20)
    }
    let part = try play(notes, role: .drums, instrument: "standard-kit", id: "drums")
    for (note, written) in zip(part.notes, notes) {
      if written.velocity <= 45 {
        #expect(note.velocity <= 45)
      } else {
        #expect(note.velocity > 80)
      }
    }
  }

  @Test("repeated notes are never equal", arguments: [20, 45, 80, 127])
  func repeats(velocity: Int) throws {
    for count in [1, 2, 3, 4, 5, 7, 8] {
      let notes = (0..<(8 * count)).map {
        Fixture.note(Beat($0 * 4, count), Beat(1, count), 60, velocity)
      }
      let part = try play(notes)
      #expect(part.notes.count == notes.count)
      for (one, next) in zip(part.notes, part.notes.dropFirst()) {
        #expect(one.velocity != next.velocity, "\(count) a bar at \(one.written)")
      }
    }
  }

  @Test("phrases swell after their middle and energy lifts a section")
  func phrases() throws {
    let part = try play(eighths(64), groove: { $0.dynamics = 0 })
    func mean(_ bars: Range<Int>) -> Double {
      let notes = part.notes.filter { bars.contains($0.written.floor / 4) }
      return Double(notes.reduce(0) { $0 + $1.velocity }) / Double(notes.count)
    }
    #expect(mean(2..<3) > mean(0..<1) + 3)
    #expect(mean(4..<8) > mean(0..<4) + 1)
    #expect(Set(part.notes.map(\.velocity)).count > 8)
  }

  @Test("rubato moves all parts together and keeps the ends of phrases")
  func rubato() throws {
    let notes = eighths(64)
    let lead = try play(notes, groove: { $0.rubato = 0.8 })
    let bass = try play(
      notes, role: .bass, instrument: "electric-bass", id: "bass", groove: { $0.rubato = 0.8 })
    #expect(lead.notes.map(\.time) == bass.notes.map(\.time))
    let beat = 60.0 / 90
    let late = lead.notes.map { $0.time - $0.written.value * beat }
    #expect(abs(late[32]) < 1e-9)
    #expect(late.map { abs($0) }.max() ?? 0 > 0.05)
    #expect(zip(lead.notes, lead.notes.dropFirst()).allSatisfy { $0.time < $1.time })
  }

  @Test(
    "however much the tempo breathes, a note is played within an eighth of a quarter note of its place",
    arguments: [0.3, 1], [40.0, 90, 200])
  func rubatoBounds(rubato: Double, tempo: Double) throws {
    // The phrases of the fixture's sections, and a long last one.
    let part = try play(eighths(128), groove: { $0.rubato = rubato }, tempo: tempo, bars: 16)
    let beat = 60 / tempo
    let early = part.notes.map { $0.written.value * beat - $0.time }
    #expect(early.allSatisfy { $0 > -1e-9 && $0 <= 0.125 * beat + 1e-9 })
    #expect((early.max() ?? 0) > 0.06 * beat)
    // The tempo comes back to the grid every four bars at the latest.
    for bar in stride(from: 0, to: 16, by: 4) { #expect(abs(early[bar * 8]) < 1e-9) }
  }

  @Test("the pedal goes down with each chord and is up at the end")
  func pedal() throws {
    let notes = (0..<8).map { Fixture.note(Beat($0 * 4), Beat(2), 60 + $0) }
    let part = try play(
      notes, role: .chords, instrument: "grand-piano", id: "piano", groove: { $0.pedal = ["piano"] }
    )
    let values = part.controls.compactMap { control -> Int? in
      if case .controller(64, let value) = control.kind { return value }
      return nil
    }
    #expect(values.first == 127)
    #expect(values.last == 0)
    #expect(zip(values, values.dropFirst()).allSatisfy { $0 != $1 })
    #expect(values.count == 16)
    #expect(part.controls.last?.time == 32 * 60.0 / 90)
    #expect(
      try play(notes).controls.filter { $0.kind == .controller(number: 64, value: 127) }.isEmpty)
  }

  @Test("the pedal is lifted where the part rests")
  func pedalRests() throws {
    let notes = [Fixture.note(0, 2, 60), Fixture.note(16, 2, 60)]
    let part = try play(
      notes, role: .chords, instrument: "grand-piano", id: "piano", groove: { $0.pedal = ["piano"] }
    )
    let ups = part.controls.filter { $0.kind == .controller(number: 64, value: 0) }
    #expect(ups.map(\.written) == [Beat(4), Beat(20)])
  }

  @Test("sustained parts swell by controller 11 while they sound, others do not")
  func expression() throws {
    let notes = [Fixture.note(0, 16, 60), Fixture.note(20, 4, 62)]
    let pad = try play(notes, role: .pad, instrument: "warm-pad", id: "pad")
    let values = pad.controls.compactMap { control -> Int? in
      if case .controller(11, let value) = control.kind { return value }
      return nil
    }
    #expect(values.count == 40)
    #expect(Set(values).count > 6)
    #expect(values.allSatisfy { (60...127).contains($0) })
    #expect(pad.controls.allSatisfy { $0.written < Beat(16) || $0.written >= Beat(20) })
    let half = try play(notes, role: .pad, instrument: "warm-pad", id: "pad", amount: 0.5)
    #expect(half.controls.count == pad.controls.count)
    let piano = try play(notes, role: .chords, instrument: "grand-piano", id: "piano")
    #expect(piano.controls.isEmpty)
  }

  @Test("a slide of two semitones bends into the next note, a wider one arrives from its side")
  func glides() throws {
    func bends(to key: Int) throws -> [PerformedControl] {
      let notes = [
        Fixture.note(0, 2, 33, 100, .glide), Fixture.note(2, 2, key), Fixture.note(4, 1, 33),
      ]
      return try play(notes, role: .bass, instrument: "synth-bass-2", id: "bass").controls
    }
    func values(_ controls: [PerformedControl]) -> [Int] {
      controls.compactMap {
        if case .pitchBend(let value) = $0.kind { return value }
        return nil
      }
    }
    let near = try bends(to: 35)
    let arrival = 2 * 60.0 / 90
    #expect(values(near).last == 0)
    #expect(values(near).max() ?? 0 > 8000)
    #expect(values(near).dropLast().allSatisfy { $0 >= 0 })
    #expect(near.last?.time == arrival)
    #expect(near.allSatisfy { $0.time <= arrival })
    let down = values(try bends(to: 32))
    #expect(down.min() ?? 0 <= -4000 && down.allSatisfy { $0 <= 0 && $0 >= -4096 })
    let far = try bends(to: 45)
    #expect(values(far).first == -8192 && values(far).last == 0)
    #expect(far.allSatisfy { $0.time >= arrival })
    #expect(try bends(to: 33).isEmpty)
    let notes = [Fixture.note(0, 2, 33, 100, .glide), Fixture.note(3, 2, 35)]
    let apart = try play(notes, role: .bass, instrument: "synth-bass-2", id: "bass")
    #expect(apart.controls.isEmpty)
  }
}
