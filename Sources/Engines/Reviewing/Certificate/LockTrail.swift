public import Music
public import Production

/// Follows locked bars back through the earlier states of a song to where each was locked.
///
/// Edits move bars, and locks are set and released piece by piece, so every bar is followed by
/// itself: by its number where the form stayed, else, where a part has as many locked bars before
/// as after, by its place among them. The oldest state in which a bar was locked
/// holds what it must be.
public struct LockTrail: Sendable {
  /// A locked bar of the current state.
  private struct Bar {
    var part: String
    var bar: Int
    /// The bar in the state that was looked at last; nil once the trail has ended.
    var place: Int?
    /// What stood there when the bar was locked, as far as is known.
    var content: [Note]
    /// Whether an earlier state held it.
    var isOlder = false
  }

  private let score: Score
  private var bars: [Bar]
  private var last: (score: Score, locks: [Lock])

  /// Begins at the current state.
  public init(score: Score, locks: [Lock]) {
    self.score = score
    last = (score, locks)
    bars = score.parts.flatMap { part in
      Self.bars(of: part.id, score, locks).map { bar in
        Bar(
          part: part.id, bar: bar, place: bar,
          content: Self.content(of: part.id, bar: bar, in: score))
      }
    }
  }

  /// Whether no earlier state can say more.
  public var hasEnded: Bool { bars.allSatisfy { $0.place == nil } }

  /// Goes back to the state before the one that was looked at last.
  public mutating func goBack(to earlier: (score: Score, locks: [Lock])) {
    let isSameForm =
      earlier.score.sections == last.score.sections && earlier.score.bars == last.score.bars
    for id in Set(bars.map(\.part)) {
      let old = Self.bars(of: id, earlier.score, earlier.locks)
      let new = Self.bars(of: id, last.score, last.locks)
      for index in bars.indices where bars[index].part == id {
        guard let place = bars[index].place else { continue }
        let source: Int?
        if isSameForm {
          source = old.contains(place) ? place : nil
        } else if old.count == new.count {
          source = new.firstIndex(of: place).map { old[$0] }
        } else {
          source = nil
        }
        bars[index].place = source
        guard let source else { continue }
        bars[index].content = Self.content(of: id, bar: source, in: earlier.score)
        bars[index].isOlder = true
      }
    }
    last = earlier
  }

  /// One entry for each part with locked bars.
  var entries: [Certificate.Entry] {
    score.parts.compactMap { part in
      let own = bars.filter { $0.part == part.id }
      guard !own.isEmpty else { return nil }
      let wrong = own.filter { $0.content != Self.content(of: part.id, bar: $0.bar, in: score) }
        .map(\.bar)
      let found =
        wrong.isEmpty
        ? own.contains(where: \.isOlder) ? "as before" : "as they were locked"
        : "changed in \(Self.text(wrong))"
      return .init(
        kind: .locked, wish: "\(part.id) locked in \(Self.text(own.map(\.bar)))",
        isKept: wrong.isEmpty, bars: wrong, found: found)
    }
  }

  private static func bars(of part: String, _ score: Score, _ locks: [Lock]) -> [Int] {
    (0..<score.bars).filter { bar in locks.contains { $0.covers(part: part, bar: bar) } }
  }

  /// The notes that begin in a bar, with their times from the bar line.
  private static func content(of part: String, bar: Int, in score: Score) -> [Note] {
    let span = score.meters.start(ofBar: bar)..<score.meters.start(ofBar: bar + 1)
    return (score.part(part)?.notes ?? []).filter { span.contains($0.onset) }.map { note in
      var note = note
      note.onset = note.onset - span.lowerBound
      return note
    }
  }

  private static func text(_ bars: [Int]) -> String {
    guard let first = bars.first else { return "no bar" }
    var runs: [ClosedRange<Int>] = [first...first]
    for bar in bars.dropFirst() {
      if let last = runs.last, last.upperBound + 1 == bar {
        runs[runs.count - 1] = last.lowerBound...bar
      } else {
        runs.append(bar...bar)
      }
    }
    let texts = runs.map {
      $0.count == 1 ? "\($0.lowerBound + 1)" : "\($0.lowerBound + 1)-\($0.upperBound + 1)"
    }
    return "bar\(bars.count == 1 ? "" : "s") \(texts.joined(separator: ", "))"
  }
}
