import Briefing
import Composing
import Foundation
import Music
import Production
import Progressions
import StandardMIDI
import StyleFiles
import Weights

extension Studio {
  /// The chord model that came with the program.
  ///
  /// Throws `LearnedModelError`.
  func chordModel() throws(LearnedModelError) -> ChordModel {
    let path = "\(resources.composer)/\(ChordFile.name)"
    do throws(WeightsError) {
      return try ChordModel(ChordFile(path: path))
    } catch {
      throw .unreadable(model: "chord model", path: path, error)
    }
  }

  /// The planner of a brief: with the chord model where it asks for learned progressions.
  func planner(for brief: Brief) throws -> Planner {
    let isLearned = brief.harmony == .learned
    return Planner(
      engineVersion: EtudeVersion.current, chordModel: isLearned ? try chordModel() : nil)
  }

  /// Chords that may come next, or whole progressions.
  ///
  /// Throws `BriefingError` for a key, style or chords that cannot be read, `StudioError.unknownName`
  /// for a genre or section that the charts do not have, `StudioError.outOfRange` for numbers, and
  /// `LearnedModelError`.
  public func chords(_ request: ChordRequest) throws -> ChordReport {
    try Self.check("count", request.count, ChordRequest.counts)
    if let bars = request.bars { try Self.check("bars", bars, ProgressionWish.lengths) }
    let model = try chordModel()
    let brief = try chordBrief(request)
    let after = try brief.chords.map { try Self.given($0) }
    let symbols = after.flatMap { $0 }.compactMap { $0.chord }
    let key = brief.key ?? HeardKey.of(symbols, scale: brief.scale)
    var report = ChordReport(
      key: key, after: after.map { $0.map { $0.chord(in: key) } }, suggestions: [],
      progressions: [], notices: brief.notices)
    if brief.key == nil {
      report.notices.append(
        symbols.isEmpty ? "No key was said; \(key) is taken." : "The chords are heard in \(key).")
    }
    let setting = try setting(request, brief, model, &report)
    if let bars = request.bars {
      try write(bars, request, ProgressionWriter(model, setting), &report)
    } else {
      report.suggestions = model.suggestions(
        after: report.after.flatMap { $0 }, atHalf: report.after.count * 2, setting,
        count: request.count
      ).map {
        ChordReport.Suggestion(
          chord: $0.chord, numeral: $0.numeral, probability: $0.chance, reason: $0.reason)
      }
    }
    return report
  }

  static func check(
    _ name: String, _ value: Int, _ allowed: ClosedRange<Int>
  ) throws(StudioError) {
    guard !allowed.contains(value) else { return }
    throw .outOfRange(
      name: name, got: Double(value),
      allowed: Double(allowed.lowerBound)...Double(allowed.upperBound))
  }

  /// Key, style and chords, read as those of a song are.
  private func chordBrief(_ request: ChordRequest) throws -> Brief {
    var options = BriefOptions()
    options.key = request.key
    options.style = request.style
    var brief = try brief(prompt: "", options: options)
    if let after = request.after { brief.chords = try chordTexts(after, option: "after") }
    return brief
  }

  /// One text a bar; errors name the option that the chords came by.
  private func chordTexts(_ text: String, option: String) throws -> [String] {
    var options = BriefOptions()
    options.chords = text
    do {
      return try brief(prompt: "", options: options).chords
    } catch BriefingError.chord(_, let symbol, let position) {
      throw BriefingError.chord(option: option, symbol: symbol, position: position)
    } catch BriefingError.malformed(_, let text, let position, let expected) {
      throw BriefingError.malformed(
        option: option, text: text, position: position, expected: expected)
    }
  }

  /// A chord or a degree, before the key is known.
  private enum Given {
    case symbol(Chord)
    case numeral(RomanNumeral)

    var chord: Chord? {
      if case .symbol(let chord) = self { return chord }
      return nil
    }

    func chord(in key: Key) -> Chord {
      switch self {
      case .symbol(let chord): chord
      case .numeral(let numeral): numeral.chord(in: key)
      }
    }
  }

  private static func given(_ bar: String) throws -> [Given] {
    try bar.split(whereSeparator: { " |".contains($0) }).map { text in
      if text.first.map({ ("A"..."G").contains($0) }) == true {
        return .symbol(try Chord(symbol: String(text)))
      }
      return .numeral(try RomanNumeral(String(text)))
    }
  }

  /// Where the chords are asked for; what the charts do not have is noted.
  private func setting(
    _ request: ChordRequest, _ brief: Brief, _ model: ChordModel, _ report: inout ChordReport
  ) throws -> ChordSetting {
    if let genre = request.genre, model.genre(named: genre) == nil {
      throw StudioError.unknownName(kind: "genre", name: genre, known: model.genres)
    }
    if let section = request.section {
      guard let number = model.section(named: section) else {
        throw StudioError.unknownName(kind: "section", name: section, known: model.sections)
      }
      report.section = model.sections[number - 1]
    }
    var style: Style?
    if let name = brief.styles.max(by: { $0.weight < $1.weight })?.name {
      style = try library.blend(brief.styles)
      report.style = brief.styles.map(\.name).joined(separator: " + ")
      report.genre = request.genre ?? model.genre(ofStyle: name)
      if report.genre == nil {
        report.notices.append(
          "The charts have nothing like \(name); its own progressions and all charts decide.")
      }
    } else {
      report.genre = request.genre
    }
    return model.setting(
      key: report.key, genre: report.genre, section: report.section, style: style?.harmony)
  }

  /// Draws progressions until as many are different as were asked for, or none is new any more.
  private func write(
    _ bars: Int, _ request: ChordRequest, _ writer: ProgressionWriter, _ report: inout ChordReport
  ) throws {
    guard report.after.count <= bars else {
      throw StudioError.outOfRange(
        name: "bars", got: Double(bars),
        allowed: Double(report.after.count)...Double(ProgressionWish.lengths.upperBound))
    }
    let last = try request.last.flatMap {
      try chordTexts($0, option: "to").flatMap { try Self.given($0) }.last?.chord(in: report.key)
    }
    if let last, !request.ending.allows(last, in: report.key) {
      throw BriefingError.contradiction(
        option: "to", other: "ending \(request.ending.rawValue)", name: last.symbol)
    }
    let wish = ProgressionWish(
      bars: bars, opening: report.after, last: last, ending: request.ending)
    var take = 0
    while report.progressions.count < request.count, take < request.count * 8 {
      let found = writer.progression(wish, seed: request.seed, take: take)
      take += 1
      guard !report.progressions.contains(where: { $0.bars == found }) else { continue }
      let numerals = found.map { $0.map { RomanNumeral($0, in: report.key) } }
      report.progressions.append(.init(bars: found, numerals: numerals))
    }
    let count = report.progressions.count
    if count < request.count {
      report.notices.append("Only \(count) different progressions were found.")
    }
  }

  /// Writes progressions, or the chords before and each suggestion after them, as block chords to a
  /// MIDI file; a bar of silence stands between two of them.
  ///
  /// Throws `OutputError.exists` when a file stands there and `replacing` is false.
  public func writeMIDI(_ report: ChordReport, to path: String, replacing: Bool) throws {
    try Self.checkTarget(path, replacing: replacing)
    let passages =
      report.progressions.isEmpty
      ? report.suggestions.map { report.after + [[$0.chord]] } : report.progressions.map(\.bars)
    let bytes = try ScoreEncoder().file(of: ChordSheet(report.key, passages).score).encoded()
    do {
      try Data(bytes).write(to: URL(fileURLWithPath: path), options: .atomic)
    } catch {
      throw StagedFolder.outputError(error, path: path)
    }
  }
}
