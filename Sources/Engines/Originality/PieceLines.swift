public import Music
public import Production
import Recognition
public import ReferenceIndex

/// The lines of a piece that are looked for: upper lines of its parts, its bass and its chords.
///
/// Times are whole 24ths of a quarter note, so that what was played and what was written compare.
/// Cost is that of sorting the notes.
public struct PieceLines: Sendable {
  /// A line and where it comes from.
  public struct Line: Sendable {
    /// What it is.
    public var kind: Verdict.Line
    /// The part, by its id; empty for chords.
    public var part: String
    /// Its notes or chords.
    public var line: ReferenceLine
  }

  /// Time steps in a quarter note.
  public static let ticks = 24
  /// The most upper lines that are read of one piece.
  public static let mostMelodies = 8
  /// The latest time that is read, in quarter notes.
  static let latest = 1_000_000.0

  /// The upper lines, the lead's first, the bass, then the chords.
  public private(set) var lines: [Line] = []
  /// How long the bars are.
  public let barLengths: [ReferenceWork.BarLength]

  /// Reads a score.
  ///
  /// Roles are believed, or recognised from the notes; of a work for an index the
  /// leading line alone is taken, else up to eight parts.
  public init(_ score: Score, recognizing: Bool, leadOnly: Bool = false) {
    barLengths = score.meters.changes.prefix(4096).map { change in
      let length = change.meter.barLength
      return ReferenceWork.BarLength(
        bar: change.bar, length: max(1, length.numerator * 96 / length.denominator))
    }
    let roles = recognizing ? Self.roles(of: score) : score.parts.map(\.role)
    let strikes = score.parts.map(Strike.all)
    let pitched = score.parts.indices.filter { index in
      !score.parts[index].instrument.isDrumKit && !strikes[index].isEmpty
        && ![.drums, .percussion, .effects].contains(roles[index])
    }
    guard !pitched.isEmpty else { return }
    let order = pitched.filter { roles[$0] != .bass }.sorted {
      (Self.rank(roles[$0]), $0) < (Self.rank(roles[$1]), $1)
    }
    let melodies = order.isEmpty ? pitched : order
    for index in melodies.prefix(leadOnly ? 1 : Self.mostMelodies) {
      add(.melody, score.parts[index].id, Skyline.upper(strikes[index]))
    }
    let basses = pitched.filter { roles[$0] == .bass }
    let low = basses.first.map { strikes[$0] } ?? pitched.flatMap { strikes[$0] }.sorted()
    add(.bass, basses.first.map { score.parts[$0].id } ?? "", Skyline.lower(low))
    add(.chords, "", ChordLine.line(of: score, strikes: pitched.flatMap { strikes[$0] }))
  }

  /// How many notes the melodies have.
  public var notes: Int { lines.reduce(0) { $0 + ($1.kind == .melody ? $1.line.count : 0) } }

  /// The line of a kind, the lead's where there are several.
  public func first(_ kind: Verdict.Line) -> ReferenceLine {
    lines.first { $0.kind == kind }?.line ?? ReferenceLine()
  }

  private mutating func add(_ kind: Verdict.Line, _ part: String, _ line: ReferenceLine) {
    if line.count > 1 { lines.append(Line(kind: kind, part: part, line: line)) }
  }

  private static func roles(of score: Score) -> [Role] {
    let profiles = PartProfile.all(of: NoteMaterial(score))
    return RoleFinder.roles(of: score.parts, profiles: profiles)
  }

  private static func rank(_ role: Role) -> Int {
    switch role {
    case .lead: 0
    case .counter: 1
    case .arpeggio: 2
    case .chords: 3
    default: 4
    }
  }
}

/// A note in whole time steps.
struct Strike: Comparable {
  var onset: Int32
  var end: Int32
  var key: Int16

  static func < (left: Strike, right: Strike) -> Bool {
    (left.onset, left.key, left.end) < (right.onset, right.key, right.end)
  }

  /// The notes of a part that can be placed, ascending.
  static func all(of part: Part) -> [Strike] {
    part.notes.compactMap { note -> Strike? in
      let (start, end) = (note.onset.value, note.end.value)
      guard start >= 0, end <= PieceLines.latest else { return nil }
      let ticks = Double(PieceLines.ticks)
      let onset = Int32((start * ticks + 0.5).rounded(.down))
      return Strike(
        onset: onset, end: max(onset + 1, Int32((end * ticks + 0.5).rounded(.down))),
        key: Int16(clamping: note.pitch.number))
    }.sorted()
  }
}

/// Takes the line that stands out of notes that sound together.
enum Skyline {
  /// The highest notes: of those that begin together one, and none that begins below a note that
  /// sounds on (Uitdenbogerd and Zobel, "Melodic matching techniques for large music databases",
  /// 1999, "all-mono", which keeps the lower ones only where nothing is above).
  static func upper(_ strikes: [Strike]) -> ReferenceLine { line(strikes, sign: 1) }

  /// The lowest notes, likewise.
  static func lower(_ strikes: [Strike]) -> ReferenceLine { line(strikes, sign: -1) }

  private static func line(_ strikes: [Strike], sign: Int16) -> ReferenceLine {
    var values: [Int16] = []
    var onsets: [Int32] = []
    var end: Int32 = 0
    func take(_ strike: Strike) {
      if let last = onsets.last, let key = values.last {
        let isOver = sign * strike.key > sign * key
        // What begins a 24th apart was meant together.
        if strike.onset - last <= 1 {
          if isOver {
            values[values.count - 1] = strike.key
            end = strike.end
          } else if strike.key == key {
            end = max(end, strike.end)
          }
          return
        }
        // Below a note that sounds on through half of it: not in the line.
        if !isOver, strike.key != key, end > strike.onset + (strike.end - strike.onset) / 2 {
          return
        }
      }
      values.append(strike.key)
      onsets.append(strike.onset)
      end = strike.end
    }
    for strike in strikes { take(strike) }
    return ReferenceLine(values: values, onsets: onsets)
  }
}
