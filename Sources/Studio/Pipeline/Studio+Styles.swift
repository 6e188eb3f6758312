import Foundation
import Production
import Reviewing
import StyleFiles

/// What the linter says of a style file.
public struct StyleReport: Hashable, Codable, Sendable {
  /// An error or a warning with its place.
  public struct Line: Hashable, Codable, Sendable {
    /// The file as it was given.
    public var file: String
    /// The line, counted from 1.
    public var line: Int
    /// The path of the key, such as `parts[2].register`; empty for the whole file.
    public var key: String
    /// The name of the kind of error or of the warning's rule.
    public var rule: String
    /// What was found and what was expected, as a clause.
    public var problem: String
  }

  /// What keeps the file from being used, in the order of its lines.
  public var errors: [Line]
  /// What a listener would regret; empty while there are errors.
  public var warnings: [Line]

  /// Whether there is nothing to say.
  public var isClean: Bool { errors.isEmpty && warnings.isEmpty }
}

extension Studio {
  /// Every error of a style file, or, when it has none, every warning.
  ///
  /// `drummers` are the genres that the drum model has heard; where it is nil, names of drummers
  /// are not looked at. Throws `StudioError` when the file cannot be read at all.
  public static func checkStyle(_ file: String, drummers: [String]? = nil) throws -> StyleReport {
    let bytes = try readFile(file, limit: StyleFile.sizeLimit)
    guard let text = String(validating: bytes, as: UTF8.self) else {
      return report(of: [.unreadable(file: file)])
    }
    let errors = StyleFile.errors(text: text, file: file)
    guard errors.isEmpty else { return report(of: errors) }
    let style = try StyleFile.decode(text: text, file: file)
    let outline = try StyleOutline(text: text, file: file)
    var report = StyleReport(
      errors: [],
      warnings: StyleLinter.warnings(for: style).map { warning in
        StyleReport.Line(
          file: file, line: outline.line(of: warning.key), key: warning.key,
          rule: warning.rule.rawValue, problem: warning.problem)
      })
    let name = PathName(file).last
    if name != "\(style.name).yaml" {
      report.errors = [
        StyleReport.Line(
          file: file, line: outline.line(of: "name"), key: "name", rule: "misnamed",
          problem: "a style is named after its file: expected '\(style.name).yaml', found '\(name)'"
        )
      ]
    }
    if let drummers { report.errors += unknownDrummers(of: style, outline, file, drummers) }
    return report
  }

  private static func unknownDrummers(
    of style: Style, _ outline: StyleOutline, _ file: String, _ known: [String]
  ) -> [StyleReport.Line] {
    style.parts.indices.compactMap { index in
      guard let genre = style.parts[index].controls.drummer, !known.contains(genre) else {
        return nil
      }
      let key = "parts[\(index)].controls.drummer"
      return StyleReport.Line(
        file: file, line: outline.line(of: key), key: key, rule: "unknown-name",
        problem: "no drummer of \(genre) was heard: expected \(known.joined(separator: ", "))")
    }
  }

  private static func report(of errors: [StyleFileError]) -> StyleReport {
    StyleReport(
      errors: errors.map { error in
        StyleReport.Line(
          file: error.file, line: error.place?.line ?? 1, key: error.place?.key ?? "",
          rule: error.rule, problem: error.problem)
      }, warnings: [])
  }
}
