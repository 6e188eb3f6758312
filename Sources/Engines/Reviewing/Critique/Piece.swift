public import Music
public import Production

/// What a critique reads: a score and, as far as they are known, its plan, performance and style.
public struct Piece: Sendable {
  /// The notes, with their form, keys, chords and roles.
  public let score: Score
  /// What was planned; nil for music that came from elsewhere.
  public let plan: Plan?
  /// The notes as played; nil where only the score is known.
  public let performance: Performance?
  /// What was wished for; nil where nobody was asked.
  public let brief: Brief?
  /// The rules that the style breaks on purpose.
  public let exceptions: Set<Critique.Rule>
  /// Whether chords, sections and roles were recognised rather than written.
  public let isRecognized: Bool
  /// Whether music from elsewhere is judged by the bounds for songs of the program's own.
  public let isStrict: Bool
  /// Whether outer voices are to move by the book, without parallel fifths and octaves.
  public let isStrictInVoiceLeading: Bool
  /// The parts that have notes, in the order of the score.
  let voices: [Voice]
  /// The start of each bar and, last, the end of the last bar.
  let starts: [Beat]

  /// Makes a piece to be read; exceptions that name no rule are passed over.
  public init(
    score: Score, plan: Plan? = nil, performance: Performance? = nil, brief: Brief? = nil,
    exceptions: [String] = [], isRecognized: Bool = false, isStrict: Bool = false,
    isStrictInVoiceLeading: Bool = false
  ) {
    self.score = score
    self.plan = plan
    self.performance = performance
    self.brief = brief
    self.exceptions = Set(exceptions.compactMap(Critique.Rule.init(rawValue:)))
    self.isRecognized = isRecognized
    self.isStrict = isStrict
    self.isStrictInVoiceLeading = isStrictInVoiceLeading
    let bars = score.bars
    let starts = Piece.starts(of: score.meters, bars: bars)
    self.starts = starts
    voices = score.parts.filter { !$0.notes.isEmpty }.map { Voice($0, starts: starts) }
  }

  /// How many bars the piece has.
  public var bars: Int { starts.count - 1 }

  /// The parts that play pitches.
  var pitched: [Voice] { voices.filter { !$0.isDrums } }

  /// The parts that play a kit or percussion.
  var drums: [Voice] { voices.filter(\.isDrums) }

  /// The parts of a role.
  func voices(_ role: Role) -> [Voice] { voices.filter { $0.part.role == role && !$0.isDrums } }

  private static func starts(of meters: MeterMap, bars: Int) -> [Beat] {
    var starts: [Beat] = [.zero]
    for bar in 0..<bars { starts.append(starts[bar] + meters.meter(ofBar: bar).barLength) }
    return starts
  }
}
