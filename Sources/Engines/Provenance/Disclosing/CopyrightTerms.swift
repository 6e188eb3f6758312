import Production

/// The words for an application to the US Copyright Office, each with its counts.
///
/// Source: 88 FR 16190 and the report of 29 January 2025, by the examples of docs/authorship.md.
struct CopyrightTerms {
  let counts: ContributionCounts
  let texts: DisclosureTexts
  /// Whether imported notes are somebody else's.
  let importsAreOthers: Bool

  /// Whether a person made anything that can be claimed.
  var canBeClaimed: Bool { !created.isEmpty }

  // MARK: Created

  var created: [Disclosure.Term] {
    var terms: [Disclosure.Term] = []
    if counts.lyrics.touchedByPerson > 0 {
      terms.append(term(.createdLyrics, "lines of words", counts.lyrics))
    }
    if isAllHuman, counts.music.total > 0 {
      terms.append(term(.createdMusic, "notes", counts.allNotes))
    } else {
      terms += musicTerms
    }
    if counts.isArranged {
      terms.append(term(.createdArrangement, "bars and instruments", counts.arrangement))
    }
    let isMixed = counts.work.touchedByMachine > 0
    if isMixed, counts.isSelected || (counts.isArranged && counts.music.touchedByPerson > 0) {
      terms.append(
        Disclosure.Term(
          text: texts.text(.createdSelection),
          reason: "\(counts.authorship.selections.count) choices among versions, "
            + "\(counts.arrangement.machineChanged) bars and instruments arranged by a person"))
    }
    if counts.performance.person > 0, !terms.isEmpty {
      terms.append(term(.createdPerformance, "played notes", counts.performance))
    }
    return terms
  }

  private var isAllHuman: Bool { counts.music.touchedByMachine == 0 && !importsAreOthers }

  private var musicTerms: [Disclosure.Term] {
    var terms: [Disclosure.Term] = []
    let lead = sum(counts.leads)
    if own(counts.leads) > 0 { terms.append(term(.createdMelody, "notes of the melody", lead)) }
    if lead.machineChanged > 0 {
      terms.append(term(.createdModifiedMelody, "notes of the melody", lead))
    }
    let written = counts.others.filter { own([$0]) > 0 }
    if !written.isEmpty {
      terms.append(term(.createdParts, "notes of these parts", sum(written), parts: written))
    }
    let changed = counts.others.filter { (counts.notes[$0.id]?.machineChanged ?? 0) > 0 }
    if !changed.isEmpty {
      terms.append(
        term(.createdModifiedParts, "notes of these parts", sum(changed), parts: changed))
    }
    if counts.chords.touchedByPerson > 0, !importsAreOthers || counts.chords.machineChanged > 0 {
      terms.append(term(.createdHarmony, "chords by bar", counts.chords))
    }
    return terms
  }

  /// Notes that a person wrote, without those of others.
  private func own(_ parts: [AuthorshipPart]) -> Int {
    parts.reduce(0) { sum, part in
      let tally = counts.notes[part.id] ?? AuthorshipTally()
      let others = importsAreOthers ? counts.imported[part.id] ?? 0 : 0
      return sum + max(0, tally.person + tally.personChanged - others)
    }
  }

  // MARK: Excluded

  var excluded: [Disclosure.Term] {
    var terms = importedTerms
    if counts.music.total > 0, counts.music.touchedByPerson == 0 {
      terms.append(term(.excludedMusic, "notes", counts.allNotes))
    } else {
      terms += excludedMusic
    }
    if counts.lyrics.touchedByMachine > 0 {
      terms.append(term(.excludedLyrics, "lines of words", counts.lyrics))
    }
    if counts.performance.touchedByMachine > 0 {
      terms.append(term(.excludedPerformance, "played notes", counts.performance))
    }
    return terms
  }

  private var importedTerms: [Disclosure.Term] {
    let imported = counts.imported.values.reduce(0, +)
    guard importsAreOthers, imported > 0 else { return [] }
    return [
      Disclosure.Term(
        text: texts.text(.excludedImported), reason: "\(imported) notes came in files")
    ]
  }

  private var excludedMusic: [Disclosure.Term] {
    var terms: [Disclosure.Term] = []
    let lead = sum(counts.leads)
    let unit = "notes of the melody"
    if lead.machine + lead.machineChanged > 0 {
      terms.append(
        term(lead.machineChanged > 0 ? .excludedModifiedMelody : .excludedMelody, unit, lead))
    }
    if lead.personChanged > 0 { terms.append(term(.excludedChangedMelody, unit, lead)) }
    terms += excludedParts(.excludedParts) { $0.machine > 0 && $0.machineChanged == 0 }
    terms += excludedParts(.excludedModifiedParts) { $0.machineChanged > 0 }
    terms += excludedParts(.excludedChangedParts) { $0.personChanged > 0 }
    if counts.chords.touchedByMachine > 0 {
      terms.append(term(.excludedHarmony, "chords by bar", counts.chords))
    }
    return terms
  }

  /// One term for all parts beside the melody whose counts are of a kind.
  private func excludedParts(
    _ key: DisclosureTexts.Key, _ isMeant: (AuthorshipTally) -> Bool
  ) -> [Disclosure.Term] {
    let parts = counts.others.filter { isMeant(counts.notes[$0.id] ?? AuthorshipTally()) }
    guard !parts.isEmpty else { return [] }
    return [term(key, "notes of these parts", sum(parts), parts: parts)]
  }

  // MARK: Words

  private func sum(_ parts: [AuthorshipPart]) -> AuthorshipTally {
    parts.reduce(AuthorshipTally()) { $0 + (counts.notes[$1.id] ?? AuthorshipTally()) }
  }

  private func term(
    _ key: DisclosureTexts.Key, _ unit: String, _ tally: AuthorshipTally,
    parts: [AuthorshipPart] = []
  ) -> Disclosure.Term {
    Disclosure.Term(
      text: texts.text(key, ["parts": parts.map(\.id).joined(separator: ", ")]),
      reason: "\(tally.words(unit))")
  }
}

extension AuthorshipTally {
  /// The counts as a clause.
  func words(_ unit: String) -> String {
    var clauses: [String] = []
    if person > 0 { clauses.append("\(person) by a person") }
    if personChanged > 0 { clauses.append("\(personChanged) by a person, changed by the program") }
    if machineChanged > 0 {
      clauses.append("\(machineChanged) by the program, changed by a person")
    }
    if machine > 0 { clauses.append("\(machine) by the program alone") }
    return "of \(total) \(unit): " + (clauses.isEmpty ? "none" : clauses.joined(separator: "; "))
  }
}
