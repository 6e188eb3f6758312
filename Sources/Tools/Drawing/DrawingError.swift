/// Why a picture could not be made.
public enum DrawingError: Error, Hashable, Sendable {
  /// The picture would be larger than the drawing library can hold, in pixels; `limit` a side.
  case tooLarge(width: Int, height: Int, limit: Int)
  /// The drawing library refused; its own words.
  case refused(reason: String)
  /// The ending of a file's name is not a picture format's.
  case unknownFormat(path: String)
  /// The file could not be written.
  case cannotWrite(path: String, reason: String)
}
