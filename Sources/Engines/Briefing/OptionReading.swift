import Foundation
import Lexicons
import Music
import Production

/// The reading of one option's text.
struct OptionReading {
  let reader: BriefReader
  /// The styles whose own names of parts are understood, too.
  var styles: [Brief.StyleWeight] = []

  /// The pieces between separators with their positions.
  static func pieces(_ text: String, _ separators: Set<Character>) -> [(
    text: String, position: Int
  )] {
    var pieces: [(String, Int)] = []
    var current = ""
    var start = 0
    for (index, character) in text.enumerated() {
      if separators.contains(character) {
        if !current.isEmpty { pieces.append((current, start)) }
        current = ""
      } else {
        if current.isEmpty {
          guard !character.isWhitespace else { continue }
          start = index
        }
        current.append(character)
      }
    }
    if !current.isEmpty { pieces.append((current, start)) }
    return pieces.map { ($0.0.trimmingCharacters(in: .whitespaces), $0.1) }.filter { !$0.0.isEmpty }
  }

  /// The known names that are nearest to a text, at most three, nearest first.
  static func nearest(_ text: String, among names: [String]) -> [String] {
    let wanted = Array(Tokenizer.folded(text).prefix(64))
    let ranked = names.map { name in
      let candidate = Array(name.lowercased())
      let shares = name.lowercased().hasPrefix(String(wanted)) || candidate.starts(with: wanted)
      return (name, shares ? 0 : distance(wanted, candidate))
    }
    return ranked.sorted { ($0.1, $0.0) < ($1.1, $1.0) }.prefix(3).map(\.0)
  }

  /// Levenshtein's distance (1965).
  static func distance(_ left: [Character], _ right: [Character]) -> Int {
    var row = Array(0...right.count)
    for (index, letter) in left.enumerated() {
      var diagonal = row[0]
      row[0] = index + 1
      for column in right.indices {
        let cost = diagonal + (letter == right[column] ? 0 : 1)
        diagonal = row[column + 1]
        row[column + 1] = min(cost, row[column] + 1, row[column + 1] + 1)
      }
    }
    return row[right.count]
  }

  static func number(_ text: String) -> Double? {
    guard let value = Double(text.trimmingCharacters(in: .whitespaces)), value.isFinite else {
      return nil
    }
    return value
  }

  static func within(
    _ option: String, _ value: Double, _ position: Int, _ allowed: ClosedRange<Double>
  ) throws(BriefingError) -> Double {
    guard allowed.contains(value) else {
      throw .outOfRange(option: option, value: value, position: position, allowed: allowed)
    }
    return value
  }

  func style(_ text: String, into brief: inout Brief) throws(BriefingError) {
    var weights: [Brief.StyleWeight] = []
    for piece in OptionReading.pieces(text, [",", "+", ";"]) {
      let parts = piece.text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      let name = parts[0].trimmingCharacters(in: .whitespaces)
      var weight = 1.0
      if parts.count == 2 {
        let position = piece.position + parts[0].count + 1
        var figure = parts[1].trimmingCharacters(in: .whitespaces)
        let isPercent = figure.hasSuffix("%")
        if isPercent { figure.removeLast() }
        guard let value = OptionReading.number(figure), value > 0, value <= 1e6 else {
          throw .malformed(
            option: "style", text: String(parts[1]), position: position,
            expected: "a share above 0 such as 0.6")
        }
        weight = isPercent ? value / 100 : value
      }
      guard let found = styleName(name, into: &brief) else {
        throw .unknownName(
          option: "style", name: name, position: piece.position,
          nearest: OptionReading.nearest(name, among: reader.styleNames))
      }
      if let known = weights.firstIndex(where: { $0.name == found }) {
        weights[known].weight += weight
      } else {
        weights.append(.init(name: found, weight: weight))
      }
    }
    guard !weights.isEmpty else {
      throw .malformed(
        option: "style", text: text, position: 0,
        expected: "a style such as trap or trap:0.6,jazz:0.4")
    }
    let sum = weights.map(\.weight).reduce(0, +)
    brief.styles = weights.map { .init(name: $0.name, weight: $0.weight / sum) }
  }

  private func styleName(_ name: String, into brief: inout Brief) -> String? {
    if reader.styleNames.contains(name) { return name }
    let meanings = reader.lexicon.meanings(of: name)
    for case .style(let style) in meanings { return style }
    for case .genre(let nearest) in meanings {
      brief.notices.append("'\(name)' is not a style here yet; nearest: \(nearest).")
      return nearest
    }
    return nil
  }

  func mood(_ text: String, into brief: inout Brief) throws(BriefingError) {
    let numbers = OptionReading.pieces(text, [",", " "])
    if numbers.count == 2, let valence = OptionReading.number(numbers[0].text),
      let energy = OptionReading.number(numbers[1].text)
    {
      brief.mood = Mood(
        valence: try OptionReading.within("mood", valence, numbers[0].position, -1...1),
        energy: try OptionReading.within("mood", energy, numbers[1].position, -1...1))
      return
    }
    let read = reader.read(text)
    guard let mood = read.mood, read.notUnderstood.isEmpty else {
      throw .malformed(
        option: "mood", text: read.notUnderstood.first ?? text, position: 0,
        expected: "mood words such as warm, sad or driving, or two numbers from -1 to 1")
    }
    brief.mood = mood
  }

  func key(_ text: String, into brief: inout Brief) throws(BriefingError) {
    let trimmed = text.trimmingCharacters(in: .whitespaces)
    let read = reader.read("in " + trimmed)
    try checkScale(trimmed)
    // Words would read C# in C###.
    let isOverloaded = trimmed.dropFirst().prefix { "#b♯♭".contains($0) }.count > 2
    if !isOverloaded, let key = Key(trimmed) ?? (read.notUnderstood.isEmpty ? read.key : nil),
      (-7...7).contains(key.signature) || Self.isBlackKey(key.tonic)
    {
      brief.key = key
      brief.scale = nil
    } else if let scale = scale(named: trimmed) {
      brief.scale = scale
      if let tonic = brief.key?.tonic { brief.key = Key(tonic, scale) }
    } else {
      throw .malformed(
        option: "key", text: text, position: 0,
        expected: "a key of up to seven sharps or flats, such as D minor or F# dorian")
    }
  }

  /// Refuses a scale that is not known, rather than take the nearest.
  private func checkScale(_ text: String) throws(BriefingError) {
    let words = text.split(separator: " ").map(String.init)
    for start in words.indices {
      let name = words[start...].joined(separator: " ")
      for case .foreignScale(let nearest) in meanings(name) {
        throw .malformed(
          option: "key", text: name, position: text.count - name.count,
          expected: "a scale that is known here, such as the nearest, \(nearest.rawValue): "
            + (words[..<start] + [nearest.rawValue]).joined(separator: " "))
      }
    }
  }

  /// Whether a tonic is a black key by one of its two names, in which modes such as D flat Phrygian
  /// are asked for whatever their signature.
  private static func isBlackKey(_ tonic: PitchName) -> Bool {
    abs(tonic.alteration) == 1 && [1, 3, 6, 8, 10].contains(tonic.pitchClass)
  }

  private func scale(named text: String) -> Scale? {
    for case .scale(let scale) in meanings(text) { return scale }
    return nil
  }

  func tempo(_ text: String, into brief: inout Brief) throws(BriefingError) {
    let read = reader.read(text)
    if let tempo = OptionReading.number(text) ?? read.tempo {
      brief.tempo = try OptionReading.within("tempo", tempo, 0, BriefOptions.tempos)
      brief.pace = nil
    } else if let pace = read.pace {
      (brief.tempo, brief.pace) = (nil, pace)
    } else {
      throw .malformed(
        option: "tempo", text: text, position: 0,
        expected: "BPM such as 120, or a word such as slow")
    }
  }

  func meter(_ text: String, into brief: inout Brief) throws(BriefingError) {
    guard let meter = Meter(text.filter { !$0.isWhitespace }) ?? reader.read(text).meter,
      Meter.writtenDenominators.contains(meter.denominator)
    else {
      throw .malformed(
        option: "meter", text: text, position: 0,
        expected: "a metre such as 6/8: 1 to 32 notes, of which the lower number is "
          + Meter.writtenDenominators.map(String.init).joined(separator: ", "))
    }
    brief.meter = meter
  }

  func duration(_ text: String, into brief: inout Brief) throws(BriefingError) {
    guard let seconds = OptionReading.number(text) ?? reader.read("for " + text).duration else {
      throw .malformed(
        option: "duration", text: text, position: 0,
        expected: "a length such as 90, 1:30 or 2 minutes")
    }
    brief.duration = try OptionReading.within("duration", seconds, 0, BriefOptions.durations)
  }

  func bars(_ text: String, into brief: inout Brief) throws(BriefingError) {
    let read = reader.read(text)
    guard let bars = OptionReading.number(text) ?? read.bars.map(Double.init),
      bars == bars.rounded()
    else {
      throw .malformed(option: "bars", text: text, position: 0, expected: "a whole number of bars")
    }
    brief.bars = Int(try OptionReading.within("bars", bars, 0, 1...2000))
  }

  func harmony(_ text: String) throws(BriefingError) -> HarmonySource {
    let name = text.trimmingCharacters(in: .whitespaces).lowercased()
    guard let source = HarmonySource(rawValue: name) else {
      throw .unknownName(
        option: "harmony", name: name, position: 0, nearest: HarmonySource.allCases.map(\.rawValue))
    }
    return source
  }

  func instruments(_ text: String, into brief: inout Brief) throws(BriefingError) {
    let read = reader.read(text.lowercased().hasPrefix("only") ? "only " + text.dropFirst(4) : text)
    let isOnly = text.lowercased().hasPrefix("only") || read.instruments.only
    let names = try targets(text, option: "instruments", isWanted: true)
    let refused = try targets(text, option: "instruments", isWanted: false)
    brief.instruments.with = names
    brief.instruments.only = isOnly
    brief.instruments.without.removeAll { names.contains($0) || refused.contains($0) }
  }

  func without(_ text: String, into brief: inout Brief) throws(BriefingError) {
    let names = try targets(text, option: "without", isWanted: false)
    let wanted = try targets(text, option: "without", isWanted: true)
    brief.instruments.without = names
    brief.instruments.with.removeAll { names.contains($0) || wanted.contains($0) }
    // Who does not play has no limits either.
    brief.limits.removeAll { $0.of.map { names.contains($0) || wanted.contains($0) } ?? false }
    if brief.instruments.with.isEmpty { brief.instruments.only = false }
  }

  /// The first word of the instruments option that the other option refuses, too.
  func contradiction(in text: String, without: [String]) throws(BriefingError) -> String? {
    for piece in OptionReading.pieces(text, [",", ";", "+"]) {
      let refused = try targets(piece.text, option: "instruments", isWanted: false)
      let isPiano =
        try targets(piece.text, option: "instruments", isWanted: true) == ["grand-piano"]
        && without.contains("piano")
      if isPiano || refused.allSatisfy(without.contains) { return piece.text }
    }
    return nil
  }

  func targets(
    _ text: String, option: String, isWanted: Bool
  ) throws(BriefingError) -> [String] {
    var names: [String] = []
    for piece in OptionReading.pieces(text, [",", ";", "+"]) {
      for part in piece.text.components(separatedBy: " and ") {
        var name = part.trimmingCharacters(in: .whitespaces)
        for prefix in ["only ", "just ", "no "] where name.lowercased().hasPrefix(prefix) {
          name = String(name.dropFirst(prefix.count))
        }
        guard let found = target(name, isWanted: isWanted) else {
          throw .unknownName(
            option: option, name: name, position: piece.position,
            nearest: OptionReading.nearest(
              name,
              among: Instrument.catalogue.map(\.id) + Role.allCases.map(\.rawValue)
                + reader.partNames(styles)))
        }
        names += found.filter { !names.contains($0) }
      }
    }
    guard !names.isEmpty else {
      throw .malformed(
        option: option, text: text, position: 0, expected: "instruments such as piano, strings")
    }
    return names
  }

  private func target(_ name: String, isWanted: Bool) -> [String]? {
    for meaning in meanings(name) {
      switch meaning {
      case .instrument(let with, let without): return isWanted ? with : without
      case .piece(let whole): return [whole]
      case .ensemble(let names): return names
      default: break
      }
    }
    if Lexicon.isTarget(name) { return [name] }
    // A part of the style by its own id.
    let part = name.lowercased().split { " _".contains($0) }.joined(separator: "-")
    return reader.partNames(styles).contains(part) ? [part] : nil
  }

  private func meanings(_ name: String) -> [Meaning] {
    let tokens = Tokenizer.tokens(of: name)
    guard let match = reader.lexicon.phrases.longestMatch(in: tokens, at: 0),
      match.count == tokens.count
    else { return [] }
    return match.value
  }

  /// `0:20% 0:40:90%`: each is a time, a colon and a percentage.
  func energy(_ text: String) throws(BriefingError) -> [EnergyPoint] {
    var points: [EnergyPoint] = []
    for piece in OptionReading.pieces(text, [" ", ",", ";"]) {
      let expected = "time:percent such as 0:40:90%"
      guard let colon = piece.text.lastIndex(of: ":") else {
        throw .malformed(
          option: "energy", text: piece.text, position: piece.position, expected: expected)
      }
      var share = String(piece.text[piece.text.index(after: colon)...])
      let isPercent = share.hasSuffix("%")
      if isPercent { share.removeLast() }
      guard let value = OptionReading.number(share),
        let seconds = OptionReading.seconds(String(piece.text[..<colon]))
      else {
        throw .malformed(
          option: "energy", text: piece.text, position: piece.position, expected: expected)
      }
      let position =
        piece.position + piece.text.distance(from: piece.text.startIndex, to: colon) + 1
      let percent = isPercent || value > 1 ? value : value * 100
      _ = try OptionReading.within("energy", percent, position, 0...100)
      _ = try OptionReading.within("energy", seconds, piece.position, 0...3600)
      if let last = points.last, seconds < last.at {
        throw .malformed(
          option: "energy", text: piece.text, position: piece.position,
          expected: "times that rise from point to point")
      }
      points.append(EnergyPoint(at: seconds, energy: percent / 100))
    }
    guard !points.isEmpty else {
      throw .malformed(
        option: "energy", text: text, position: 0, expected: "points such as 0:20% 0:40:90%")
    }
    return points
  }

  /// Seconds of `45`, `45s`, `0:45` or `1:02:03`.
  static func seconds(_ text: String) -> Double? {
    let plain = text.hasSuffix("s") ? String(text.dropLast()) : text
    var total = 0.0
    for field in plain.split(separator: ":", omittingEmptySubsequences: false) {
      guard let value = number(String(field)), value >= 0 else { return nil }
      total = total * 60 + value
    }
    return total
  }

  func loudness(_ text: String, into brief: inout Brief) throws(BriefingError) {
    let figure = text.lowercased().replacingOccurrences(of: "lufs", with: "")
    guard let value = OptionReading.number(figure) ?? reader.read(text).loudness else {
      throw .malformed(
        option: "loudness", text: text, position: 0, expected: "LUFS such as -14")
    }
    brief.loudness = try OptionReading.within("loudness", value, 0, BriefOptions.loudnesses)
  }
}
