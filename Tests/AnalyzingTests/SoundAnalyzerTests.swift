import Analyzing
import AudioFiles
import Foundation
import Music
import Production
import Signal
import Testing

/// Music that tests make: chords of plucked tones, a bass, and drums of noise and falling sines.
struct TestBand {
  var rate = SampleRate(44_100)
  var tempo = 120.0
  /// Pitch classes above the tonic of one chord a bar, as degrees: root and whether it is minor.
  var chords: [(root: Int, isMinor: Bool)]
  var tonic = 60
  var tuning = 0.0
  var hasDrums = true
  var bars = 16

  func play() -> AudioBuffer {
    let beat = 60 / tempo
    let length = rate.frames(in: Double(bars * 4) * beat + 1).count
    var left = [Float](repeating: 0, count: length)
    func add(_ time: Double, _ seconds: Double, _ sample: (Double) -> Double) {
      let start = rate.frames(in: time).count
      for frame in 0..<rate.frames(in: seconds).count where start + frame < length {
        left[start + frame] += Float(sample(Double(frame) / rate.hertz))
      }
    }
    func tone(_ pitch: Int, _ time: Double, _ seconds: Double, _ level: Double) {
      let frequency = 440 * pow(2, (Double(pitch) - 69 + tuning / 100) / 12)
      add(time, seconds) { t in
        let envelope = min(1, t / 0.004) * exp(-1.5 * t) * min(1, (seconds - t) / 0.02)
        var sum = 0.0
        for partial in 1...5 {
          let number = Double(partial)
          sum += sin(2 * Double.pi * frequency * number * t) / (number * number)
        }
        return level * envelope * sum
      }
    }
    let noise = NoiseGenerator(seed: 1)
    for bar in 0..<bars {
      let chord = chords[bar % chords.count]
      let start = Double(bar * 4) * beat
      for (index, step) in [0, chord.isMinor ? 3 : 4, 7].enumerated() {
        for half in 0..<2 {
          tone(
            tonic + chord.root + step, start + Double(half) * 2 * beat, 2 * beat,
            0.12 - 0.01 * Double(index))
        }
      }
      for quarter in 0..<4 {
        let time = start + Double(quarter) * beat
        tone(tonic - 24 + chord.root, time, beat, 0.2)
        guard hasDrums else { continue }
        if quarter % 2 == 0 {
          add(time, 0.2) {
            let phase: Double = 50 * $0 + 2 * (1 - exp(-40 * $0))
            return 0.5 * exp(-18 * $0) * sin(2 * Double.pi * phase)
          }
        } else {
          add(time, 0.15) { t in
            0.25 * exp(-25 * t) * Double(noise.white(at: Int((time + t) * 44_100)))
          }
        }
        for eighth in 0..<2 {
          add(time + Double(eighth) * beat / 2, 0.04) { t in
            0.08 * exp(-120 * t) * Double(noise.white(at: Int((time + t) * 88_200)))
          }
        }
      }
    }
    return AudioBuffer(channels: [left, left.map { $0 * 0.8 }])
  }
}

@Suite("SoundAnalyzer")
struct SoundAnalyzerTests {
  static let major = [(0, false), (9, true), (5, false), (7, false)]
  static let minor = [(0, true), (8, false), (5, true), (7, true)]

  @Test("the tempo of a band with drums", arguments: [84.0, 100, 117.3, 128, 140])
  func tempo(tempo: Double) throws {
    let band = TestBand(tempo: tempo, chords: SoundAnalyzerTests.major)
    let found = SoundAnalyzer().analyze(band.play(), sampleRate: band.rate).analysis
    let heard = try #require(found.tempo)
    #expect(abs(heard.beatsPerMinute / tempo - 1) < 0.005, "\(heard)")
    #expect(heard.unsteadiness < 0.02)
    #expect(heard.firstBeat < 60 / tempo)
  }

  @Test(
    "the key, major and minor, from every tonic", arguments: Array(48..<60), [false, true])
  func key(tonic: Int, isMinor: Bool) throws {
    let band = TestBand(
      chords: isMinor ? SoundAnalyzerTests.minor : SoundAnalyzerTests.major, tonic: tonic, bars: 9)
    let found = SoundAnalyzer().analyze(band.play(), sampleRate: band.rate).analysis
    let heard = try #require(found.tonality)
    #expect(heard.key.tonic.pitchClass == tonic % 12, "\(heard)")
    #expect(heard.key.scale.isMinor == isMinor)
  }

  @Test("the tuning, and the key in spite of it", arguments: [-30.0, 0, 25])
  func tuning(cents: Double) throws {
    let band = TestBand(chords: SoundAnalyzerTests.major, tonic: 62, tuning: cents, bars: 9)
    let heard = try #require(
      SoundAnalyzer().analyze(band.play(), sampleRate: band.rate).analysis.tonality)
    #expect(abs(heard.tuning - cents) < 4)
    #expect(heard.key == Key(PitchName(.d), .major))
  }

  @Test(
    "the same music at other sample rates has the same tempo and key", arguments: [22_050, 96_000])
  func rates(rate: Int) throws {
    let band = TestBand(
      rate: SampleRate(rate), tempo: 110, chords: SoundAnalyzerTests.major, bars: 13)
    let found = SoundAnalyzer().analyze(band.play(), sampleRate: band.rate).analysis
    #expect(abs(try #require(found.tempo).beatsPerMinute / 110 - 1) < 0.005)
    #expect(found.tonality?.key == Key(PitchName(.c), .major))
  }

  @Test("a change of band and harmony is a boundary, and what comes back has its old name")
  func sections() throws {
    let full = TestBand(chords: SoundAnalyzerTests.major, bars: 12)
    var calm = full
    calm.hasDrums = false
    calm.chords = [(5, false), (2, true)]
    calm.tonic = 48
    let bars = { (band: TestBand) in
      band.play()[frames: 0..<band.rate.frames(in: 24).count]
    }
    var song = bars(full)
    song.append(bars(calm))
    song.append(bars(full))
    let found = SoundAnalyzer().analyze(song, sampleRate: full.rate).analysis.sections
    #expect(found.map(\.name) == ["A", "B", "A"], "\(found)")
    #expect(found.count == 3 && abs(found[1].start - 24) < 1.1 && abs(found[2].start - 48) < 1.1)
    #expect(found.first?.start == 0 && found.last?.end == Double(song.frameCount) / 44_100)
    let levels = found.compactMap { $0.loudness?.value }
    #expect(levels.count == 3 && levels[1] < levels[0] - 1)
  }

  @Test("silence, a click and emptiness have no tempo, no key and say so")
  func nothing() {
    for frames in [0, 1, 100, 44_100 * 6] {
      let found = SoundAnalyzer(overviewColumns: 10)
        .analyze(AudioBuffer(frameCount: frames), sampleRate: .compactDisc).analysis
      #expect(found.tempo == nil && found.tonality == nil && found.loudness.integrated == nil)
      #expect(found.notices.contains { $0.contains("silent") })
    }
  }

  @Test("sound of one channel is 3 LU softer than the same on two")
  func oneChannel() throws {
    let wave = (0..<96_000).map { Float(0.25 * sin(2 * .pi * 997 * Double($0) / 48_000)) }
    let found = [[wave], [wave, wave]].map {
      SoundAnalyzer().analyze(AudioBuffer(channels: $0), sampleRate: .studio).analysis.loudness
    }
    let (one, two) = (try #require(found[0].integrated), try #require(found[1].integrated))
    #expect(abs(two.value - one.value - 3.01) < 0.01)
    #expect(abs(one.value + 15.05) < 0.05)
    #expect(found[0].truePeak == found[1].truePeak)
  }

  @Test("noise has no key worth the name and a flat third-octave slope of 3 dB")
  func noise() throws {
    let noise = NoiseGenerator(seed: 4)
    let wave = (0..<44_100 * 10).map { noise.white(at: $0) * 0.2 }
    let found = SoundAnalyzer().analyze(
      AudioBuffer(channels: [wave]), sampleRate: .compactDisc
    ).analysis
    #expect(abs(try #require(found.spectrum.slope).value - 3) < 0.2)
    #expect(found.stereo == nil)
    #expect((found.tempo?.confidence ?? 0) < 0.5)
  }

  @Test("what is wrong with a sound stands in the notices")
  func faults() {
    let wave = (0..<44_100).map { Float(max(-1, min(1, 1.5 * sin(0.05 * Double($0))))) }
    let found = SoundAnalyzer().analyze(
      AudioBuffer(channels: [wave, wave.map { -$0 }]), sampleRate: .compactDisc
    ).analysis
    #expect(found.levels.clippedRuns > 100 && found.levels.clippedShare > 0.3)
    #expect(found.notices.contains { $0.contains("clips") })
    #expect(found.notices.contains { $0.contains("nothing remains") })
    #expect(found.stereo?.correlation == -1)
  }

  @Test("in the picture of noise no row stands out: long and short windows pass into each other")
  func seam() throws {
    let noise = NoiseGenerator(seed: 4)
    let sound = (0..<480_000).map { 0.2 * noise.white(at: $0) }
    let path = NSTemporaryDirectory() + "etude-\(UUID().uuidString).wav"
    defer { try? FileManager.default.removeItem(atPath: path) }
    try AudioFileWriter.write(
      AudioBuffer(channels: [sound, sound]), to: path, format: .waveFloat, sampleRate: .studio)
    let overview = try #require(
      try SoundAnalyzer(overviewColumns: 60).analyze(file: path).overview)
    let rows = overview.frequencies.count
    let means = (0..<rows).map { row in
      (0..<60).reduce(Float(0)) { $0 + overview.levels[$1 * rows + row] } / 60
    }
    for row in 1..<rows where (300...4000).contains(overview.frequencies[row].value) {
      #expect(abs(means[row] - means[row - 1]) < 2, "\(overview.frequencies[row])")
    }
  }

  @Test("a file gives what memory gives, an overview too, and cancelling stops")
  func file() throws {
    let path =
      NSTemporaryDirectory()
      + "etude-sound-analyzer-\(ProcessInfo.processInfo.processIdentifier).wav"
    defer { try? FileManager.default.removeItem(atPath: path) }
    let band = TestBand(chords: SoundAnalyzerTests.major, bars: 6)
    let buffer = band.play()
    try AudioFileWriter.write(buffer, to: path, format: .waveFloat, sampleRate: band.rate)
    let heard = try SoundAnalyzer(overviewColumns: 100).analyze(file: path)
    var expected = SoundAnalyzer().analyze(buffer, sampleRate: band.rate).analysis
    expected.source.container = "WAVE"
    #expect(heard.analysis == expected)
    let overview = try #require(heard.overview)
    #expect(overview.columns == 100 && overview.waveform.count == 2)
    #expect(overview.waveform[0].map(\.high).max() == buffer.channel(0).max())
    #expect(try SoundAnalyzer(overviewColumns: 100).analyze(file: path).overview == overview)
    #expect(throws: AudioFileError.cancelled) {
      try SoundAnalyzer().analyze(file: path, isCancelled: { true })
    }
    let decoded = try JSONDecoder().decode(
      SoundAnalysis.self, from: try JSONEncoder().encode(heard.analysis))
    #expect(decoded == heard.analysis)
  }
}
