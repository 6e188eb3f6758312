import Music
import Production
import Studio

/// A song without its notes, as `GET /api/projects/{id}` gives it: beats as numbers, bars from 0.
struct SongDocument: Encodable, Sendable {
  struct MeterMark: Encodable, Sendable {
    var bar: Int
    var meter: String
  }
  struct KeyMark: Encodable, Sendable {
    var bar: Int
    var key: String
    var pitchClasses: [Int]
  }
  struct TempoMark: Encodable, Sendable {
    var beat: Double
    var beatsPerMinute: Double
  }
  struct ChordMark: Encodable, Sendable {
    var onset: Double
    var duration: Double
    var chord: String
    var pitchClasses: [Int]
  }
  struct PartMark: Encodable, Sendable {
    var id: String
    var name: String
    var role: Role
    var instrument: String
    var isDrums: Bool
    var notes: Int
    var lowest: Int
    var highest: Int
  }
  struct Stem: Encodable, Sendable {
    var part: String
    var url: String
  }
  struct Sound: Encodable, Sendable {
    var state: SoundRecord.State
    var stems: [Stem]
    @OrNull var master: String?
    @OrNull var mix: String?
  }

  struct LockMark: Encodable, Sendable {
    @OrNull var part: String?
    @OrNull var bars: [Int]?
  }

  var id: String
  var name: String
  var title: String
  var prompt: String
  var revision: Int64
  var state: Int64
  var seed: UInt64
  var bars: Int
  var length: Double
  var seconds: Double
  var barStarts: [Double]
  var meters: [MeterMark]
  var tempo: [TempoMark]
  var keys: [KeyMark]
  var sections: [Section]
  var chords: [ChordMark]
  var parts: [PartMark]
  var locks: [LockMark]
  var canUndo: Bool
  var canRedo: Bool
  var allowsEngine: Bool
  var styles: [Brief.StyleWeight]
  var sound: Sound

  init(
    _ id: String, _ song: Song, _ stand: ProjectStand, name: String, sound: Sound
  ) {
    let score = song.score
    self.id = id
    self.name = name
    title = score.title
    prompt = song.brief.prompt
    (revision, state) = (stand.revision, stand.state)
    (canUndo, canRedo) = (stand.canUndo, stand.canRedo)
    allowsEngine = stand.allowsEngine
    seed = song.plan.seed
    bars = score.bars
    length = score.length.value
    seconds = score.seconds
    barStarts = (0...score.bars).map { min(score.meters.start(ofBar: $0), score.length).value }
    meters = score.meters.changes.map { MeterMark(bar: $0.bar, meter: "\($0.meter)") }
    tempo = score.tempo.changes.map {
      TempoMark(beat: $0.beat.value, beatsPerMinute: $0.beatsPerMinute)
    }
    keys = score.keys.map {
      KeyMark(bar: $0.bar, key: "\($0.key)", pitchClasses: Self.classes(of: $0.key))
    }
    sections = score.sections
    chords = score.chords.map {
      ChordMark(
        onset: $0.onset.value, duration: $0.duration.value, chord: "\($0.chord)",
        pitchClasses: $0.chord.pitchClasses.sorted())
    }
    parts = score.parts.map { part in
      PartMark(
        id: part.id, name: Self.title(of: part), role: part.role, instrument: part.instrument.id,
        isDrums: part.instrument.isDrumKit, notes: part.notes.count,
        lowest: part.instrument.range.lowerBound, highest: part.instrument.range.upperBound)
    }
    locks = song.locks.map { lock in
      LockMark(part: lock.part, bars: lock.bars.map { [$0.lowerBound, $0.upperBound] })
    }
    styles = song.plan.styles
    self.sound = sound
  }

  /// What a part is called: by its id, for its instrument is named beside it.
  private static func title(of part: Part) -> String {
    let words = part.id.split(separator: "-").joined(separator: " ")
    return words.prefix(1).uppercased() + words.dropFirst()
  }

  private static func classes(of key: Key) -> [Int] {
    (0..<12).filter { key.contains(pitchClass: $0) }
  }
}

/// What a change did.
struct ChangeDocument: Encodable, Sendable {
  var revision: Int64
  var text: String
  var notices: [String]
}
