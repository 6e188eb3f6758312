public import Production

/// A disclosure as plain text, to be copied into forms.
public struct DisclosureSheet: Sendable {
  private let disclosure: Disclosure

  /// Makes a sheet.
  public init(_ disclosure: Disclosure) { self.disclosure = disclosure }

  /// The sheet, with a line end after the last line.
  public var text: String {
    let lines = head + copyright + society + delivery + credits + end
    return lines.map(Self.line).joined(separator: "\n") + "\n"
  }

  private var head: [String] {
    let ledger = disclosure.ledger
    return [
      disclosure.title.isEmpty ? "Untitled" : disclosure.title,
      "Project \(disclosure.project), \(disclosure.program), "
        + "\(ledger.events) event\(ledger.events == 1 ? "" : "s")",
      "", ledger.isSound ? "The ledger is in order" : "THE LEDGER IS NOT IN ORDER", "",
    ] + ledger.verdict + (ledger.head.map { ["Head: \($0)"] } ?? [])
  }

  private var copyright: [String] {
    let statement = disclosure.copyright
    func field(_ name: String, _ terms: [Disclosure.Term]) -> [String] {
      ["\(name): " + (terms.isEmpty ? "(leave empty)" : terms.map(\.text).joined(separator: "; "))]
        + terms.map { "    \($0.text): \($0.reason)" }
    }
    return title("US Copyright Office")
      + [
        "Author: "
          + (statement.authors.isEmpty ? "(no claim)" : statement.authors.joined(separator: "; "))
      ]
      + field("Author Created", statement.created)
      + field("Material Excluded", statement.excluded)
      + field("New Material Included", statement.included)
      + ["Note to Copyright Office: \(statement.note)"] + statement.advice
  }

  private var society: [String] {
    let statement = disclosure.society
    return title("Performing rights organisations")
      + ["The work " + DisclosureWords.eligibility(statement.eligibility) + "."]
      + statement.sentences
      + statement.writers.map { writer in
        "Writer: \(writer.name)" + (writer.number.map { ", \($0)" } ?? "")
          + ", \(writer.role), \(writer.percent) %"
      } + (statement.description.isEmpty ? [] : [statement.description])
  }

  private var delivery: [String] {
    let statement = disclosure.delivery
    return title("Distributors (DDEX)")
      + [
        "ContainsAI of the recording: \(DisclosureWords.share(statement.recording))",
        "ContainsAI of the work: \(DisclosureWords.share(statement.work))",
      ]
      + statement.contributions.map { entry in
        "AiContribution, \(entry.role)" + (entry.part.map { " (\($0))" } ?? "")
          + ": \(DisclosureWords.share(entry.share)). \(entry.reason)"
      } + title("Marking")
      + ["Digital source type: \(disclosure.marking.sourceType.address)"]
      + disclosure.marking.sentences
  }

  private var credits: [String] {
    title("Credits and licences")
      + disclosure.credits.credits.map { credit in
        [credit.kind, credit.name, credit.author, credit.licence, credit.note]
          .filter { !$0.isEmpty }.joined(separator: ", ")
      }
      + disclosure.credits.training.map { entry in
        "\(entry.collection), \(entry.licence), \(entry.works) works: "
          + entry.authors.joined(separator: "; ")
      }
  }

  private var end: [String] {
    title("What this is not") + disclosure.limits + title("Sources of the rules")
      + disclosure.sources.map { "\($0.title) (\($0.date))" }
  }

  private func title(_ text: String) -> [String] { ["", text.uppercased(), ""] }

  /// A text within one line, without what a terminal obeys.
  private static func line(_ text: String) -> String {
    String(
      String.UnicodeScalarView(
        text.unicodeScalars.map { scalar in
          switch scalar.value {
          case 0x00...0x1F, 0x7F...0x9F, 0x202A...0x202E, 0x2066...0x2069: "\u{FFFD}"
          default: scalar
          }
        }))
  }
}
