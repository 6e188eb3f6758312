public import Music
public import Production
import StandardMIDI

/// Why the drum model was not asked.
public enum DrumRequestError: Error, Hashable, Sendable {
  /// A file that is to be played by a drummer has no kit.
  case noDrums(path: String)
  /// A file of a tapped rhythm has no notes.
  case noTaps(path: String)
  /// A tapped rhythm has more bars than are read.
  case tooLong(path: String, bars: Int, limit: Int)
  /// A file has a metre of its own.
  case meterOfFile(path: String)
  /// A text is no grid of drums.
  case grid(String)
}

/// Who drums: what beats and feels have in common.
public struct DrummerWish: Hashable, Sendable {
  /// A genre that the model has heard; the style's where it is not said.
  public var genre: String?
  /// A style, for its genre, tempo and metre.
  public var style: String?
  /// Quarter notes a minute; the file's, else the style's, else 100.
  public var tempo: Double?
  /// The metre; the file's, else the style's, else 4/4.
  public var meter: Meter?
  /// Another seed gives another playing.
  public var seed: UInt64

  /// Makes a wish for any drummer.
  public init(seed: UInt64 = 1) { self.seed = seed }
}

/// A beat that is asked for.
public struct BeatRequest: Hashable, Sendable {
  /// Who drums.
  public var drummer: DrummerWish
  /// A MIDI file with a rhythm tapped on one key or several; nil for a beat of the drummer's own.
  public var tap: String?
  /// How many bars; those that were tapped, else 8.
  public var bars: Int?
  /// A fill ends every so many bars; 0 for none.
  ///
  /// 4 for beats of the drummer's own where it is not said,
  /// and none for tapped ones.
  public var fillEvery: Int?

  /// Makes a request.
  public init(_ drummer: DrummerWish = DrummerWish()) { self.drummer = drummer }

  /// How many bars can be asked for.
  public static let lengths = 1...64
}

/// A pattern that a drummer is to play.
public struct FeelRequest: Hashable, Sendable {
  /// Where the pattern is.
  public enum Source: Hashable, Sendable {
    /// A MIDI file; what is not a kit's stays as it is.
    case file(String)
    /// Rows of a grid, played so many times.
    case grid(String, times: Int)
  }

  /// Who drums.
  public var drummer: DrummerWish
  /// The pattern.
  public var source: Source
  /// From 0 (the pattern as it is) to 1 (as the drummer plays it).
  public var amount: Double

  /// Makes a request.
  public init(_ source: Source, _ drummer: DrummerWish = DrummerWish(), amount: Double = 1) {
    self.source = source
    self.drummer = drummer
    self.amount = amount
  }
}

/// What a drummer played.
public struct DrumReport: Encodable, Sendable {
  /// A stroke: where it is written, how late it is played and how loud.
  public struct Stroke: Hashable, Encodable, Sendable {
    /// The bar, counted from 1.
    public var bar: Int
    /// Quarter notes from the start of the bar, as written.
    public var beat: Beat
    /// The drum, such as `snare`, or the key's number.
    public var drum: String
    /// The velocity, 1...127.
    public var velocity: Int
    /// Milliseconds after its written place; negative before it.
    public var lateness: Double
  }

  /// The genre whose drummers play; nil where all do.
  public var genre: String?
  /// Quarter notes a minute at the beginning.
  public var tempo: Double
  /// The metre at the beginning.
  public var meter: Meter
  /// How many bars there are.
  public var bars: Int
  /// The strokes by written place and key.
  public var strokes: [Stroke]
  /// The bars as grids, with the cells as loud as they are played.
  public var grids: [PatternGrid]
  /// What should be known beside.
  public var notices: [String]

  /// The music, as written and as played.
  let score: Score, performance: Performance
  /// The file that was played anew, where one was given.
  var file: MIDIFile?

  private enum CodingKeys: String, CodingKey {
    case genre, tempo, meter, bars, strokes, grids, notices
  }

  /// Tells of a score and how its kit is played.
  init(
    genre: String?, kit: Part, score: Score, performance: Performance, notices: [String]
  ) {
    self.genre = genre
    self.score = score
    self.performance = performance
    self.notices = notices
    tempo = score.tempo.beatsPerMinute(at: .zero)
    meter = score.meters.meter(ofBar: 0)
    bars = score.bars
    strokes = []
    var bars: [Int: [Note]] = [:]
    for note in performance.parts.flatMap(\.notes) {
      let bar = score.meters.bar(at: note.written)
      let late = (note.time - score.tempo.seconds(at: note.written)) * 1000
      strokes.append(
        Stroke(
          bar: bar + 1, beat: note.written - score.meters.start(ofBar: bar),
          drum: DrumKey(rawValue: note.key)?.name ?? "\(note.key)", velocity: note.velocity,
          lateness: (late * 10).rounded() / 10))
      bars[bar, default: []].append(
        Note(
          onset: note.written, duration: Beat(1, 8), pitch: Pitch(number: note.key),
          velocity: note.velocity))
    }
    var own = kit
    grids = (0..<score.bars).map { bar in
      own.notes = (bars[bar] ?? []).sorted()
      return PatternGrid(part: own, bar: bar, meters: score.meters)
    }
  }
}
