public import Signal

/// What a file's header says about its audio.
public struct AudioFileDescription: Hashable, Sendable {
  /// The format, or nil for one that is only read (AIFF, Vorbis, 16-bit WAVE and others).
  public let format: AudioFormat?
  /// The kind of file by its content.
  public let container: AudioContainer
  /// The sample rate.
  public let sampleRate: SampleRate
  /// The number of channels, at least 1.
  public let channelCount: Int
  /// The length.
  public let length: Frames

  /// The duration in seconds.
  public var duration: Double { length.seconds(at: sampleRate) }

  /// Describes a file.
  public init(
    format: AudioFormat?, container: AudioContainer = .unknown, sampleRate: SampleRate,
    channelCount: Int, length: Frames
  ) {
    self.format = format
    self.container = container
    self.sampleRate = sampleRate
    self.channelCount = channelCount
    self.length = length
  }
}
