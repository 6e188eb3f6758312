/// Changes of who plays.
extension Plan {
  /// Takes a part out of the band and out of all that is said of it by section.
  public mutating func remove(part: String) {
    parts.removeAll { $0.id == part }
    for index in sections.indices {
      sections[index].silence(part)
      sections[index].wishes.removeAll { $0.part == part }
    }
  }
}

extension Plan.PlannedSection {
  /// Takes away what a part was to play: its layer, its rests and its voices.
  public mutating func silence(_ part: String) {
    layers[part] = nil
    rests.removeAll { $0.part == part }
    voices[part] = nil
  }

  /// Whether a bar of the piece was asked of a part (true) or refused to it (false); nil where
  /// nothing was said.
  public func wish(for part: String, inBar bar: Int) -> Bool? {
    wishes.last { $0.part == part && $0.bars.contains(bar) }?.plays
  }

  /// The bars of the section that were refused to a part.
  public func refusedBars(of part: String) -> [Int] {
    wishes.contains { $0.part == part }
      ? barRange.filter { wish(for: part, inBar: $0) == false } : []
  }
}
