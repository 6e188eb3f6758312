import Music
import Production
import StandardMIDI
import Testing

/// Notes of kits that are played anew in a file whose other events stay.
@Suite("Kits of a file") struct KitNotesTests {
  private let tempo = TempoMap(beatsPerMinute: 120)

  /// A kit's two notes among a bend, a controller, a lyric and another channel's note.
  private var file: MIDIFile {
    MIDIFile(
      format: .simultaneous, division: .ticksPerQuarter(480),
      tracks: [
        MIDITrack(
          events: [
            MIDIEvent(tick: 0, .controller(channel: 9, number: 7, value: 90)),
            MIDIEvent(tick: 0, .noteOn(channel: 9, key: 36, velocity: 80)),
            MIDIEvent(tick: 0, .noteOn(channel: 0, key: 60, velocity: 70)),
            MIDIEvent(tick: 60, .noteOff(channel: 9, key: 36, velocity: 33)),
            MIDIEvent(tick: 480, .noteOn(channel: 9, key: 38, velocity: 80)),
            MIDIEvent(tick: 540, .noteOff(channel: 9, key: 38, velocity: 0)),
            MIDIEvent(tick: 960, .noteOff(channel: 0, key: 60, velocity: 64)),
          ], end: 1920)
      ])
  }

  private func note(_ written: Beat, _ time: Double, _ key: Int, _ velocity: Int) -> PerformedNote {
    PerformedNote(written: written, time: time, duration: 0.1, key: key, velocity: velocity)
  }

  @Test("notes move with their releases, and everything else stays")
  func moves() {
    let part = PerformedPart(
      id: "drums", notes: [note(0, 0.025, 36, 101), note(1, 0.475, 38, 55)])
    let played = file.playingKits(as: part, tempo: tempo)
    let events = played.tracks[0].events
    #expect(events.contains(MIDIEvent(tick: 24, .noteOn(channel: 9, key: 36, velocity: 101))))
    #expect(events.contains(MIDIEvent(tick: 84, .noteOff(channel: 9, key: 36, velocity: 33))))
    #expect(events.contains(MIDIEvent(tick: 456, .noteOn(channel: 9, key: 38, velocity: 55))))
    func others(_ file: MIDIFile) -> [MIDIEvent] {
      file.tracks[0].events.filter { event in
        switch event.message {
        case .noteOn(9, _, _), .noteOff(9, _, _): false
        default: true
        }
      }
    }
    #expect(others(played) == others(file) && played.tracks[0].end == 1920)
    #expect(events.map(\.tick) == events.map(\.tick).sorted())
  }

  @Test("a performance on the grid leaves the file as it is")
  func still() {
    let part = PerformedPart(id: "drums", notes: [note(0, 0, 36, 80), note(1, 0.5, 38, 80)])
    #expect(file.playingKits(as: part, tempo: tempo) == file)
  }
}
