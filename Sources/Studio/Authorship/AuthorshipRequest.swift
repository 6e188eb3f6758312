public import Provenance

/// A form in which it is told who made what of a song.
public enum AuthorshipFormat: String, CaseIterable, Codable, Sendable {
  /// One page for a browser.
  case html
  /// Pages for paper.
  case pdf
  /// Everything, for programs.
  case json
  /// The fields that distributors ask for, to be merged into their messages.
  case xml
  /// Words to be copied into forms.
  case txt
}

/// Papers that are wanted of a project.
public struct AuthorshipRequest: Hashable, Sendable {
  /// In which forms.
  public var formats: [AuthorshipFormat]
  /// The folder to write; nil for the project's.
  public var output: String?
  /// Whether files of the same name are replaced.
  public var replacing: Bool
  /// The writers; empty for the names that are declared in ledger or configuration.
  public var writers: [DisclosureRequest.DeclaredWriter]
  /// Whether what came in files is somebody else's or was published before.
  public var importsAreOthers: Bool

  /// Makes a request.
  public init(
    formats: [AuthorshipFormat], output: String? = nil, replacing: Bool = false,
    writers: [DisclosureRequest.DeclaredWriter] = [], importsAreOthers: Bool = false
  ) {
    self.formats = formats
    self.output = output
    self.replacing = replacing
    self.writers = writers
    self.importsAreOthers = importsAreOthers
  }
}
