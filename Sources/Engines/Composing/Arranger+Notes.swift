import Music
import Production

extension Arranger {
  /// Takes notes out of a part, each once, and puts others in.
  func replace(
    _ old: [Note], with new: [Note], part: String, in song: Arrangement
  ) throws(ArrangingError) -> Arrangement {
    var song = song
    let index = try partIndex(part, in: song)
    var left = Dictionary(old.map { ($0, 1) }, uniquingKeysWith: +)
    var touched: Range<Int>?
    let kept = song.score.parts[index].notes.filter { note in
      guard let count = left[note], count > 0 else { return true }
      left[note] = count - 1
      return false
    }
    if let missing = left.filter({ $0.value > 0 }).keys.min() {
      throw .noSuchNote(part: part, onset: missing.onset, pitch: missing.pitch)
    }
    for note in old { touched = touched.joined(with: bars(of: note, in: song)) }
    song.score.parts[index].notes = kept
    for note in new.sorted() {
      try checkPlayable(note, part: index, in: song)
      touched = touched.joined(with: bars(of: note, in: song))
      song.score.parts[index].notes.append(note)
    }
    song.score.parts[index].notes.sort()
    song.parts = [part]
    song.bars = touched ?? 0..<0
    guard let touched else { return song }
    try checkUnlocked(touched, parts: [part], in: song)
    try checkVoices(song.score.parts[index].notes, bars: touched, part: part, in: song)
    return song
  }
}

extension Range<Int>? {
  /// The least range that holds this one and another.
  fileprivate func joined(with other: Range<Int>) -> Range<Int> {
    map { min($0.lowerBound, other.lowerBound)..<max($0.upperBound, other.upperBound) } ?? other
  }
}
