import ComparisonFiles
import Originality
import Studio

/// How alike songs are, as lines of text.
enum SamenessTable {
  /// The most files that are named one by one.
  private static let mostNamed = 10

  static func lines(_ report: SamenessReport) -> [String] {
    var lines = report.verdict
    if report.works.count > 1 { lines += table(report) }
    lines += pairs(report) + habits(report) + files(report)
    lines += report.notices.map { "note      \($0)" }
    return lines
  }

  private static func table(_ report: SamenessReport) -> [String] {
    var lines = [
      "", "          likeness  variety  as many human pieces are worth (95 of 100 sets)",
    ]
    for aspect in Aspect.allCases {
      guard let figures = report.review.aspects[aspect] else { continue }
      lines.append(row(aspect.rawValue, figures))
    }
    lines.append(row("together", report.review.together))
    if let human = report.review.human {
      let kind = human.isOwnGenre ? "" : ", of all kinds"
      lines.append("human     \(human.title): \(human.pieces) pieces\(kind)")
    }
    return lines
  }

  private static func row(_ name: String, _ figures: SamenessReview.Figures) -> String {
    var text = padded(name, 10) + padded(Summary.number(figures.likeness), 10)
    text += padded(Summary.number(figures.variety), 9)
    guard let beside = figures.beside else { return text + "-" }
    let human = beside.human.variety
    text +=
      "\(Summary.number(human.mean)) (\(Summary.number(human.low)) to \(Summary.number(human.high)))"
    return beside.size == figures.size
      ? text : text + ", \(beside.size) own ones \(Summary.number(beside.own))"
  }

  private static func pairs(_ report: SamenessReport) -> [String] {
    report.review.nearest.flatMap { pair -> [String] in
      let names = [pair.first, pair.second].map { report.works[$0].path }
      let head =
        "nearest   \(Summary.number(pair.likeness)) alike: \(names[0]) and \(names[1])"
      return [head]
        + pair.same.map { passage in
          var line = "          \(passage.words)"
          if let first = passage.firstBars, let second = passage.secondBars {
            line += ": bars \(text(first)) and \(text(second))"
          }
          return line
        }
    }
  }

  private static func habits(_ report: SamenessReport) -> [String] {
    report.review.progressions.map { habit in
      let human = habit.humanShare.map { ", and \(Summary.number($0 * 100))% of human songs" } ?? ""
      return "chords    \(habit.name): \(habit.pieces) of \(habit.of)\(human)"
    } + report.review.rhythms.map { "rhythm    \($0.name): \($0.pieces) of \($0.of)" }
  }

  private static func files(_ report: SamenessReport) -> [String] {
    var lines = report.duplicates.prefix(mostNamed).map {
      "the same  \($0.joined(separator: ", "))"
    }
    lines += report.skipped.prefix(mostNamed).map { "skipped   \($0.path): \($0.cause)" }
    if report.skipped.count > mostNamed {
      lines.append("skipped   \(report.skipped.count) files in all (--json lists them)")
    }
    if report.leftOut > 0 {
      lines.append("left out  \(report.leftOut) more songs could be read (--most)")
    }
    return lines
  }

  private static func text(_ bars: ClosedRange<Int>) -> String {
    bars.count == 1 ? "\(bars.lowerBound)" : "\(bars.lowerBound)-\(bars.upperBound)"
  }

  private static func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(1, width - text.count))
  }
}
