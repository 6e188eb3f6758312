/// The statements for those who ask: offices, societies, distributors, listeners.
extension Disclosure {
  /// What goes on an application to the US Copyright Office.
  public struct CopyrightStatement: Hashable, Codable, Sendable {
    /// Whether a person made anything that can be claimed.
    public var canBeClaimed: Bool
    /// The authors: people alone.
    public var authors: [String]
    /// The field Author Created.
    public var created: [Term]
    /// The field Material Excluded.
    public var excluded: [Term]
    /// The field New Material Included; empty where nothing is excluded.
    public var included: [Term]
    /// The field Note to Copyright Office.
    public var note: String
    /// What to look at before filing.
    public var advice: [String]

    /// Makes a statement.
    public init(
      canBeClaimed: Bool, authors: [String], created: [Term], excluded: [Term], included: [Term],
      note: String, advice: [String]
    ) {
      self.canBeClaimed = canBeClaimed
      self.authors = authors
      self.created = created
      self.excluded = excluded
      self.included = included
      self.note = note
      self.advice = advice
    }
  }

  /// Whether a society takes a work.
  public enum Eligibility: String, Hashable, Codable, CaseIterable, Sendable {
    /// Nothing in words or music is the machine's.
    case human
    /// People and the machine made it together.
    case partly
    /// Nothing in words or music is a person's.
    case none
  }

  /// A writer on a registration.
  public struct Writer: Hashable, Codable, Sendable {
    /// The name of a person.
    public var name: String
    /// The number by which societies know writers, if given.
    public var number: String?
    /// What the writer did: `composer`, `author`, `composer and author` or `arranger`.
    public var role: String
    /// Hundredths of a percent of the work; those of all writers sum to 10,000.
    public var share: Int

    /// Makes a writer.
    public init(name: String, number: String? = nil, role: String, share: Int) {
      self.name = name
      self.number = number
      self.role = role
      self.share = share
    }

    /// The share as percent with two decimals, such as `33.34`.
    public var percent: String {
      let rest = share % 100
      return "\(share / 100).\(rest < 10 ? "0" : "")\(rest)"
    }
  }

  /// What goes on a registration with a performing rights organisation.
  public struct SocietyStatement: Hashable, Codable, Sendable {
    /// Whether the work can be registered.
    public var eligibility: Eligibility
    /// The same in sentences.
    public var sentences: [String]
    /// The writers with their shares; empty where nothing can be registered.
    public var writers: [Writer]
    /// Whether the form's flag for generated elements is to be set.
    public var isFlagged: Bool
    /// What is generated, for the form; empty where nothing is.
    public var description: String

    /// Makes a statement.
    public init(
      eligibility: Eligibility, sentences: [String], writers: [Writer], isFlagged: Bool,
      description: String
    ) {
      self.eligibility = eligibility
      self.sentences = sentences
      self.writers = writers
      self.isFlagged = isFlagged
      self.description = description
    }
  }

  /// One role of a recording or a work and how much of it is the machine's.
  public struct Contribution: Hashable, Codable, Sendable {
    /// The role, such as `Composer`, `Lyricist` or the name of an instrument's player.
    public var role: String
    /// The part that it plays; nil for roles of the work.
    public var part: String?
    /// None, Partly or All; nil where it was not measured, which is to be left out and not None.
    public var share: MachineShare?
    /// Why, with counts.
    public var reason: String

    /// Makes a contribution.
    public init(role: String, part: String? = nil, share: MachineShare?, reason: String) {
      self.role = role
      self.part = part
      self.share = share
      self.reason = reason
    }
  }

  /// What goes to a distributor, in the words of DDEX.
  public struct DeliveryStatement: Hashable, Codable, Sendable {
    /// The field ContainsAI of the sound recording; nil where there is nothing to say it of.
    public var recording: MachineShare?
    /// The same of the work: words and music.
    public var work: MachineShare?
    /// The field AiContribution by role.
    public var contributions: [Contribution]

    /// Makes a statement.
    public init(recording: MachineShare?, work: MachineShare?, contributions: [Contribution]) {
      self.recording = recording
      self.work = work
      self.contributions = contributions
    }
  }

  /// A category in which services tell listeners.
  public struct ListenerRow: Hashable, Codable, Sendable {
    /// The category, such as `instrumentation`.
    public var category: String
    /// None, Partly or All; nil where it was not measured.
    public var share: MachineShare?
    /// The roles or parts concerned.
    public var detail: String

    /// Makes a row.
    public init(category: String, share: MachineShare?, detail: String) {
      self.category = category
      self.share = share
      self.detail = detail
    }
  }

  /// Whether and how files are to be marked.
  public struct MarkingStatement: Hashable, Codable, Sendable {
    /// The kind of source by IPTC's list, as content credentials state it.
    public var sourceType: DigitalSourceType
    /// Whether a machine-readable mark is called for.
    public var isMarked: Bool
    /// The same in sentences.
    public var sentences: [String]

    /// Makes a statement.
    public init(sourceType: DigitalSourceType, isMarked: Bool, sentences: [String]) {
      self.sourceType = sourceType
      self.isMarked = isMarked
      self.sentences = sentences
    }
  }

  /// Terms of IPTC's NewsCodes "Digital Source Type", as far as they are used here.
  public enum DigitalSourceType: String, Hashable, Codable, CaseIterable, Sendable {
    /// Made by people with digital tools.
    case digitalCreation
    /// Made by rules alone, with no learned model.
    case algorithmicMedia
    /// Made by a learned model.
    case trainedAlgorithmicMedia
    /// Put together from several elements, at least one of them made by rules.
    case compositeSynthetic
    /// Put together from several elements, at least one of them made by a learned model.
    case compositeWithTrainedAlgorithmicMedia

    /// Its address in the vocabulary.
    public var address: String { "http://cv.iptc.org/newscodes/digitalsourcetype/\(rawValue)" }
  }

  /// Something that the song stands on.
  public struct Credit: Hashable, Codable, Sendable {
    /// What it is, such as `SoundFont`.
    public var kind: String
    /// Its name.
    public var name: String
    /// Who made it, as far as known.
    public var author: String
    /// Its licence, as far as known.
    public var licence: String
    /// What the licence asks for, or what is to be looked up.
    public var note: String

    /// Makes a credit.
    public init(kind: String, name: String, author: String, licence: String, note: String) {
      self.kind = kind
      self.name = name
      self.author = author
      self.licence = licence
      self.note = note
    }
  }

  /// Works of training data under one licence in one collection, with their authors.
  public struct Attribution: Hashable, Codable, Sendable {
    /// The collection.
    public var collection: String
    /// The licence.
    public var licence: String
    /// How many works.
    public var works: Int
    /// The authors with the most works first, as the manifest names them.
    public var authors: [String]

    /// Makes an attribution.
    public init(collection: String, licence: String, works: Int, authors: [String]) {
      self.collection = collection
      self.licence = licence
      self.works = works
      self.authors = authors
    }
  }

  /// Who and what is to be credited.
  public struct CreditSheet: Hashable, Codable, Sendable {
    /// The credits in order.
    public var credits: [Credit]
    /// The training data of the model, where a model wrote notes of the song.
    public var training: [Attribution]

    /// Makes a sheet.
    public init(credits: [Credit], training: [Attribution]) {
      self.credits = credits
      self.training = training
    }
  }

  /// One operation as a reader sees it.
  public struct EventRow: Hashable, Codable, Sendable {
    /// Its number.
    public var id: Int64
    /// When, in seconds since 1970 in UTC, if known.
    public var time: Int64?
    /// The operation and its line for people.
    public var verb: String, summary: String
    /// Whose the notes are that it wrote or changed; nil where none were or it was not recorded.
    public var hand: AuthorshipHand?
    /// Whether the song as it stands rests on it.
    public var isKept: Bool
    /// Whether it is signed.
    public var isSealed: Bool

    /// Makes a row.
    public init(
      id: Int64, time: Int64?, verb: String, summary: String, hand: AuthorshipHand?, isKept: Bool,
      isSealed: Bool
    ) {
      self.id = id
      self.time = time
      self.verb = verb
      self.summary = summary
      self.hand = hand
      self.isKept = isKept
      self.isSealed = isSealed
    }
  }

  /// Where a rule comes from.
  public struct RuleSource: Hashable, Codable, Sendable {
    /// A short name by which texts refer to it.
    public var id: String
    /// Its title.
    public var title: String
    /// Its date.
    public var date: String

    /// Makes a source.
    public init(id: String, title: String, date: String) {
      self.id = id
      self.title = title
      self.date = date
    }
  }
}
