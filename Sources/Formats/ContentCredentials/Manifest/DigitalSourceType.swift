/// How content came to be, in the words of the IPTC and of C2PA 18.14.
public enum DigitalSourceType: String, CaseIterable, Codable, Sendable {
  /// All of it from a trained generative model.
  case trainedAlgorithmicMedia
  /// People's content with parts of a trained model.
  case compositeWithTrainedAlgorithmicMedia
  /// Made by rules without a trained model.
  case algorithmicMedia
  /// A mix of sources with synthetic ones.
  case compositeSynthetic
  /// A mix of sources.
  case composite
  /// Made by a person with software that generates nothing.
  case digitalCreation
  /// Changes of a person.
  case humanEdits
  /// Small changes of a person.
  case minorHumanEdits
  /// Corrected or enhanced by an algorithm.
  case algorithmicallyEnhanced
  /// Made from data.
  case dataDrivenMedia
  /// Recorded from real life.
  case digitalCapture
  /// Recorded from real life with computation.
  case computationalCapture
  /// Drawn or played by hand with software.
  case digitalArt
  /// A recording of a virtual event.
  case virtualRecording
  /// A recording of a screen.
  case screenCapture

  private static let prefix = "http://cv.iptc.org/newscodes/digitalsourcetype/"

  /// The address that stands in manifests.
  public var address: String { Self.prefix + rawValue }

  /// The type with an address; nil for addresses that are not known.
  public init?(address: String) {
    guard address.hasPrefix(Self.prefix),
      let type = Self(rawValue: String(address.dropFirst(Self.prefix.count)))
    else { return nil }
    self = type
  }
}
