public import Music

/// A stretch in which two pieces are the same in one aspect.
public struct SharedPassage: Hashable, Codable, Sendable {
  /// What is the same.
  public var aspect: Aspect
  /// Bars of both pieces, counted from 1, the last included; nil for what has no place, such as the band.
  public var firstBars: ClosedRange<Int>?, secondBars: ClosedRange<Int>?
  /// What it is, in words.
  public var words: String

  /// Makes a passage.
  public init(
    aspect: Aspect, firstBars: ClosedRange<Int>?, secondBars: ClosedRange<Int>?, words: String
  ) {
    self.aspect = aspect
    self.firstBars = firstBars
    self.secondBars = secondBars
    self.words = words
  }

  /// The longest passage of each aspect that two pieces share, none where it says little: fewer than
  /// four bars of chords or rhythm, fewer than eight notes of melody, no instrument.
  ///
  /// Cost is the product of the lengths of the pieces, of which 64 bars are read.
  public static func all(_ first: Score, _ second: Score) -> [SharedPassage] {
    let (a, b) = (PieceWindow(first), PieceWindow(second))
    return [chords(a, b), melody(a, b), rhythm(a, b), band(a, b), form(a, b)].compactMap { $0 }
  }

  private static func chords(_ a: PieceWindow, _ b: PieceWindow) -> SharedPassage? {
    let (left, right) = (byBar(a), byBar(b))
    let run = SharedRun(left, right, isWanted: { !$0.isEmpty })
    guard run.length >= 4, Set(left[run.first..<(run.first + run.length)]).count > 1 else {
      return nil
    }
    return passage(.harmony, run, a, b, "the same chords for \(run.length) bars")
  }

  /// The degrees that sound in each bar of a window, in order.
  private static func byBar(_ window: PieceWindow) -> [[Int]] {
    var bars = [[Int]](repeating: [], count: window.bars)
    let degrees = window.degrees
    for degree in degrees { bars[degree.bar].append(degree.number) }
    for bar in bars.indices.dropFirst() where bars[bar].isEmpty {
      bars[bar] = Array(bars[bar - 1].suffix(1))
    }
    return bars
  }

  private static func melody(_ a: PieceWindow, _ b: PieceWindow) -> SharedPassage? {
    let (left, right) = (MelodySteps(a).all, MelodySteps(b).all)
    let run = SharedRun(
      left.map { [$0.interval, $0.time] }, right.map { [$0.interval, $0.time] },
      isWanted: { _ in true })
    let intervals = left[run.first..<(run.first + run.length)].map(\.interval)
    guard run.length >= 7, Set(intervals).count > 1 else { return nil }
    func bars(_ steps: [MelodySteps.Step], from start: Int, _ window: PieceWindow)
      -> ClosedRange<Int>
    {
      let first = steps[start].bar
      return numbers(first...max(first, steps[start + run.length - 1].bar), window)
    }
    return SharedPassage(
      aspect: .melody, firstBars: bars(left, from: run.first, a),
      secondBars: bars(right, from: run.second, b),
      words: "the same \(run.length + 1) notes, whatever the key")
  }

  private static func rhythm(_ a: PieceWindow, _ b: PieceWindow) -> SharedPassage? {
    func bars(_ window: PieceWindow, _ groups: [Groove.Group]) -> [[Int]] {
      let rows = groups.map { Groove.bars(of: $0, window) }
      return (0..<window.bars).map { bar in
        // A number that no step has parts the rows.
        rows.contains { !$0[bar].isEmpty } ? rows.flatMap { $0[bar] + [-1] } : []
      }
    }
    for (groups, name) in [([Groove.Group.kick, .snare], "kick and snare"), ([.bass], "bass")] {
      let run = SharedRun(bars(a, groups), bars(b, groups), isWanted: { !$0.isEmpty })
      if run.length >= 4 {
        return passage(.rhythm, run, a, b, "the same rhythm of \(name) for \(run.length) bars")
      }
    }
    return nil
  }

  private static func band(_ a: PieceWindow, _ b: PieceWindow) -> SharedPassage? {
    func names(_ window: PieceWindow) -> Set<String> {
      Set(window.score.parts.filter { !$0.notes.isEmpty }.map(\.instrument.name))
    }
    let (left, right) = (names(a), names(b))
    let both = left.intersection(right).sorted()
    guard !both.isEmpty else { return nil }
    let others = left.union(right).count - both.count
    return SharedPassage(
      aspect: .timbre, firstBars: nil, secondBars: nil,
      words: "both have \(both.joined(separator: ", "))"
        + (others == 0 ? " and nothing else" : ""))
  }

  private static func form(_ a: PieceWindow, _ b: PieceWindow) -> SharedPassage? {
    func form(_ window: PieceWindow) -> [String] {
      window.score.sections.map { "\($0.name) \($0.bars)" }
    }
    let (left, right) = (form(a), form(b))
    let run = SharedRun(left, right, isWanted: { _ in true })
    guard run.length >= 3 else { return nil }
    func bars(_ start: Int, _ window: PieceWindow) -> ClosedRange<Int> {
      let sections = window.score.sections[start..<(start + run.length)]
      let first = sections.first?.startBar ?? 0
      let end = sections.last.map { $0.startBar + max(1, $0.bars) } ?? first + 1
      return (first + 1)...max(first + 1, end)
    }
    return SharedPassage(
      aspect: .form, firstBars: bars(run.first, a), secondBars: bars(run.second, b),
      words: "the same \(run.length) sections of the same lengths in a row")
  }

  private static func passage(
    _ aspect: Aspect, _ run: SharedRun, _ a: PieceWindow, _ b: PieceWindow, _ words: String
  ) -> SharedPassage {
    SharedPassage(
      aspect: aspect, firstBars: numbers(run.first...(run.first + run.length - 1), a),
      secondBars: numbers(run.second...(run.second + run.length - 1), b), words: words)
  }

  /// Bars of a window as bars of the piece, counted from 1.
  private static func numbers(_ bars: ClosedRange<Int>, _ window: PieceWindow) -> ClosedRange<Int> {
    (window.first + bars.lowerBound + 1)...(window.first + bars.upperBound + 1)
  }
}

/// The longest run of equal elements that two rows share; of equally long ones the earliest.
struct SharedRun {
  private(set) var first = 0
  private(set) var second = 0
  private(set) var length = 0

  init<Element: Equatable>(
    _ left: [Element], _ right: [Element], isWanted: (Element) -> Bool
  ) {
    var row = [Int](repeating: 0, count: right.count + 1)
    for (i, element) in left.enumerated() {
      let counts = isWanted(element)
      // From the end, so that each place is read before it is written.
      for j in right.indices.reversed() {
        row[j + 1] = counts && right[j] == element ? row[j] + 1 : 0
        if row[j + 1] > length {
          length = row[j + 1]
          (first, second) = (i + 1 - length, j + 1 - length)
        }
      }
    }
  }
}
