import Instruments
import Music
import Production
import Signal
import Testing

@Suite("EventSchedule")
struct EventScheduleTests {
  private func schedule(
    _ notes: [PerformedNote], _ controls: [PerformedControl] = [], seconds: Double = 2,
    loops: Bool = false
  ) throws -> [EventSchedule.Event] {
    let part = PerformedPart(id: "keys", notes: notes, controls: controls)
    return try EventSchedule(part: part, seconds: seconds, sampleRate: .studio, loops: loops)
      .events
  }

  private func note(
    _ time: Double, _ duration: Double, key: Int = 60, velocity: Int = 80
  ) -> PerformedNote {
    PerformedNote(written: .zero, time: time, duration: duration, key: key, velocity: velocity)
  }

  @Test("times are rounded to blocks of 64 frames")
  func rounding() throws {
    let events = try schedule([note(1, 0.5)])
    #expect(events.map(\.block) == [750, 1125])
    #expect(events[0].message == .noteOn(key: 60, velocity: 80))
    #expect(events[1].message == .noteOff(key: 60))
  }

  @Test("the shortest note lasts one block")
  func shortest() throws {
    #expect(try schedule([note(0, 0)]).map(\.block) == [0, 1])
  }

  @Test("a key struck while it is held is released first, and not again by the first note's end")
  func retrigger() throws {
    let events = try schedule([note(0, 1), note(0.5, 1)])
    #expect(
      events.map(\.message) == [
        .noteOn(key: 60, velocity: 80), .noteOff(key: 60), .noteOn(key: 60, velocity: 80),
        .noteOff(key: 60),
      ])
    #expect(events.map(\.block) == [0, 375, 375, 1125])
  }

  @Test("of two equal keys at once the stronger and the longer stay")
  func doubled() throws {
    let events = try schedule([note(0, 1, velocity: 50), note(0, 0.5, velocity: 90)])
    #expect(events.map(\.message) == [.noteOn(key: 60, velocity: 90), .noteOff(key: 60)])
    #expect(events.map(\.block) == [0, 750])
  }

  @Test("a note before the first downbeat sounds at once, or at the end of a loop")
  func early() throws {
    #expect(try schedule([note(-0.01, 0.5)]).map(\.block) == [0, 375])
    #expect(try schedule([note(-0.01, 0.5)], loops: true).map(\.block) == [1493, 1868])
  }

  @Test("a pedal that stays down is lifted at the end")
  func pedal() throws {
    let down = PerformedControl(
      written: .zero, time: 0, kind: .controller(number: 64, value: 127))
    let events = try schedule([note(0, 1)], [down])
    #expect(events.last?.message == .controller(number: 64, value: 0))
    #expect(events.last?.block == 1501)
  }

  @Test("controllers stand before notes of the same block")
  func order() throws {
    let bend = PerformedControl(written: .zero, time: 0.5, kind: .pitchBend(-8192))
    let events = try schedule([note(0, 0.5), note(0.5, 0.5, key: 62)], [bend])
    #expect(events[1].message == .noteOff(key: 60))
    #expect(events[2].message == .pitchBend(-8192))
    #expect(events[3].message == .noteOn(key: 62, velocity: 80))
  }

  @Test(
    "a note beyond MIDI is refused with its place",
    arguments: [
      PerformedNote(written: .zero, time: 0, duration: 1, key: 128, velocity: 80),
      PerformedNote(written: .zero, time: 0, duration: 1, key: 60, velocity: 0),
      PerformedNote(written: .zero, time: .nan, duration: 1, key: 60, velocity: 80),
      PerformedNote(written: .zero, time: 0, duration: .infinity, key: 60, velocity: 80),
      PerformedNote(written: .zero, time: 0, duration: -1, key: 60, velocity: 80),
    ])
  func badNote(_ bad: PerformedNote) {
    #expect(throws: InstrumentsError.invalidNote(part: "keys", index: 1)) {
      try schedule([note(0, 1), bad])
    }
  }

  @Test(
    "a controller beyond MIDI is refused with its place",
    arguments: [
      PerformedControl.Kind.controller(number: 128, value: 0), .controller(number: 1, value: -1),
      .pitchBend(8192),
    ])
  func badControl(_ kind: PerformedControl.Kind) {
    #expect(throws: InstrumentsError.invalidControl(part: "keys", index: 0)) {
      try schedule([], [PerformedControl(written: .zero, time: 0, kind: kind)])
    }
  }
}
