import Foundation
import Lexicons
import Music
import Production

/// The options that limit notes: range, polyphony, roots.
extension OptionReading {
  /// `lead:C4..C6, ..G5`: whose notes (all parts' when not said), then the lowest and highest.
  func range(_ text: String, into brief: inout Brief) throws(BriefingError) {
    var found: [Brief.LimitWish] = []
    for piece in OptionReading.pieces(text, [",", ";"]) {
      let (names, figure, position) = try owner(of: piece, option: "range")
      guard let limits = Self.limits(figure) else {
        throw .malformed(
          option: "range", text: figure, position: position,
          expected: "notes such as C4..C6, ..G5 (nothing above G5) or lead:C4..")
      }
      found += names.map { Brief.LimitWish(of: $0, limits: limits) }
    }
    try replace(\.hasRange, by: found, option: "range", text: text, in: &brief)
  }

  /// The lowest and highest note of `C4..C6`, `..G5`, `C4..` or `C4-C6`.
  static func limits(_ text: String) -> NoteLimits? {
    let plain = text.replacingOccurrences(of: "...", with: "..")
      .replacingOccurrences(of: "…", with: "..").replacingOccurrences(of: " ", with: "")
    if let dots = plain.range(of: "..") {
      let low = String(plain[..<dots.lowerBound])
      let high = String(plain[dots.upperBound...])
      guard !(low.isEmpty && high.isEmpty) else { return nil }
      let (lowest, highest) = (Pitch(low), Pitch(high))
      guard low.isEmpty || lowest != nil, high.isEmpty || highest != nil else { return nil }
      return NoteLimits(low: lowest, high: highest)
    }
    // A hyphen may be the sign of an octave, too.
    for hyphen in plain.indices where plain[hyphen] == "-" || plain[hyphen] == "–" {
      if let low = Pitch(String(plain[..<hyphen])),
        let high = Pitch(String(plain[plain.index(after: hyphen)...]))
      {
        return NoteLimits(low: low, high: high)
      }
    }
    return nil
  }

  /// `8, grand-piano:3`: the most notes at once, of all pitched parts together or of one.
  func polyphony(_ text: String, into brief: inout Brief) throws(BriefingError) {
    var found: [Brief.LimitWish] = []
    for piece in OptionReading.pieces(text, [",", ";"]) {
      let (names, figure, position) = try owner(of: piece, option: "polyphony")
      guard let value = OptionReading.number(figure), value == value.rounded() else {
        throw .malformed(
          option: "polyphony", text: figure, position: position,
          expected: "a whole number of notes at once such as 8, or piano:3")
      }
      let voices = Int(
        try OptionReading.within("polyphony", value, position, BriefOptions.polyphonies))
      found += names.map { Brief.LimitWish(of: $0, limits: NoteLimits(voices: voices)) }
    }
    try replace(\.hasVoices, by: found, option: "polyphony", text: text, in: &brief)
  }

  /// `bass`: who plays nothing but roots.
  func roots(_ text: String, into brief: inout Brief) throws(BriefingError) {
    let names = try targets(text, option: "roots-only", isWanted: true)
    brief.limits.removeAll(where: \.limits.rootsOnly)
    brief.limits += names.map { Brief.LimitWish(of: $0, limits: NoteLimits(rootsOnly: true)) }
  }

  /// The names before a colon, nil for all parts, and what stands behind it.
  private func owner(
    of piece: (text: String, position: Int), option: String
  ) throws(BriefingError) -> (names: [String?], figure: String, position: Int) {
    guard let colon = piece.text.firstIndex(of: ":") else {
      return ([nil], piece.text, piece.position)
    }
    let name = String(piece.text[..<colon]).trimmingCharacters(in: .whitespaces)
    let figure = String(piece.text[piece.text.index(after: colon)...])
      .trimmingCharacters(in: .whitespaces)
    let position = piece.position + piece.text.distance(from: piece.text.startIndex, to: colon) + 1
    if ["all", "everything", "everyone"].contains(name.lowercased()) {
      return ([nil], figure, position)
    }
    return (try targets(name, option: option, isWanted: true), figure, position)
  }

  private func replace(
    _ kind: KeyPath<Brief.LimitWish, Bool>, by found: [Brief.LimitWish], option: String,
    text: String, in brief: inout Brief
  ) throws(BriefingError) {
    guard !found.isEmpty else {
      throw .malformed(option: option, text: text, position: 0, expected: "at least one limit")
    }
    brief.limits.removeAll { $0[keyPath: kind] }
    brief.limits += found
  }
}

extension Brief.LimitWish {
  var hasRange: Bool { limits.low != nil || limits.high != nil }
  var hasVoices: Bool { limits.voices != nil }
}
