public import Instruments
public import PresetFiles
public import Signal

/// How a performance is rendered.
public struct RenderSettings: Hashable, Sendable {
  /// The SoundFont's file.
  public var soundFont: String
  /// The presets by which synthesised instruments are played.
  ///
  /// Without one the SoundFont plays the nearest General MIDI program.
  public var presets: PresetLibrary
  /// How the synthesizer works; its sample rate is that of the stems.
  public var synthesizer: SynthesizerSettings
  /// Whether the result is one turn of a loop: exactly the music's length, tails wrapped to the start.
  public var loop: Bool
  /// How many parts are rendered at once; changes no sample.
  public var threads: Int
  /// The longest tail in seconds; what sounds longer is faded over its last second.
  public var longestTail: Double
  /// The level below which a tail is left off.
  public var tailFloor: Decibels

  /// Makes settings.
  public init(
    soundFont: String, presets: PresetLibrary = .empty,
    synthesizer: SynthesizerSettings = SynthesizerSettings(),
    loop: Bool = false, threads: Int = 2, longestTail: Double = 12, tailFloor: Decibels = -80
  ) {
    self.soundFont = soundFont
    self.presets = presets
    self.synthesizer = synthesizer
    self.loop = loop
    self.threads = threads
    self.longestTail = longestTail
    self.tailFloor = tailFloor
  }
}

/// What a renderer tells while it works; called from any thread, one call at a time for each part.
public enum RenderEvent: Hashable, Sendable {
  /// A share (0...1) of a part is rendered.
  case rendered(part: String, share: Double)
  /// A part was in the cache.
  case reused(part: String)
  /// A synthesised instrument has no preset; the SoundFont plays its General MIDI program.
  case presetSubstituted(part: String, preset: String)
  /// The SoundFont has no such drum kit; its standard kit plays.
  case kitSubstituted(part: String, program: Int)
}
