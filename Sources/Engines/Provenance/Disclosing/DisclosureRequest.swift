public import Production

/// What a disclosure needs besides the measurement: names, the ledger's verdict, what was used.
public struct DisclosureRequest: Hashable, Sendable {
  /// A writer as a person declares one.
  public struct DeclaredWriter: Hashable, Sendable {
    /// The name of a person.
    public var name: String
    /// The number by which societies know the writer.
    public var number: String?
    /// Hundredths of a percent; nil for an equal share of what is left.
    public var share: Int?

    /// Makes a writer.
    public init(name: String, number: String? = nil, share: Int? = nil) {
      self.name = name
      self.number = number
      self.share = share
    }
  }

  /// A learned model and what it was trained on.
  public struct Model: Hashable, Sendable {
    /// Its name.
    public var name: String
    /// Its training data.
    public var training: [Disclosure.Attribution]

    /// Makes a model.
    public init(name: String, training: [Disclosure.Attribution]) {
      self.name = name
      self.training = training
    }
  }

  /// The project's name and the program's version.
  public var project: String, program: String
  /// Every event of the ledger.
  public var events: [LedgerEvent]
  /// What the ledger says of itself.
  public var ledger: Disclosure.LedgerStatement
  /// The writers; empty where none was declared.
  public var writers: [DeclaredWriter]
  /// Whether what came in files is somebody else's or was published before.
  public var importsAreOthers: Bool
  /// The request to the program in words, if there was one.
  public var prompt: String
  /// The styles in use and the SoundFont, once one is in use.
  public var styles: [String], soundFont: SoundFontIdentity?
  /// The learned model that is installed.
  public var model: Model?

  /// Makes a request.
  public init(
    project: String, program: String, events: [LedgerEvent],
    ledger: Disclosure.LedgerStatement, writers: [DeclaredWriter] = [],
    importsAreOthers: Bool = false, prompt: String = "", styles: [String] = [],
    soundFont: SoundFontIdentity? = nil, model: Model? = nil
  ) {
    self.project = project
    self.program = program
    self.events = events
    self.ledger = ledger
    self.writers = writers
    self.importsAreOthers = importsAreOthers
    self.prompt = prompt
    self.styles = styles
    self.soundFont = soundFont
    self.model = model
  }
}

/// Why a disclosure cannot be made as it was asked for.
public enum DisclosureError: Error, Hashable, Sendable {
  /// The shares that were declared do not sum to 100.00, in hundredths of a percent.
  case sharesDoNotSum(Int)
  /// A share is not within 0.01 to 100.00, in hundredths of a percent.
  case shareOutOfRange(writer: String, share: Int)
  /// A writer has no name, or the name of a program.
  case notAPerson(name: String)
  /// A writer's number is none that an IPI can be.
  case badNumber(writer: String, number: String)
  /// One writer was declared twice.
  case writerTwice(name: String)
  /// There are more writers than shares of a hundredth of a percent.
  case tooManyWriters(Int)
}
