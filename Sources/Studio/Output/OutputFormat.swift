public import AudioFiles

/// Something that can be written of a song besides its project.
public enum OutputFormat: String, CaseIterable, Codable, Sendable {
  /// `score.mid` and one MIDI file a part.
  case midi
  /// One WAV file a part and one an effect return.
  case stems
  /// The master as 24-bit WAV.
  case wav
  /// The master as 32-bit float WAV.
  case wavFloat = "wav-float"
  /// The master as FLAC.
  case flac
  /// The master as MP3.
  case mp3
  /// The master as Opus.
  case opus

  /// What is written when nothing is said.
  public static let standard: [OutputFormat] = [.midi, .stems, .wav]

  /// The format of the master's file; nil for MIDI and stems.
  public var audio: AudioFormat? {
    switch self {
    case .midi, .stems: nil
    case .wav: .wave24
    case .wavFloat: .waveFloat
    case .flac: .flac
    case .mp3: .mp3
    case .opus: .opus
    }
  }

  /// Whether sound has to be rendered for it.
  public var needsSound: Bool { self != .midi }
}
