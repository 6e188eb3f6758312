/// What may be said about who made a song, for offices, societies, distributors and listeners.
///
/// Every statement is derived from one measurement of one ledger by documented rules, so that all of
/// them agree. A record of facts and no legal advice.
public struct Disclosure: Hashable, Codable, Sendable {
  /// The form of this value: 1.
  public var form: Int
  /// The song's title and the name of its project.
  public var title: String, project: String
  /// The version of the program.
  public var program: String
  /// What the ledger says of itself.
  public var ledger: LedgerStatement
  /// What was measured and how, sentence by sentence.
  public var method: [String]
  /// The counts of every element that the song has.
  public var elements: [ElementRow]
  /// The counts of every part.
  public var parts: [PartRow]
  /// What goes on an application to the US Copyright Office.
  public var copyright: CopyrightStatement
  /// What goes on a registration with a performing rights organisation.
  public var society: SocietyStatement
  /// What goes to a distributor, in the words of DDEX.
  public var delivery: DeliveryStatement
  /// What listeners may be told, by category.
  public var listeners: [ListenerRow]
  /// Whether and how the files are to be marked.
  public var marking: MarkingStatement
  /// Who and what is to be credited, and under which licences.
  public var credits: CreditSheet
  /// Every operation, in order.
  public var events: [EventRow]
  /// What these papers are not.
  public var limits: [String]
  /// Where the rules come from.
  public var sources: [RuleSource]
  /// The measurement itself.
  public var authorship: Authorship

  /// Makes a disclosure of its parts.
  public init(
    title: String, project: String, program: String, ledger: LedgerStatement, method: [String],
    elements: [ElementRow], parts: [PartRow], copyright: CopyrightStatement,
    society: SocietyStatement, delivery: DeliveryStatement, listeners: [ListenerRow],
    marking: MarkingStatement, credits: CreditSheet, events: [EventRow], limits: [String],
    sources: [RuleSource], authorship: Authorship
  ) {
    form = 1
    self.title = title
    self.project = project
    self.program = program
    self.ledger = ledger
    self.method = method
    self.elements = elements
    self.parts = parts
    self.copyright = copyright
    self.society = society
    self.delivery = delivery
    self.listeners = listeners
    self.marking = marking
    self.credits = credits
    self.events = events
    self.limits = limits
    self.sources = sources
    self.authorship = authorship
  }
}

extension Disclosure {
  /// What a ledger says of itself.
  public struct LedgerStatement: Hashable, Codable, Sendable {
    /// Whether nothing speaks against it.
    public var isSound: Bool
    /// The verdict, sentence by sentence.
    public var verdict: [String]
    /// The hash of the last sealed event, in hexadecimal, by which a later cut can be found.
    public var head: String?
    /// How many events it has.
    public var events: Int
    /// When the last of them was, in seconds since 1970 in UTC.
    public var lastTime: Int64?
    /// The keys that signed, each with the declared name of its owner.
    public var people: [LedgerPerson]

    /// Makes a statement.
    public init(
      isSound: Bool, verdict: [String], head: String?, events: Int, lastTime: Int64?,
      people: [LedgerPerson]
    ) {
      self.isSound = isSound
      self.verdict = verdict
      self.head = head
      self.events = events
      self.lastTime = lastTime
      self.people = people
    }
  }

  /// The counts of one element.
  public struct ElementRow: Hashable, Codable, Sendable {
    /// What was counted.
    public var element: AuthorshipElement
    /// What one unit is, such as `notes`.
    public var unit: String
    /// The counts.
    public var tally: AuthorshipTally
    /// None, Partly or All of it is the machine's.
    public var share: MachineShare

    /// Makes a row.
    public init(
      element: AuthorshipElement, unit: String, tally: AuthorshipTally, share: MachineShare
    ) {
      self.element = element
      self.unit = unit
      self.tally = tally
      self.share = share
    }
  }

  /// The counts of one part's notes.
  public struct PartRow: Hashable, Codable, Sendable {
    /// The part.
    public var part: AuthorshipPart
    /// Its notes.
    public var notes: AuthorshipTally
    /// How many bars hold a note that a person wrote or changed.
    public var barsOfPerson: Int
    /// How many bars hold a note that the machine wrote or changed.
    public var barsOfMachine: Int
    /// None, Partly or All of its notes and its playing are the machine's; nil where it rests.
    public var share: MachineShare?

    /// Makes a row.
    public init(
      part: AuthorshipPart, notes: AuthorshipTally, barsOfPerson: Int, barsOfMachine: Int,
      share: MachineShare?
    ) {
      self.part = part
      self.notes = notes
      self.barsOfPerson = barsOfPerson
      self.barsOfMachine = barsOfMachine
      self.share = share
    }
  }

  /// A few words for a form, with the counts that speak for them.
  public struct Term: Hashable, Codable, Sendable {
    /// The words.
    public var text: String
    /// Why, with counts.
    public var reason: String

    /// Makes a term.
    public init(text: String, reason: String) {
      self.text = text
      self.reason = reason
    }
  }
}
