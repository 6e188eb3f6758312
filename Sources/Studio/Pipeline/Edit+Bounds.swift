import Production

extension Edit {
  /// Refuses numbers with which nobody can reckon, before anything is made of them.
  ///
  /// Throws `StudioError.outOfRange`.
  func checkBounds() throws(StudioError) {
    let bars = 0...1_000_000
    switch self {
    case .setChord(let bar, _, _): try Self.check(bar, "bar", bars)
    case .transpose(let semitones, _, let range):
      try Self.check(semitones, "semitones", -127...127)
      try Self.check(range, bars)
    case .moveSection(_, let index): try Self.check(index, "index", bars)
    case .resizeSection(_, let count): try Self.check(count, "bars", 1...bars.upperBound)
    case .removeNotes(_, let range, _), .setGrid(_, let range, _): try Self.check(range, bars)
    case .swapInstrument, .setArpeggiator, .setEnergy, .duplicateSection, .deleteSection, .addNote,
      .setNote, .replaceNotes, .setControls:
      break
    }
  }

  private static func check(
    _ number: Int, _ name: String, _ allowed: ClosedRange<Int>
  ) throws(StudioError) {
    guard !allowed.contains(number) else { return }
    throw .outOfRange(
      name: name, got: Double(number),
      allowed: Double(allowed.lowerBound)...Double(allowed.upperBound))
  }

  private static func check(
    _ range: Range<Int>?, _ allowed: ClosedRange<Int>
  ) throws(StudioError) {
    guard let range else { return }
    try check(range.lowerBound, "bar", allowed)
    try check(range.upperBound, "bar", allowed)
  }
}
