import Lexicons
import Music
import Production

/// The form option: sections, each with its bars if wished.
extension OptionReading {
  func form(_ text: String, into brief: inout Brief) throws(BriefingError) {
    do {
      brief.form = try sections(text)
    } catch {
      guard case .unknownSection(let name, let position) = error else { throw error.asBriefing }
      // "A-A-B-A", "two verses" and names of whole forms.
      let whole = reader.read(text)
      guard whole.notUnderstood.isEmpty, whole.form.count > 1, !text.contains(":") else {
        throw OptionReading.unknown(section: name, position)
      }
      brief.form = whole.form
    }
  }

  private enum FormError: Error {
    case unknownSection(String, Int)
    case briefing(BriefingError)

    var asBriefing: BriefingError {
      switch self {
      case .unknownSection(let name, let position): OptionReading.unknown(section: name, position)
      case .briefing(let error): error
      }
    }
  }

  private static func unknown(section name: String, _ position: Int) -> BriefingError {
    let nearest = nearest(name, among: sections).first.map { " (the nearest is \($0))" } ?? ""
    return .malformed(
      option: "form", text: name, position: position,
      expected: "a section\(nearest): \(sections.joined(separator: ", ")), or letters such as AABA")
  }

  /// `intro:4 verse 16 chorus`: a name, then its bars behind a colon or a space.
  private func sections(_ text: String) throws(FormError) -> [Brief.SectionWish] {
    var wishes: [Brief.SectionWish] = []
    // The wishes that a number still may follow.
    var open = 0..<0
    let pieces = OptionReading.pieces(text, [",", " ", ";", ">", "(", ")", "\t", "\n"])
    var index = 0
    while index < pieces.count {
      let piece = pieces[index]
      if OptionReading.number(piece.text) != nil {
        guard !open.isEmpty else { throw .briefing(stray(piece, after: wishes.last)) }
        let bars = try bars(piece.text, piece.position, of: wishes[open.lowerBound].name)
        for place in open { wishes[place].bars = bars }
        open = 0..<0
        index += 1
        if index < pieces.count, ["bar", "bars"].contains(pieces[index].text.lowercased()) {
          index += 1
        }
        continue
      }
      let parts = piece.text.split(separator: ":", omittingEmptySubsequences: false).map(
        String.init)
      let (names, count) = try names(pieces, index, parts[0])
      index += count
      open = wishes.count..<(wishes.count + names.count)
      wishes += names.map { Brief.SectionWish(name: $0) }
      guard parts.count > 1, count == 1 else { continue }
      guard parts.count == 2 else {
        throw .briefing(
          .malformed(
            option: "form", text: piece.text, position: piece.position,
            expected: "one bar count for a section, as in \(parts[0]):8"))
      }
      // "verse: 8" leaves the number to the next piece.
      guard !parts[1].isEmpty || index >= pieces.count else { continue }
      let bars = try bars(parts[1], piece.position + parts[0].count + 1, of: parts[0])
      for place in open { wishes[place].bars = bars }
      open = 0..<0
    }
    guard !wishes.isEmpty else {
      throw .briefing(
        .malformed(
          option: "form", text: text, position: 0, expected: "sections such as intro:4 verse:16"))
    }
    return wishes
  }

  private func stray(
    _ piece: (text: String, position: Int), after last: Brief.SectionWish?
  ) -> BriefingError {
    let expected =
      last.map {
        "another section: \($0.name) already has \($0.bars.map(String.init) ?? "its") bars"
      } ?? "a section before its bar count, as in verse \(piece.text)"
    return .malformed(
      option: "form", text: piece.text, position: piece.position, expected: expected)
  }

  private func bars(
    _ text: String, _ position: Int, of section: String
  ) throws(FormError) -> Int {
    guard let value = OptionReading.number(text), value == value.rounded() else {
      throw .briefing(
        .malformed(
          option: "form", text: text, position: position,
          expected: "a whole number of bars from 1 to 2000 for \(section)"))
    }
    guard (1...2000).contains(value) else {
      throw .briefing(
        .outOfRange(
          option: "form: the bar count of \(section)", value: value, position: position,
          allowed: 1...2000))
    }
    return Int(value)
  }

  static let sections = [
    "intro", "verse", "pre-chorus", "chorus", "post-chorus", "bridge", "interlude", "break",
    "build", "drop", "solo", "outro",
  ]

  /// The sections that a piece names, or it and the next: "pre chorus" is one section.
  private func names(
    _ pieces: [(text: String, position: Int)], _ index: Int, _ name: String
  ) throws(FormError) -> (names: [String], count: Int) {
    if index + 1 < pieces.count, !pieces[index].text.contains(":"),
      let section = section(name + " " + pieces[index + 1].text)
    {
      return ([section], 2)
    }
    if let section = section(name) { return ([section], 1) }
    if name.count == 1, "ABCDE".contains(name) { return ([name], 1) }
    let letters = reader.read(name).form.map(\.name)
    guard !letters.isEmpty else { throw .unknownSection(name, pieces[index].position) }
    return (letters, 1)
  }

  private func section(_ name: String) -> String? {
    for case .section(let section) in reader.lexicon.meanings(of: name) { return section }
    return nil
  }
}
