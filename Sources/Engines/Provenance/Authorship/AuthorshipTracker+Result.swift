import Music
public import Production

extension AuthorshipTracker {
  /// Who made what of the song as it stands now.
  ///
  /// Empty before anything was followed.
  public func authorship() -> Authorship {
    let score = song?.score
    let parts = (score?.parts ?? []).map {
      AuthorshipPart(id: $0.id, name: $0.name, role: $0.role, instrument: $0.instrument.name)
    }
    return Authorship(
      title: score?.title ?? "", bars: score?.bars ?? 0, sections: score?.sections ?? [],
      parts: parts, notes: (score?.parts ?? []).flatMap { notes[$0.id] ?? [] }, cells: cells(),
      selections: selections, removedByPerson: removedByPerson, events: events)
  }

  /// Where something is counted.
  private struct Place: Hashable {
    var element: AuthorshipElement
    var part: String?
    var bar: Int?
  }

  private func cells() -> [AuthorshipCell] {
    guard let score = song?.score else { return [] }
    var sums: [Place: AuthorshipTally] = [:]
    func add(_ tally: AuthorshipTally, _ element: AuthorshipElement, _ part: String?, _ bar: Int?) {
      let place = Place(element: element, part: part, bar: bar)
      sums[place] = (sums[place] ?? AuthorshipTally()) + tally
    }
    addNotes(score, add)
    addChords(score, add)
    for (bar, unit) in form.enumerated() { add(unit.tally, .arrangement, nil, bar) }
    for (id, unit) in strips { add(unit.tally, .mix, id.isEmpty ? nil : id, nil) }
    for (lyric, unit) in zip(song?.lyrics ?? [], lyrics) {
      add(unit.tally, .lyrics, lyric.part, lyric.bar)
    }
    let order = Dictionary(
      zip(score.parts.map(\.id), 0...), uniquingKeysWith: { first, _ in first })
    let elements = Dictionary(
      zip(AuthorshipElement.allCases, 0...), uniquingKeysWith: { first, _ in first })
    return sums.map {
      AuthorshipCell(bar: $0.key.bar, part: $0.key.part, element: $0.key.element, tally: $0.value)
    }.sorted { left, right in
      func rank(_ cell: AuthorshipCell) -> (Int, Int, Int, String) {
        (
          elements[cell.element] ?? 0, cell.part.map { order[$0] ?? order.count } ?? -1,
          cell.bar ?? -1, cell.part ?? ""
        )
      }
      return rank(left) < rank(right)
    }
  }

  private typealias Adding = (AuthorshipTally, AuthorshipElement, String?, Int?) -> Void

  private func addNotes(_ score: Score, _ add: Adding) {
    let chosen = Set(selections.map(\.event))
    for part in score.parts {
      let element = part.pitchElement
      let blames = notes[part.id] ?? []
      for blame in blames {
        func counted(_ marks: AuthorshipMarks) -> AuthorshipTally {
          var tally = blame.tally(marks)
          if blame.writer == .machine, chosen.contains(blame.writtenBy) { tally.chosen = 1 }
          return tally
        }
        if let element { add(counted(blame.pitch), element, part.id, blame.bar) }
        add(counted(blame.rhythm), .rhythm, part.id, blame.bar)
        if played[part.id] == nil {
          add(blame.tally(blame.dynamics), .performance, part.id, blame.bar)
        }
      }
      for (note, unit) in played[part.id] ?? [:] {
        add(unit.tally, .performance, part.id, score.meters.bar(at: max(.zero, note.written)))
      }
      guard let instrument = instruments[part.id] else { continue }
      for bar in Set(blames.map(\.bar)) { add(instrument.tally, .arrangement, part.id, bar) }
    }
  }

  /// One unit for each chord in each bar; the machine's count only where somebody plays harmony.
  private func addChords(_ score: Score, _ add: Adding) {
    var sounding: Set<Int> = []
    for part in score.parts where part.pitchElement == .harmony {
      for note in part.notes {
        let first = score.meters.bar(at: max(.zero, note.onset))
        let last = score.meters.bar(at: max(.zero, note.end))
        sounding.formUnion(first...max(first, min(last, first + 64)))
      }
    }
    for (span, unit) in zip(score.chords, chords) {
      let bars = max(score.bars, 1)
      let first = score.meters.bar(at: max(.zero, span.onset))
      guard first < bars else { continue }
      let end = score.meters.bar(at: max(.zero, span.end))
      let last = score.meters.start(ofBar: end) == span.end ? end - 1 : end
      for bar in first...max(first, min(last, bars - 1))
      where unit.source.hand == .person || unit.marks.person != nil || sounding.contains(bar) {
        add(unit.tally, .harmony, nil, bar)
      }
    }
  }
}

extension Part {
  /// Which element the pitches of a part belong to; nil where they are instruments of percussion.
  var pitchElement: AuthorshipElement? {
    guard !instrument.isDrumKit else { return nil }
    switch role {
    case .lead, .counter: return .melody
    case .bass, .chords, .pad, .arpeggio: return .harmony
    case .drums, .percussion, .effects: return nil
    }
  }
}
