import Music

/// One channel of one track on its way to a part.
struct ImportedLine {
  var track: Int
  var name: String
  /// The id that the file gives, or nil.
  var identifier: String?
  var role: Role
  var instrument: Instrument
  var notes: [MIDINote]

  var isDrums: Bool { instrument.isDrumKit }
}

/// A program and the bank's more significant byte, from a tick on.
private struct ProgramChange {
  var tick: Int
  var program: UInt8
  var bank: UInt8
}

extension [ProgramChange] {
  /// The last change at or before a tick, of changes by ascending tick.
  fileprivate func inForce(at tick: Int) -> ProgramChange? {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if self[middle].tick <= tick { low = middle + 1 } else { high = middle }
    }
    return low > 0 ? self[low - 1] : nil
  }
}

/// The channel of a port that a message goes to.
private struct Destination: Hashable {
  var port: UInt8
  var channel: UInt8
}

/// The programs, port and text of a track.
private struct TrackSetup {
  var port: UInt8 = 0
  var programs: [UInt8: [ProgramChange]] = [:]
  var part: String?
  var role: Role?
  var controllers = 0

  init(_ track: MIDITrack) {
    var banks = [UInt8](repeating: 0, count: 16)
    var hasPort = false
    for event in track.events {
      switch event.message {
      case .program(let channel, let number):
        programs[channel, default: []].append(
          ProgramChange(
            tick: event.tick, program: number & 127, bank: banks[Int(channel & 15)]))
      case .controller(let channel, 0, let value):
        banks[Int(channel & 15)] = value
      case .controller(_, let number, _):
        if ![7, 10, 32].contains(number) { controllers += 1 }
      case .pitchBend, .channelPressure, .keyPressure:
        controllers += 1
      case .meta(.port(let number)) where !hasPort:
        port = number
        hasPort = true
      case .meta(.text(.text, let bytes)):
        let text = MIDIText.string(bytes)
        if part == nil, text.hasPrefix(ScoreEncoder.partPrefix) {
          part = String(text.dropFirst(ScoreEncoder.partPrefix.count))
        } else if role == nil, text.hasPrefix(ScoreEncoder.rolePrefix) {
          role = Role(rawValue: String(text.dropFirst(ScoreEncoder.rolePrefix.count)))
        }
      default: break
      }
    }
  }
}

extension ScoreDecoder {
  /// The lines of every channel of every track that has notes.
  func lines(
    of tracks: [MIDITrack], format: MIDIFile.Format, notices: inout [ScoreNotice]
  ) -> [ImportedLine] {
    let setups = tracks.map { TrackSetup($0) }
    var shared: [Destination: [ProgramChange]] = [:]
    for setup in setups {
      for (channel, changes) in setup.programs {
        shared[Destination(port: setup.port, channel: channel), default: []] += changes
      }
    }
    for destination in shared.keys {
      shared[destination]?.sort { ($0.tick, $0.program, $0.bank) < ($1.tick, $1.program, $1.bank) }
    }
    var lines: [ImportedLine] = []
    var hasLead = false
    for (index, track) in tracks.enumerated() {
      let pairing = track.notes()
      guard !pairing.notes.isEmpty else { continue }
      var channels = [[MIDINote]](repeating: [], count: 16)
      for note in pairing.notes { channels[Int(note.channel & 15)].append(note) }
      let isAlone = channels.count { !$0.isEmpty } == 1
      let setup = setups[index]
      for (channel, notes) in channels.enumerated() where !notes.isEmpty {
        let place = Destination(port: setup.port, channel: UInt8(channel))
        let own = setup.programs[UInt8(channel)] ?? []
        let instrument = instrument(
          channel: channel, at: notes[0].start, own: own, shared: shared[place] ?? [])
        let line = ImportedLine(
          track: index, name: name(of: track, format, isAlone, instrument),
          identifier: isAlone ? setup.part : nil,
          role: (isAlone ? setup.role : nil) ?? role(of: instrument, notes, hasLead: hasLead),
          instrument: instrument, notes: notes)
        if line.role == .lead { hasLead = true }
        lines.append(line)
        let later = own.count { $0.tick > notes[0].start }
        if later > 0 { notices.append(.programChanges(part: line.name, count: later)) }
      }
      if pairing.hangingNotes > 0 {
        notices.append(
          .hangingNotes(
            part: track.name ?? "track \(index + 1)", count: pairing.hangingNotes))
      }
    }
    let controllers = setups.reduce(0) { $0 + $1.controllers }
    if controllers > 0 { notices.append(.controllersLeftOut(count: controllers)) }
    return lines
  }

  /// The instrument in force at a channel's first note: by its own track, or else by any.
  private func instrument(
    channel: Int, at tick: Int, own: [ProgramChange], shared: [ProgramChange]
  ) -> Instrument {
    let change =
      own.inForce(at: tick) ?? shared.inForce(at: tick) ?? own.first
      ?? ProgramChange(tick: 0, program: 0, bank: 0)
    // Banks: General MIDI 2 has drums in 120 and melody in 121; XG has drums in 127.
    let isDrums = change.bank == 120 || change.bank == 127 || channel == 9 && change.bank != 121
    if isDrums { return .drumKit(program: Int(change.program)) }
    return .melodic(program: Int(change.program)) ?? .standardKit
  }

  private func name(
    of track: MIDITrack, _ format: MIDIFile.Format, _ isAlone: Bool, _ instrument: Instrument
  ) -> String {
    let name = track.name?.split(whereSeparator: \.isWhitespace).joined(separator: " ") ?? ""
    // The name of a file's only track is the title.
    if name.isEmpty || format != .simultaneous { return instrument.name }
    return isAlone ? name : "\(name) (\(instrument.name))"
  }

  /// A first guess at what a part does.
  private func role(
    of instrument: Instrument, _ notes: [MIDINote], hasLead: Bool
  ) -> Role {
    switch instrument.family {
    case .drumKit: return .drums
    case .percussive: return .percussion
    case .bass: return .bass
    case .synthPad: return .pad
    case .synthEffects, .soundEffects: return .effects
    default: break
    }
    var end = 0
    var overlaps = 0
    for note in notes {
      // Legato overlaps are no chords: half of a note counts.
      if note.start < end - note.duration / 2 { overlaps += 1 }
      end = max(end, note.end)
    }
    if overlaps * 5 > notes.count { return instrument.family == .ensemble ? .pad : .chords }
    return hasLead ? .counter : .lead
  }

  /// The parts of the lines, in beats, their pitches spelled in the key of the moment.
  func parts(of lines: [ImportedLine], clock: BeatClock, frame: ScoreFrame) -> [Part] {
    var identifiers = UniqueIdentifiers()
    return lines.map { line in
      var key = 0
      let notes = line.notes.map { note in
        let onset = placed(clock.beat(note.start))
        let shortest =
          grid ?? max(clock.beat(note.start + 1) - clock.beat(note.start), Beat(1, 960))
        let duration = max(placed(clock.beat(note.end)) - onset, shortest)
        while key + 1 < frame.keyBeats.count, frame.keyBeats[key + 1].beat <= onset { key += 1 }
        let pitch =
          line.isDrums
          ? Pitch(number: Int(note.key)) : frame.keyBeats[key].key.pitch(Int(note.key))
        return Note(
          onset: onset, duration: duration, pitch: pitch, velocity: Int(note.velocity))
      }
      return Part(
        id: identifiers.take(line.identifier ?? line.role.rawValue, otherwise: "part"),
        name: line.name, role: line.role, instrument: line.instrument, notes: notes)
    }
  }

  /// A time moved to the grid, where there is one.
  private func placed(_ beat: Beat) -> Beat {
    guard let grid, grid > .zero else { return beat }
    return beat.quantized(to: grid)
  }
}
