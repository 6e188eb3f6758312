import ContentCredentials

/// Content credentials in plain words.
enum CredentialSummary {
  /// Prints what was found in a file.
  static func print(_ report: CredentialReport, file: String) {
    for line in lines(report, file: file) { etude.print(line) }
  }

  private static func lines(_ report: CredentialReport, file: String) -> [String] {
    var lines = ["\(PlainText.line(file)) (\(report.container)): \(state(report))"]
    if let signer = report.signer { lines += told(signer) }
    guard let claim = report.claim else { return lines + problems(report) }
    if let title = claim.title { lines.append(row("title", title)) }
    lines.append(row("made with", claim.generators.joined(separator: ", ")))
    for action in claim.actions { lines.append(row("done", told(action))) }
    for ingredient in claim.ingredients { lines.append(row("made from", told(ingredient))) }
    if !claim.creators.isEmpty {
      lines.append(row("creator", claim.creators.joined(separator: ", ") + " (as a person stated)"))
    }
    if !claim.training.isEmpty { lines.append(row("training", told(claim.training))) }
    if let head = claim.ledgerHead {
      lines.append(row("ledger", "\(claim.ledgerEvents ?? 0) events, head \(head)"))
    }
    lines.append(
      row(
        "store",
        "\(report.bytes) bytes, \(report.manifests) manifest\(report.manifests == 1 ? "" : "s")"))
    return lines + problems(report) + remarks(report)
  }

  private static func state(_ report: CredentialReport) -> String {
    switch report.state {
    case .trusted: "the file is as it was signed, by somebody whom you trust."
    case .valid: "the file is as it was signed; who signed is not known."
    case .invalid: "THE CREDENTIALS DO NOT HOLD."
    }
  }

  private static func told(_ signer: CredentialReport.Signer) -> [String] {
    let names = [signer.name, signer.organization].compactMap { $0 }.joined(separator: ", ")
    let issuer = signer.isSelfSigned ? "itself" : signer.issuer ?? "somebody without a name"
    var lines = [
      row("signed by", names.isEmpty ? "somebody without a name" : names),
      row(
        "certificate",
        "issued by \(issuer), valid \(signer.validFrom.prefix(10)) to \(signer.validTo.prefix(10))"
      ),
    ]
    if signer.isSelfSigned {
      lines.append(
        row(
          "",
          "Made by the signer, it shows that nothing was changed since, not who signed: the names"))
      lines.append(row("", "in it are what the signer wrote."))
    }
    return lines
  }

  private static func told(_ action: CredentialReport.Action) -> String {
    let verb = action.name.hasPrefix("c2pa.") ? String(action.name.dropFirst(5)) : action.name
    let source = action.source.map(words) ?? action.sourceAddress
    let notes = [action.description, action.agent.map { "with \($0)" }, action.when]
      .compactMap { $0 }.joined(separator: "; ")
    return verb + (source.map { ": \($0)" } ?? "") + (notes.isEmpty ? "" : " (\(notes))")
  }

  private static func told(_ ingredient: CredentialReport.Ingredient) -> String {
    let role =
      switch ingredient.relationship {
      case "parentOf": "this was changed"
      case "componentOf": "is a part of it"
      case "inputTo": "was given to the program"
      default: ingredient.relationship ?? "in an unknown way"
      }
    let record =
      switch ingredient.holds {
      case true?: "its own credentials hold"
      case false?: "ITS OWN CREDENTIALS DO NOT HOLD"
      case nil: "without credentials of its own"
      }
    return "\(ingredient.title ?? "something without a name") (\(role); \(record))"
      + (ingredient.description.map { ": \($0)" } ?? "")
  }

  private static func told(_ training: [String: String]) -> String {
    training.sorted { $0.key < $1.key }.map { name, use in
      let word = use == "notAllowed" ? "not allowed" : use
      return "\(name.split(separator: ".").last.map(String.init) ?? name) \(word)"
    }.joined(separator: ", ")
  }

  private static func problems(_ report: CredentialReport) -> [String] {
    let failures = report.statuses.filter {
      $0.kind == .failure && $0.code != "signingCredential.untrusted"
    }
    return failures.isEmpty
      ? [] : ["What does not hold:"] + failures.map(told)
  }

  private static func remarks(_ report: CredentialReport) -> [String] {
    let remarks = report.statuses.filter {
      $0.kind == .informational && $0.code != "signingCredential.ocsp.skipped"
        && $0.code != "ingredient.unknownProvenance"
    }
    return remarks.isEmpty ? [] : ["To be known:"] + remarks.map(told)
  }

  private static func told(_ status: CredentialStatus) -> String {
    "  \(status.code)" + (status.explanation.map { ": \($0)" } ?? "")
      + (status.url.map { " [\($0)]" } ?? "")
  }

  private static func row(_ name: String, _ text: String) -> String {
    "  " + name.padding(to: 12) + PlainText.line(text)
  }

  /// What the IPTC's words mean.
  private static func words(_ type: DigitalSourceType) -> String {
    switch type {
    case .trainedAlgorithmicMedia: "made by a trained model"
    case .compositeWithTrainedAlgorithmicMedia: "people's work with parts by a trained model"
    case .algorithmicMedia: "made by rules, without a trained model"
    case .compositeSynthetic: "a mix of people's work and of what a program made"
    case .composite: "a mix of several sources"
    case .digitalCreation: "made by people, with software that writes nothing itself"
    case .humanEdits: "changed by a person"
    case .minorHumanEdits: "changed a little by a person"
    case .algorithmicallyEnhanced: "enhanced by a program"
    case .dataDrivenMedia: "made from data"
    case .digitalCapture: "recorded from real life"
    case .computationalCapture: "recorded from real life, with computation"
    case .digitalArt: "made by hand with software"
    case .virtualRecording: "a recording of a virtual event"
    case .screenCapture: "a recording of a screen"
    }
  }
}

extension String {
  fileprivate func padding(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }
}
