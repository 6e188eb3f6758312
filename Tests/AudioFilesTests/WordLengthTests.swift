import AudioFiles
import Signal
import Testing

@Suite("AudioFileWriter with 16 bits")
struct WordLengthTests {
  @Test("samples are whole steps, dithered once", arguments: [AudioFormat.wave24, .flac])
  func steps(format: AudioFormat) throws {
    let scratch = Scratch()
    let quiet = AudioBuffer(frameCount: 96_000)
    try AudioFileWriter.write(
      quiet, to: scratch.path("a"), format: format, sampleRate: .studio, wordLength: 16)
    let read = try AudioFileReader.read(path: scratch.path("a")).buffer
    #expect(read.samples.allSatisfy { ($0 * 0x1p15).rounded() == $0 * 0x1p15 })
    // Rounding and triangular dither: a quarter of a step squared, -96.33 dB.
    let noise = try #require(Decibels(gain: Double(read.rootMeanSquare)))
    #expect(abs(noise.value + 96.33) < 0.05)
  }

  @Test("the error does not follow the sound, and the file is smaller")
  func error() throws {
    let scratch = Scratch()
    let sound = sampleBuffer()
    try AudioFileWriter.write(
      sound, to: scratch.path("short"), format: .wave24, sampleRate: .studio, wordLength: 16)
    try AudioFileWriter.write(
      sound, to: scratch.path("long"), format: .wave24, sampleRate: .studio)
    let read = try AudioFileReader.read(path: scratch.path("short")).buffer
    var worst: Float = 0
    for (first, second) in zip(read.samples, sound.samples) {
      worst = max(worst, abs(first - second))
    }
    #expect(worst <= 1.5 * 0x1p-15)
    let sizes = [
      Scratch.bytes(scratch.path("short")).count, Scratch.bytes(scratch.path("long")).count,
    ]
    #expect(abs(Double(sizes[0]) / Double(sizes[1]) - 2.0 / 3) < 0.01)
  }
}
