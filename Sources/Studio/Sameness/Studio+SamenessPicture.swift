import Drawing
import Foundation
import Originality

extension Studio {
  /// Draws how like songs are to each other into a PNG, SVG or PDF file, by its extension.
  ///
  /// Throws `OutputError.exists` when a file stands there and `replacing` is false, and `DrawingError`.
  public func drawSameness(
    _ report: SamenessReport, to path: String, dark: Bool = false, replacing: Bool = false
  ) throws {
    try Self.checkTarget(path, replacing: replacing)
    let order = Self.groupedOrder(report)
    try LikenessPicture(
      title: report.verdict.first ?? "", names: order.map { Self.shortName(report.works[$0].path) },
      likenesses: order.map { row in
        order.map { report.table.likeness(row, $0, in: report.table.aspects) }
      }, theme: dark ? .dark : .light
    ).write(to: path)
  }

  /// Writes the likenesses of all pairs as CSV: both files, all aspects together, and each aspect.
  ///
  /// Throws `OutputError`.
  public func writeSamenessPairs(
    _ report: SamenessReport, to path: String, replacing: Bool = false
  ) throws {
    try Self.checkTarget(path, replacing: replacing)
    let aspects = report.table.aspects
    var text = "first,second,all,\(aspects.map(\.rawValue).joined(separator: ","))\n"
    for row in report.works.indices {
      for column in 0..<row {
        let numbers =
          [report.table.likeness(row, column, in: aspects)]
          + aspects.map { report.table.likeness(row, column, in: $0) }
        let names = [column, row].map { CSVText.field(report.works[$0].path) }
        let values = numbers.map { String((($0 * 1e4).rounded()) / 1e4) }
        text += (names + values).joined(separator: ",") + "\n"
      }
    }
    do {
      try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
    } catch {
      throw StagedFolder.outputError(error, path: path)
    }
  }

  /// The songs so that each stands beside the one that it is likest to, as far as that goes.
  private static func groupedOrder(_ report: SamenessReport) -> [Int] {
    var left = Array(report.works.indices)
    var order: [Int] = []
    while !left.isEmpty {
      guard let last = order.last else {
        order.append(left.removeFirst())
        continue
      }
      let likenesses = left.map { report.table.likeness(last, $0, in: report.table.aspects) }
      let place = likenesses.indices.max { (likenesses[$0], $1) < (likenesses[$1], $0) } ?? 0
      order.append(left.remove(at: place))
    }
    return order
  }

  /// The name by which a song is known: that of its file, or of the folder that holds `score.mid`.
  static func shortName(_ path: String) -> String {
    let name = PathName(path)
    return name.last == SongFiles.score ? PathName(name.parent).last : name.stem
  }
}

/// Fields of comma-separated values (RFC 4180).
enum CSVText {
  /// A field, in quotes where it needs them.
  static func field(_ text: String) -> String {
    guard text.contains(where: { "\",\n\r".contains($0) }) else { return text }
    return "\"" + text.replacingOccurrences(of: "\"", with: "\"\"") + "\""
  }
}
