import Music
import Production

extension Certifier {
  /// The chords that were given, bar by bar.
  func harmony() -> [Certificate.Entry] {
    if !brief.chordTrack.isEmpty { return [track()] }
    guard !brief.chords.isEmpty else { return [] }
    let wrong = wrongBars(inCycleOf: brief.chords.count) { bar, place in
      let wanted = words(brief.chords[place]).map { chord($0, bar: bar) }
      let found = chords(ofBar: bar)
      // A bar that is shorter than the others may lose the chords at its end.
      let isShort = isShortened(bar)
      guard !found.isEmpty, found.count == wanted.count || isShort && found.count < wanted.count
      else { return true }
      return zip(found, wanted).contains { $0.chord != $1 }
    }
    return [entry(brief.chords.joined(separator: " | "), wrong: wrong)]
  }

  /// The bars that differ from a cycle of chords, told by a bar of the piece and its place in the
  /// cycle.
  ///
  /// The cycle begins anew with every section that is at least as long, or runs on through the whole
  /// piece: either is what was asked, and the one that the piece is nearer to counts.
  private func wrongBars(inCycleOf count: Int, differs: (Int, Int) -> Bool) -> [Int] {
    var anew: [Int] = []
    for bar in 0..<score.bars {
      let begins = score.sections.contains { $0.startBar == bar && $0.bars >= count }
      anew.append(begins ? 0 : ((anew.last ?? -1) + 1) % count)
    }
    let running = (0..<score.bars).map { $0 % count }
    let readings = [running, anew].map { places in
      places.indices.filter { differs($0, places[$0]) }
    }
    return readings.min { $0.count < $1.count } ?? []
  }

  /// Chords that stand where they should and are played.
  private func entry(_ wish: String, wrong: [Int]) -> Certificate.Entry {
    let foreign = notesOffChords()
    let found = wrong.isEmpty ? "in every bar" : "\(wrong.count) bars differ"
    return .init(
      kind: .chords, wish: wish, isKept: wrong.isEmpty && foreign.isEmpty,
      bars: Self.sorted(wrong + foreign.flatMap(\.bars)),
      found: found
        + foreign.map { "; \($0.part) has \($0.percent)% of its beats in the chord" }.joined())
  }

  /// Whether a bar is cut at the end of the piece or stands in another metre than the first.
  private func isShortened(_ bar: Int) -> Bool {
    start(ofBar: bar + 1) > score.length
      || score.meters.meter(ofBar: bar).barLength < score.meters.meter(ofBar: 0).barLength
  }

  private func words(_ text: String) -> [String] {
    text.split { $0 == " " || $0 == "|" }.map(String.init)
  }

  private func chord(_ word: String, bar: Int) -> Chord? {
    if let chord = try? Chord(symbol: word) { return chord }
    return (try? RomanNumeral(word))?.chord(in: score.key(ofBar: bar))
  }

  /// The chords that begin in a bar.
  private func chords(ofBar bar: Int) -> [ChordSpan] {
    let span = start(ofBar: bar)..<start(ofBar: bar + 1)
    return score.chords.filter { span.contains($0.onset) }
  }

  /// A chord track with its times, going round in whole bars.
  private func track() -> Certificate.Entry {
    let length = brief.chordTrack.last?.end ?? .zero
    // Chords of the whole piece, whatever its metres, stand where they stand.
    if length == score.length {
      let wrong = brief.chordTrack.filter { !covers($0.chord, from: $0.onset, to: $0.end) }
      return entry(
        "a chord track of the whole piece", wrong: Self.sorted(wrong.map { bar(of: $0.onset) }))
    }
    let bars = max(1, (length / score.meters.meter(ofBar: 0).barLength).floor)
    let unit = length / bars
    let wrong = wrongBars(inCycleOf: bars) { bar, place in
      let from = unit * place
      let here = start(ofBar: bar)
      let stop = min(start(ofBar: bar + 1), score.length)
      return brief.chordTrack.contains { wanted in
        guard wanted.end > from, wanted.onset < from + unit else { return false }
        let onset = here + (max(wanted.onset, from) - from)
        let end = min(stop, here + (min(wanted.end, from + unit) - from))
        guard onset < end else { return false }
        // The chord sounds from there on, and to the end of its time.
        return !covers(wanted.chord, from: onset, to: end)
      }
    }
    return entry("a chord track of \(bars) bars", wrong: wrong)
  }

  private func covers(_ chord: Chord, from onset: Beat, to end: Beat) -> Bool {
    var position = onset
    while position < end {
      guard let span = score.chords.last(where: { $0.onset <= position && position < $0.end }),
        span.chord == chord
      else { return false }
      position = span.end
    }
    return true
  }
}
