public import AudioFiles
public import Production

/// Which files a mix writes.
public struct MixOutput: Sendable {
  /// A file to write.
  public struct File: Hashable, Sendable {
    /// Where it goes; the folder must exist.
    public var path: String
    /// Its format; stems are best lossless.
    public var format: AudioFormat
    /// Its tags.
    public var tags: AudioTags

    /// Names a file.
    public init(path: String, format: AudioFormat, tags: AudioTags = AudioTags()) {
      self.path = path
      self.format = format
      self.tags = tags
    }
  }

  /// The master, in as many formats as wanted; without any nothing is mastered.
  public var masters: [File]
  /// The mix before mastering, its peak at most at -6 dBFS.
  public var mix: File?
  /// The parts behind their faders, by part id.
  public var stems: [String: File]
  /// The return of the reverb; written only if a strip sends to it.
  public var reverb: File?
  /// The return of the delay; written only if a strip sends to it.
  public var delay: File?

  /// Names the files.
  public init(
    masters: [File], mix: File? = nil, stems: [String: File] = [:], reverb: File? = nil,
    delay: File? = nil
  ) {
    self.mix = mix
    self.masters = masters
    self.stems = stems
    self.reverb = reverb
    self.delay = delay
  }
}

extension MixPlan {
  /// Whether any strip is heard in the reverb.
  public var usesReverb: Bool {
    channels.map { settings(of: $0) }.contains { !$0.muted && $0.reverb != nil }
  }

  /// Whether any strip is heard in the delay.
  public var usesDelay: Bool {
    channels.map { settings(of: $0) }.contains { !$0.muted && $0.delay != nil }
  }

  /// The strip of a part.
  public func channel(_ id: String) -> Channel? { channels.first { $0.id == id } }
}
