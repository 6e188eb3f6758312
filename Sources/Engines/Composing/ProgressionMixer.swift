import Music
import Production

/// Makes new progressions of a style's own: the first half of one goes on as another ends.
///
/// Every change of chord in a mixed progression, its return to the beginning too, is one that some
/// progression of the style has, whatever the sevenths and tensions.
struct ProgressionMixer {
  /// How often a progression is mixed.
  static let share = 0.7
  /// Progressions of other lengths have a form of their own, such as twelve bars of blues.
  static let lengths: Set<Int> = [4, 8, 16]

  /// What a chord is to its key: the root above the tonic, and whether the third is small.
  private struct Step: Hashable {
    var root: Int
    var isMinor: Bool
  }

  private struct Change: Hashable {
    var from: Step
    var to: Step
  }

  /// The first and the last chord of a bar.
  private struct Ends {
    var first: Step
    var last: Step
  }

  private let all: [Harmony.Progression]
  /// The ends of the bars of each progression of the tonality; none where a bar cannot be read.
  private let ends: [Int: [Ends]]
  private let changes: Set<Change>

  /// Makes a mixer of a style's progressions of one tonality.
  init(all: [Harmony.Progression], isMinor: Bool) {
    self.all = all
    var ends: [Int: [Ends]] = [:]
    var changes: Set<Change> = []
    for index in all.indices where all[index].isMinor == isMinor {
      let bars = all[index].bars.compactMap { Self.ends(of: $0, isMinor: isMinor) }
      guard bars.count == all[index].bars.count else { continue }
      ends[index] = bars
      for (bar, next) in zip(bars, bars.dropFirst() + bars.prefix(1)) {
        changes.insert(Change(from: bar.last, to: next.first))
      }
    }
    self.ends = ends
    self.changes = changes
  }

  private static func ends(of bar: String, isMinor: Bool) -> Ends? {
    let key = Key(PitchName(.c), isMinor ? .minor : .major)
    func step(_ text: Substring?) -> Step? {
      guard let text, let numeral = try? RomanNumeral(String(text)) else { return nil }
      let chord = numeral.chord(in: key)
      return Step(root: chord.root.pitchClass, isMinor: chord.isMinor)
    }
    let texts = bar.split(separator: " ")
    guard let first = step(texts.first), let last = step(texts.last) else { return nil }
    return Ends(first: first, last: last)
  }

  /// The bars of a progression with the second half of another of its tonality and length, drawn by
  /// weight, and which that is; nil where it stays as it is.
  func mixed(
    _ index: Int, weight: (Int) -> Double, _ stream: inout RandomStream
  ) -> (bars: [String], partner: Int)? {
    let bars = all[index].bars
    guard Self.lengths.contains(bars.count), stream.chance(Self.share), let own = ends[index] else {
      return nil
    }
    let half = bars.count / 2
    let partners = ends.keys.sorted().filter { candidate in
      let other = all[candidate].bars
      guard other.count == bars.count, other[half...] != bars[half...],
        let theirs = ends[candidate]
      else { return false }
      // Two halves on one chord are no progression.
      guard Set(bars[..<half] + other[half...]).count > 2 || Set(bars).count <= 2 else {
        return false
      }
      return changes.contains(Change(from: own[half - 1].last, to: theirs[half].first))
        && changes.contains(Change(from: theirs[bars.count - 1].last, to: own[0].first))
    }
    guard let choice = stream.weightedIndex(partners.map(weight)).map({ partners[$0] }) else {
      return nil
    }
    return (Array(bars[..<half] + all[choice].bars[half...]), choice)
  }
}
