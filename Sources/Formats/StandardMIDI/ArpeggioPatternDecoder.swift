import Music
public import Production

/// Why a MIDI file is no figure for an arpeggiator.
public enum ArpeggioPatternError: Error, Hashable, Sendable {
  /// No note is left once the one that marks the length and drums are taken away.
  case noNotes
  /// There are more notes than a figure may have.
  case tooManyNotes(count: Int, most: Int)
  /// The figure lasts longer than it may, in quarter notes.
  case tooLong(quarters: Int, most: Int)
  /// A note stands too far from middle C.
  case tooFar(key: Int, allowed: ClosedRange<Int>)
  /// The figure ends before its first note begins.
  case endsBeforeItBegins
}

/// Reads MIDI files as figures of relative notes.
///
/// Middle C (key 60) is the chord's first note, each key above or below it one degree. The channel
/// says what a note is bound to: 1 free, 2 held, 3 locked to its octave; a note on channel 4 sounds
/// not, it marks the length of the figure, as far as its end. Without one the figure ends with its
/// bar, or with its last note's beat where no metre is stated. Velocities and controller 10 are
/// kept. Notes of channel 10 (drums) are passed over, and of a file of patterns (format 2) the first
/// is read. Cost: linear in the events.
public enum ArpeggioPatternDecoder {
  private static let lengthChannel: UInt8 = 3
  private static let drumChannel: UInt8 = 9
  private static let middle = 60

  /// The figure of a file.
  public static func pattern(
    of file: MIDIFile
  ) throws(ArpeggioPatternError) -> ArpeggioPattern {
    let tracks = file.format == .independent ? Array(file.tracks.prefix(1)) : file.tracks
    let clock = BeatClock(file.division)
    let limit = ArpeggioPattern.lengthLimit
    let all = tracks.map { $0.notes().notes }
    // Checked in whole quarters first: a hostile tick must not reach exact fractions.
    let last = all.joined().map(\.end).max() ?? 0
    guard clock.quarters(last) <= limit.floor else {
      throw .tooLong(quarters: clock.quarters(last), most: limit.floor)
    }
    let sounding = all.joined().count {
      $0.channel != lengthChannel && $0.channel != drumChannel
    }
    guard sounding <= ArpeggioPattern.stepLimit else {
      throw .tooManyNotes(count: sounding, most: ArpeggioPattern.stepLimit)
    }
    var steps: [ArpeggioPattern.Step] = []
    var marked: Beat?
    for (track, notes) in zip(tracks, all) {
      let places = places(of: track)
      for note in notes where note.channel != drumChannel && note.duration > 0 {
        if note.channel == lengthChannel {
          marked = max(marked ?? .zero, clock.beat(note.end))
        } else {
          steps.append(try step(note, clock: clock, places: places[note.channel] ?? []))
        }
      }
    }
    guard let first = steps.map(\.onset).min() else { throw .noNotes }
    let meter = meter(of: tracks)
    let length = marked ?? self.length(of: steps, meter: meter)
    guard length > first else { throw .endsBeforeItBegins }
    return ArpeggioPattern(
      steps: steps.filter { $0.onset < length }, length: min(length, limit), meter: meter)
  }

  private static func step(
    _ note: MIDINote, clock: BeatClock, places: [(tick: Int, pan: Double)]
  ) throws(ArpeggioPatternError) -> ArpeggioPattern.Step {
    let allowed = ArpeggioPattern.degrees
    let degree = Int(note.key) - middle
    guard allowed.contains(degree) else {
      throw .tooFar(
        key: Int(note.key), allowed: allowed.lowerBound + middle...allowed.upperBound + middle)
    }
    let onset = clock.beat(note.start)
    return ArpeggioPattern.Step(
      onset: onset, duration: clock.beat(note.end) - onset, degree: degree,
      role: note.channel == 1 ? .held : note.channel == 2 ? .octaveLocked : .free,
      velocity: Int(note.velocity), pan: places.last { $0.tick <= note.start }?.pan)
  }

  /// The places between left and right that a track names, by channel, ascending in time.
  private static func places(of track: MIDITrack) -> [UInt8: [(tick: Int, pan: Double)]] {
    var places: [UInt8: [(tick: Int, pan: Double)]] = [:]
    for event in track.events {
      guard case .controller(let channel, 10, let value) = event.message else { continue }
      let pan = min(max((Double(value) - 64) / 63, -1), 1)
      places[channel, default: []].append((event.tick, pan))
    }
    return places
  }

  private static func meter(of tracks: [MIDITrack]) -> Meter? {
    for track in tracks {
      for event in track.events {
        guard case .meta(.timeSignature(let signature)) = event.message else { continue }
        return Meter(Int(signature.numerator), signature.denominator)
      }
    }
    return nil
  }

  /// Whole bars of the stated metre, or whole quarter notes, up to the end of the last note.
  private static func length(of steps: [ArpeggioPattern.Step], meter: Meter?) -> Beat {
    let end = steps.map { $0.onset + $0.duration }.max() ?? 1
    let unit = meter?.barLength ?? 1
    let whole = (end / unit).floor
    return unit * (unit * whole < end ? whole + 1 : max(whole, 1))
  }
}
