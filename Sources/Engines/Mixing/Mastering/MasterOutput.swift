public import AudioFiles

/// Which files a master is written to.
public struct MasterOutput: Sendable {
  /// A file to write.
  public struct File: Hashable, Sendable {
    /// Where it goes; the folder must exist.
    public var path: String
    /// Its format.
    public var format: AudioFormat
    /// 24, or 16 for WAVE and FLAC, which is then dithered with noise where the ear hears least.
    public var wordLength: Int
    /// Its tags.
    public var tags: AudioTags

    /// Whether samples are rounded to 16 bits.
    var isShort: Bool { wordLength == 16 && (format == .wave24 || format == .flac) }

    /// Names a file.
    public init(
      path: String, format: AudioFormat, wordLength: Int = 24, tags: AudioTags = AudioTags()
    ) {
      self.path = path
      self.format = format
      self.wordLength = wordLength
      self.tags = tags
    }
  }

  /// The master's files.
  public var files: [File]
  /// Paths of the input and the master at equal loudness, 24-bit WAVE; nil for none.
  public var comparison: (before: String, after: String)?
  /// Silence behind the master in seconds, in place of what silence the input ends with; nil leaves the end.
  public var gap: Double?
  /// Whether peaks behind lossy codecs are measured.
  public var previewsCodecs: Bool

  /// Names the files.
  public init(
    files: [File], comparison: (before: String, after: String)? = nil, gap: Double? = nil,
    previewsCodecs: Bool = true
  ) {
    self.files = files
    self.comparison = comparison
    self.gap = gap
    self.previewsCodecs = previewsCodecs
  }
}
