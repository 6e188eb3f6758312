/// Why an index of works is not read; offsets are counted in bytes from the start of the file.
public enum ReferenceIndexError: Error, Hashable, Sendable {
  /// The file does not exist.
  case notFound(path: String)
  /// The system does not let this user read the file.
  case permissionDenied(path: String)
  /// There is a folder or a device where a file is needed.
  case notAFile(path: String)
  /// Another system call failed with this `errno`.
  case system(path: String, code: Int32)
  /// The file is larger than is ever read.
  case tooLong(bytes: Int, limit: Int)
  /// The file does not begin as an index does.
  case notAnIndex
  /// The file was written in another version of the form.
  case wrongVersion(found: UInt32, expected: UInt32)
  /// The file ends before what it speaks of.
  case truncated(needed: Int, found: Int)
  /// A section is missing, stands twice, or lies outside the file.
  case wrongSection(name: String)
  /// Something else was expected in a section.
  case malformed(section: String, offset: Int, expected: String)
  /// The content is not what it was when the file was written.
  case changed
}

extension ReferenceIndexError: CustomStringConvertible {
  /// What is wrong, as half a sentence.
  public var description: String {
    switch self {
    case .notFound(let path): "there is no \(path)"
    case .permissionDenied(let path): "\(path) may not be read"
    case .notAFile(let path): "\(path) is no file"
    case .system(let path, let code): "\(path) cannot be read (system error \(code))"
    case .tooLong(let bytes, let limit): "it has \(bytes) bytes, and the most is \(limit)"
    case .notAnIndex: "it is no index of works"
    case .wrongVersion(let found, let expected):
      "it is of version \(found), and this program reads version \(expected)"
    case .truncated(let needed, let found):
      "it ends after \(found) bytes, and \(needed) are needed"
    case .wrongSection(let name):
      "its section \(name) is missing, stands twice or lies outside the file"
    case .malformed(let section, let offset, let expected):
      "at byte \(offset) of its section \(section) \(expected) is expected"
    case .changed: "its content is not what was written"
    }
  }

  /// What may be done about it, as a sentence.
  public var hint: String {
    switch self {
    case .notFound: "Build one with `etude originality index FOLDER --output FILE`."
    case .permissionDenied, .notAFile, .system: "Check the path and who may read it."
    case .wrongVersion:
      "Build it anew with this program: `etude originality index FOLDER --output FILE`."
    case .tooLong, .notAnIndex, .truncated, .wrongSection, .malformed, .changed:
      "Copy it again, or build it anew with `etude originality index FOLDER --output FILE`."
    }
  }
}
