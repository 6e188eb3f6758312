public import Production

/// Writes what may be said about who made a song, from one measurement.
public struct DisclosureWriter: Sendable {
  let counts: ContributionCounts
  let texts: DisclosureTexts
  let request: DisclosureRequest

  /// Makes a writer of statements.
  public init(_ authorship: Authorship, texts: DisclosureTexts, request: DisclosureRequest) {
    counts = ContributionCounts(authorship)
    self.texts = texts
    self.request = request
  }

  private var authorship: Authorship { counts.authorship }

  /// The statements.
  ///
  /// Throws `DisclosureError` where declared writers cannot stand.
  public func disclosure() throws(DisclosureError) -> Disclosure {
    let shares = try WriterShares(request.writers, model: request.model?.name)
    let terms = CopyrightTerms(
      counts: counts, texts: texts, importsAreOthers: request.importsAreOthers)
    return Disclosure(
      title: authorship.title, project: request.project, program: request.program,
      ledger: request.ledger, method: method, elements: elements, parts: parts,
      copyright: copyright(terms, authors: shares.writers.map(\.name)),
      society: society(shares, isOwn: terms.canBeClaimed), delivery: delivery, listeners: listeners,
      marking: marking,
      credits: credits, events: events, limits: limits, sources: texts.sources,
      authorship: authorship)
  }

  // MARK: What was measured

  private var importedCount: Int { counts.imported.values.reduce(0, +) }

  private var method: [String] {
    var lines = [
      texts.text(.methodEvents), texts.text(.methodUnits), texts.text(.methodShare),
      texts.text(.methodMachine),
    ]
    if importedCount > 0 {
      lines.append(
        texts.text(
          .methodImported,
          ["count": "\(importedCount)", "total": "\(authorship.notes.count)"]))
    }
    if exportedCount > 0 {
      lines.append(
        texts.text(
          .methodExported,
          ["count": "\(exportedCount)", "total": "\(authorship.notes.count)"]))
    }
    return lines
  }

  /// Notes that came in a file which the program had written.
  private var exportedCount: Int {
    let imports = Set(
      request.events.filter { $0.verb == "import" && $0.actor != .person }.map(\.id))
    return authorship.notes.count {
      imports.contains($0.writtenBy) && $0.source.hand == .machine
    }
  }

  private var limits: [String] {
    [texts.text(.limitAdvice), texts.text(.limitIntegrity)]
      + (importedCount > 0 ? [texts.text(.limitImported)] : []) + [texts.text(.limitMinimis)]
  }

  private var elements: [Disclosure.ElementRow] {
    let rows: [(AuthorshipElement, String, AuthorshipTally)] = [
      (.melody, "pitches", counts.melody), (.harmony, "pitches and chords", counts.harmony),
      (.rhythm, "notes", counts.rhythm), (.lyrics, "lines of words", counts.lyrics),
      (.arrangement, "bars and instruments in them", counts.arrangement),
      (.performance, "played notes", counts.performance), (.mix, "strips and bus", counts.mix),
    ]
    return rows.compactMap { element, unit, tally in
      tally.share.map {
        Disclosure.ElementRow(element: element, unit: unit, tally: tally, share: $0)
      }
    }
  }

  private var parts: [Disclosure.PartRow] {
    authorship.parts.map { part in
      var (person, machine): (Set<Int>, Set<Int>) = ([], [])
      for note in authorship.notes where note.part == part.id {
        if note.tally.touchedByPerson > 0 { person.insert(note.bar) }
        if note.tally.touchedByMachine > 0 { machine.insert(note.bar) }
      }
      return Disclosure.PartRow(
        part: part, notes: counts.notes[part.id] ?? AuthorshipTally(), barsOfPerson: person.count,
        barsOfMachine: machine.count, share: counts.player(part.id).share)
    }
  }

  private var events: [Disclosure.EventRow] {
    let kept = Set(authorship.events)
    return request.events.map { event in
      let hand: AuthorshipHand? =
        switch event.actor {
        case .person: .person
        case .engine: .machine
        case .undeclared: nil
        }
      return Disclosure.EventRow(
        id: event.id, time: event.time, verb: event.verb, summary: event.summary, hand: hand,
        isKept: kept.contains(event.id), isSealed: event.seal != nil)
    }
  }

  /// Whether a learned model wrote notes, or may have: of old events that is not recorded.
  var isLearned: Bool {
    let kept = Set(authorship.events)
    let isNamed = request.events.contains { event in
      guard kept.contains(event.id), event.verb != "mix",
        case .engine(let engine) = event.actor
      else { return false }
      return !engine.models.isEmpty
    }
    return isNamed
      || authorship.notes.contains { $0.source == .model || $0.source == .unrecorded }
  }

  // MARK: US Copyright Office

  private func copyright(
    _ terms: CopyrightTerms, authors: [String]
  ) -> Disclosure.CopyrightStatement {
    let canBeClaimed = terms.canBeClaimed
    var advice: [String] = []
    if !canBeClaimed { advice.append(texts.text(.adviceUnclaimed)) }
    if canBeClaimed, !terms.excluded.isEmpty {
      advice += [texts.text(.adviceForm), texts.text(.adviceMinimis)]
    }
    if importedCount > 0, !request.importsAreOthers { advice.append(texts.text(.adviceImported)) }
    if authorship.selections.count == 1 { advice.append(texts.text(.adviceChoice)) }
    if canBeClaimed { advice.append(texts.text(.adviceSeparate)) }
    return Disclosure.CopyrightStatement(
      canBeClaimed: canBeClaimed, authors: canBeClaimed ? authors : [], created: terms.created,
      excluded: terms.excluded, included: terms.excluded.isEmpty ? [] : terms.created, note: note,
      advice: advice)
  }

  private var note: String {
    guard counts.work.touchedByMachine + counts.performance.touchedByMachine > 0 else {
      let moves = authorship.moves
      return moves.isEmpty
        ? texts.text(.noteNothing)
        : texts.text(.noteCarried, ["moves": moves.joined(separator: ", ")])
    }
    let notes = counts.allNotes
    var lines = [
      texts.text(
        .noteTool,
        [
          "program": request.program,
          "engines": isLearned ? "learned model and rules" : "rules, with no learned model",
        ]),
      texts.text(
        .noteCounts,
        [
          "total": "\(notes.total)", "person": "\(notes.person)",
          "personChanged": "\(notes.personChanged)", "machineChanged": "\(notes.machineChanged)",
          "machine": "\(notes.machine)",
        ]),
    ]
    if !request.prompt.isEmpty {
      lines.append(texts.text(.notePrompt, ["prompt": request.prompt]))
    }
    if !authorship.selections.isEmpty {
      let candidates = authorship.selections.reduce(0) { $0 + $1.candidates }
      lines.append(
        texts.text(
          .noteSelections,
          ["count": "\(authorship.selections.count)", "candidates": "\(candidates)"]))
    }
    return lines.joined(separator: " ")
  }

  // MARK: Societies

  /// `isOwn` is whether anything may be claimed for those who are declared.
  private func society(_ shares: WriterShares, isOwn: Bool) -> Disclosure.SocietyStatement {
    let hasOthers = request.importsAreOthers && importedCount > 0
    let hasWords = counts.lyrics.touchedByPerson > 0
    let hasMusic = counts.music.touchedByPerson > 0
    let isArranger = counts.isArranged || counts.isSelected
    // What is others' is not for those who are declared to register.
    let eligibility: Disclosure.Eligibility =
      hasOthers && !isOwn
      ? .none
      : counts.work.touchedByMachine == 0
        ? (counts.work.total > 0 ? .human : .none)
        : hasWords || hasMusic || isArranger ? .partly : .none
    var sentences: [String] = []
    switch eligibility {
    case .human: if !hasOthers { sentences.append(texts.text(.societyHuman)) }
    case .partly:
      sentences.append(texts.text(.societyPartly))
      if hasWords, !hasMusic, !isArranger { sentences.append(texts.text(.societyWordsAlone)) }
    case .none: if !hasOthers { sentences.append(texts.text(.societyNone)) }
    }
    if hasOthers { sentences.append(texts.text(.societyImported)) }
    if isLearned { sentences.append(texts.text(.societyTraining)) }
    sentences.append(texts.text(.societyOthers))
    let role =
      hasMusic && hasWords
      ? "composer and author" : hasMusic ? "composer" : hasWords ? "author" : "arranger"
    let generated = elements.filter {
      $0.share != MachineShare.none && $0.element != .mix && $0.element != .performance
    }
    let names = generated.map { "\($0.element.rawValue) (\($0.share.rawValue.lowercased()))" }
    return Disclosure.SocietyStatement(
      eligibility: eligibility, sentences: sentences,
      writers: eligibility == .none
        ? []
        : shares.writers.map {
          Disclosure.Writer(name: $0.name, number: $0.number, role: role, share: $0.share)
        },
      isFlagged: !generated.isEmpty,
      description: generated.isEmpty
        ? ""
        : texts.text(.societyDescription, ["elements": names.joined(separator: ", ")]))
  }
}

extension Authorship {
  /// What fixed rules did to notes on a person's orders, in clauses; empty where nothing was carried.
  fileprivate var moves: [String] {
    let counts = notes.reduce(into: [AuthorshipCarriage: Int]()) { counts, note in
      if let carriage = note.carriage { counts[carriage, default: 0] += 1 }
    }
    return AuthorshipCarriage.allCases.compactMap { carriage in
      counts[carriage].map { carriage.words(notes: "\($0) note\($0 == 1 ? "" : "s")") }
    }
  }
}

extension AuthorshipCarriage {
  /// What was done to some notes.
  fileprivate func words(notes: String) -> String {
    switch self {
    case .transposed: "\(notes) transposed"
    case .refitted: "\(notes) put to other pitches to fit chords that a person put in"
    case .moved: "\(notes) moved with their sections"
    case .copied: "\(notes) repeated with their sections"
    case .shortened: "\(notes) ended earlier where others begin"
    }
  }
}
