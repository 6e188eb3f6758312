import StandardMIDI
import Testing

@Suite("MIDINote")
struct MIDINoteTests {
  private func strike(_ tick: Int, _ key: UInt8, _ velocity: UInt8 = 100, channel: UInt8 = 0)
    -> MIDIEvent
  { MIDIEvent(tick: tick, .noteOn(channel: channel, key: key, velocity: velocity)) }

  private func release(_ tick: Int, _ key: UInt8, channel: UInt8 = 0) -> MIDIEvent {
    MIDIEvent(tick: tick, .noteOff(channel: channel, key: key, velocity: 30))
  }

  @Test("a note lasts from its strike to its release on the same channel and key")
  func pairs() {
    let notes = MIDITrack(events: [
      strike(0, 60), strike(5, 60, channel: 1), strike(6, 64), release(10, 60),
      release(20, 60, channel: 1), strike(30, 64, 0),
    ]).notes()
    #expect(
      notes.notes == [
        MIDINote(start: 0, duration: 10, channel: 0, key: 60, velocity: 100, releaseVelocity: 30),
        MIDINote(start: 5, duration: 15, channel: 1, key: 60, velocity: 100, releaseVelocity: 30),
        MIDINote(start: 6, duration: 24, channel: 0, key: 64, velocity: 100),
      ])
    #expect(notes.hangingNotes == 0 && notes.unmatchedReleases == 0)
    #expect(notes.notes[1].end == 20)
  }

  @Test("of overlapping notes on one key, the earliest is released first")
  func overlaps() {
    let notes = MIDITrack(events: [
      strike(0, 60, 1), strike(1, 60, 2), strike(2, 60, 3), release(10, 60), strike(11, 60, 4),
      release(12, 60), release(13, 60), release(14, 60),
    ]).notes()
    #expect(notes.notes.map(\.end) == [10, 12, 13, 14])
    #expect(notes.notes.map(\.velocity) == [1, 2, 3, 4])
  }

  @Test("a hanging note lasts to the end of the track, a stray release is passed over")
  func strays() {
    let track = MIDITrack(
      events: [release(0, 60), strike(1, 60), strike(2, 60), strike(3, 61), release(4, 61)],
      end: 100)
    let notes = track.notes()
    #expect(notes.notes.map(\.end) == [100, 100, 4])
    #expect(notes.hangingNotes == 2 && notes.unmatchedReleases == 1)
    #expect(MIDITrack().notes().notes.isEmpty)
  }

  @Test("a note does not reach into the next track")
  func tracks() {
    let file = MIDIFile(tracks: [
      MIDITrack(events: [strike(0, 60)], end: 10), MIDITrack(events: [release(5, 60)]),
    ])
    let notes = file.notes()
    #expect(notes.map(\.hangingNotes) == [1, 0])
    #expect(notes.map(\.unmatchedReleases) == [0, 1])
  }
}
