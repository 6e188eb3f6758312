import Disclosures
public import Production

/// A disclosure on pages of paper (A4), as PDF.
public struct DisclosurePages: Sendable {
  private let disclosure: Disclosure
  private let theme = PictureTheme.light
  /// A4 in points.
  private static let paper = PictureSize(width: 595.28, height: 841.89)
  /// The most operations on paper; the other forms have all.
  private static let mostEvents = 400

  /// Makes pages.
  public init(_ disclosure: Disclosure) { self.disclosure = disclosure }

  /// The file's bytes; the same disclosure gives the same bytes.
  public func encoded() throws(DrawingError) -> [UInt8] {
    try Canvas.encode(size: Self.paper, format: .pdf, scale: 1) { canvas in
      var flow = PageFlow(
        canvas: canvas, size: Self.paper, theme: theme,
        foot: "\(title): who made what. A record of facts, no legal advice.")
      drawHead(&flow)
      drawCounts(&flow)
      drawCopyright(&flow)
      drawSociety(&flow)
      drawDelivery(&flow)
      drawCredits(&flow)
      drawEvents(&flow)
      drawEnd(&flow)
    }
  }

  private var title: String { disclosure.title.isEmpty ? "Untitled" : disclosure.title }

  private func drawHead(_ flow: inout PageFlow) {
    let ledger = disclosure.ledger
    flow.write("A RECORD OF AUTHORSHIP", size: 8, color: theme.faintText)
    flow.write(title, size: 22, color: theme.text, isBold: true)
    flow.paragraph(
      "Project \(disclosure.project), \(disclosure.program); \(ledger.events) "
        + "event\(ledger.events == 1 ? "" : "s"), the last of "
        + "\(DisclosureWords.time(ledger.lastTime)).")
    flow.heading(
      ledger.isSound ? "The ledger is in order" : "The ledger is NOT in order", size: 11)
    for line in ledger.verdict { flow.paragraph(line) }
    for person in ledger.people {
      flow.paragraph("Signed by \(person.name ?? "no name declared"), key \(person.key)")
    }
    if let head = ledger.head { flow.paragraph("Head: \(head)") }
    flow.heading("The song, bar by bar")
    flow.place(
      AuthorshipPicture(
        of: disclosure.authorship,
        width: min(max(276 + Double(disclosure.authorship.bars) * 14, 900), 1400)))
  }

  private func drawCounts(_ flow: inout PageFlow) {
    for line in disclosure.method { flow.paragraph(line) }
    flow.heading("By element", size: 11)
    let counts = DisclosureWords.counts.map { (title: $0, share: 1.25, isNumber: true) }
    flow.table(
      [("element", 1.3, false), ("counted", 1.8, false)] + counts + [("the machine's", 1.4, false)],
      disclosure.elements.map { row in
        [row.element.rawValue, row.unit] + DisclosureWords.counts(row.tally).map { "\($0)" }
          + [row.share.rawValue]
      })
    flow.heading("Notes by part", size: 11)
    flow.table(
      [("part", 1.2, false), ("instrument", 1.8, false)] + counts.dropLast()
        + [
          ("bars with a person's", 1.1, true), ("bars with the program's", 1.2, true),
          ("the machine's", 1.4, false),
        ],
      disclosure.parts.map { row in
        [row.part.id, row.part.instrument]
          + DisclosureWords.counts(row.notes).dropLast().map { "\($0)" }
          + ["\(row.barsOfPerson)", "\(row.barsOfMachine)", DisclosureWords.share(row.share)]
      })
  }

  private func drawCopyright(_ flow: inout PageFlow) {
    let statement = disclosure.copyright
    func entry(_ name: String, _ terms: [Disclosure.Term]) {
      flow.entry(
        name,
        terms.isEmpty ? [("(leave empty)", "")] : terms.map { ($0.text, $0.reason) })
    }
    flow.heading("US Copyright Office")
    flow.entry(
      "Author",
      statement.authors.isEmpty ? [("no claim", "")] : statement.authors.map { ($0, "") })
    entry("Author Created", statement.created)
    entry("Limitation of Claim: Material Excluded", statement.excluded)
    entry("Limitation of Claim: New Material Included", statement.included)
    flow.entry("Note to Copyright Office", [])
    flow.paragraph(statement.note, indent: 12)
    for line in statement.advice { flow.paragraph(line) }
  }

  private func drawSociety(_ flow: inout PageFlow) {
    let statement = disclosure.society
    flow.heading("Performing rights organisations")
    flow.write(
      "The work \(DisclosureWords.eligibility(statement.eligibility)).", size: 9.5,
      color: theme.text, isBold: true)
    for line in statement.sentences { flow.paragraph(line) }
    if !statement.writers.isEmpty {
      flow.table(
        [
          ("writer", 3, false), ("number", 2, false), ("role", 2, false), ("share in %", 1, true),
        ],
        statement.writers.map { [$0.name, $0.number ?? "–", $0.role, $0.percent] }
          + [["all", "", "", "100.00"]])
    }
    if !statement.description.isEmpty { flow.paragraph(statement.description) }
  }

  private func drawDelivery(_ flow: inout PageFlow) {
    let statement = disclosure.delivery
    flow.heading("Distributors (DDEX)")
    flow.paragraph(
      "ContainsAI of the recording: \(DisclosureWords.share(statement.recording)); of the work: "
        + "\(DisclosureWords.share(statement.work)).")
    flow.table(
      [
        ("role", 2, false), ("part", 1.2, false), ("AiContribution", 1.4, false), ("why", 5, false),
      ],
      statement.contributions.map {
        [$0.role, $0.part ?? "", DisclosureWords.share($0.share), $0.reason]
      })
    flow.heading("For listeners", size: 11)
    flow.table(
      [("category", 1.5, false), ("AI", 1.2, false), ("detail", 6, false)],
      disclosure.listeners.map { [$0.category, DisclosureWords.share($0.share), $0.detail] })
    flow.heading("Marking", size: 11)
    flow.paragraph("Digital source type: \(disclosure.marking.sourceType.rawValue).")
    for line in disclosure.marking.sentences { flow.paragraph(line) }
  }

  private func drawCredits(_ flow: inout PageFlow) {
    let credits = disclosure.credits
    flow.heading("Credits and licences")
    flow.table(
      [
        ("what", 1.1, false), ("name", 2, false), ("by", 1.6, false), ("licence", 1.2, false),
        ("note", 4, false),
      ], credits.credits.map { [$0.kind, $0.name, $0.author, $0.licence, $0.note] })
    guard !credits.training.isEmpty else { return }
    flow.heading("Training data of the model", size: 11)
    flow.table(
      [
        ("collection", 1.8, false), ("licence", 1.2, false), ("works", 0.7, true),
        ("authors", 5, false),
      ],
      credits.training.map { entry in
        let shown = entry.authors.prefix(12).joined(separator: "; ")
        let more = entry.authors.count - 12
        return [
          entry.collection, entry.licence, "\(entry.works)",
          more > 0 ? "\(shown) and \(more) more" : shown,
        ]
      })
  }

  private func drawEvents(_ flow: inout PageFlow) {
    flow.heading("Every operation")
    let shown = disclosure.events.prefix(Self.mostEvents)
    flow.table(
      [
        ("no.", 0.6, true), ("when", 2.5, false), ("what", 1.4, false), ("in words", 3.6, false),
        ("whose", 1.1, false), ("kept", 0.6, false), ("signed", 0.8, false),
      ],
      shown.map {
        [
          "\($0.id)", DisclosureWords.time($0.time), $0.verb, $0.summary,
          DisclosureWords.hand($0.hand), $0.isKept ? "yes" : "no", $0.isSealed ? "yes" : "no",
        ]
      })
    let more = disclosure.events.count - shown.count
    if more > 0 { flow.paragraph("And \(more) more, which the other forms of this record list.") }
  }

  private func drawEnd(_ flow: inout PageFlow) {
    flow.heading("What this is not")
    for line in disclosure.limits { flow.paragraph(line) }
    flow.heading("Sources of the rules", size: 11)
    for source in disclosure.sources { flow.paragraph("\(source.title) (\(source.date))") }
  }
}
