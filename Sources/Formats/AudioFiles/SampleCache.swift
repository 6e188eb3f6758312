import Signal

/// The layout of a sample cache: a 48-byte header, then interleaved 32-bit floats, little-endian.
///
/// Header: `ETUDEPCM`, version (u32), sample rate (u32), channels (u32), reserved (u32), frames (u64), zeros.
enum SampleCache {
  static let magic = Array("ETUDEPCM".utf8)
  static let version: UInt32 = 1
  static let headerBytes = 48

  static func header(sampleRate: SampleRate, channelCount: Int, frames: Int) -> [UInt8] {
    var bytes = magic
    for value in [version, UInt32(sampleRate.framesPerSecond), UInt32(channelCount), 0] {
      bytes += (0..<4).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
    }
    bytes += (0..<8).map { UInt8(truncatingIfNeeded: frames >> ($0 * 8)) }
    return bytes + [UInt8](repeating: 0, count: headerBytes - bytes.count)
  }

  /// Reads a header; nil if it is not one of this version or makes no sense.
  static func parse(_ bytes: [UInt8]) -> (rate: SampleRate, channels: Int, frames: Int)? {
    guard bytes.count == headerBytes, bytes.starts(with: magic) else { return nil }
    let number = { (start: Int, length: Int) in
      bytes[start..<start + length].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    }
    let (rate, channels, frames) = (number(12, 4), number(16, 4), number(24, 8))
    guard number(8, 4) == version, rate > 0, rate <= 10_000_000, channels > 0, channels <= 1024,
      frames < 1 << 48
    else { return nil }
    return (SampleRate(Int(rate)), Int(channels), Int(frames))
  }
}
