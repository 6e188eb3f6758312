import Music
import Production

/// A part on its way to a track: notes and controllers in ticks, on a channel of a port.
struct PartLine {
  struct Place: Hashable {
    var port: UInt8
    var channel: UInt8
  }

  struct SoundingNote {
    var start: Int
    var end: Int
    var key: UInt8
    var velocity: UInt8
  }

  let place: Place
  private(set) var notes: [SoundingNote] = []
  private var controls: [MIDIEvent] = []
  private var head: [MIDIMeta] = []
  private var setup: [MIDIMessage] = []

  init(
    _ part: Part, played: PerformedPart?, place: Place, level: ScoreEncoder.Level?, map: TickMap
  ) throws(MIDIEncodingError) {
    self.place = place
    let channel = place.channel
    if let played {
      for (index, note) in played.notes.enumerated() {
        let end = note.time + note.duration
        try append(
          map.tick(seconds: note.time), map.tick(seconds: end), note.key, note.velocity,
          part: part.id, index: index)
      }
      for (index, control) in played.controls.enumerated() {
        guard let tick = map.tick(seconds: control.time),
          let message = MIDIMessage(control.kind, channel: channel)
        else { throw .controlOutOfRange(part: part.id, index: index) }
        controls.append(MIDIEvent(tick: tick, message))
      }
    } else {
      for (index, note) in part.notes.enumerated() {
        try append(
          map.tick(note.onset), map.tick(note.end), note.pitch.number, note.velocity,
          part: part.id, index: index)
      }
    }
    head = [
      .text(.trackName, utf8: part.name), .text(.instrumentName, utf8: part.instrument.name),
      .text(.text, utf8: ScoreEncoder.partPrefix + part.id),
      .text(.text, utf8: ScoreEncoder.rolePrefix + part.role.rawValue),
    ]
    setup = try Self.setup(part, channel: channel, level: level)
    if controls.contains(where: { if case .pitchBend = $0.message { true } else { false } }) {
      // Registered parameter 0: a bend range of two semitones and no cents, then none selected.
      for (number, value): (UInt8, UInt8) in [
        (101, 0), (100, 0), (6, 2), (38, 0), (101, 127), (100, 127),
      ] {
        setup.append(.controller(channel: channel, number: number, value: value))
      }
    }
  }

  /// Bank, program, volume and pan of a part.
  private static func setup(
    _ part: Part, channel: UInt8, level: ScoreEncoder.Level?
  ) throws(MIDIEncodingError) -> [MIDIMessage] {
    var setup: [MIDIMessage] = []
    if !part.instrument.isDrumKit {
      // Not for drums: a bank of 0 makes channel 10 melodic on XG devices.
      setup.append(.controller(channel: channel, number: 0, value: 0))
      setup.append(.controller(channel: channel, number: 32, value: 0))
    }
    setup.append(.program(channel: channel, number: UInt8(part.instrument.program & 127)))
    if let level {
      guard (0...127).contains(level.volume), (0...127).contains(level.pan) else {
        throw .levelOutOfRange(part: part.id)
      }
      setup.append(.controller(channel: channel, number: 7, value: UInt8(level.volume)))
      setup.append(.controller(channel: channel, number: 10, value: UInt8(level.pan)))
    }
    return setup
  }

  private mutating func append(
    _ start: Int?, _ end: Int?, _ key: Int, _ velocity: Int, part: String, index: Int
  ) throws(MIDIEncodingError) {
    guard let start, let end, (0...127).contains(key), (1...127).contains(velocity) else {
      throw .noteOutOfRange(part: part, index: index)
    }
    notes.append(
      SoundingNote(
        start: start, end: max(end, start + 1), key: UInt8(key), velocity: UInt8(velocity)))
  }

  /// Takes care that no key of a channel is struck while it sounds, over all the parts on it.
  static func separate(_ lines: inout [PartLine]) {
    for place in Set(lines.map(\.place)) {
      let shared = lines.indices.filter { lines[$0].place == place }
      var strikes = shared.flatMap { line in
        lines[line].notes.map { (line: line, note: $0) }
      }
      strikes.sort {
        ($0.note.key, $0.note.start, $0.line, $0.note.end, $0.note.velocity)
          < ($1.note.key, $1.note.start, $1.line, $1.note.end, $1.note.velocity)
      }
      for line in shared { lines[line].notes = [] }
      var kept: [(line: Int, note: SoundingNote)] = []
      for strike in strikes {
        if let last = kept.last, last.note.key == strike.note.key, last.note.end > strike.note.start
        {
          let index = kept.count - 1
          if last.note.start == strike.note.start {
            kept[index].note.end = max(last.note.end, strike.note.end)
            kept[index].note.velocity = max(last.note.velocity, strike.note.velocity)
            continue
          }
          kept[index].note.end = strike.note.start
        }
        kept.append(strike)
      }
      for strike in kept { lines[strike.line].notes.append(strike.note) }
    }
  }

  /// The track: at one tick releases come first, then controllers, then strikes.
  func track(namesPort: Bool) -> MIDITrack {
    let channel = place.channel
    var events: [(order: Int, event: MIDIEvent)] = []
    for note in notes {
      events.append(
        (0, MIDIEvent(tick: note.end, .noteOff(channel: channel, key: note.key, velocity: 64))))
      events.append(
        (
          2,
          MIDIEvent(
            tick: note.start, .noteOn(channel: channel, key: note.key, velocity: note.velocity))
        ))
    }
    events += controls.map { (1, $0) }
    let ordered = events.enumerated().sorted {
      ($0.element.event.tick, $0.element.order, $0.offset)
        < ($1.element.event.tick, $1.element.order, $1.offset)
    }.map(\.element.event)
    let port: [MIDIMeta] = namesPort ? [.port(place.port)] : []
    var track = MIDITrack(
      events: (port + head).map { MIDIEvent(tick: 0, .meta($0)) }
        + setup.map { MIDIEvent(tick: 0, $0) } + ordered)
    track.end = track.events.last?.tick ?? 0
    for message in atRest { track.events.append(MIDIEvent(tick: track.end, message)) }
    return track
  }

  /// What lets go of the pedals and the wheel where the part leaves them held.
  private var atRest: [MIDIMessage] {
    var held: [UInt8: Bool] = [:]
    var isBent = false
    for control in controls.enumerated().sorted(by: {
      ($0.element.tick, $0.offset) < ($1.element.tick, $1.offset)
    }) {
      switch control.element.message {
      case .controller(_, let number, let value) where [64, 66, 67, 69].contains(number):
        held[number] = value > 0
      case .pitchBend(_, let value):
        isBent = value != 0x2000
      default:
        break
      }
    }
    let pedals = held.filter(\.value).keys.sorted().map {
      MIDIMessage.controller(channel: place.channel, number: $0, value: 0)
    }
    return pedals + (isBent ? [.pitchBend(channel: place.channel, value: 0x2000)] : [])
  }
}

extension MIDIMessage {
  /// The message of a movement while playing, or nil where a number is out of range.
  fileprivate init?(_ kind: PerformedControl.Kind, channel: UInt8) {
    switch kind {
    case .controller(let number, let value):
      guard (0...127).contains(number), (0...127).contains(value) else { return nil }
      self = .controller(channel: channel, number: UInt8(number), value: UInt8(value))
    case .pitchBend(let bend):
      guard (-8192...8191).contains(bend) else { return nil }
      self = .pitchBend(channel: channel, value: UInt16(bend + 8192))
    }
  }
}
