/// Why a project file could not be opened, read or changed.
public enum ProjectError: Error, Hashable, Sendable {
  /// There is no file at the path.
  case missing(path: String)
  /// The file, its folder or one above may not be read.
  case unreadable(path: String)
  /// A folder holds several projects and none is named after it.
  case ambiguous(folder: String, names: [String])
  /// A file stands where a new project was to be made.
  case exists(path: String)
  /// The file is not an Etude project or is damaged.
  case corrupt(path: String, cause: String)
  /// The file was written by a newer program.
  case newer(path: String, schema: Int, known: Int)
  /// Another process is changing the file and did not finish in time.
  case busy(path: String, seconds: Double)
  /// The file or its folder may not be written.
  case readOnly(path: String)
  /// The disk is full.
  case diskFull(path: String)
  /// There are not so many operations to undo or redo, only those `available`.
  case noHistory(direction: String, available: Int)
  /// The song never was in a state of that number.
  case noState(path: String, state: Int64)
  /// The project is one in which the engine may not write notes.
  case engineOff(path: String)
  /// What was done could not be signed.
  case unsigned(SigningError)
  /// A stored value is missing or could not be decoded.
  case damagedValue(slot: String, cause: String)
}
