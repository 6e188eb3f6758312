/// A number of sample frames a second.
public struct SampleRate: Hashable, Comparable, Sendable {
  /// Frames a second, at least 1.
  public var framesPerSecond: Int

  /// Makes a rate of `framesPerSecond`, which must be positive.
  public init(_ framesPerSecond: Int) {
    precondition(framesPerSecond > 0, "a sample rate is positive")
    self.framesPerSecond = framesPerSecond
  }

  /// 44 100 Hz, the rate of the compact disc.
  public static let compactDisc = SampleRate(44_100)

  /// 48 000 Hz, the rate of film, video and Opus.
  public static let studio = SampleRate(48_000)

  /// The rate as a floating-point number of hertz.
  public var hertz: Double { Double(framesPerSecond) }

  /// Half the sample rate, the highest frequency that it can carry.
  public var nyquist: Hertz { Hertz(Double(framesPerSecond) / 2) }

  /// The nearest whole number of frames in `seconds`, which must be finite.
  public func frames(in seconds: Double) -> Frames {
    Frames(Int((seconds * hertz).rounded()))
  }

  /// Orders by rate.
  public static func < (left: SampleRate, right: SampleRate) -> Bool {
    left.framesPerSecond < right.framesPerSecond
  }
}

extension SampleRate: ExpressibleByIntegerLiteral {
  /// Makes a rate from a literal such as `48_000`.
  public init(integerLiteral value: Int) { self.init(value) }
}

extension SampleRate: Codable {
  /// Reads a plain positive integer.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let rate = try container.decode(Int.self)
    guard rate > 0 else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "a sample rate is positive, not \(rate)")
    }
    self.init(rate)
  }

  /// Writes a plain integer.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(framesPerSecond)
  }
}

extension SampleRate: CustomStringConvertible {
  /// The rate in hertz, such as `48000 Hz`.
  public var description: String { "\(framesPerSecond) Hz" }
}
