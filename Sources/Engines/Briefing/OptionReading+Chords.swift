import Foundation
import Lexicons
import Music
import Production

/// The option that gives chords, as symbols or numerals.
extension OptionReading {
  func chords(_ given: String, into brief: inout Brief) throws(BriefingError) {
    guard given.contains(where: { !$0.isWhitespace }) else {
      throw .malformed(
        option: "chords", text: given, position: 0, expected: "chords such as Am F C G or ii-V-I")
    }
    let (text, signs) = try filled(given)
    let found = reader.read("chords: " + text)
    if !found.chords.isEmpty, found.notUnderstood.isEmpty, found.key == nil,
      found.chords.flatMap({ $0.split(separator: " ") }).count == OptionReading.symbols(text).count
    {
      brief.chords = found.chords
      return
    }
    for symbol in OptionReading.symbols(text) where symbol.text != "%" {
      do {
        _ = try Chord(symbol: symbol.text)
      } catch {
        if (try? RomanNumeral(symbol.text)) != nil { continue }
        throw .chord(
          option: "chords", symbol: symbol.text,
          position: symbol.position + OptionReading.offset(of: error)
            - 2 * signs.count { $0 < symbol.position })
      }
    }
    var bars: [String] = []
    for bar in OptionReading.bars(text) {
      bars.append(bar == "%" ? bars.last ?? bar : bar)
    }
    brief.chords = bars
  }

  /// The bars of symbols: those between bar lines where there are any, else one a symbol.
  private static func bars(_ text: String) -> [String] {
    guard text.contains("|") else { return symbols(text).map(\.text) }
    return pieces(text, ["|"]).map { symbols($0.text).map(\.text).joined(separator: " ") }
  }

  /// Chords with a repeat sign in each empty bar, and where the signs stand: it holds the chord before it,
  /// as in lead sheets.
  ///
  /// Bar lines at the ends and double ones (`||`) make no empty bar.
  private func filled(
    _ text: String
  ) throws(BriefingError) -> (text: String, signs: [Int]) {
    var result = ""
    var signs: [Int] = []
    var hasChord = false
    var isOpen = true
    for (position, character) in text.enumerated() {
      if character == "|" {
        if isOpen, result.last?.isWhitespace ?? false, result.contains("|") {
          signs.append(result.count)
          result += "% "
          isOpen = false
        }
        if !isOpen, !hasChord {
          throw .malformed(
            option: "chords", text: String(text.dropFirst(position)), position: position,
            expected: "a chord before the first empty bar, which holds the chord before it")
        }
        isOpen = true
      } else if !character.isWhitespace {
        if isOpen, character != "%" { hasChord = true }
        isOpen = false
      }
      result.append(character)
    }
    return (result, signs)
  }

  private static func symbols(_ text: String) -> [(text: String, position: Int)] {
    pieces(text, [" ", ",", "|", ";", "\t", "\n"]).flatMap {
      piece -> [(text: String, position: Int)] in
      let isWhole =
        (try? Chord(symbol: piece.text)) != nil || (try? RomanNumeral(piece.text)) != nil
      guard !isWhole else { return [piece] }
      return pieces(piece.text, ["-", "–", "—", "→", ">"]).map {
        ($0.text, $0.position + piece.position)
      }
    }
  }

  private static func offset(of error: ChordParsingError) -> Int {
    switch error {
    case .empty: 0
    case .noRoot(_, let position), .unexpected(_, let position), .noBass(_, let position): position
    }
  }
}
