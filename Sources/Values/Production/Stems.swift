public import Music

/// A part's sound before the mix, as a file in the cache.
public struct Stem: Hashable, Codable, Sendable, Identifiable {
  /// The part's id.
  public var id: String
  /// The name for people.
  public var name: String
  /// What it does.
  public var role: Role
  /// The cache file's name: the SHA-256 of everything the sound depends on, in hexadecimal.
  public var digest: String
  /// Its length, the tail included.
  public var frames: Int

  /// Makes a stem.
  public init(id: String, name: String, role: Role, digest: String, frames: Int) {
    self.id = id
    self.name = name
    self.role = role
    self.digest = digest
    self.frames = frames
  }
}

/// The sound of all parts: stereo, aligned at frame 0, of one length.
public struct Stems: Hashable, Codable, Sendable {
  /// Frames a second.
  public var sampleRate: Int
  /// The common length in frames, the longest tail included.
  public var frames: Int
  /// Where the written music ends, in frames.
  public var musicFrames: Int
  /// The stems, in the order of the score.
  public var stems: [Stem]
  /// The SoundFont's file name and SHA-256 in hexadecimal.
  public var soundFont: SoundFontIdentity

  /// Makes the manifest.
  public init(
    sampleRate: Int, frames: Int, musicFrames: Int, stems: [Stem], soundFont: SoundFontIdentity
  ) {
    self.sampleRate = sampleRate
    self.frames = frames
    self.musicFrames = musicFrames
    self.stems = stems
    self.soundFont = soundFont
  }
}

/// Which SoundFont made a sound.
public struct SoundFontIdentity: Hashable, Codable, Sendable {
  /// The file's name without its folder.
  public var name: String
  /// The SHA-256 of its bytes in hexadecimal.
  public var digest: String

  /// Makes an identity.
  public init(name: String, digest: String) {
    self.name = name
    self.digest = digest
  }
}
