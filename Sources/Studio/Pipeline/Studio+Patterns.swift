public import Production
import StandardMIDI

extension Studio {
  /// The most bytes that a MIDI file of a pattern may have.
  static let largestPattern = 1 << 20

  /// The figure of an arpeggio in a MIDI file.
  ///
  /// Throws `StudioError` for a file that cannot be read or is too large, `MIDIDecodingError` and
  /// `ArpeggioPatternError`.
  public func arpeggioPattern(file: String) throws -> ArpeggioPattern {
    let bytes = try Studio.readFile(file, limit: Studio.largestPattern)
    return try ArpeggioPatternDecoder.pattern(of: try MIDIFile.decode(bytes))
  }
}
