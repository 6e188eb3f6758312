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

  /// The chords in order; they share the bar evenly.
  var chords: [Given]

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
