/// Why an instrument could not be found, opened or played.
public enum InstrumentsError: Error, Hashable, Sendable {
  /// No SoundFont lies in any of these places.
  case soundFontNotFound(searched: [String])
  /// The file is not a SoundFont, or the synthesizer cannot read it.
  case soundFontUnreadable(path: String)
  /// The SoundFont has no sound under this bank and program.
  case presetMissing(bank: Int, program: Int, soundFont: String)
  /// The synthesizer does not work at this sample rate; it takes 8 000...96 000 Hz.
  case unsupportedSampleRate(Int)
  /// The synthesizer's library could not be started.
  case synthesizerUnavailable
  /// A played note is outside what MIDI can say: `index` counts in the part's notes from 0.
  case invalidNote(part: String, index: Int)
  /// A played controller is outside what MIDI can say: `index` counts in the part's controls from 0.
  case invalidControl(part: String, index: Int)
}
