public import Music
public import Production

extension MIDIFile {
  /// The channel of General MIDI kits, counted from 0.
  private static let kitChannel: UInt8 = 9

  /// The same file with the notes of kits (channel 10) as a performance has them; all other events, and
  /// how long notes are held, stay.
  ///
  /// Each note of the file is found by its written time and key. Files whose time is not counted in
  /// quarter notes are left as they are.
  public func playingKits(as part: PerformedPart, tempo: TempoMap) -> MIDIFile {
    guard case .ticksPerQuarter(let division) = division else { return self }
    let map = TickMap(tempo, ticksPerQuarter: Int(division))
    var played: [Int: [Int: PerformedNote]] = [:]
    for note in part.notes { played[map.tick(note.written), default: [:]][note.key] = note }
    var file = self
    for index in file.tracks.indices {
      file.tracks[index] = file.tracks[index].moving(onChannel: Self.kitChannel) { tick, key in
        guard let note = played[tick]?[Int(key)], let new = map.tick(seconds: note.time) else {
          return nil
        }
        return (new, UInt8(min(max(note.velocity, 1), 127)))
      }
    }
    return file
  }
}

extension MIDITrack {
  /// The track with notes of a channel moved to another tick and velocity, their releases with them.
  fileprivate func moving(
    onChannel wanted: UInt8, to place: (_ tick: Int, _ key: UInt8) -> (tick: Int, velocity: UInt8)?
  ) -> MIDITrack {
    var moved: [(tick: Int, isRelease: Bool, event: MIDIEvent)] = []
    // By how much the release of a sounding key moves.
    var shifts: [UInt8: Int] = [:]
    for event in events {
      var new = event
      var isRelease = false
      switch event.message {
      case .noteOn(wanted, let key, let velocity) where velocity > 0:
        if let found = place(event.tick, key) {
          shifts[key] = found.tick - event.tick
          new = MIDIEvent(
            tick: found.tick, .noteOn(channel: wanted, key: key, velocity: found.velocity))
        } else {
          shifts[key] = nil
        }
      case .noteOn(wanted, let key, _), .noteOff(wanted, let key, _):
        isRelease = true
        new.tick = max(0, event.tick + (shifts[key] ?? 0))
      default: break
      }
      moved.append((new.tick, isRelease, new))
    }
    let sorted = moved.enumerated().sorted { left, right in
      let (a, b) = (left.element, right.element)
      return (a.tick, a.isRelease ? 0 : 1, left.offset) < (
        b.tick, b.isRelease ? 0 : 1, right.offset
      )
    }
    let last = sorted.last?.element.tick ?? 0
    return MIDITrack(events: sorted.map(\.element.event), end: max(end, last))
  }
}
