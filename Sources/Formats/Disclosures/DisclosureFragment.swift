public import Production

/// The fields of a disclosure that distributors ask for, as a fragment of XML.
///
/// The elements `ContainsAI` and `AiContribution` are those of DDEX ERN 4.3.2; the fragment is to be
/// merged into a message and is none by itself. What was not measured is left out: absent means
/// undeclared.
public struct DisclosureFragment: Sendable {
  private let disclosure: Disclosure

  /// Makes a fragment.
  public init(_ disclosure: Disclosure) { self.disclosure = disclosure }

  /// The fragment, with a line end after the last line.
  public var xml: String {
    let recording = disclosure.delivery.recording.map {
      "  <ContainsAI>\($0.rawValue)</ContainsAI>\n"
    }
    let contributors = disclosure.delivery.contributions.compactMap { entry in
      entry.share.map { share in
        """
          <Contributor>
            \(Markup.element("Role", entry.part.map { "\(entry.role) (\($0))" } ?? entry.role))
            <AiContribution>\(share.rawValue)</AiContribution>
          </Contributor>

        """
      }
    }
    return """
      <?xml version="1.0" encoding="UTF-8"?>
      <!-- A fragment for DDEX ERN 4.3.2; merge it into your message and check it against the schema. -->
      <SoundRecording xmlns="http://ddex.net/xml/ern/432">
        \(Markup.element("DisplayTitleText", disclosure.title))
      \(recording ?? "")\(contributors.joined())</SoundRecording>

      """
  }
}
