import Foundation
import Instruments
import Production
import Signal
import Testing

@Suite("Oscillators") struct OscillatorTests {
  /// One bare oscillator.
  private func preset(_ oscillator: SynthPatch.Oscillator) -> Preset {
    Preset(
      id: "bare", title: "Bare", description: "One oscillator.",
      voice: .synth(
        SynthPatch(
          oscillators: [oscillator],
          amplitude: EnvelopeShape(attack: 0.001, decay: 1, sustain: 1, release: 0.05))))
  }

  /// The strongest partial that is no harmonic, in dB of the strongest harmonic.
  private func aliasing(_ sound: AudioBuffer, fundamental: Double) -> Double {
    let size = 65_536
    let samples = sound.channel(0)
    let spectrum = Gauge.spectrum(samples[9600..<9600 + size])
    let bin = Double(size) / 48_000
    var (harmonic, other) = (0.0, 0.0)
    for (index, magnitude) in spectrum.enumerated() where index > 12 {
      let place = Double(index) / bin / fundamental
      // The window's main lobe is four bins wide on each side.
      if abs(place - place.rounded()) * fundamental * bin < 8, place > 0.5 {
        harmonic = max(harmonic, magnitude)
      } else {
        other = max(other, magnitude)
      }
    }
    return 20 * log10(max(other, 1e-12) / harmonic)
  }

  private static let shapes: [SynthPatch.Oscillator] =
    SynthPatch.Shape.allCases.flatMap { shape -> [SynthPatch.Oscillator] in
      switch shape {
      case .pulse:
        [0.1, 0.37].map { SynthPatch.Oscillator(shape: shape, width: $0) }
      case _ where shape.isWavetable:
        [0, 0.31, 0.5, 1].map { SynthPatch.Oscillator(shape: shape, position: $0) }
      default: [SynthPatch.Oscillator(shape: shape)]
      }
    }

  @Test("what folds lies below -60 dB at a fundamental of 5 kHz, and at others", arguments: shapes)
  func aliasing(oscillator: SynthPatch.Oscillator) throws {
    // Key 111 and 7.65 cents are 5000 Hz.
    for (key, cents) in [(111, 7.65), (100, 31.0), (76, -13.0), (52, 0)] {
      var tuned = oscillator
      tuned.cents = cents
      let fundamental = 440 * pow(2, (Double(key) + cents / 100 - 69) / 12)
      let sound = try VoiceStage.play(
        preset(tuned), [VoiceStage.Note(time: 0, duration: 3, key: key)], seconds: 2)
      let worst = aliasing(sound, fundamental: fundamental)
      #expect(worst < -60, "\(fundamental) Hz: \(worst) dB")
      if key == 111 { print("aliasing \(oscillator.shape) at 5 kHz: \(worst) dB") }
    }
  }

  @Test("the shapes have the harmonics that they should")
  func harmonics() throws {
    func amplitudes(_ shape: SynthPatch.Shape, width: Double = 0.5) throws -> [Double] {
      let sound = try VoiceStage.play(
        preset(SynthPatch.Oscillator(shape: shape, width: width)),
        [VoiceStage.Note(time: 0, duration: 3, key: 57)], seconds: 2)
      let spectrum = Gauge.spectrum(sound.channel(0)[9600..<9600 + 65_536])
      let bin = 220.0 * 65_536 / 48_000
      let found = (1...6).map { harmonic -> Double in
        let middle = Int((bin * Double(harmonic)).rounded())
        return spectrum[middle - 3...middle + 3].max() ?? 0
      }
      return found.map { $0 / found[0] }
    }
    func expect(_ found: [Double], _ wanted: [Double]) {
      for (a, b) in zip(found, wanted) { #expect(abs(a - b) < 0.02, "\(found)") }
    }
    expect(try amplitudes(.saw), [1, 1 / 2, 1 / 3, 1 / 4, 1 / 5, 1 / 6])
    expect(try amplitudes(.square), [1, 0, 1 / 3, 0, 1 / 5, 0])
    expect(try amplitudes(.pulse), [1, 0, 1 / 3, 0, 1 / 5, 0])
    expect(try amplitudes(.triangle), [1, 0, 1 / 9, 0, 1 / 25, 0])
    expect(try amplitudes(.sine), [1, 0, 0, 0, 0, 0])
    let third = sin(Double.pi / 3)
    expect(
      try amplitudes(.pulse, width: 1.0 / 3),
      (1...6).map { abs(sin(Double.pi * Double($0) / 3)) / Double($0) / third })
  }

  @Test("a fast glide through all octaves makes no click")
  func glide() throws {
    var gliding = preset(SynthPatch.Oscillator(shape: .saw))
    gliding.polyphony = 1
    gliding.glide = Preset.Glide(time: 0.5, mode: .legato)
    let sound = try VoiceStage.play(
      gliding,
      [
        VoiceStage.Note(time: 0, duration: 2, key: 24),
        VoiceStage.Note(time: 0.3, duration: 1, key: 108),
      ], seconds: 1.2)
    // The fall of a band-limited saw is the steepest step; none is steeper while levels change.
    let whole = Gauge.step(sound)
    let still = try VoiceStage.play(
      preset(SynthPatch.Oscillator(shape: .saw)),
      [VoiceStage.Note(time: 0, duration: 1, key: 60)], seconds: 0.5)
    #expect(whole < 1.25 * Gauge.step(still))
  }
}
