#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The kind of file that a sequence of bytes is, told from its content and never from its name.
///
/// The signatures are those of the formats' own specifications: RIFF/WAVE and RF64 (EBU Tech 3306), Sony
/// Wave64, AIFF and AIFF-C (Apple 1991), CAF (Apple), FLAC (RFC 9639), Ogg (RFC 3533), MPEG audio (ISO
/// 11172-3), Sun AU.
public enum AudioContainer: String, Codable, CaseIterable, Hashable, Sendable {
  /// RIFF WAVE and RIFX, with sizes of 32 bits.
  case wave
  /// RF64 and BW64: WAVE with sizes of 64 bits.
  case rf64
  /// Sony Wave64.
  case wave64
  /// AIFF and AIFF-C.
  case aiff
  /// Apple's Core Audio Format.
  case caf
  /// FLAC.
  case flac
  /// Ogg with Vorbis.
  case vorbis
  /// Ogg with Opus.
  case opus
  /// Ogg with FLAC or another codec.
  case ogg
  /// MPEG audio, layers I to III.
  case mpeg
  /// Sun and NeXT AU.
  case au
  /// MP4, M4A and QuickTime: seen, but not read.
  case mp4
  /// Matroska and WebM: seen, but not read.
  case matroska
  /// ASF and WMA: seen, but not read.
  case asf
  /// A Standard MIDI File: notes, no sound.
  case midi
  /// A ZIP archive.
  case zip
  /// Something else.
  case unknown

  /// Whether the decoder reads it.
  public var isReadable: Bool {
    switch self {
    case .mp4, .matroska, .asf, .midi, .zip, .unknown: false
    default: true
    }
  }

  /// The file name extensions, lower case, that promise this content; empty for what is not read.
  public var usualExtensions: [String] {
    switch self {
    case .wave: ["wav", "wave", "bwf"]
    case .rf64: ["wav", "wave", "rf64", "bw64", "bwf"]
    case .wave64: ["w64"]
    case .aiff: ["aif", "aiff", "aifc", "afc"]
    case .caf: ["caf"]
    case .flac: ["flac", "fla"]
    case .vorbis: ["ogg", "oga"]
    case .opus: ["opus", "ogg", "oga"]
    case .ogg: ["ogg", "oga", "ogx"]
    case .mpeg: ["mp3", "mp2", "mp1", "mpga"]
    case .au: ["au", "snd"]
    default: []
    }
  }

  /// What people call it.
  public var name: String {
    switch self {
    case .wave: "WAVE"
    case .rf64: "RF64 WAVE"
    case .wave64: "Wave64"
    case .aiff: "AIFF"
    case .caf: "CAF"
    case .flac: "FLAC"
    case .vorbis: "Ogg Vorbis"
    case .opus: "Ogg Opus"
    case .ogg: "Ogg"
    case .mpeg: "MP3"
    case .au: "AU"
    case .mp4: "MP4 or M4A"
    case .matroska: "Matroska or WebM"
    case .asf: "WMA"
    case .midi: "MIDI"
    case .zip: "ZIP"
    case .unknown: "unknown"
    }
  }

  /// How many bytes from the start of a file are wanted to tell what it is.
  static let probeBytes = 96

  /// Tells what a file is; throws the file system's errors.
  public init(ofFile path: String) throws(AudioFileError) {
    let descriptor = try openForReading(path)
    defer { close(descriptor) }
    self.init(startingWith: firstBytes(of: descriptor))
  }

  /// Tells what begins with these bytes.
  public init(startingWith bytes: [UInt8]) {
    let says = { (text: String, offset: Int) in
      bytes.count >= offset + text.utf8.count && bytes.dropFirst(offset).starts(with: text.utf8)
    }
    if says("RIFF", 0) || says("RIFX", 0) {
      self = says("WAVE", 8) ? .wave : .unknown
    } else if says("RF64", 0) || says("BW64", 0) {
      self = .rf64
    } else if says("riff", 0) {
      self = .wave64
    } else if says("FORM", 0) {
      self = says("AIFF", 8) || says("AIFC", 8) ? .aiff : .unknown
    } else if says("caff", 0) {
      self = .caf
    } else if says("fLaC", 0) {
      self = .flac
    } else if says("OggS", 0) {
      // The first packet follows a header of 27 bytes and one segment.
      self = says("OpusHead", 28) ? .opus : says("\u{1}vorbis", 28) ? .vorbis : .ogg
    } else if says("ID3", 0) {
      self = .mpeg
    } else if says(".snd", 0) || says("dns.", 0) {
      self = .au
    } else if says("ftyp", 4) {
      self = .mp4
    } else if bytes.starts(with: [0x1A, 0x45, 0xDF, 0xA3]) {
      self = .matroska
    } else if bytes.starts(with: [0x30, 0x26, 0xB2, 0x75, 0x8E, 0x66, 0xCF, 0x11]) {
      self = .asf
    } else if says("MThd", 0) {
      self = .midi
    } else if says("PK\u{3}\u{4}", 0) {
      self = .zip
    } else {
      self = AudioContainer.isMPEGFrame(bytes) ? .mpeg : .unknown
    }
  }

  /// Whether a frame header of MPEG audio stands here (ISO 11172-3, 2.4.1.3): eleven bits of sync, and no
  /// reserved version, layer, bit rate or sampling frequency.
  private static func isMPEGFrame(_ bytes: [UInt8]) -> Bool {
    guard bytes.count >= 4, bytes[0] == 0xFF, bytes[1] & 0xE0 == 0xE0 else { return false }
    let (version, layer) = (bytes[1] >> 3 & 3, bytes[1] >> 1 & 3)
    let (rate, frequency) = (bytes[2] >> 4, bytes[2] >> 2 & 3)
    return version != 1 && layer != 0 && rate != 0 && rate != 15 && frequency != 3
  }
}
