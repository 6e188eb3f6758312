public import AudioFiles
public import Instruments
public import PresetFiles

/// Why a performance could not be rendered.
public enum RenderingError: Error, Hashable, Sendable {
  /// The SoundFont or the synthesizer failed.
  case instrument(InstrumentsError)
  /// The file of a synthesised instrument's preset is wrong.
  case preset(PresetFileError)
  /// The cache could not be written or read, for instance because the disk is full.
  case cache(AudioFileError)
  /// The performance plays a part that the score does not have.
  case unknownPart(id: String)
  /// The SoundFont could not be read to its end.
  case soundFontUnreadable(path: String)
  /// The caller asked to stop; what was unfinished is removed.
  case cancelled
}
