import CFluidSynth
public import Signal

/// One instrument of a SoundFont, played by FluidSynth without driver, reverb, chorus or threads.
///
/// The same messages before the same blocks give the same samples: nothing depends on the wall clock or
/// on other synthesizers. Opening one costs some 20 ms; the samples of a preset are read when it is
/// selected and shared with all synthesizers of the process that use them. One thread at a time.
public final class SoundFontSynthesizer {
  /// The settings.
  public let settings: SynthesizerSettings
  /// The SoundFont's file.
  public let soundFont: String

  private let options: OpaquePointer
  private let synthesizer: OpaquePointer
  private let fontIdentifier: Int32

  /// Opens a SoundFont file.
  ///
  /// Throws `soundFontNotFound`, `soundFontUnreadable`, `unsupportedSampleRate` or
  /// `synthesizerUnavailable`.
  public init(
    soundFont: String, settings: SynthesizerSettings = SynthesizerSettings()
  ) throws(InstrumentsError) {
    precondition((1...4096).contains(settings.polyphony) && settings.gain > 0)
    guard 8000...96_000 ~= settings.sampleRate.framesPerSecond else {
      throw .unsupportedSampleRate(settings.sampleRate.framesPerSecond)
    }
    try SoundFontLocator.check(soundFont)
    SynthesizerLibrary.start()
    guard let options = new_fluid_settings() else { throw .synthesizerUnavailable }
    SoundFontSynthesizer.apply(settings, to: options)
    guard let synthesizer = new_fluid_synth(options) else {
      delete_fluid_settings(options)
      throw .synthesizerUnavailable
    }
    let identifier = fluid_synth_sfload(synthesizer, soundFont, 0)
    guard identifier >= 0 else {
      delete_fluid_synth(synthesizer)
      delete_fluid_settings(options)
      throw .soundFontUnreadable(path: soundFont)
    }
    let method: UInt32 =
      switch settings.interpolation {
      case .linear: FLUID_INTERP_LINEAR.rawValue
      case .fourthOrder: FLUID_INTERP_4THORDER.rawValue
      case .seventhOrder: FLUID_INTERP_7THORDER.rawValue
      }
    fluid_synth_set_interp_method(synthesizer, -1, Int32(method))
    self.settings = settings
    self.soundFont = soundFont
    self.options = options
    self.synthesizer = synthesizer
    fontIdentifier = identifier
  }

  deinit {
    delete_fluid_synth(synthesizer)
    delete_fluid_settings(options)
  }

  /// Whether the SoundFont has a sound under a bank and program.
  public func hasPreset(bank: Int, program: Int) -> Bool {
    guard let font = fluid_synth_get_sfont_by_id(synthesizer, fontIdentifier) else { return false }
    return fluid_sfont_get_preset(font, Int32(bank), Int32(program)) != nil
  }

  /// Chooses the sound: bank 0 for the General MIDI instruments, 128 for drum kits.
  ///
  /// Throws `presetMissing` if the SoundFont has none there; reads its samples if they are new.
  public func select(bank: Int, program: Int) throws(InstrumentsError) {
    guard hasPreset(bank: bank, program: program),
      fluid_synth_program_select(synthesizer, 0, fontIdentifier, Int32(bank), Int32(program))
        == FLUID_OK
    else { throw .presetMissing(bank: bank, program: program, soundFont: soundFont) }
  }

  /// Tells the synthesizer something; it takes effect at the next frame that is rendered.
  public func send(_ message: SynthesizerMessage) {
    switch message {
    case .noteOn(let key, let velocity):
      fluid_synth_noteon(synthesizer, 0, Int32(key), Int32(velocity))
    case .noteOff(let key):
      fluid_synth_noteoff(synthesizer, 0, Int32(key))
    case .controller(let number, let value):
      fluid_synth_cc(synthesizer, 0, Int32(number), Int32(value))
    case .pitchBend(let value):
      fluid_synth_pitch_bend(synthesizer, 0, Int32(value + 8192))
    }
  }

  /// How many voices sound, those that ended in the last block included.
  public var activeVoices: Int { Int(fluid_synth_get_active_voice_count(synthesizer)) }

  /// Fills a stereo block whose length is a multiple of 64 frames.
  public func render(into block: AudioBlock) {
    precondition(block.channelCount == 2)
    precondition(block.frameCount.isMultiple(of: EventSchedule.blockFrames))
    guard block.frameCount > 0 else { return }
    fluid_synth_write_float(
      synthesizer, Int32(block.frameCount), block[0], 0, 1, block[1], 0, 1)
  }

  private static func apply(_ settings: SynthesizerSettings, to options: OpaquePointer) {
    fluid_settings_setnum(options, "synth.sample-rate", settings.sampleRate.hertz)
    fluid_settings_setint(options, "synth.polyphony", Int32(settings.polyphony))
    fluid_settings_setnum(options, "synth.gain", settings.gain)
    let switches = [
      "synth.reverb.active": 0, "synth.chorus.active": 0, "synth.cpu-cores": 1,
      "synth.lock-memory": 0, "synth.threadsafe-api": 0, "synth.dynamic-sample-loading": 1,
    ]
    for (name, value) in switches { fluid_settings_setint(options, name, Int32(value)) }
  }
}
