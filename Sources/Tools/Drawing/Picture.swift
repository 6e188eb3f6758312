import Foundation

/// The size of a picture in points; a point is 1/72 inch on paper and `scale` pixels on a screen.
public struct PictureSize: Hashable, Sendable {
  /// The width in points.
  public var width: Double
  /// The height in points.
  public var height: Double

  /// Makes a size.
  public init(width: Double, height: Double) {
    self.width = width
    self.height = height
  }
}

/// Something that can be drawn and written as PNG, SVG or PDF.
///
/// The same picture, fonts and library give the same bytes: files hold no time of their making.
public protocol Picture: Sendable {
  /// The size in points.
  var size: PictureSize { get }

  /// Draws everything, from the background on.
  func draw(on canvas: Canvas)
}

extension Picture {
  /// What the file system says, in the system's own words rather than Foundation's.
  private static func reason(_ error: any Error) -> String {
    var cause = error as NSError
    while cause.domain != NSPOSIXErrorDomain,
      let inner = cause.userInfo[NSUnderlyingErrorKey] as? NSError
    {
      cause = inner
    }
    if cause.domain == NSPOSIXErrorDomain {
      return String(cString: strerror(Int32(cause.code))).lowercased()
    }
    switch CocoaError.Code(rawValue: cause.code) {
    case .fileNoSuchFile, .fileReadNoSuchFile: return "there is no such folder"
    case .fileWriteNoPermission: return "permission denied"
    case .fileWriteOutOfSpace: return "the disk is full"
    case .fileWriteVolumeReadOnly: return "the disk is read-only"
    default: return "the system refuses it"
    }
  }

  /// The picture as a file's bytes; `scale` is pixels a point and matters for PNG alone.
  public func encoded(
    as format: PictureFormat, scale: Double = 2
  ) throws(DrawingError) -> [UInt8] {
    try Canvas.encode(size: size, format: format, scale: scale) { draw(on: $0) }
  }

  /// Writes the picture to a path, whole or not at all, replacing a file that is there.
  ///
  /// The format is the given one, else the one that the path's ending names.
  public func write(
    to path: String, as format: PictureFormat? = nil, scale: Double = 2
  ) throws(DrawingError) {
    guard let format = format ?? PictureFormat(path: path) else {
      throw .unknownFormat(path: path)
    }
    let bytes = try encoded(as: format, scale: scale)
    do {
      try Data(bytes).write(to: URL(fileURLWithPath: path), options: .atomic)
    } catch {
      throw .cannotWrite(path: path, reason: Self.reason(error))
    }
  }
}
