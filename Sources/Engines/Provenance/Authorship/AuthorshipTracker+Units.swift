import Music
import Production

extension AuthorshipTracker {
  // MARK: Chords

  mutating func followChords(
    _ event: LedgerEvent, _ nature: OperationNature, _ after: AuthorshipSong
  ) {
    let written = after.score.chords
    let typed = nature == .composed ? TypedChords(after.brief) : nil
    let isTune = nature == .imported && Self.isTune(after.score)
    chords = written.map { span in
      if let old = unit(under: span, nature, after.score.meters) { return old }
      let isTyped =
        nature == .reharmonised
        || typed?.contains(span.chord, key: key(at: span.onset, in: after.score)) ?? false
      return AuthorshipUnit(
        writtenBy: event.id,
        source: isTyped ? .entered : isTune ? .rules : event.source(of: nil, nature))
    }
  }

  /// The chord of before that a chord of after is.
  private func unit(
    under span: ChordSpan, _ nature: OperationNature, _ meters: MeterMap
  ) -> AuthorshipUnit? {
    guard let song, chords.count == song.score.chords.count else { return nil }
    var onset = span.onset
    if case .rearranged(let sources) = nature {
      let bar = meters.bar(at: max(.zero, onset))
      guard sources.indices.contains(bar), let source = sources[bar] else { return nil }
      onset = onset - meters.start(ofBar: bar) + song.score.meters.start(ofBar: source)
    }
    let place = song.score.chords.lastIndex { $0.onset <= onset && onset < $0.end }
    guard let place else { return nil }
    let isSame = song.score.chords[place].chord == span.chord
    if case .transposed = nature { return chords[place] }
    return isSame ? chords[place] : nil
  }

  /// Whether one tune stands alone, so that chords for it are found and not read.
  private static func isTune(_ score: Score) -> Bool {
    score.parts.filter { !$0.notes.isEmpty && !$0.instrument.isDrumKit }.count == 1
  }

  private func key(at beat: Beat, in score: Score) -> Key {
    score.key(ofBar: score.meters.bar(at: max(.zero, beat)))
  }

  // MARK: Form and instruments

  mutating func followForm(
    _ event: LedgerEvent, _ nature: OperationNature, _ after: AuthorshipSong
  ) {
    let bars = max(0, after.score.bars)
    let asked = Set(nature == .composed ? after.brief.form.map(\.name) : [])
    func new(_ bar: Int) -> AuthorshipUnit {
      var unit = AuthorshipUnit(writtenBy: event.id, source: event.source(of: nil, nature))
      unit.isChosen = asked.contains(after.score.section(ofBar: bar)?.name ?? "")
      return unit
    }
    if case .rearranged(let sources) = nature {
      let set = Self.rearrangedBars(sources, sections: after.score.sections)
      form = (0..<bars).map { bar in
        let source = sources.indices.contains(bar) ? sources[bar] : nil
        var unit = source.flatMap { form.indices.contains($0) ? form[$0] : nil } ?? new(bar)
        if set.contains(bar) { unit.marks.mark(.person, event.id) }
        return unit
      }
    } else {
      form = (0..<bars).map { form.indices.contains($0) ? form[$0] : new($0) }
    }
    followInstruments(event, nature, after)
  }

  private mutating func followInstruments(
    _ event: LedgerEvent, _ nature: OperationNature, _ after: AuthorshipSong
  ) {
    var result: [String: AuthorshipUnit] = [:]
    for part in after.score.parts {
      var unit =
        instruments[part.id]
        ?? AuthorshipUnit(writtenBy: event.id, source: event.source(of: part.id, nature))
      let isOther = song?.score.part(part.id)?.instrument != part.instrument
      if case .reinstrumented(part.id) = nature, isOther { unit.marks.mark(.person, event.id) }
      result[part.id] = unit
    }
    instruments = result
  }

  /// The bars of every section that a person put where it stands: it begins at a seam.
  private static func rearrangedBars(_ sources: [Int?], sections: [Section]) -> Set<Int> {
    var result: Set<Int> = []
    for section in sections where section.bars > 0 {
      let first = section.startBar
      guard sources.indices.contains(first) else { continue }
      let before = first > 0 ? sources[first - 1].map { $0 + 1 } : 0
      if sources[first] != before || sources[first] == nil {
        result.formUnion(section.barRange)
      }
      let new = section.barRange.filter { sources.indices.contains($0) && sources[$0] == nil }
      result.formUnion(new)
    }
    return result
  }

  // MARK: Performance

  mutating func followPerformance(
    _ event: LedgerEvent, _ nature: OperationNature, _ after: AuthorshipSong
  ) {
    // At 0 the notes are played as they are written: their own strength is all there is.
    guard after.performance.amount > 0 else {
      played = [:]
      return
    }
    var result: [String: [PerformedNote: AuthorshipUnit]] = [:]
    for part in after.performance.parts {
      let old = played[part.id] ?? [:]
      let source =
        nature == .imported ? AuthorshipSource.imported : event.performanceSource(nature)
      var units: [PerformedNote: AuthorshipUnit] = [:]
      for note in part.notes {
        units[note] = old[note] ?? AuthorshipUnit(writtenBy: event.id, source: source)
      }
      result[part.id] = units
    }
    played = result
  }

  // MARK: Mix

  mutating func followMix(
    _ event: LedgerEvent, _ nature: OperationNature, _ after: AuthorshipSong
  ) {
    guard let mix = after.mix else {
      strips = [:]
      return
    }
    var result: [String: AuthorshipUnit] = [:]
    let isSet = nature == .mixed(byPerson: true)
    func follow(_ id: String, isSame: Bool?) {
      guard var unit = strips[id], let isSame else {
        result[id] = AuthorshipUnit(writtenBy: event.id, source: event.source(of: nil, .rewritten))
        return
      }
      if !isSame {
        if isSet {
          unit.marks.mark(.person, event.id)
        } else {
          unit = AuthorshipUnit(writtenBy: event.id, source: event.source(of: nil, .rewritten))
        }
      }
      result[id] = unit
    }
    let before = song?.mix
    for channel in mix.channels where !channel.id.isEmpty {
      follow(channel.id, isSame: before.map { $0.strip(channel.id) == mix.strip(channel.id) })
    }
    follow("", isSame: before.map { $0.whole == mix.whole })
    strips = result
  }

  // MARK: Lyrics

  mutating func followLyrics(
    _ event: LedgerEvent, _ nature: OperationNature, _ after: AuthorshipSong
  ) {
    var waiting: [AuthorshipSong.Lyric: [AuthorshipUnit]] = [:]
    for (lyric, unit) in zip(song?.lyrics ?? [], lyrics) {
      waiting[lyric, default: []].append(unit)
    }
    lyrics = after.lyrics.map { lyric in
      if let unit = waiting[lyric]?.popLast() { return unit }
      return AuthorshipUnit(writtenBy: event.id, source: event.source(of: lyric.part, nature))
    }
  }
}

extension LedgerEvent {
  /// How a played note came about: the performer is a part of the program, whoever wrote the note.
  fileprivate func performanceSource(_ nature: OperationNature) -> AuthorshipSource {
    let source = source(of: nil, nature)
    return source.hand == .person ? .rules : source
  }
}

/// A strip of a mix without its reasons.
private struct Strip: Hashable {
  var channels: [MixPlan.Channel]
  var moves: [MixPlan.Move]
}

extension MixPlan {
  fileprivate func strip(_ id: String) -> Strip {
    var strip = Strip(
      channels: channels.filter { $0.id == id }, moves: moves.filter { $0.channel == id })
    strip.moves.removeAll { !$0.applied }
    for index in strip.channels.indices { strip.channels[index].reason = "" }
    for index in strip.moves.indices { strip.moves[index].reason = "" }
    return strip
  }

  /// What belongs to no strip.
  fileprivate var whole: MixPlan {
    var whole = self
    (whole.channels, whole.moves) = ([], [])
    return whole
  }
}

/// The chords that a person asked for by their symbols, or brought in a file.
struct TypedChords {
  private let chords: Set<Chord>
  private let numerals: [RomanNumeral]

  /// Nil where none were asked for.
  init?(_ brief: Brief) {
    let words = brief.chords.flatMap { $0.split(whereSeparator: { " |,".contains($0) }) }
    var chords = Set(brief.chordTrack.map(\.chord))
    var numerals: [RomanNumeral] = []
    for word in words {
      if let chord = try? Chord(symbol: String(word)) {
        chords.insert(chord)
      } else if let numeral = try? RomanNumeral(String(word)) {
        numerals.append(numeral)
      }
    }
    guard !chords.isEmpty || !numerals.isEmpty else { return nil }
    (self.chords, self.numerals) = (chords, numerals)
  }

  /// Whether a chord is one of them in a key.
  func contains(_ chord: Chord, key: Key) -> Bool {
    chords.contains(chord) || numerals.contains { $0.chord(in: key) == chord }
  }
}
