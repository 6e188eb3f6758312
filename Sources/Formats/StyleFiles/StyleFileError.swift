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
  /// What has the file's name is a folder, a pipe or a device.
  case notAFile(file: String)
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
  /// A name from a fixed list (instrument, drum, role, section...) is unknown; the nearest known
  /// name and all that are known.
  case unknownName(
    Place, kind: String, found: String, nearest: String?, known: [String] = [])
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
    case .unreadable(let file), .notAFile(let file), .tooLarge(let file, _, _): file
    default: place?.file ?? ""
    }
  }

  /// Where the error was found; nil when the whole file is meant.
  public var place: Place? {
    switch self {
    case .unreadable, .notAFile, .tooLarge: nil
    case .syntax(let place, _), .schema(let place, _, _), .missingKey(let place, _),
      .unknownKey(let place, _, _), .repeatedKey(let place, _), .unexpected(let place, _, _),
      .outOfRange(let place, _, _), .unknownName(let place, _, _, _, _), .count(let place, _, _),
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
    case .notAFile: "is not a file"
    case .tooLarge(_, let bytes, let limit): "\(bytes) bytes, a style file has at most \(limit)"
    case .syntax(_, let problem): "not YAML: \(problem)"
    case .schema(_, let found, let supported):
      "schema \(found), this program reads schema \(supported)"
    case .missingKey(_, let missing): "the key '\(missing)' is missing"
    case .unknownKey(_, let found, let nearest): "unknown key '\(found.shown)'" + hint(nearest)
    case .repeatedKey(_, let found): "the key '\(found.shown)' stands here twice"
    case .unexpected(_, let found, let expected): "expected \(expected), found '\(found.shown)'"
    case .outOfRange(_, let found, let expected): "expected \(expected), found \(found.shown)"
    case .unknownName(_, let kind, let found, let nearest, let known):
      "unknown \(kind) '\(found.shown)'" + hint(nearest, kind: kind, known: known)
    case .count(_, let found, let expected): "expected \(expected), found \(found)"
    case .repeatedName(_, let found): "the name '\(found.shown)' is used twice"
    case .numeral(_, let found, let position):
      "'\(found.shown)' is not a roman numeral (character \(position + 1))"
    case .patternCharacter(_, let found, let position, let allowed):
      "'\(String(found).shown)' (step \(position + 1)) is not one of '\(allowed)'"
    case .patternLength(_, let found, let bar):
      found > bar && found.isMultiple(of: bar)
        ? "\(found) steps are \(found / bar) bars of \(bar) steps; a voice has 1 to 16 bars, a fill 1"
        : "\(found) steps do not fit a bar of \(bar) steps"
    case .register(_, let found, let instrument, let range):
      "\(found.shown) leaves the range of \(instrument), \(range)"
    case .contradiction(_, let problem): problem
    }
  }

  /// The name of the kind of error, as reports that programs read carry it.
  public var rule: String {
    switch self {
    case .unreadable: "unreadable"
    case .notAFile: "not-a-file"
    case .tooLarge: "too-large"
    case .syntax: "syntax"
    case .schema: "schema"
    case .missingKey: "missing-key"
    case .unknownKey: "unknown-key"
    case .repeatedKey: "repeated-key"
    case .unexpected: "unexpected"
    case .outOfRange: "out-of-range"
    case .unknownName: "unknown-name"
    case .count: "count"
    case .repeatedName: "repeated-name"
    case .numeral: "numeral"
    case .patternCharacter: "pattern-character"
    case .patternLength: "pattern-length"
    case .register: "register"
    case .contradiction: "contradiction"
    }
  }

  private func hint(_ nearest: String?) -> String {
    nearest.map { ", did you mean '\($0)'?" } ?? ""
  }

  /// What is known, where nothing is near and the list can be read.
  private func hint(_ nearest: String?, kind: String, known: [String]) -> String {
    guard nearest == nil else { return hint(nearest) }
    switch kind {
    case "instrument": return "; `etude styles --instruments` lists them"
    case "drum": return "; docs/patterns.md lists them"
    default:
      return known.isEmpty || known.count > 60 ? "" : "; known are \(known.joined(separator: ", "))"
    }
  }
}

extension String {
  /// A text of a file as messages may show it: cut, and without characters that a terminal obeys.
  var shown: String {
    let limit = 60
    let plain = unicodeScalars.prefix(limit + 1).map { scalar in
      scalar.isControl ? "\\u{\(String(scalar.value, radix: 16, uppercase: true))}" : String(scalar)
    }
    return plain.count > limit ? plain.prefix(limit).joined() + "..." : plain.joined()
  }
}

extension Unicode.Scalar {
  /// Whether it moves a cursor, rings, or turns the direction of what is printed, rather than being
  /// printed: C0 and C1 controls, line and paragraph separators, bidirectional formatting
  /// (Unicode Standard Annex 9).
  var isControl: Bool {
    switch value {
    case 0x00...0x1F, 0x7F...0x9F, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF: true
    default: false
    }
  }
}
