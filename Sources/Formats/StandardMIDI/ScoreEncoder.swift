public import Music
public import Production

/// Writes scores, as written or as played, as MIDI files that any sequencer takes.
///
/// A file is of format 1. Its first track is the conductor: the title, tempos, metres, key
/// signatures, a marker for every section (the section's id) and one for every chord
/// (`chord:Am7`). Each part has a track of its own with its name, its instrument, its id and role
/// (text events `part:bass`, `role:bass`), a program change, and its notes and controllers.
///
/// Parts take channels 1 to 9 and 11 to 16 of the first port, then of further ports (meta event 21);
/// drum kits take channel 10, together where they are the same kit and else each on a port of its
/// own. A key struck again on its channel before its release is released first; notes struck at one
/// tick on one key of one channel become the longest and loudest of them. No note outlasts its track,
/// the pedal is up and the wheel at rest at its end. The same input gives the same bytes.
public struct ScoreEncoder: Hashable, Sendable {
  /// How loud a part is and where it stands, as channel volume and pan.
  public struct Level: Hashable, Sendable {
    /// Controller 7, 0...127.
    public var volume: Int
    /// Controller 10, 0 (left) to 127 (right), 64 in the middle.
    public var pan: Int

    /// Makes a level.
    public init(volume: Int, pan: Int) {
      self.volume = volume
      self.pan = pan
    }
  }

  /// The title and file of one part.
  public struct PartFile: Hashable, Sendable, Identifiable {
    /// The part's id in the score.
    public var id: String
    /// The conductor track and the part's track.
    public var file: MIDIFile
  }

  /// Ticks in a quarter note, 1...32767.
  public var ticksPerQuarter: UInt16
  /// Volume and pan by part id; parts that are absent get neither.
  public var levels: [String: Level]

  /// Makes an encoder.
  public init(ticksPerQuarter: UInt16 = 480, levels: [String: Level] = [:]) {
    self.ticksPerQuarter = ticksPerQuarter
    self.levels = levels
  }

  /// The file of a score: as played, or where the performance or a part of it is absent, as written.
  ///
  /// Throws what a MIDI file cannot hold: numbers out of range, or more parts than ports.
  public func file(
    of score: Score, performance: Performance? = nil
  ) throws(MIDIEncodingError) -> MIDIFile {
    guard (1...0x7FFF).contains(ticksPerQuarter) else {
      throw .invalidDivision(.ticksPerQuarter(ticksPerQuarter))
    }
    let map = TickMap(score.tempo, ticksPerQuarter: Int(ticksPerQuarter))
    var lines: [PartLine] = []
    for (part, place) in zip(score.parts, try places(of: score.parts)) {
      lines.append(
        try PartLine(
          part, played: performance?.part(part.id), place: place, level: levels[part.id], map: map))
    }
    PartLine.separate(&lines)
    let usesPorts = lines.contains { $0.place.port > 0 }
    var tracks = [try conductor(of: score, map: map)]
    tracks += lines.map { $0.track(namesPort: usesPorts) }
    let end = tracks.reduce(map.tick(score.length)) { max($0, $1.end) }
    for index in tracks.indices { tracks[index].end = end }
    return MIDIFile(
      format: .simultaneous, division: .ticksPerQuarter(ticksPerQuarter), tracks: tracks)
  }

  /// A file for each part, with the conductor track of the whole, in the order of the score.
  public func partFiles(
    of score: Score, performance: Performance? = nil
  ) throws(MIDIEncodingError) -> [PartFile] {
    var files: [PartFile] = []
    for part in score.parts {
      var excerpt = score
      excerpt.parts = [part]
      files.append(
        PartFile(id: part.id, file: try file(of: excerpt, performance: performance)))
    }
    return files
  }

  /// The port and channel of every part.
  private func places(of parts: [Part]) throws(MIDIEncodingError) -> [PartLine.Place] {
    let pitchedChannels: [UInt8] = Array(0...8) + Array(10...15)
    var pitched = 0
    var kits: [Int] = []
    var places: [PartLine.Place] = []
    for part in parts {
      let port: Int
      let channel: UInt8
      if part.instrument.isDrumKit {
        port = kits.firstIndex(of: part.instrument.program) ?? kits.count
        channel = 9
        if port == kits.count { kits.append(part.instrument.program) }
      } else {
        port = pitched / pitchedChannels.count
        channel = pitchedChannels[pitched % pitchedChannels.count]
        pitched += 1
      }
      guard port < 128 else { throw .tooManyParts(parts.count) }
      places.append(PartLine.Place(port: UInt8(port), channel: channel))
    }
    return places
  }
}
