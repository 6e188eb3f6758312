public import Music

/// Reads MIDI files as editable scores.
///
/// Positions are exact: a tick becomes the fraction of a quarter note that it is. Every channel of
/// every track that has notes becomes a part; its instrument is the program in force at its first
/// note, a drum kit on channel 10 or on the drum banks of GM2 and XG (120 and 127). Tempos, metres
/// and key signatures are taken from all tracks, sections from markers, chords from markers that
/// read `chord:Am7`. Controllers, bends and pressures have no place in a score; what is left out or
/// assumed is said in the notices. Roles are a first guess by instrument, where a text event
/// `role:bass` does not give them.
public struct ScoreDecoder: Hashable, Sendable {
  /// The step that onsets and ends are moved to, or nil to keep them as they are.
  public var grid: Beat?
  /// The track whose part is the lead: its number, counted from 1, or its name.
  public var melody: String?
  /// The track that is read of a file of format 2, counted from 1.
  public var pattern: Int

  /// Makes a decoder that quantises to `grid`, if given, a positive step.
  public init(grid: Beat? = nil, melody: String? = nil, pattern: Int = 1) {
    self.grid = grid
    self.melody = melody
    self.pattern = pattern
  }

  /// The score of a file, and what was assumed and left out.
  public func score(of file: MIDIFile) throws(ScoreDecodingError) -> ScoreDecoding {
    var notices: [ScoreNotice] = []
    var tracks = file.tracks
    if file.format == .independent {
      guard tracks.indices.contains(pattern - 1) else {
        throw .noSuchPattern(pattern, count: tracks.count)
      }
      if tracks.count > 1 { notices.append(.onePattern(pattern, count: tracks.count)) }
      tracks = [tracks[pattern - 1]]
    }
    let clock = BeatClock(file.division)
    if clock.isTimeCode { notices.append(.timeCode(beatsPerMinute: 120)) }
    let last = tracks.reduce(0) { max($0, $1.end, $1.events.last?.tick ?? 0) }
    guard clock.quarters(last) <= Self.longest else {
      throw .tooLong(quarters: clock.quarters(last), most: Self.longest)
    }
    var lines = self.lines(of: tracks, format: file.format, notices: &notices)
    guard !lines.isEmpty else { throw .noNotes }
    if let melody { try choose(melody, of: tracks, in: &lines) }
    let frame = ScoreFrame(tracks, clock: clock, notices: &notices)
    let parts = self.parts(of: lines, clock: clock, frame: frame)
    let end = parts.reduce(Beat.zero) { max($0, $1.notes.reduce(.zero) { max($0, $1.end) }) }
    let length = frame.length(ofNotesTo: end, conductor: lines[0].track > 0 ? tracks.first : nil)
    let score = Score(
      title: title(of: file), meters: frame.meters, tempo: frame.tempo, keys: frame.keys,
      sections: frame.sections(upTo: length), chords: frame.chords(upTo: length, &notices),
      parts: parts, length: length)
    return ScoreDecoding(score: score, notices: notices)
  }

  /// The most quarter notes that a score may last: half a day at a usual tempo.
  static let longest = 100_000

  private func title(of file: MIDIFile) -> String {
    let track = file.format == .independent ? file.tracks[pattern - 1] : file.tracks.first
    return track?.name?.split(whereSeparator: \.isWhitespace).joined(separator: " ") ?? ""
  }

  /// Makes the parts of the chosen track leads.
  private func choose(
    _ melody: String, of tracks: [MIDITrack], in lines: inout [ImportedLine]
  ) throws(ScoreDecodingError) {
    let chosen: Int?
    if let number = Int(melody) {
      chosen = number - 1
    } else {
      chosen =
        lines.first { line in
          [tracks[line.track].name, line.name, line.identifier].contains {
            $0?.lowercased() == melody.lowercased()
          }
        }?.track
    }
    let indices = lines.indices.filter { lines[$0].track == chosen && !lines[$0].isDrums }
    guard !indices.isEmpty else {
      throw .noSuchTrack(
        melody, tracks: lines.map { ScoreDecodingError.Track(number: $0.track + 1, name: $0.name) })
    }
    for index in lines.indices where lines[index].role == .lead { lines[index].role = .counter }
    for index in indices { lines[index].role = .lead }
  }
}

/// A score that was read from a MIDI file, and what had to be assumed or left out.
public struct ScoreDecoding: Hashable, Sendable {
  /// The score.
  public var score: Score
  /// What was assumed or left out.
  public var notices: [ScoreNotice]
}

/// Why a MIDI file makes no score.
public enum ScoreDecodingError: Error, Hashable, Sendable {
  /// A track that can be chosen.
  public struct Track: Hashable, Sendable {
    /// Its number, counted from 1.
    public var number: Int
    /// The name of its part.
    public var name: String

    /// Names a track.
    public init(number: Int, name: String) {
      self.number = number
      self.name = name
    }
  }

  /// There is not a single note.
  case noNotes
  /// The file lasts longer than any score may.
  case tooLong(quarters: Int, most: Int)
  /// A file of format 2 has no track of this number, counted from 1.
  case noSuchPattern(Int, count: Int)
  /// No pitched track has the number or name that was asked for; these have notes.
  case noSuchTrack(String, tracks: [Track])
}

/// Something that was assumed or left out when a MIDI file was read as a score.
public enum ScoreNotice: Hashable, Sendable, CustomStringConvertible {
  /// Time is counted in frames; quarter notes were laid over it at this tempo.
  case timeCode(beatsPerMinute: Int)
  /// Of a file of patterns one was read, counted from 1.
  case onePattern(Int, count: Int)
  /// No tempo is given; 120 is what MIDI takes then.
  case noTempo
  /// No key signature is given; C major stands in.
  case noKey
  /// A metre cannot be counted here, and was passed over.
  case meterIgnored(numerator: Int, denominator: Int, beat: Beat)
  /// A metre stands within a bar, and was moved to the next.
  case meterMoved(from: Beat, to: Beat)
  /// There are more changes of a kind than can be kept.
  case changesLeftOut(kind: String, kept: Int, count: Int)
  /// A chord marker cannot be read.
  case chordUnreadable(text: String, beat: Beat)
  /// Notes of a part are never released; they last to the end of its track.
  case hangingNotes(part: String, count: Int)
  /// A part changes its program; the first one was kept.
  case programChanges(part: String, count: Int)
  /// Controllers, bends and pressures were left out.
  case controllersLeftOut(count: Int)

  /// The notice as a sentence.
  public var description: String {
    switch self {
    case .timeCode(let tempo):
      "The file counts film frames, not beats; \(tempo) BPM was assumed."
    case .onePattern(let number, let count):
      "The file holds \(count) separate patterns; pattern \(number) was read."
    case .noTempo: "The file gives no tempo; 120 BPM was assumed."
    case .noKey: "The file gives no key signature; C major was assumed."
    case .meterIgnored(let numerator, let denominator, let beat):
      "The metre \(numerator)/\(denominator) at beat \(beat) is not supported and was ignored."
    case .meterMoved(let from, let to):
      "The metre at beat \(from) starts within a bar and was moved to beat \(to)."
    case .changesLeftOut(let kind, let kept, let count):
      "Of \(count) \(kind), \(kept) were kept."
    case .chordUnreadable(let text, let beat):
      "The chord \"\(text)\" at beat \(beat) cannot be read and was left out."
    case .hangingNotes(let part, let count):
      "\(count) notes of \(part) never end in the file; they were held to the end of the track."
    case .programChanges(let part, let count):
      "\(part) changes its sound \(count) times; the first one was kept."
    case .controllersLeftOut(let count):
      "\(count) controller, pitch bend and pressure messages were left out."
    }
  }
}
