/// Why a preset file could not be read; every case says where.
public enum PresetFileError: Error, Hashable, Sendable {
  /// A place in a preset file.
  public struct Place: Hashable, Sendable {
    /// The file's path or name, as given.
    public var file: String
    /// The line, counted from 1.
    public var line: Int
    /// The path of the key, such as `synth.filter.cutoff`; empty for the whole file.
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
  /// The text is larger than a preset file may be, in bytes.
  case tooLarge(file: String, bytes: Int, limit: Int)
  /// The file is not named after its preset.
  case misnamed(file: String, name: String)
  /// The text is not YAML, or is nested deeper than any preset.
  case syntax(Place, problem: String)
  /// The file was made for another version of the schema.
  case schema(Place, found: Int, supported: Int)
  /// A key that must stand here is missing.
  case missingKey(Place, missing: String)
  /// A key that has no meaning here, with those that have.
  case unknownKey(Place, found: String, known: [String])
  /// A key stands here twice.
  case repeatedKey(Place, found: String)
  /// The value has another form than expected.
  case unexpected(Place, found: String, expected: String)
  /// A number lies outside its range.
  case outOfRange(Place, found: String, expected: String)
  /// A name from a fixed list is unknown, with those that are known.
  case unknownName(Place, kind: String, found: String, known: [String])
  /// A list is empty or has too many entries.
  case count(Place, found: Int, expected: String)
  /// What stands here contradicts something else in the file.
  case contradiction(Place, problem: String)
}

extension PresetFileError {
  /// Where the error was found; nil when the whole file is meant.
  public var place: Place? {
    switch self {
    case .unreadable, .notAFile, .tooLarge, .misnamed: nil
    case .syntax(let place, _), .schema(let place, _, _), .missingKey(let place, _),
      .unknownKey(let place, _, _), .repeatedKey(let place, _), .unexpected(let place, _, _),
      .outOfRange(let place, _, _), .unknownName(let place, _, _, _), .count(let place, _, _),
      .contradiction(let place, _):
      place
    }
  }

  /// The file in which the error was found.
  public var file: String {
    switch self {
    case .unreadable(let file), .notAFile(let file), .tooLarge(let file, _, _),
      .misnamed(let file, _):
      file
    default: place?.file ?? ""
    }
  }
}

extension PresetFileError: CustomStringConvertible {
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
    case .tooLarge(_, let bytes, let limit): "\(bytes) bytes, a preset file has at most \(limit)"
    case .misnamed(_, let name): "holds the preset '\(name)' and must be named after it"
    case .syntax(_, let problem): "not YAML: \(problem)"
    case .schema(_, let found, let supported):
      "schema \(found), this program reads schema \(supported)"
    case .missingKey(_, let missing): "the key '\(missing)' is missing"
    case .unknownKey(_, let found, let known):
      "unknown key '\(found.shown)'; known are \(known.joined(separator: ", "))"
    case .repeatedKey(_, let found): "the key '\(found.shown)' stands here twice"
    case .unexpected(_, let found, let expected): "expected \(expected), found '\(found.shown)'"
    case .outOfRange(_, let found, let expected): "expected \(expected), found \(found.shown)"
    case .unknownName(_, let kind, let found, let known):
      "unknown \(kind) '\(found.shown)'; known are \(known.joined(separator: ", "))"
    case .count(_, let found, let expected): "expected \(expected), found \(found)"
    case .contradiction(_, let problem): problem
    }
  }
}

extension String {
  /// A text of a file as messages may show it: cut, and without characters that a terminal obeys.
  fileprivate var shown: String {
    let plain = unicodeScalars.prefix(61).map { scalar in
      scalar.properties.generalCategory == .control || scalar.properties.generalCategory == .format
        ? "?" : String(scalar)
    }
    return plain.count > 60 ? plain.prefix(60).joined() + "..." : plain.joined()
  }
}
