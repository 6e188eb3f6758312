/// Why a style file could not be read; every case says where.
public enum StyleFileError: Error, Hashable, Sendable {
  /// A place in a style file.
  public struct Place: Hashable, Sendable {
    /// The file's path or name, as given.
    public var file: String
    /// The line, counted from 1.
    public var line: Int
    /// The path of the key, such as `parts[2].register`; empty for the whole file.
    public var key: String

    /// Makes a place.
    public init(file: String, line: Int, key: String) {
      self.file = file
      self.line = line
      self.key = key
    }
  }

  /// The file cannot be opened or is not UTF-8 text.
  case unreadable(file: String)
  /// The text is larger than a style file may be, in bytes.
  case tooLarge(file: String, bytes: Int, limit: Int)
  /// The text is not YAML, or is nested deeper than any style.
  case syntax(Place, problem: String)
  /// The file was made for another version of the schema.
  case schema(Place, found: Int, supported: Int)
  /// A key that must stand here is missing.
  case missingKey(Place, missing: String)
  /// A key that has no meaning here, with the known key that is spelled most like it.
  case unknownKey(Place, found: String, nearest: String?)
  /// A key stands here twice.
  case repeatedKey(Place, found: String)
  /// The value has another form or is another word than expected.
  case unexpected(Place, found: String, expected: String)
  /// A number lies outside its range.
  case outOfRange(Place, found: String, expected: String)
  /// A name from a fixed list (instrument, drum, role, section...) is unknown.
  case unknownName(Place, kind: String, found: String, nearest: String?)
  /// A list is empty or has too many entries.
  case count(Place, found: Int, expected: String)
  /// The same name is used twice where names must differ.
  case repeatedName(Place, found: String)
  /// A chord is not a roman numeral; the position is counted from 0 in the numeral.
  case numeral(Place, found: String, position: Int)
  /// A pattern has a character that its player does not know; the position is counted from 0.
  case patternCharacter(Place, found: Character, position: Int, allowed: String)
  /// A pattern's voice does not fit the grid: steps found and steps in a bar.
  case patternLength(Place, found: Int, bar: Int)
  /// The register leaves an instrument's range; both as text such as `E1...G3`.
  case register(Place, found: String, instrument: String, range: String)
  /// What stands here contradicts something else in the file.
  case contradiction(Place, problem: String)
}

extension StyleFileError {
  /// The file in which the error was found.
  public var file: String {
    switch self {
    case .unreadable(let file), .tooLarge(let file, _, _): file
    default: place?.file ?? ""
    }
  }

  /// Where the error was found; nil when the whole file is meant.
  public var place: Place? {
    switch self {
    case .unreadable, .tooLarge: nil
    case .syntax(let place, _), .schema(let place, _, _), .missingKey(let place, _),
      .unknownKey(let place, _, _), .repeatedKey(let place, _), .unexpected(let place, _, _),
      .outOfRange(let place, _, _), .unknownName(let place, _, _, _), .count(let place, _, _),
      .repeatedName(let place, _), .numeral(let place, _, _),
      .patternCharacter(let place, _, _, _), .patternLength(let place, _, _),
      .register(let place, _, _, _), .contradiction(let place, _):
      place
    }
  }
}

extension StyleFileError: CustomStringConvertible {
  /// The error as one line: file, line, key and what was expected.
  public var description: String {
    guard let place else { return "\(file): \(problem)" }
    let key = place.key.isEmpty ? "" : "\(place.key): "
    return "\(place.file):\(place.line): \(key)\(problem)"
  }

  /// The error without its place, as a clause.
  public var problem: String {
    switch self {
    case .unreadable: "cannot be read as UTF-8 text"
    case .tooLarge(_, let bytes, let limit): "\(bytes) bytes, a style file has at most \(limit)"
    case .syntax(_, let problem): "not YAML: \(problem)"
    case .schema(_, let found, let supported):
      "schema \(found), this program reads schema \(supported)"
    case .missingKey(_, let missing): "the key '\(missing)' is missing"
    case .unknownKey(_, let found, let nearest): "unknown key '\(found)'" + hint(nearest)
    case .repeatedKey(_, let found): "the key '\(found)' stands here twice"
    case .unexpected(_, let found, let expected): "expected \(expected), found '\(found)'"
    case .outOfRange(_, let found, let expected): "expected \(expected), found \(found)"
    case .unknownName(_, let kind, let found, let nearest):
      "unknown \(kind) '\(found)'" + hint(nearest)
    case .count(_, let found, let expected): "expected \(expected), found \(found)"
    case .repeatedName(_, let found): "the name '\(found)' is used twice"
    case .numeral(_, let found, let position):
      "'\(found)' is not a roman numeral (character \(position + 1))"
    case .patternCharacter(_, let found, let position, let allowed):
      "'\(found)' (step \(position + 1)) is not one of '\(allowed)'"
    case .patternLength(_, let found, let bar):
      "\(found) steps do not fit a bar of \(bar) steps"
    case .register(_, let found, let instrument, let range):
      "\(found) leaves the range of \(instrument), \(range)"
    case .contradiction(_, let problem): problem
    }
  }

  private func hint(_ nearest: String?) -> String {
    nearest.map { ", did you mean '\($0)'?" } ?? ""
  }
}
