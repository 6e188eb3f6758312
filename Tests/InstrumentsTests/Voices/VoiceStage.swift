import Foundation
import Instruments
import Music
import PresetFiles
public import Production
import Signal
public import Testing

/// The presets that ship with the program, and what tests do with them.
enum VoiceStage {
  static let rate = SampleRate.studio

  /// All presets, by name.
  static let presets: [Preset] = {
    let folder = URL(fileURLWithPath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Sources/Formats/PresetFiles/Resources")
      .path
    guard let library = try? PresetLibrary.load(folders: [folder]) else { return [] }
    return library.names.compactMap { try? library.entry(named: $0)?.preset }
  }()

  /// Those that play pitches.
  static let pitched = presets.filter {
    switch $0.voice {
    case .synth, .fm, .string: true
    case .kit, .hit, .sweep, .texture: false
    }
  }

  /// A note: when it begins and how long it is held in seconds, its key and velocity.
  struct Note {
    var time: Double
    var duration: Double
    var key: Int
    var velocity = 100
  }

  /// A comfortable key of a preset, a drum for kits; `place` from 0 (low) to 1 (high).
  static func key(of preset: Preset, at place: Double = 0.5) -> Int {
    guard let instrument = Instrument(id: preset.id) else { return 60 }
    if instrument.isDrumKit { return DrumKey.snare.rawValue }
    let comfort = instrument.comfort
    return comfort.lowerBound + Int(Double(comfort.count - 1) * place)
  }

  /// Plays notes and controllers for some seconds.
  static func play(
    _ preset: Preset, _ notes: [Note],
    controls: [(time: Double, kind: PerformedControl.Kind)] = [], seconds: Double,
    block: Int = 512, skips: Bool = true, rate: SampleRate = VoiceStage.rate
  ) throws -> AudioBuffer {
    try play(
      on: VoiceSynthesizer.instrument(preset, sampleRate: rate), notes, controls: controls,
      seconds: seconds, block: block, skips: skips, rate: rate)
  }

  /// Plays notes and controllers on any synthesizer.
  static func play(
    on synthesizer: any PartSynthesizer, _ notes: [Note],
    controls: [(time: Double, kind: PerformedControl.Kind)] = [], seconds: Double,
    block: Int = 512, skips: Bool = true, rate: SampleRate = VoiceStage.rate
  ) throws -> AudioBuffer {
    let part = PerformedPart(
      id: "part",
      notes: notes.map {
        PerformedNote(
          written: .zero, time: $0.time, duration: $0.duration, key: $0.key,
          velocity: $0.velocity)
      },
      controls: controls.map { PerformedControl(written: .zero, time: $0.time, kind: $0.kind) })
    let schedule = try EventSchedule(part: part, seconds: seconds, sampleRate: rate)
    let player = SchedulePlayer(schedule, on: synthesizer, skipsSilence: skips)
    let frames = Int(seconds * rate.hertz)
    var sound = AudioBuffer(frameCount: (frames + block - 1) / block * block)
    sound.withMutableBlock { whole in
      for start in stride(from: 0, to: whole.frameCount, by: block) {
        player.render(into: whole[frames: start..<start + block])
      }
    }
    return sound[frames: 0..<frames]
  }
}

extension Preset: CustomTestStringConvertible {
  /// The id, which names a preset in reports.
  public var testDescription: String { id }
}

/// Measures of sound.
enum Gauge {
  /// The root mean square of both channels in decibels of full scale.
  static func level(_ sound: AudioBuffer) -> Double {
    let sum = sound.samples.reduce(0.0) { $0 + Double($1) * Double($1) }
    return 10 * log10(max(sum / Double(max(1, sound.samples.count)), 1e-20))
  }

  /// The power-weighted mean frequency near an expected one, in cents from it.
  ///
  /// The sound is shifted down by the expected frequency and kept within half of it on each side (Hann
  /// windows of four periods, whose zeros lie on the neighbouring harmonics and their halves); the mean
  /// turn from window to window is what the frequency lies off. Unisons count with all their voices; the
  /// whole stretch fades in and out, so that their beating at its ends does not count.
  static func cents(_ samples: [Float], expected: Double, rate: Double) -> Double {
    let length = Int((4 * rate / expected).rounded())
    let hop = max(1, length / 4)
    let window = (0..<length).map { 0.5 - 0.5 * cos(2 * Double.pi * Double($0) / Double(length)) }
    var (real, imaginary) = (0.0, 0.0)
    var last: (Double, Double)?
    var start = 0
    while start + length <= samples.count {
      var (x, y) = (0.0, 0.0)
      for index in 0..<length {
        let turn = 2 * Double.pi * expected * Double(start + index) / rate
        let place = Double(start + index) / Double(samples.count)
        let fade = sin(Double.pi * place)
        let sample = Double(samples[start + index]) * window[index] * fade * fade
        x += sample * cos(turn)
        y -= sample * sin(turn)
      }
      if let (u, v) = last {
        real += x * u + y * v
        imaginary += y * u - x * v
      }
      last = (x, y)
      start += hop
    }
    let off = atan2(imaginary, real) / (2 * Double.pi) * rate / Double(hop)
    return 1200 * log2((expected + off) / expected)
  }

  /// The magnitudes of a stretch of samples under a Blackman-Harris window of four terms.
  ///
  /// Its side lobes lie 92 dB down (F. Harris, 1978).
  static func spectrum(_ samples: ArraySlice<Float>) -> [Double] {
    let size = samples.count
    let windowed = samples.enumerated().map { index, sample -> Float in
      let turn = 2 * Double.pi * Double(index) / Double(size)
      let weight =
        0.35875 - 0.48829 * cos(turn) + 0.14128 * cos(2 * turn) - 0.01168 * cos(3 * turn)
      return Float(Double(sample) * weight)
    }
    return FourierTransform(size: size).forward(windowed).map { Double($0.power).squareRoot() }
  }

  /// The greatest step from sample to sample on any channel.
  static func step(_ sound: AudioBuffer) -> Float {
    var greatest: Float = 0
    for channel in 0..<sound.channelCount {
      sound.withChannel(channel) { samples in
        for index in samples.indices.dropFirst() {
          greatest = max(greatest, (samples[index] - samples[index - 1]).magnitude)
        }
      }
    }
    return greatest
  }
}
