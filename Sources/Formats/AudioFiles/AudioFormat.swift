public import Signal

/// A file format and encoding that audio can be written in.
public enum AudioFormat: String, CaseIterable, Codable, Hashable, Sendable {
  /// RIFF WAVE, 24-bit linear PCM.
  case wave24
  /// RIFF WAVE, 32-bit IEEE float.
  case waveFloat
  /// FLAC, 24 bit, lossless.
  case flac
  /// MPEG-1/2 layer III, variable bit rate of the highest quality.
  case mp3
  /// Opus in Ogg, about 200 kbit/s in stereo; takes only the codec's own rates, above all 48 kHz.
  case opus

  /// The usual file name extension, without the dot.
  public var fileExtension: String {
    switch self {
    case .wave24, .waveFloat: "wav"
    case .flac: "flac"
    case .mp3: "mp3"
    case .opus: "opus"
    }
  }

  /// Whether decoding gives back the written 24-bit or float samples exactly.
  public var isLossless: Bool { self == .wave24 || self == .waveFloat || self == .flac }

  /// The format that a file extension names, in any letter case; `wav` means 24-bit WAVE.
  public init?(fileExtension: String) {
    switch fileExtension.lowercased() {
    case "wav", "wave": self = .wave24
    case "flac": self = .flac
    case "mp3": self = .mp3
    case "opus": self = .opus
    default: return nil
    }
  }

  /// The sample rates that the encoder takes, or nil if it takes any up to 655 350 Hz.
  ///
  /// Nothing is resampled on the way to a file: writing at another rate throws.
  public var allowedSampleRates: Set<SampleRate>? {
    switch self {
    case .wave24, .waveFloat, .flac: nil
    case .mp3: [8_000, 11_025, 12_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000]
    case .opus: [8_000, 12_000, 16_000, 24_000, 48_000]
    }
  }

  /// The greatest number of channels that is written.
  public var maximumChannelCount: Int {
    switch self {
    case .wave24, .waveFloat: 64
    case .flac: 8
    case .mp3, .opus: 2
    }
  }
}
