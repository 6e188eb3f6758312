import Foundation
public import Production

/// A disclosure as one page of HTML: no scripts, nothing loaded from elsewhere, readable on paper.
public struct DisclosurePage: Sendable {
  private let disclosure: Disclosure
  private let picture: String

  /// Makes a page; `picture` is an SVG file of the song, its colours explained in it.
  public init(_ disclosure: Disclosure, picture: String) {
    self.disclosure = disclosure
    self.picture = picture
  }

  /// The page.
  public var html: String {
    """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>\(Markup.escaped(title)): who made what</title>
    <style>
    \(Self.style)
    </style>
    </head>
    <body>
    <main>
    \(head)
    \(song)
    \(forms)
    \(lists)
    </main>
    </body>
    </html>

    """
  }

  private var title: String { disclosure.title.isEmpty ? "Untitled" : disclosure.title }

  // MARK: Pieces

  private var head: String {
    let ledger = disclosure.ledger
    let people = ledger.people.map { "\($0.name ?? "no name declared"), key \($0.key.prefix(16))…" }
    let verdict = ledger.isSound ? "✓ The ledger is in order" : "✗ The ledger is not in order"
    let origin =
      "Project \(disclosure.project), \(disclosure.program); \(ledger.events) "
      + "event\(ledger.events == 1 ? "" : "s"), the last of "
      + "\(DisclosureWords.time(ledger.lastTime))."
    return lines([
      "<header>", "<p class=\"kind\">A record of authorship</p>", Markup.element("h1", title),
      Markup.element("p", origin),
      "<section class=\"verdict \(ledger.isSound ? "sound" : "broken")\" aria-labelledby=\"ledger\">",
      Markup.element("h2", verdict, "id=\"ledger\""), paragraphs(ledger.verdict),
      people.isEmpty ? "" : Markup.element("p", "Signed by: \(people.joined(separator: "; "))."),
      ledger.head.map { "<p>Head: \(Markup.element("code", $0))</p>" } ?? "", "</section>",
      "</header>",
    ])
  }

  private var song: String {
    let elements = table(
      ["element", "counted"] + DisclosureWords.counts + ["the machine's"],
      disclosure.elements.map { row in
        [row.element.rawValue, row.unit] + DisclosureWords.counts(row.tally).map(String.init)
          + [row.share.rawValue]
      }, numbers: 2..<7)
    let parts = table(
      ["part", "instrument"] + DisclosureWords.counts.dropLast()
        + ["bars with a person's", "bars with the program's", "the machine's"],
      disclosure.parts.map { row in
        [row.part.id, row.part.instrument]
          + DisclosureWords.counts(row.notes).dropLast().map(String.init)
          + ["\(row.barsOfPerson)", "\(row.barsOfMachine)", DisclosureWords.share(row.share)]
      }, numbers: 2..<8)
    return section(
      "song", "The song, bar by bar",
      [
        "<figure role=\"group\" aria-label=\"Bars of the song by people and by the program\">",
        inlinePicture, "</figure>", paragraphs(disclosure.method), "<h3>By element</h3>", elements,
        "<h3>Notes by part</h3>", parts,
      ])
  }

  private var forms: String { lines([copyright, society, delivery]) }

  private var copyright: String {
    let statement = disclosure.copyright
    return section(
      "usco", "US Copyright Office",
      [
        "<dl>", entry("Author", statement.authors.isEmpty ? ["no claim"] : statement.authors),
        entry("Author Created", statement.created),
        entry("Limitation of Claim: Material Excluded", statement.excluded),
        entry("Limitation of Claim: New Material Included", statement.included),
        entry("Note to Copyright Office", [statement.note]), "</dl>", paragraphs(statement.advice),
      ])
  }

  private var society: String {
    let statement = disclosure.society
    let writers = table(
      ["writer", "number", "role", "share in %"],
      statement.writers.map { [$0.name, $0.number ?? "–", $0.role, $0.percent] }
        + [["all", "", "", "100.00"]], numbers: 3..<4)
    return section(
      "society", "Performing rights organisations",
      [
        "<p><b>The work \(Markup.escaped(DisclosureWords.eligibility(statement.eligibility))).</b></p>",
        paragraphs(statement.sentences), statement.writers.isEmpty ? "" : writers,
        statement.description.isEmpty ? "" : Markup.element("p", statement.description),
      ])
  }

  private var delivery: String {
    let statement = disclosure.delivery
    let fields =
      "ContainsAI of the recording: \(DisclosureWords.share(statement.recording)); of the work: "
      + "\(DisclosureWords.share(statement.work))."
    let roles = table(
      ["role", "part", "AiContribution", "why"],
      statement.contributions.map {
        [$0.role, $0.part ?? "", DisclosureWords.share($0.share), $0.reason]
      })
    let listeners = table(
      ["category", "AI", "detail"],
      disclosure.listeners.map { [$0.category, DisclosureWords.share($0.share), $0.detail] })
    return section(
      "ddex", "Distributors (DDEX)",
      [
        Markup.element("p", fields), roles, "<h3>For listeners</h3>", listeners,
        "<h3>Marking</h3>",
        Markup.element("p", "Digital source type: \(disclosure.marking.sourceType.rawValue)."),
        paragraphs(disclosure.marking.sentences),
      ])
  }

  private var lists: String {
    let credits = disclosure.credits
    let events = table(
      ["no.", "when", "what", "in words", "whose", "kept", "signed"],
      disclosure.events.map {
        [
          "\($0.id)", DisclosureWords.time($0.time), $0.verb, $0.summary,
          DisclosureWords.hand($0.hand), $0.isKept ? "yes" : "no", $0.isSealed ? "yes" : "no",
        ]
      })
    let sources = disclosure.sources.map { Markup.element("li", "\($0.title) (\($0.date))") }
    return lines([
      section(
        "credits", "Credits and licences",
        [
          table(
            ["what", "name", "by", "licence", "note"],
            credits.credits.map { [$0.kind, $0.name, $0.author, $0.licence, $0.note] }),
          training,
        ]), section("events", "Every operation", [events]), "<footer>",
      "<h2>What this is not</h2>", paragraphs(disclosure.limits), "<h2>Sources of the rules</h2>",
      "<ul>", lines(sources), "</ul>", "</footer>",
    ])
  }

  private var training: String {
    let training = disclosure.credits.training
    guard !training.isEmpty else { return "" }
    let works = training.reduce(0) { $0 + $1.works }
    return lines([
      "<details><summary>Training data of the model: \(works) works</summary>",
      table(
        ["collection", "licence", "works", "authors"],
        training.map {
          [$0.collection, $0.licence, "\($0.works)", $0.authors.joined(separator: "; ")]
        }, numbers: 2..<3), "</details>",
    ])
  }

  // MARK: Building blocks

  private var inlinePicture: String {
    guard let start = picture.range(of: "<svg") else { return "" }
    return String(picture[start.lowerBound...])
  }

  private func lines(_ texts: [String]) -> String {
    texts.filter { !$0.isEmpty }.joined(separator: "\n")
  }

  private func section(_ id: String, _ title: String, _ content: [String]) -> String {
    lines(
      ["<section aria-labelledby=\"\(id)\">", Markup.element("h2", title, "id=\"\(id)\"")]
        + content + ["</section>"])
  }

  private func paragraphs(_ texts: [String]) -> String {
    texts.map { Markup.element("p", $0) }.joined(separator: "\n")
  }

  private func entry(_ name: String, _ terms: [Disclosure.Term]) -> String {
    guard !terms.isEmpty else { return entry(name, ["(leave empty)"]) }
    let items = terms.map { term in
      "<dd><b>\(Markup.escaped(term.text))</b> <span>\(Markup.escaped(term.reason))</span></dd>"
    }
    return Markup.element("dt", name) + "\n" + items.joined(separator: "\n")
  }

  private func entry(_ name: String, _ texts: [String]) -> String {
    Markup.element("dt", name) + "\n"
      + texts.map { Markup.element("dd", $0) }.joined(separator: "\n")
  }

  private func table(
    _ head: [String], _ rows: [[String]], numbers: Range<Int> = 0..<0
  ) -> String {
    let titles = head.map { Markup.element("th", $0, "scope=\"col\"") }.joined()
    let body = rows.map { row in
      let cells = row.enumerated().map { index, text in
        index == 0
          ? Markup.element("th", text, "scope=\"row\"")
          : Markup.element("td", text, numbers.contains(index) ? "class=\"n\"" : "")
      }
      return "<tr>\(cells.joined())</tr>"
    }
    return lines(
      [
        "<div class=\"scroll\" tabindex=\"0\"><table>", "<thead><tr>\(titles)</tr></thead>",
        "<tbody>",
      ]
        + body + ["</tbody></table></div>"])
  }

  /// Plain ink on white, wide tables that scroll, and a page that prints.
  private static let style = """
    :root { color-scheme: light; }
    body { margin: 0; background: #fbfaf8; color: #24272b;
      font: 16px/1.5 system-ui, "DejaVu Sans", sans-serif; }
    main { max-width: 62rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; }
    h1 { font-size: 2rem; line-height: 1.2; margin: 0 0 .5rem; }
    h2 { font-size: 1.3rem; margin: 2.5rem 0 .5rem; }
    h3 { font-size: 1.05rem; margin: 1.5rem 0 .4rem; }
    .kind { margin: 0; color: #55595f; text-transform: uppercase; letter-spacing: .08em;
      font-size: .8rem; }
    .verdict { border-left: 6px solid #0072b2; background: #fff; padding: .75rem 1rem; }
    .verdict.broken { border-color: #b3261e; }
    .verdict h2 { margin: 0; font-size: 1.1rem; }
    .verdict p { margin: .35rem 0 0; }
    code { font-size: .85em; overflow-wrap: anywhere; }
    figure { margin: 1rem 0; background: #fff; border: 1px solid #dcd9d3; border-radius: 6px;
      overflow-x: auto; }
    figure svg { display: block; width: 100%; height: auto; min-width: 40rem; }
    .scroll { overflow-x: auto; }
    .scroll:focus-visible { outline: 2px solid #0072b2; }
    table { border-collapse: collapse; width: 100%; font-size: .9rem; background: #fff; }
    th, td { text-align: left; vertical-align: top; padding: .35rem .6rem;
      border-bottom: 1px solid #e6e3dd; }
    thead th { background: #f4f3f0; border-bottom: 2px solid #c9c5bd; }
    .n { text-align: right; font-variant-numeric: tabular-nums; }
    dt { font-weight: 600; margin-top: .9rem; color: #55595f; }
    dd { margin: .15rem 0 0 1.2rem; }
    dd span { color: #55595f; font-size: .9rem; }
    summary { cursor: pointer; margin: 1rem 0 .5rem; }
    footer { color: #55595f; font-size: .92rem; }
    @media print { body { background: #fff; } main { max-width: none; padding: 0; }
      h2, h3 { break-after: avoid; } tr { break-inside: avoid; } }
    """
}
