public import Production
import StandardMIDI

extension Studio {
  /// The most bytes that a MIDI file of a pattern may have.
  static let largestPattern = 1 << 20

  /// The figure of an arpeggio in a MIDI file.
  ///
  /// Throws `StudioError` for a file that cannot be read, is too large or no sound MIDI, and
  /// `ArpeggioPatternError`.
  public func arpeggioPattern(file: String) throws -> ArpeggioPattern {
    try ArpeggioPatternDecoder.pattern(of: Studio.soundMIDI(file, limit: Studio.largestPattern))
  }
}
