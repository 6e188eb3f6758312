import Foundation

/// Makes WAVE files for tests.
enum WaveFile {
  /// PCM of 16 bits: a sample for each channel and frame, by the channel's number and the time in seconds.
  static func pcm(
    rate: Int = 48_000, channels: Int = 2, seconds: Double,
    _ sample: (_ channel: Int, _ time: Double) -> Double
  ) -> Data {
    let frames = Int(seconds * Double(rate))
    var body = Data(capacity: 2 * channels * frames)
    for frame in 0..<frames {
      for channel in 0..<channels {
        let value = min(max(sample(channel, Double(frame) / Double(rate)), -1), 1)
        append(Int((value * 32_767).rounded()), 2, to: &body)
      }
    }
    return header(format: 1, bits: 16, rate: rate, channels: channels, bytes: body.count) + body
  }

  /// Float of 32 bits, for samples that are no numbers.
  static func float(
    rate: Int = 48_000, channels: Int = 2, seconds: Double,
    _ sample: (_ channel: Int, _ time: Double) -> Float
  ) -> Data {
    let frames = Int(seconds * Double(rate))
    var body = Data(capacity: 4 * channels * frames)
    for frame in 0..<frames {
      for channel in 0..<channels {
        append(Int(sample(channel, Double(frame) / Double(rate)).bitPattern), 4, to: &body)
      }
    }
    return header(format: 3, bits: 32, rate: rate, channels: channels, bytes: body.count) + body
  }

  private static func header(
    format: Int, bits: Int, rate: Int, channels: Int, bytes: Int
  ) -> Data {
    var data = Data("RIFF".utf8)
    append(36 + bytes, 4, to: &data)
    data += Data("WAVEfmt ".utf8)
    append(16, 4, to: &data)
    let frame = channels * bits / 8
    for (value, size) in [
      (format, 2), (channels, 2), (rate, 4), (rate * frame, 4), (frame, 2), (bits, 2),
    ] { append(value, size, to: &data) }
    data += Data("data".utf8)
    append(bytes, 4, to: &data)
    return data
  }

  private static func append(_ value: Int, _ size: Int, to data: inout Data) {
    for byte in 0..<size { data.append(UInt8(truncatingIfNeeded: value >> (8 * byte))) }
  }
}
