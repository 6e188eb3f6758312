import Drawing
import Foundation
import Signal
import Testing

@Suite("SpectrogramPicture and WaveformPicture")
struct SoundPictureTests {
  private func tone(_ hertz: Double, seconds: Double, channels: Int = 1) -> AudioBuffer {
    let samples = (0..<Int(seconds * 44_100)).map { frame in
      Float(0.5 * sin(2 * Double.pi * hertz * Double(frame) / 44_100))
    }
    return AudioBuffer(channels: Array(repeating: samples, count: channels))
  }

  private func sweep() -> AudioBuffer {
    var phase = 0.0
    let count = 44_100 * 6
    let left = (0..<count).map { frame -> Float in
      let share = Double(frame) / Double(count)
      phase += 2 * Double.pi * 55 * pow(200, share) / 44_100
      return Float(sin(phase) * 0.7 * abs(sin(share * 19)))
    }
    return AudioBuffer(channels: [left, left.map { $0 * 0.5 }])
  }

  private func keep(_ picture: some Picture, _ name: String) throws {
    guard let folder = ProcessInfo.processInfo.environment["DRAWING_OUTPUT"] else { return }
    try picture.write(to: "\(folder)/\(name)")
  }

  @Test("Audio becomes a spectrogram, the same every time", arguments: PictureFormat.allCases)
  func spectrogram(format: PictureFormat) throws {
    let audio = sweep()
    let picture = SpectrogramPicture(of: audio, sampleRate: .compactDisc, title: "Sweep")
    let again = SpectrogramPicture(of: audio, sampleRate: .compactDisc, title: "Sweep")
    let bytes = try picture.encoded(as: format, scale: 1)
    #expect(bytes.count > 1_000)
    #expect(try again.encoded(as: format, scale: 1) == bytes)
    try keep(picture, "spectrogram.png")
  }

  @Test("Another tone gives another picture")
  func tones() throws {
    let low = SpectrogramPicture(
      of: tone(110, seconds: 0.5), sampleRate: .compactDisc, map: .viridis)
    let high = SpectrogramPicture(
      of: tone(3_520, seconds: 0.5), sampleRate: .compactDisc, map: .viridis)
    #expect(try low.encoded(as: .png, scale: 1) != high.encoded(as: .png, scale: 1))
  }

  @Test("A waveform is drawn with its level or given loudness")
  func waveform() throws {
    let audio = sweep()
    let plain = WaveformPicture(of: audio, sampleRate: .compactDisc, title: "Sweep")
    let measured = WaveformPicture(
      of: audio, sampleRate: .compactDisc,
      loudness: (0..<60).map { .init(time: Double($0) / 10, loudness: LUFS(-20 + Double($0) / 6)) },
      target: LUFS(-14), title: "Sweep", theme: .dark)
    #expect(try plain.encoded(as: .png, scale: 1) != measured.encoded(as: .png, scale: 1))
    try keep(plain, "waveform.png")
    try keep(measured, "waveform-dark.png")
  }

  @Test("Silence, no audio, one frame and samples that are no numbers can be drawn")
  func edges() throws {
    let odd = AudioBuffer(channels: [[.nan, .infinity, -.infinity, 2, -2]])
    for audio in [
      AudioBuffer(channelCount: 2, frameCount: 0), AudioBuffer(channelCount: 1, frameCount: 1),
      AudioBuffer(channelCount: 2, frameCount: 9_000), odd,
    ] {
      let spectrogram = SpectrogramPicture(of: audio, sampleRate: .studio, width: .nan, height: 0)
      #expect(try !spectrogram.encoded(as: .png, scale: 1).isEmpty)
      let waveform = WaveformPicture(
        of: audio, sampleRate: .studio,
        loudness: [.init(time: .nan, loudness: LUFS(-.infinity))], width: 1e12, height: 200)
      #expect(try !waveform.encoded(as: .svg).isEmpty)
    }
  }

  @Test(
    "Colour maps run from dark to light and keep within their ends", arguments: ColorMap.allCases)
  func maps(map: ColorMap) {
    func lightness(_ pixel: UInt32) -> Double {
      0.2126 * Double(pixel >> 16 & 0xFF) + 0.7152 * Double(pixel >> 8 & 0xFF)
        + 0.0722 * Double(pixel & 0xFF)
    }
    let steps = (0...64).map { lightness(map.pixel(Double($0) / 64)) }
    #expect(zip(steps, steps.dropFirst()).allSatisfy { $0 < $1 })
    #expect(map.pixel(-3) == map.pixel(0))
    #expect(map.pixel(.nan) == map.pixel(0))
    #expect(map.pixel(7) == map.pixel(1))
  }
}
