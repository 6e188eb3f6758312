public import Music

/// The notes of a score in the plain form that recognition works on.
///
/// Times are quarter notes as floating-point numbers; nothing here decides a note. Notes before the
/// origin are cut at it, and no note counts for longer than 64 quarter notes.
public struct NoteMaterial: Sendable {
  /// One sounding note.
  public struct Event: Sendable {
    /// When it begins, in quarter notes.
    public var onset: Double
    /// When it ends, after `onset`.
    public var end: Double
    /// The MIDI key, 0...127.
    public var key: Int
    /// The velocity, 1...127.
    public var velocity: Int
    /// The place of its part in the score.
    public var part: Int

    /// How long it lasts, in quarter notes.
    public var duration: Double { end - onset }
    /// The pitch class, 0...11.
    public var pitchClass: Int { key % 12 }
  }

  /// The pitched notes by ascending onset, then key.
  public let pitched: [Event]
  /// The strokes of drum kits by ascending onset.
  public let strokes: [Event]
  /// How many parts the score has.
  public let partCount: Int
  /// When the last note ends, in quarter notes; 0 without notes.
  public let end: Double

  /// Takes the notes of a score.
  public init(_ score: Score) {
    var pitched: [Event] = []
    var strokes: [Event] = []
    for (index, part) in score.parts.enumerated() {
      for note in part.notes {
        let onset = max(note.onset.value, 0)
        let end = min(note.end.value, onset + 64)
        let event = Event(
          onset: onset, end: max(end, onset + 1.0 / 64),
          key: min(max(note.pitch.number, 0), 127), velocity: min(max(note.velocity, 1), 127),
          part: index)
        guard note.end > .zero else { continue }
        if part.instrument.isDrumKit { strokes.append(event) } else { pitched.append(event) }
      }
    }
    func precedes(_ left: Event, _ right: Event) -> Bool {
      (left.onset, left.key, left.part, left.end) < (right.onset, right.key, right.part, right.end)
    }
    self.pitched = pitched.sorted(by: precedes)
    self.strokes = strokes.sorted(by: precedes)
    partCount = score.parts.count
    end = max(
      pitched.reduce(0) { max($0, $1.end) }, strokes.reduce(0) { max($0, $1.end) })
  }

  /// The pitched notes of one part.
  public func notes(ofPart part: Int) -> [Event] { pitched.filter { $0.part == part } }
}

/// Where a sorted list of numbers reaches a value.
enum SortedSearch {
  /// The place of the last number that is not above a value; -1 when all are.
  static func lastIndex(_ numbers: [Double], notAbove value: Double) -> Int {
    var (low, high) = (0, numbers.count)
    while low < high {
      let middle = (low + high) / 2
      if numbers[middle] <= value { low = middle + 1 } else { high = middle }
    }
    return low - 1
  }
}
