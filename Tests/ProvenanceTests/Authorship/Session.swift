import Foundation
import Music
import Production
import Provenance
import Signal

/// A project in memory: songs by state and the events between them.
struct Session {
  private(set) var events: [LedgerEvent] = []
  private var songs: [Int64: AuthorshipSong] = [:]
  private var parents: [Int64: Int64] = [:]
  private var redo: [Int64: Int64] = [:]
  private(set) var state: Int64 = 0

  static let rules = LedgerActor.engine(LedgerEngine(version: "1"))
  static let model = LedgerActor.engine(
    LedgerEngine(version: "1", models: [LedgerPart(name: "composer", digest: "00")]))

  /// Begins with a song.
  init(
    _ song: AuthorshipSong, verb: String = "compose", actor: LedgerActor = Session.rules,
    inputs: String = "{}"
  ) {
    record(song, verb: verb, actor: actor, inputs: inputs)
  }

  var song: AuthorshipSong { songs[state] ?? Fixture.song() }

  /// Stores a song that came about by an operation.
  mutating func record(
    _ song: AuthorshipSong, verb: String, actor: LedgerActor, inputs: String = "{}"
  ) {
    let next = Int64(songs.count) + 1
    add(verb: verb, actor: actor, inputs: inputs, to: next)
    songs[next] = song
    if state > 0 {
      parents[next] = state
      redo[state] = nil
    }
    state = next
  }

  /// Changes the song by hand or by the engine.
  mutating func change(
    _ verb: String, by actor: LedgerActor, inputs: String = "{}",
    _ body: (inout AuthorshipSong) -> Void
  ) {
    var song = song
    body(&song)
    record(song, verb: verb, actor: actor, inputs: inputs)
  }

  /// Changes the song by an edit whose result is given.
  mutating func edit(
    _ edit: Edit, by actor: LedgerActor = .person, _ body: (inout AuthorshipSong) -> Void
  ) throws {
    let inputs = String(decoding: try JSONEncoder().encode(edit), as: UTF8.self)
    change("edit", by: actor, inputs: inputs, body)
  }

  /// Puts in a note.
  mutating func add(_ note: Note, to part: String) throws {
    try edit(.addNote(part: part, note: note)) { $0.add(note, to: part) }
  }

  /// Changes a note by its place in a part.
  mutating func set(_ index: Int, of part: String, _ body: (inout Note) -> Void) throws {
    guard let old = song.score.part(part)?.notes[index] else { return }
    var note = old
    body(&note)
    try edit(.setNote(part: part, onset: old.onset, pitch: old.pitch, note: note)) {
      $0.remove(old, from: part)
      $0.add(note, to: part)
    }
  }

  /// Takes away notes by their pitch.
  mutating func remove(_ index: Int, of part: String) throws {
    guard let old = song.score.part(part)?.notes[index] else { return }
    let bar = song.score.meters.bar(at: old.onset)
    try edit(.removeNotes(part: part, bars: bar..<(bar + 1), pitch: old.pitch)) {
      $0.remove(old, from: part)
    }
  }

  /// Goes a step back; nothing where there is none.
  mutating func undo() {
    guard let parent = parents[state] else { return }
    redo[parent] = state
    move(to: parent, "undo")
  }

  /// Goes a step forward; nothing where there is none.
  mutating func goForward() {
    guard let next = redo[state] else { return }
    move(to: next, "redo")
  }

  private mutating func move(to next: Int64, _ verb: String) {
    add(verb: verb, actor: .person, inputs: "{}", to: next)
    state = next
  }

  private mutating func add(verb: String, actor: LedgerActor, inputs: String, to next: Int64) {
    events.append(
      LedgerEvent(
        id: Int64(events.count) + 1, verb: verb, time: Int64(1_790_000_000 + events.count),
        person: nil, actor: actor, interface: .program, program: "1", summary: verb,
        inputs: inputs,
        before: state > 0 ? LedgerState(number: state, digest: "d\(state)") : nil,
        after: LedgerState(number: next, digest: "d\(next)"), changes: []))
  }

  /// Who made what of the current state.
  func authorship() throws -> Authorship {
    var tracker = AuthorshipTracker()
    for step in try AuthorshipPath(of: events).steps {
      guard let song = songs[step.event.after.number] else { continue }
      tracker.follow(step, after: song)
    }
    return tracker.authorship()
  }
}

extension AuthorshipSong {
  mutating func add(_ note: Note, to part: String) {
    guard let index = score.parts.firstIndex(where: { $0.id == part }) else { return }
    score.parts[index].notes = (score.parts[index].notes + [note]).sorted()
  }

  mutating func remove(_ note: Note, from part: String) {
    guard let index = score.parts.firstIndex(where: { $0.id == part }),
      let place = score.parts[index].notes.firstIndex(of: note)
    else { return }
    score.parts[index].notes.remove(at: place)
  }

  /// Gives a part other notes.
  mutating func write(_ notes: [Note], to part: String) {
    guard let index = score.parts.firstIndex(where: { $0.id == part }) else { return }
    score.parts[index].notes = notes.sorted()
  }

  /// Plays every note as a performer would.
  mutating func perform(_ amount: Double = 1) {
    let parts = score.parts.map { part in
      PerformedPart(
        id: part.id,
        notes: part.notes.map {
          PerformedNote(
            written: $0.onset, time: $0.onset.value * 0.5 + 0.003, duration: 0.2,
            key: $0.pitch.number, velocity: $0.velocity)
        })
    }
    performance = Performance(amount: amount, parts: parts, seconds: score.seconds)
  }
}

/// Small songs.
enum Fixture {
  static func note(_ beat: Beat, _ pitch: Int, _ length: Beat = Beat(1), velocity: Int = 80) -> Note
  {
    Note(onset: beat, duration: length, pitch: Pitch(number: pitch), velocity: velocity)
  }

  static func part(_ id: String, _ role: Role, _ program: Int, _ notes: [Note] = []) -> Part {
    let instrument =
      role == .drums
      ? Instrument.standardKit : Instrument.melodic(program: program) ?? Instrument.standardKit
    return Part(id: id, name: id, role: role, instrument: instrument, notes: notes)
  }

  /// Four bars with a lead, a bass and drums: 16, 8 and 32 notes.
  static func parts() -> [Part] {
    [
      part("lead", .lead, 73, (0..<16).map { note(Beat($0), [60, 62, 64, 67][$0 % 4] + $0 / 4) }),
      part("bass", .bass, 33, (0..<8).map { note(Beat(2 * $0), 36 + $0 % 3, Beat(2)) }),
      part(
        "drums", .drums, 0,
        (0..<32).map { note(Beat($0, 2), $0 % 4 == 0 ? 36 : 42, Beat(1, 2)) }),
    ]
  }

  static func song(
    parts: [Part] = Fixture.parts(), bars: Int = 4, amount: Double = 0,
    chords: [String] = ["C", "F"]
  ) -> AuthorshipSong {
    let meters = MeterMap(.common)
    let length = Beat(4 * bars)
    let spans = (0..<bars).compactMap { bar in
      (try? Chord(symbol: chords.isEmpty ? "C" : chords[bar % chords.count])).map {
        ChordSpan(onset: Beat(4 * bar), duration: Beat(4), chord: $0)
      }
    }
    let half = max(1, bars / 2)
    let sections =
      bars > 1
      ? [("verse-1", "verse", 0, half), ("chorus-1", "chorus", half, bars - half)]
      : [("verse-1", "verse", 0, max(1, bars))]
    let score = Score(
      title: "Fixture", meters: meters, tempo: TempoMap(beatsPerMinute: 120),
      keys: [KeyChange(bar: 0, key: Key(PitchName(.c), .major))],
      sections: sections.map {
        Section(id: $0.0, name: $0.1, startBar: $0.2, bars: $0.3, energy: 0.5)
      }, chords: chords.isEmpty ? [] : spans, parts: parts, length: length)
    let plan = Plan(
      title: "Fixture", seed: 1, engine: "1", styles: [], keys: score.keys, meters: meters,
      tempo: score.tempo,
      sections: sections.map {
        Plan.PlannedSection(
          id: $0.0, name: $0.1, startBar: $0.2, bars: $0.3, energy: 0.5, phrase: 2, occurrence: 0,
          transition: .none, layers: [:])
      }, chords: score.chords, parts: [], length: length, ending: .held, loop: false,
      loudness: LUFS(-14), notices: [])
    var song = AuthorshipSong(
      brief: Brief(prompt: ""), plan: plan, score: score,
      performance: Performance(amount: 0, parts: [], seconds: score.seconds))
    song.perform(amount)
    return song
  }
}

extension Fixture {
  static func mix(_ channels: [MixPlan.Channel]) -> MixPlan {
    MixPlan(
      channels: channels, reverbTime: 1, delayTime: 0.3, delayFeedback: 0.2,
      bus: MixPlan.Bus(ratio: 1, threshold: Decibels(0), drive: 0, lowPass: nil),
      loudness: LUFS(-14), ceiling: Decibels(-1), fade: 0, fadeEnd: 0)
  }

  static func strip(_ id: String, gain: Double = 0, reason: String = "as usual") -> MixPlan.Channel
  {
    MixPlan.Channel(
      id: id, role: .lead, gain: Decibels(gain), pan: 0, highPass: nil, lowPass: nil, reverb: nil,
      delay: nil, drive: 0, reason: reason)
  }
}
