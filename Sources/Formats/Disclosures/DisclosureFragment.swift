public import Production

/// The fields of a disclosure that distributors ask for, as a fragment of XML.
///
/// The elements `ContainsAI` and `AiContribution` are those of DDEX ERN 4.3.2: of the recording in
/// `SoundRecording`, of the work in `Release`. The fragment is to be merged into a message and is none
/// by itself. What was not measured is left out: absent means undeclared. A ledger that does not verify
/// is told of in a comment.
public struct DisclosureFragment: Sendable {
  private let disclosure: Disclosure

  /// Makes a fragment.
  public init(_ disclosure: Disclosure) { self.disclosure = disclosure }

  /// The fragment, with a line end after the last line.
  public var xml: String {
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
    let title = Markup.element("DisplayTitleText", disclosure.title)
    return """
      <?xml version="1.0" encoding="UTF-8"?>
      <!-- Fragments for DDEX ERN 4.3.2; merge them into your message and check it against the schema. -->
      \(warning)<NewReleaseMessage xmlns="http://ddex.net/xml/ern/432">
        <ResourceList>
          <SoundRecording>
            \(title)
      \(containsAI(disclosure.delivery.recording))\(contributors.joined())    </SoundRecording>
        </ResourceList>
        <ReleaseList>
          <!-- ContainsAI of the work: words and music, however they are recorded. -->
          <Release>
            \(title)
      \(containsAI(disclosure.delivery.work))    </Release>
        </ReleaseList>
      </NewReleaseMessage>

      """
  }

  private func containsAI(_ share: MachineShare?) -> String {
    share.map { "      <ContainsAI>\($0.rawValue)</ContainsAI>\n" } ?? ""
  }

  /// What stands above everything where the ledger does not verify.
  private var warning: String {
    guard !disclosure.ledger.isSound else { return "" }
    return
      "<!-- THE LEDGER IS NOT IN ORDER: what follows was read from a project that was changed without "
      + "its key. See: etude provenance verify. -->\n"
  }
}
