import Music
import Production

/// Makes new progressions of a style's own: the first half of one goes on as another ends.
///
/// Every change of chord in a mixed progression, its return to the beginning too, is one that some
/// progression of the style has, whatever the sevenths and tensions; only a dominant seventh goes
/// on as one does in the style, so that what it leads to follows. A mix that sounds like a
/// progression which the style has anyway is none.
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
    /// Whether the first chord pulls to the second by its seventh.
    var isLed: Bool
    var to: Step

    init(from bar: Bar, to next: Bar) {
      (from, isLed, to) = (bar.last, bar.leads, next.first)
    }
  }

  /// The chords of a bar.
  private struct Bar {
    var first: Step
    var last: Step
    /// Whether the last is a dominant seventh on another degree than the fifth, which leads on with
    /// and without a seventh.
    var leads: Bool
    var steps: [Step]
  }

  private let all: [Harmony.Progression]
  /// The bars of each progression of the tonality; none where one cannot be read.
  private let read: [Int: [Bar]]
  private let changes: Set<Change>

  /// Makes a mixer of a style's progressions of one tonality.
  init(all: [Harmony.Progression], isMinor: Bool) {
    self.all = all
    var read: [Int: [Bar]] = [:]
    var changes: Set<Change> = []
    for index in all.indices where all[index].isMinor == isMinor {
      let bars = all[index].bars.compactMap { Self.bar($0, isMinor: isMinor) }
      guard bars.count == all[index].bars.count else { continue }
      read[index] = bars
      for (bar, next) in zip(bars, bars.dropFirst() + bars.prefix(1)) {
        changes.insert(Change(from: bar, to: next))
      }
    }
    self.read = read
    self.changes = changes
  }

  private static func bar(_ text: String, isMinor: Bool) -> Bar? {
    let key = Key(PitchName(.c), isMinor ? .minor : .major)
    let texts = text.split(separator: " ")
    let chords = texts.compactMap { try? RomanNumeral(String($0)).chord(in: key) }
    let steps = chords.map { Step(root: $0.root.pitchClass, isMinor: $0.isMinor) }
    guard chords.count == texts.count, let first = steps.first, let last = steps.last,
      let end = chords.last
    else { return nil }
    let leads = end.third == 4 && end.seventh == .minor && last.root != 7
    return Bar(first: first, last: last, leads: leads, steps: steps)
  }

  /// The bars of a progression with the second half of another of its tonality and length, drawn by
  /// weight, and which that is; nil where it stays as it is.
  func mixed(
    _ index: Int, weight: (Int) -> Double, _ stream: inout RandomStream
  ) -> (bars: [String], partner: Int)? {
    let bars = all[index].bars
    guard Self.lengths.contains(bars.count), stream.chance(Self.share), let own = read[index] else {
      return nil
    }
    let half = bars.count / 2
    let partners = read.keys.sorted().filter { candidate in
      let other = all[candidate].bars
      guard other.count == bars.count, other[half...] != bars[half...],
        let theirs = read[candidate]
      else { return false }
      // Two halves on one chord are no progression.
      guard Set(bars[..<half] + other[half...]).count > 2 || Set(bars).count <= 2 else {
        return false
      }
      return changes.contains(Change(from: own[half - 1], to: theirs[half]))
        && changes.contains(Change(from: theirs[bars.count - 1], to: own[0]))
    }
    // Two partners may end alike too: the first stands for both.
    var known = Set(read.values.map { $0.map(\.steps) })
    let fresh = partners.filter { candidate in
      guard let theirs = read[candidate] else { return false }
      return known.insert((own[..<half] + theirs[half...]).map(\.steps)).inserted
    }
    guard let choice = stream.weightedIndex(fresh.map(weight)).map({ fresh[$0] }) else {
      return nil
    }
    return (Array(bars[..<half] + all[choice].bars[half...]), choice)
  }
}
