/// A number of sample frames: a length or a position of audio.
public struct Frames: Hashable, Comparable, Sendable {
  /// The number of frames; negative for positions before an origin.
  public var count: Int

  /// Makes a length of `count` frames.
  public init(_ count: Int) {
    self.count = count
  }

  /// No frames.
  public static let zero = Frames(0)

  /// The duration in seconds at a rate.
  public func seconds(at rate: SampleRate) -> Double { Double(count) / rate.hertz }

  /// Orders by length.
  public static func < (left: Frames, right: Frames) -> Bool { left.count < right.count }

  /// The joint length.
  public static func + (left: Frames, right: Frames) -> Frames { Frames(left.count + right.count) }

  /// The distance.
  public static func - (left: Frames, right: Frames) -> Frames { Frames(left.count - right.count) }

  /// A multiple of a length.
  public static func * (length: Frames, factor: Int) -> Frames { Frames(length.count * factor) }

  /// Lengthens by another length.
  public static func += (left: inout Frames, right: Frames) { left.count += right.count }

  /// Shortens by another length.
  public static func -= (left: inout Frames, right: Frames) { left.count -= right.count }
}

extension Frames: ExpressibleByIntegerLiteral {
  /// Makes a length from a literal such as `512`.
  public init(integerLiteral value: Int) { count = value }
}

extension Frames: Codable {
  /// Reads a plain integer.
  public init(from decoder: any Decoder) throws {
    count = try decoder.singleValueContainer().decode(Int.self)
  }

  /// Writes a plain integer.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(count)
  }
}

extension Frames: CustomStringConvertible {
  /// The length, such as `512 frames`.
  public var description: String { count == 1 ? "1 frame" : "\(count) frames" }
}
