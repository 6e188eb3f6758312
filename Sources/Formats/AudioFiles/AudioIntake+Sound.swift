public import Signal

extension AudioIntake {
  /// Something that was done to a file, or found, on the way in.
  public enum Note: Hashable, Sendable {
    /// One channel was put on both sides, each at its level.
    case doubledMono
    /// Channels were folded down after BS.775; the layout is called such as `5.1`.
    case foldedDown(layout: String, channelCount: Int)
    /// The rate was changed.
    case resampled(from: SampleRate, to: SampleRate)
    /// The name promises another content.
    case mislabelled(fileExtension: String, content: AudioContainer)
    /// The file ends before its header says; counted in the file's frames.
    case truncated(expectedFrames: Int, foundFrames: Int)
    /// Samples that were NaN or infinite became silence; the first lay at this channel and frame of the file.
    case silencedBrokenSamples(count: Int, channel: Int, frame: Int)
  }

  /// How a file was taken in.
  public struct Passage: Hashable, Sendable {
    /// What the file is; `length` counts the frames that were found in it.
    public internal(set) var description: AudioFileDescription
    /// The rate of what came out.
    public internal(set) var sampleRate: SampleRate
    /// The length of what came out.
    public internal(set) var length: Frames
    /// What was done and found.
    public internal(set) var notes: [Note]
  }

  /// A file in memory.
  public struct Sound: Hashable, Sendable {
    /// The audio, left and right.
    public let buffer: AudioBuffer
    /// How it was taken in.
    public let passage: Passage

    /// What the file is.
    public var description: AudioFileDescription { passage.description }
    /// The rate of the buffer.
    public var sampleRate: SampleRate { passage.sampleRate }
    /// What was done and found on the way.
    public var notes: [Note] { passage.notes }
  }
}
