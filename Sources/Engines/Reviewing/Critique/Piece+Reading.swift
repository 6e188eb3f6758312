import Music
import Production

extension Piece {
  /// Steps of a beat on which rhythms are compared: sixteenths and triplets fall on whole steps.
  static let grain = 24

  /// A time as the nearest step of the grid on which rhythms are compared.
  static func step(_ beat: Beat) -> Int { (beat * grain + Beat(1, 2)).floor }

  /// The bar that holds a time; the last one for what comes after.
  func bar(at beat: Beat) -> Int {
    var (low, high) = (0, max(bars - 1, 0))
    while low < high {
      let middle = (low + high + 1) / 2
      if starts[middle] <= beat { low = middle } else { high = middle - 1 }
    }
    return low
  }

  /// A time counted in bars: 2.5 is the middle of the third bar, whatever the lengths of bars; the
  /// end of the piece for what comes after.
  func place(of beat: Beat) -> Beat {
    guard bars > 0 else { return .zero }
    let bar = bar(at: beat)
    let share = (beat - starts[bar]) / (starts[bar + 1] - starts[bar])
    return Beat(bar) + min(share, Beat(1))
  }

  /// The index of the chord that sounds at a time.
  func chordIndex(at beat: Beat) -> Int? {
    let chords = score.chords
    var (low, high) = (0, chords.count)
    while low < high {
      let middle = (low + high) / 2
      if chords[middle].end <= beat { low = middle + 1 } else { high = middle }
    }
    return low < chords.count && chords[low].onset <= beat ? low : nil
  }

  /// The pitch classes of the chord at a time; nil without one.
  func chordTones(at beat: Beat) -> Set<Int>? {
    chordIndex(at: beat).map { Set(score.chords[$0].chord.pitchClasses) }
  }

  /// The metre's strength of the place on which a note begins, 0...1.
  func strength(of note: Note) -> Double {
    let bar = bar(at: note.onset)
    return score.meters.meter(ofBar: bar).strength(at: note.onset - starts[bar])
  }

  /// The name of a bar's section in small letters, without the number of its return.
  func sectionName(ofBar bar: Int) -> String {
    score.section(ofBar: bar)?.name.lowercased() ?? ""
  }

  /// The phrases as bars: as planned, else four bars at a time within sections.
  var phrases: [Range<Int>] {
    var phrases: [Range<Int>] = []
    let planned = plan?.sections.map { ($0.barRange, max(1, $0.phrase)) }
    let found = score.sections.map { ($0.barRange, 4) }
    for (range, length) in planned ?? (found.isEmpty ? [(0..<bars, 4)] : found) {
      var start = range.lowerBound
      while start < min(range.upperBound, bars) {
        phrases.append(start..<min(start + length, range.upperBound, bars))
        start += length
      }
    }
    return phrases.filter { !$0.isEmpty }
  }

  /// The pitch class of the leading note and of the tonic in a bar.
  func leadingNote(ofBar bar: Int) -> (leading: Int, tonic: Int) {
    let tonic = score.key(ofBar: bar).tonic.pitchClass
    return ((tonic + 11) % 12, tonic)
  }

  /// The velocities as played of a part, else as written.
  func velocities(of voice: Voice) -> [Int] {
    performance?.part(voice.id)?.notes.map(\.velocity) ?? voice.part.notes.map(\.velocity)
  }

  /// Whether it is notation or step entry from elsewhere, of which no performance is known.
  var isNotation: Bool { isRecognized && performance == nil }

  /// Whether every onset lies on a plain grid, as in notation or step entry.
  public var isOnGrid: Bool {
    let notes = voices.flatMap(\.part.notes)
    let off = notes.filter { 48 % $0.onset.denominator != 0 }.count
    return off * 50 <= notes.count
  }
}

extension Note {
  /// The pitch class, 0...11.
  var pitchClass: Int { ((pitch.number % 12) + 12) % 12 }
}

/// A share as whole percent.
func percent(_ part: Int, of whole: Int) -> Int {
  whole == 0 ? 0 : (100 * part + whole / 2) / whole
}

/// The longest runs of neighbours for which something holds, as ranges of indices.
func runs(_ holds: [Bool], atLeast least: Int) -> [Range<Int>] {
  var found: [Range<Int>] = []
  var start: Int?
  for index in 0...holds.count {
    if index < holds.count, holds[index] {
      start = start ?? index
    } else if let first = start {
      if index - first >= least { found.append(first..<index) }
      start = nil
    }
  }
  return found
}
