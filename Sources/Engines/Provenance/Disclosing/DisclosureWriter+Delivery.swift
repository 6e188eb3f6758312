import Production

extension DisclosureWriter {
  // MARK: DDEX

  var delivery: Disclosure.DeliveryStatement {
    var contributions = [
      contribution("Composer", counts.music), contribution("Lyricist", counts.lyrics),
      contribution("Arranger", counts.arrangement),
    ]
    for part in counts.authorship.parts {
      contributions.append(contribution(part.instrument, counts.player(part.id), part: part.id))
    }
    contributions.append(
      Disclosure.Contribution(
        role: "Mixer", share: counts.mix.total > 0 ? MachineShare.none : nil,
        reason: texts.text(counts.mix.total > 0 ? .deliveryMix : .deliveryUnmeasured)))
    contributions.append(
      Disclosure.Contribution(
        role: "Artwork", share: nil, reason: texts.text(.deliveryUnmeasured)))
    return Disclosure.DeliveryStatement(
      recording: counts.recording.share, work: counts.work.share, contributions: contributions)
  }

  private func contribution(
    _ role: String, _ tally: AuthorshipTally, part: String? = nil
  ) -> Disclosure.Contribution {
    Disclosure.Contribution(
      role: role, part: part, share: tally.share,
      reason: tally.total == 0
        ? texts.text(.deliveryUnmeasured)
        : texts.text(
          .deliveryDeclared,
          [
            "touched": "\(tally.touchedByMachine)", "total": "\(tally.total)",
            "person": "\(tally.person)",
          ]))
  }

  // MARK: Listeners

  var listeners: [Disclosure.ListenerRow] {
    let generated = counts.authorship.parts.filter { part in
      counts.player(part.id).share.map { $0 != MachineShare.none } ?? false
    }
    return [
      Disclosure.ListenerRow(
        category: "vocals", share: nil, detail: texts.text(.deliveryUnmeasured)),
      Disclosure.ListenerRow(
        category: "instrumentation", share: counts.recording.share,
        detail: generated.map { part in
          let share = counts.player(part.id).share?.rawValue ?? ""
          return "\(part.instrument) (\(part.id)): \(share)"
        }.joined(separator: "; ")),
      Disclosure.ListenerRow(
        category: "composition", share: (counts.music + counts.arrangement).share, detail: ""),
      Disclosure.ListenerRow(
        category: "post-production", share: counts.mix.total > 0 ? MachineShare.none : nil,
        detail: texts.text(counts.mix.total > 0 ? .deliveryMix : .deliveryUnmeasured)),
      Disclosure.ListenerRow(
        category: "lyrics", share: counts.lyrics.share,
        detail: counts.lyrics.total > 0 ? "" : "The song has no words."),
    ]
  }

  // MARK: Marking

  var marking: Disclosure.MarkingStatement {
    let sound = counts.work + counts.performance
    guard sound.touchedByMachine > 0 else {
      return Disclosure.MarkingStatement(
        sourceType: .digitalCreation, isMarked: false, sentences: [texts.text(.markingNone)])
    }
    let isWhole = sound.touchedByPerson == 0
    return Disclosure.MarkingStatement(
      sourceType: isLearned
        ? (isWhole ? .trainedAlgorithmicMedia : .compositeWithTrainedAlgorithmicMedia)
        : (isWhole ? .algorithmicMedia : .compositeSynthetic),
      isMarked: true, sentences: [texts.text(isLearned ? .markingModel : .markingRules)])
  }

  // MARK: Credits

  var credits: Disclosure.CreditSheet {
    var credits = [
      Disclosure.Credit(
        kind: "Program", name: request.program, author: "the Etude project",
        licence: "Apache-2.0", note: texts.text(.creditProgram))
    ]
    credits.append(soundFont)
    for style in request.styles {
      credits.append(
        Disclosure.Credit(
          kind: "Style", name: style, author: "", licence: "", note: texts.text(.creditStyles)))
    }
    guard isLearned, let model = request.model else {
      return Disclosure.CreditSheet(credits: credits, training: [])
    }
    let parts = Set(counts.authorship.notes.filter { $0.source == .model }.map(\.part))
    let named = counts.authorship.parts.map(\.id).filter(parts.contains)
    credits.append(
      Disclosure.Credit(
        kind: "Model", name: model.name, author: "the Etude project", licence: "Apache-2.0",
        note: named.isEmpty
          ? texts.text(.creditTraining)
          : texts.text(.creditModel, ["parts": named.joined(separator: ", ")]) + " "
            + texts.text(.creditTraining)))
    return Disclosure.CreditSheet(credits: credits, training: model.training)
  }

  private var soundFont: Disclosure.Credit {
    guard let used = request.soundFont else {
      return Disclosure.Credit(
        kind: "SoundFont", name: "", author: "", licence: "",
        note: texts.text(.creditSoundFontNone))
    }
    var credit =
      texts.soundFonts.first { $0.name == used.name }
      ?? Disclosure.Credit(
        kind: "SoundFont", name: used.name, author: "", licence: "",
        note: texts.text(.creditSoundFontUnknown))
    credit.note += " SHA-256 \(used.digest)"
    return credit
  }
}
