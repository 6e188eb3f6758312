import Mixing
import Rendering

extension StudioError {
  /// The error a caller sees: every engine's own word for "stopped" becomes `cancelled`.
  static func translated(_ error: any Error) -> any Error {
    if let error = error as? RenderingError, error == .cancelled { return StudioError.cancelled }
    if let error = error as? MixingError, error == .cancelled { return StudioError.cancelled }
    return error
  }
}
