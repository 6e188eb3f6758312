import Music

/// The chords that were given for one bar, before the key is known.
struct GivenBar: Hashable, Sendable {
  /// A chord as it was written.
  enum Given: Hashable, Sendable {
    case symbol(Chord)
    case numeral(RomanNumeral)

    var symbol: Chord? {
      if case .symbol(let chord) = self { return chord }
      return nil
    }

    var numeral: RomanNumeral? {
      if case .numeral(let numeral) = self { return numeral }
      return nil
    }

    func chord(in key: Key) -> Chord {
      switch self {
      case .symbol(let chord): chord
      case .numeral(let numeral): numeral.chord(in: key)
      }
    }
  }

  /// The chords in order; they share the bar evenly unless their positions are given.
  var chords: [Given]
  /// Where in the bar the chords begin, in quarter notes, if given.
  var positions: [Beat]?

  /// Which bar of a cycle each bar of a row of sections has.
  ///
  /// The cycle begins anew with every section that is at least as long, and goes on over the border
  /// of a shorter one, so that all of it is heard.
  static func cycle(of count: Int, over sections: [Int]) -> [Int] {
    var places: [Int] = []
    for bars in sections {
      let first = bars >= count ? 0 : ((places.last ?? -1) + 1) % count
      places += (0..<bars).map { (first + $0) % count }
    }
    return places
  }

  /// Reads a chord track, which goes round in bars of a metre.
  static func read(_ track: [ChordSpan], meter: Meter) throws(PlanningError) -> [GivenBar] {
    var end = Beat.zero
    for span in track {
      if span.onset > end { throw .chordTrackGap(from: end, to: span.onset) }
      if span.onset < end || span.duration <= .zero {
        throw .chordTrackOverlap(at: span.onset, until: end)
      }
      end = span.end
    }
    let count = end / meter.barLength
    guard count.denominator == 1, count.numerator > 0 else {
      throw .chordTrackLength(beats: end, meter: meter)
    }
    let allowed = LengthPlanner.barCounts
    guard allowed.contains(count.numerator) else {
      throw .barsOutOfRange(bars: count.numerator, allowed: allowed)
    }
    var bars: [GivenBar] = []
    var first = 0
    for bar in 0..<count.numerator {
      let (start, stop) = (meter.barLength * bar, meter.barLength * (bar + 1))
      while track[first].end <= start { first += 1 }
      let own = track[first...].prefix { $0.onset < stop }
      bars.append(
        GivenBar(
          chords: own.map { .symbol($0.chord) }, positions: own.map { max($0.onset, start) - start }
        ))
    }
    return bars
  }

  /// Reads one text a bar: symbols or roman numerals parted by spaces.
  static func read(_ texts: [String]) throws(PlanningError) -> [GivenBar] {
    var bars: [GivenBar] = []
    for (index, text) in texts.enumerated() {
      bars.append(GivenBar(chords: try read(text, index: index)))
    }
    return bars
  }

  private static func read(_ text: String, index: Int) throws(PlanningError) -> [Given] {
    var found: [Given] = []
    let characters = Array(text)
    var position = 0
    while position < characters.count {
      if characters[position] == " " || characters[position] == "|" {
        position += 1
        continue
      }
      var end = position
      while end < characters.count, characters[end] != " ", characters[end] != "|" { end += 1 }
      let token = String(characters[position..<end])
      do throws(ChordParsingError) {
        if ("A"..."G").contains(characters[position]) {
          found.append(.symbol(try Chord(symbol: token)))
        } else {
          found.append(.numeral(try RomanNumeral(token)))
        }
      } catch {
        throw .unparsableChord(
          text: text, index: index, position: position + Self.position(of: error))
      }
      position = end
    }
    guard !found.isEmpty else { throw .unparsableChord(text: text, index: index, position: 0) }
    return found
  }

  private static func position(of error: ChordParsingError) -> Int {
    switch error {
    case .empty: 0
    case .noRoot(_, let position), .unexpected(_, let position), .noBass(_, let position): position
    }
  }
}
