import Production

extension Edit {
  /// Refuses numbers with which nobody can reckon, before anything is made of them.
  ///
  /// Throws `StudioError.outOfRange`.
  func checkBounds() throws(StudioError) {
    // What lies outside of the song is told by whoever looks for it there.
    let bars = -1_000_000...1_000_000
    switch self {
    case .setChord(let bar, _, _): try Studio.check("bar", bar, bars)
    case .transpose(let semitones, _, let range):
      try Studio.check("semitones", semitones, -127...127)
      try Self.check(range, bars)
    case .moveSection(_, let index): try Studio.check("index", index, bars)
    case .resizeSection(_, let count): try Studio.check("bars", count, bars)
    case .removeNotes(_, let range, _), .setGrid(_, let range, _): try Self.check(range, bars)
    case .swapInstrument, .setArpeggiator, .setEnergy, .duplicateSection, .deleteSection, .addNote,
      .setNote, .replaceNotes, .setControls:
      break
    }
  }

  private static func check(
    _ range: Range<Int>?, _ allowed: ClosedRange<Int>
  ) throws(StudioError) {
    guard let range else { return }
    try Studio.check("bar", range.lowerBound, allowed)
    try Studio.check("bar", range.upperBound, allowed)
  }
}
