import Foundation
public import Originality

extension Studio {
  /// Splits an amount among the training works by what outputs have in common with them, and writes the
  /// statement as CSV.
  ///
  /// Rows sum exactly to the amount. Throws `OutputError`, `InfluenceError.nobody` and what
  /// `modelManifest` throws.
  public func writeStatement(
    of report: InfluenceReport, _ request: StatementRequest
  ) throws -> ShareStatement {
    try Self.checkTarget(request.output, replacing: request.replacing)
    let works = try modelManifest().works
    guard
      let statement = ShareStatement(
        units: request.amount.units, training: request.training, works: works.map(\.id),
        outputs: report.shares)
    else { throw InfluenceError.nobody }
    let listed = Dictionary(works.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    let found = Dictionary(
      report.together.map { ($0.work, $0) }, uniquingKeysWith: { first, _ in first })
    var lines = ["work,title,author,holder,licence,source,share,\(request.amount.currency)"]
    for row in statement.rows {
      let work = listed[row.work]
      let influence = found[row.work]
      let author = work?.author ?? influence?.author ?? ""
      let licence = work?.licence ?? influence?.licence ?? ""
      let holder =
        influence?.holder ?? Self.holder(author: author, attribution: "", licence: licence)
      let texts = [
        row.work, work?.title ?? influence?.title ?? "", author, holder, licence,
        work?.source ?? influence?.source ?? "",
      ]
      lines.append(
        (texts.map(CSVText.field) + [String(row.share), request.amount.text(row.units)])
          .joined(separator: ","))
    }
    do {
      let text = lines.joined(separator: "\n") + "\n"
      try Data(text.utf8).write(to: URL(fileURLWithPath: request.output), options: .atomic)
    } catch {
      throw StagedFolder.outputError(error, path: request.output)
    }
    return statement
  }
}
