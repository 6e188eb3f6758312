public import Signal

/// What plays one part: a SoundFont's preset, or a synthesised voice.
///
/// The same messages before the same frames give the same samples, however the frames are cut into
/// blocks. One thread at a time.
public protocol PartSynthesizer: AnyObject {
  /// How many voices sound; while none does, `render` would give silence.
  var activeVoices: Int { get }

  /// Tells the synthesizer something, which takes effect at the next frame that is rendered.
  ///
  /// `frame` is that frame, counted from the start of the schedule: chance depends on it, and not on
  /// what was rendered before. `lasting` is how long a struck key will be held, in frames; nil where
  /// nobody knows. Allocates nothing.
  func send(_ message: SynthesizerMessage, at frame: Int, lasting: Int?)

  /// Fills a stereo block whose length is a multiple of 64 frames. Allocates nothing.
  func render(into block: AudioBlock)
}

extension SoundFontSynthesizer: PartSynthesizer {
  /// Sends a message; a SoundFont knows neither chance nor the future.
  public func send(_ message: SynthesizerMessage, at frame: Int, lasting: Int?) { send(message) }
}
