import Foundation
import Production

/// The list of the works in a folder, `works.csv`: RFC 4180, the first line naming the columns.
///
/// `path` is needed and lies below the folder; `id`, `title`, `composer`, `licence`, `source`,
/// `attribution` and `genre` may be there. Other columns are passed over.
struct WorkList {
  /// A row of the list.
  struct Entry {
    var path: String
    var name: Verdict.Work
  }

  /// The name of the list's file.
  static let fileName = "works.csv"
  /// The most bytes that a list may have.
  private static let largest = 64 << 20

  var entries: [Entry] = []

  /// Reads a list; throws `ComparisonError.badList` and `StudioError`.
  init(path: String) throws {
    let bytes = try Studio.readFile(path, limit: Self.largest)
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw ComparisonError.badList(path: path, line: 1, cause: "it is no UTF-8 text")
    }
    var columns: [String: Int] = [:]
    for (number, row) in try Self.rows(text, path: path).enumerated() {
      guard number > 0 else {
        for (column, name) in row.enumerated() where columns[name] == nil { columns[name] = column }
        guard columns["path"] != nil else {
          throw ComparisonError.badList(path: path, line: 1, cause: "no column is called path")
        }
        continue
      }
      func field(_ name: String) -> String {
        guard let column = columns[name], column < row.count else { return "" }
        return String(row[column].prefix(500))
      }
      let file = field("path")
      guard !file.isEmpty, !file.hasPrefix("/"), !file.split(separator: "/").contains("..") else {
        throw ComparisonError.badList(
          path: path, line: number + 1, cause: "a path must lie below the folder")
      }
      entries.append(Entry(path: file, name: Self.name(field, path: file)))
    }
  }

  /// A work of which nothing is known but its path.
  static func unknown(_ path: String) -> Verdict.Work {
    Verdict.Work(
      id: path, title: PathName(path).stem, composer: "", licence: "", source: path,
      attribution: "", genre: "", tune: 0)
  }

  private static func name(_ field: (String) -> String, path: String) -> Verdict.Work {
    var name = unknown(path)
    if !field("id").isEmpty { name.id = field("id") }
    if !field("title").isEmpty { name.title = field("title") }
    if !field("source").isEmpty { name.source = field("source") }
    name.composer = field("composer")
    name.licence = field("licence")
    name.attribution = field("attribution")
    name.genre = field("genre")
    return name
  }

  /// Rows of fields; a field in quotes may hold commas, line ends and doubled quotes.
  private static func rows(_ text: String, path: String) throws -> [[String]] {
    var rows: [[String]] = []
    var row: [String] = []
    var field: [UInt8] = []
    var isQuoted = false
    var line = 1
    var bytes = Array(text.utf8)[...]
    func endField() {
      row.append(String(decoding: field, as: UTF8.self))
      field = []
    }
    func endRow() {
      endField()
      if row != [""] { rows.append(row) }
      row = []
    }
    while let byte = bytes.popFirst() {
      if byte == UInt8(ascii: "\n") { line += 1 }
      if isQuoted {
        if byte != UInt8(ascii: "\"") {
          field.append(byte)
        } else if bytes.first == UInt8(ascii: "\"") {
          field.append(byte)
          bytes.removeFirst()
        } else {
          isQuoted = false
        }
        continue
      }
      switch byte {
      case UInt8(ascii: "\"") where field.isEmpty: isQuoted = true
      case UInt8(ascii: ","): endField()
      case UInt8(ascii: "\r"): break
      case UInt8(ascii: "\n"): endRow()
      default: field.append(byte)
      }
    }
    guard !isQuoted else {
      throw ComparisonError.badList(path: path, line: line, cause: "a quote is never closed")
    }
    if !field.isEmpty || !row.isEmpty { endRow() }
    return rows
  }
}
