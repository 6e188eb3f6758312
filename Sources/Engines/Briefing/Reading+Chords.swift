import Lexicons
import Music
import Production

/// A piece of text between blanks and separators that may be a chord.
private struct ChordPiece {
  enum Kind { case chord, roman, barLine, repeatBar }
  var kind: Kind
  var text: String
  var tokens: Range<Int>
  /// Whether a hyphen or bar joins it to the piece before; of a bar line, whether it is the second
  /// stroke of a double one.
  var isJoined: Bool
}

/// Chord symbols and roman numerals written in a prompt.
extension Reading {
  private static let labels: Set<String> = [
    "chords", "chord", "progression", "changes", "vamp", "turnaround", "over", "harmony", "loop",
  ]

  mutating func recognizeChords() {
    recognizeDegrees()
    var index = 0
    while index < tokens.count {
      let run = chordRun(at: index)
      if run.isEmpty {
        index = chunk(at: index).upperBound
      } else {
        take(run)
        index = run.last?.tokens.upperBound ?? tokens.count
      }
    }
    if brief.chords.isEmpty { reportUnreadableChord() }
  }

  /// Tokens without a blank between, from a token on.
  private func chunk(at index: Int) -> Range<Int> {
    var end = index + 1
    while end < tokens.count, end - index < 64,
      tokens[end].range.lowerBound == tokens[end - 1].range.upperBound || tokens[end].followsHyphen
    {
      end += 1
    }
    return index..<end
  }

  /// The longest run of pieces of one kind that starts with the chunk at a token.
  private func chordRun(at start: Int) -> [ChordPiece] {
    var run: [ChordPiece] = []
    var index = start
    var isParted = false
    while index < tokens.count, run.count < 512, !isClaimed[index] {
      let range = chunk(at: index)
      if !run.isEmpty, range.count == 1, ["-", "→", ">", ","].contains(text(at: index)),
        tokens.indices.contains(index + 1)
      {
        isParted = true
        index += 1
        continue
      }
      guard var pieces = pieces(of: range, isLabelled: isLabelled(before: start)) else { break }
      let kinds = (run + pieces).filter { $0.kind == .chord || $0.kind == .roman }.map(\.kind)
      guard Set(kinds).count <= 1 else { break }
      if isParted, !pieces.isEmpty { pieces[0].isJoined = true }
      isParted = false
      run += pieces
      index = range.upperBound
    }
    return run
  }

  private func isLabelled(before index: Int) -> Bool {
    var before = index - 1
    var steps = 0
    while before >= 0, steps < 4 {
      if Reading.labels.contains(text(at: before)) { return true }
      guard
        [":", "of", "are", "is", "like", "=", "in", "the", "go", "progression", "("].contains(
          text(at: before))
      else { return false }
      before -= 1
      steps += 1
    }
    return false
  }

  private func pieces(of range: Range<Int>, isLabelled: Bool) -> [ChordPiece]? {
    let first = tokens[range.lowerBound].range.lowerBound
    let last = tokens[range.upperBound - 1].range.upperBound
    let trimmed: Set<Character> = [":", ".", "!", "?", "\"", "'", "[", "]", "{", "}", "“", "”"]
    let separators: Set<Character> = [",", ";", "|", "→", ">", "–", "—", "‖"]
    var found: [ChordPiece] = []
    var position = first
    var isJoined = false
    func piece(_ bounds: Range<Int>, cutsHyphens: Bool) -> Bool {
      var low = bounds.lowerBound
      var high = bounds.upperBound
      while low < high, trimmed.contains(characters[low]) || characters[low] == "(" { low += 1 }
      while low < high, trimmed.contains(characters[high - 1]) { high -= 1 }
      if low < high, characters[high - 1] == ")", !characters[low..<high].contains("(") {
        high -= 1
      }
      guard low < high else { return true }
      let text = String(characters[low..<high])
      if let kind = kind(of: text, isLabelled: isLabelled) {
        found.append(
          ChordPiece(
            kind: kind.kind, text: kind.text, tokens: tokensCovering(low..<high, in: range),
            isJoined: isJoined))
        return true
      }
      guard cutsHyphens, let cut = (low..<high).first(where: { characters[$0] == "-" }),
        cut > low, cut + 1 < high
      else { return false }
      // A chord may hold a hyphen itself (`C-7-F7`): try the cuts from the left.
      var start = low
      for end in (low..<high).filter({ characters[$0] == "-" }) + [high] where end > start {
        if piece(start..<end, cutsHyphens: false) {
          isJoined = true
          start = end + 1
        }
      }
      return start > high
    }
    while position < last {
      let end = (position..<last).first { separators.contains(characters[$0]) } ?? last
      if end > position {
        guard piece(position..<end, cutsHyphens: true) else { return nil }
        isJoined = false
      }
      if end < last {
        if characters[end] == "|" || characters[end] == "‖" {
          found.append(
            ChordPiece(
              kind: .barLine, text: "|", tokens: tokensCovering(end..<(end + 1), in: range),
              isJoined: end > 0 && characters[end - 1] == "|"))
        }
        isJoined = true
      }
      position = end + 1
    }
    return found.isEmpty ? nil : found
  }

  private func tokensCovering(_ bounds: Range<Int>, in range: Range<Int>) -> Range<Int> {
    let inside = range.filter {
      tokens[$0].range.lowerBound < bounds.upperBound
        && tokens[$0].range.upperBound > bounds.lowerBound
    }
    guard let first = inside.first, let last = inside.last else { return range }
    return first..<(last + 1)
  }

  private func kind(of text: String, isLabelled: Bool) -> (kind: ChordPiece.Kind, text: String)? {
    guard text.count <= 16 else { return nil }
    if text == "%" || text == "/" { return isLabelled ? (.repeatBar, "%") : nil }
    if ["Go", "Do", "Co", "Bo", "Add", "Dim", "Ago"].contains(text) { return nil }
    if (try? RomanNumeral(text)) != nil, text != "Im", text != "im" { return (.roman, text) }
    if (try? Chord(symbol: text)) != nil { return (.chord, text) }
    if isLabelled, let first = text.first, first.isLowercase {
      let capital = first.uppercased() + text.dropFirst()
      if (try? Chord(symbol: capital)) != nil { return (.chord, capital) }
    }
    return nil
  }

  /// Whether a run is chords rather than words, and its bars.
  private mutating func take(_ run: [ChordPiece]) {
    var run = run
    while run.last?.kind == .repeatBar, run.dropLast().last?.kind != .barLine { run.removeLast() }
    guard let start = run.first?.tokens.lowerBound else { return }
    let isLabelledBefore = isLabelled(before: start)
    let end = run.last?.tokens.upperBound ?? start
    let isLabelledAfter =
      Reading.labels.subtracting(["over", "harmony"]).contains(text(at: end))
    let followsIn =
      start > 0
      && (["in", "key"].contains(text(at: start - 1))
        || (text(at: start - 1) == "of" && text(at: start - 2) == "key"))
    var sounding = run.filter { $0.kind == .chord || $0.kind == .roman }
    if followsIn, !isLabelledBefore, sounding.first?.kind == .chord {
      run.removeAll { $0.tokens == sounding[0].tokens }
      sounding.removeFirst()
    }
    if !isLabelledBefore, sounding.count == 2, sounding[0].text == "A" || sounding[0].text == "I" {
      run.removeAll { $0.tokens == sounding[0].tokens }
      sounding.removeFirst()
    }
    guard isMusic(sounding, isLabelled: isLabelledBefore, isLabelledAfter: isLabelledAfter),
      let first = run.first?.tokens.lowerBound
    else { return }
    claim(first..<end)
    let earlier = brief.chords
    brief.chords = bars(of: run)
    takeRepeats(at: end)
    if !earlier.isEmpty {
      brief.chords = earlier + brief.chords
      note("Chords are named in several places; they follow one another.")
    }
  }

  private func isMusic(
    _ run: [ChordPiece], isLabelled: Bool, isLabelledAfter: Bool
  ) -> Bool {
    guard let first = run.first else { return false }
    let joins = run.dropFirst().filter(\.isJoined).count
    if first.kind == .roman {
      if run.count == 1 { return isLabelled && first.text.count > 1 }
      return joins > 0 || run.count >= 3 || isLabelled || isLabelledAfter
    }
    let isForm =
      run.allSatisfy { ["A", "B", "C", "D"].contains($0.text) } && first.text == "A"
      && run.filter { $0.text == "A" }.count > 1
    if isForm { return isLabelled || isLabelledAfter && run.contains { $0.text == "D" } }
    if isLabelled { return true }
    if run.count >= 3 { return true }
    if run.count == 2 {
      return joins > 0 && run.contains { $0.text.count > 1 } || isLabelledAfter
        || run.allSatisfy { $0.text.count > 1 && $0.text != "Am" }
        || run.contains { $0.text.count > 2 }
    }
    guard let chord = try? Chord(symbol: first.text) else { return false }
    return chord.seventh != nil && first.text.count > 2 || isLabelledAfter && first.text != "A"
  }

  private func bars(of run: [ChordPiece]) -> [String] {
    guard run.contains(where: { $0.kind == .barLine }) else {
      var bars: [String] = []
      for piece in run { bars.append(piece.kind == .repeatBar ? bars.last ?? "" : piece.text) }
      return bars.filter { !$0.isEmpty }
    }
    var bars: [String] = []
    var bar: [String] = []
    var follows: ChordPiece.Kind?
    for piece in run {
      defer { follows = piece.kind }
      switch piece.kind {
      case .barLine:
        // An empty bar holds the chord before it, as in lead sheets.
        if bar.isEmpty, follows == .barLine, !piece.isJoined, let last = bars.last {
          bars.append(last)
        }
        if !bar.isEmpty { bars.append(bar.joined(separator: " ")) }
        bar = []
      case .repeatBar:
        if let last = bars.last { bars.append(last) }
      case .chord, .roman: bar.append(piece.text)
      }
    }
    if !bar.isEmpty { bars.append(bar.joined(separator: " ")) }
    return bars
  }

  /// `x4` or `(x2)` behind the chords.
  private mutating func takeRepeats(at end: Int) {
    var index = end
    if text(at: index) == "(" { index += 1 }
    guard ["x", "×"].contains(text(at: index)), tokens.indices.contains(index + 1),
      let times = tokens[index + 1].value, times >= 2, times <= 32, times == times.rounded()
    else { return }
    brief.chords = Array(repeating: brief.chords, count: Int(times)).flatMap { $0 }
    claim(end..<(index + 2))
    if text(at: index + 2) == ")" { claim((index + 2)..<(index + 3)) }
  }

  /// `2-5-1`: scale degrees in digits.
  private mutating func recognizeDegrees() {
    for start in tokens.indices {
      var end = start
      while end < tokens.count, tokens[end].kind == .number, let value = tokens[end].value,
        (1...7).contains(value), value == value.rounded(), end == start || tokens[end].followsHyphen
      {
        end += 1
      }
      let degrees = tokens[start..<end].compactMap { $0.value.map { Int($0) } }
      let isRising = zip(degrees, degrees.dropFirst()).allSatisfy { $1 == $0 + 1 }
      guard degrees.count >= 3, !isRising, !isClaimed[start] else { continue }
      let isMinor = tokens.contains { $0.text == "minor" }
      let numerals =
        isMinor
        ? ["i", "iio", "III", "iv", "v", "VI", "VII"] : ["I", "ii", "iii", "IV", "V", "vi", "viio"]
      brief.chords = degrees.map { numerals[$0 - 1] }
      claim(start..<end)
      return
    }
  }

  /// After "chords:" something that looks like a chord and is none.
  private mutating func reportUnreadableChord() {
    for index in tokens.indices.dropLast() where text(at: index) == ":" {
      guard index > 0, ["chords", "progression", "changes"].contains(text(at: index - 1)) else {
        continue
      }
      let range = chunk(at: index + 1)
      let symbol = raw(range).trimmingPrefix("(")
      do {
        _ = try Chord(symbol: String(symbol))
      } catch {
        note("'\(symbol)' at character \(tokens[index + 1].range.lowerBound) is not a chord.")
      }
      return
    }
  }
}
