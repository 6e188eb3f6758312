public import Production
public import Signal

/// Makes the synthesised instruments of presets.
public enum VoiceSynthesizer {
  /// Changed whenever a voice makes other samples of the same preset and messages.
  public static let version = "etude-voices-1"

  /// An instrument that plays a preset, at rest, for one part.
  ///
  /// Makes its tables at once, which takes some milliseconds and may be done on any thread; the presets
  /// are those that `PresetFiles` has checked, whose ranges are not looked at again. Throws
  /// `unsupportedSampleRate` beyond 8 000...96 000 Hz, as for a SoundFont.
  public static func instrument(
    _ preset: Preset, sampleRate: SampleRate = .studio
  ) throws(InstrumentsError) -> any PartSynthesizer {
    guard 8000...96_000 ~= sampleRate.framesPerSecond else {
      throw .unsupportedSampleRate(sampleRate.framesPerSecond)
    }
    let rate = sampleRate.hertz
    switch preset.voice {
    case .synth(let patch):
      return VoicePool<SynthVoice>(
        preset: preset, patch: SynthProgram(patch, rate: rate), sampleRate: sampleRate)
    case .fm(let patch):
      return VoicePool<FMVoice>(
        preset: preset, patch: FMProgram(patch, rate: rate), sampleRate: sampleRate)
    case .string(let patch):
      return VoicePool<StringVoice>(
        preset: preset, patch: StringProgram(patch, rate: rate), sampleRate: sampleRate)
    case .kit(let patch):
      return VoicePool<DrumVoice>(
        preset: preset, patch: DrumProgram(patch, rate: rate), sampleRate: sampleRate)
    case .hit(let piece):
      return VoicePool<DrumVoice>(
        preset: preset, patch: DrumProgram(piece, rate: rate), sampleRate: sampleRate)
    case .sweep(let patch):
      return VoicePool<SweepVoice>(
        preset: preset, patch: SweepProgram(patch, rate: rate), sampleRate: sampleRate)
    case .texture(let patch):
      return VoicePool<TextureVoice>(
        preset: preset, patch: TextureProgram(patch, rate: rate), sampleRate: sampleRate)
    }
  }
}
