import AudioFiles
import CSndFile
import Signal

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Writes a buffer in any of libsndfile's formats, also those that the product only reads.
@discardableResult
func writeAny(
  _ buffer: AudioBuffer, to path: String, _ container: Int, _ coding: Int, rate: Int = 48_000
) -> Bool {
  var information = SF_INFO()
  information.samplerate = Int32(rate)
  information.channels = Int32(buffer.channelCount)
  information.format = Int32(container | coding)
  guard let handle = sf_open(path, Int32(SFM_WRITE), &information) else { return false }
  // Floats would be scaled by 2^23 - 1; integers keep 24 bit as they are.
  let isInteger = coding == SF_FORMAT_PCM_24 || coding == SF_FORMAT_PCM_16
  let frames = sf_count_t(buffer.frameCount)
  let written =
    isInteger
    ? sf_writef_int(handle, buffer.interleaved().map { Int32($0 * 0x1p23) << 8 }, frames)
    : sf_writef_float(handle, buffer.interleaved(), frames)
  return sf_close(handle) == 0 && Int(written) == buffer.frameCount
}

/// A sine of one channel.
func sine(
  _ frequency: Double, rate: Int, seconds: Double, amplitude: Double = 0.5, phase: Double = 0
) -> [Float] {
  (0..<Int((seconds * Double(rate)).rounded())).map {
    Float(amplitude * sin(2 * Double.pi * frequency * Double($0) / Double(rate) + phase))
  }
}

/// A WAVE file byte by byte: what no library would write.
func waveBytes(
  channels: Int, rate: Int, bits: Int = 16, coding: Int = 1, declaredBytes: Int? = nil,
  data: [UInt8]
) -> [UInt8] {
  let little = { (value: Int, count: Int) in
    (0..<count).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
  }
  let block = channels * bits / 8
  let format =
    little(coding, 2) + little(channels, 2) + little(rate, 4) + little(rate * block, 4)
    + little(block, 2) + little(bits, 2)
  let declared = declaredBytes ?? data.count
  return Array("RIFF".utf8) + little(36 + declared, 4) + Array("WAVEfmt ".utf8) + little(16, 4)
    + format + Array("data".utf8) + little(declared, 4) + data
}

/// Sixteen-bit samples of a ramp.
func rampBytes(_ samples: Int) -> [UInt8] {
  (0..<samples).flatMap { index in
    let value = Int16(truncatingIfNeeded: (index * 37) % 20_000 - 10_000)
    return [UInt8(truncatingIfNeeded: value), UInt8(truncatingIfNeeded: value >> 8)]
  }
}
