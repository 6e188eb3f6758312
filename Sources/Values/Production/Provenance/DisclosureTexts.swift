/// The texts of disclosures: words for forms with the rules that they come from.
///
/// Data, not code: `disclosure.yaml` holds them with sources and dates. Places such as `{parts}`
/// are filled in.
public struct DisclosureTexts: Hashable, Sendable {
  /// The texts by key; every key is there.
  private let texts: [Key: String]
  /// Where the rules come from.
  public let sources: [Disclosure.RuleSource]
  /// What is known of SoundFonts by file name.
  public let soundFonts: [Disclosure.Credit]
  /// What licences ask for, by their names in manifests.
  public let licences: [String: String]

  /// Makes texts; nil where a key has none.
  public init?(
    texts: [Key: String], sources: [Disclosure.RuleSource], soundFonts: [Disclosure.Credit],
    licences: [String: String]
  ) {
    guard Key.allCases.allSatisfy({ texts[$0] != nil }) else { return nil }
    self.texts = texts
    self.sources = sources
    self.soundFonts = soundFonts
    self.licences = licences
  }

  /// A text with its places filled in.
  public func text(_ key: Key, _ values: [String: String] = [:]) -> String {
    var result = texts[key] ?? ""
    for (name, value) in values.sorted(by: { $0.key < $1.key }) {
      result = result.split(separator: "{\(name)}", omittingEmptySubsequences: false)
        .joined(separator: value)
    }
    return result
  }

  /// What a text is for.
  public enum Key: String, CaseIterable, Hashable, Sendable {
    case methodEvents, methodUnits, methodShare, methodMachine, methodImported
    case methodExported
    case createdLyrics, createdMusic, createdMelody, createdHarmony, createdParts
    case createdArrangement, createdSelection, createdModifiedMelody, createdModifiedParts
    case createdPerformance
    case excludedImported, excludedMusic, excludedLyrics, excludedMelody, excludedModifiedMelody
    case excludedChangedMelody, excludedChangedParts
    case excludedParts, excludedModifiedParts, excludedHarmony, excludedPerformance
    case noteTool, notePrompt, noteCounts, noteSelections, noteNothing
    case noteCarried
    case adviceUnclaimed, adviceForm, adviceMinimis, adviceImported, adviceChoice, adviceSeparate
    case societyHuman, societyPartly, societyNone, societyWordsAlone, societyTraining
    case societyImported
    case societyOthers, societyDescription
    case deliveryGenerative, deliveryRules, deliveryMix, deliveryUnmeasured, deliveryDeclared
    case markingNone, markingModel, markingRules
    case creditSoundFontUnknown, creditSoundFontNone, creditStyles, creditModel, creditProgram
    case creditTraining
    case limitAdvice, limitIntegrity, limitImported, limitMinimis
  }
}
