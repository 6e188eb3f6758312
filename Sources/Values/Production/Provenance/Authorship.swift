public import Music

/// Whose decision something is: a person's, or the program's.
///
/// What rules choose is as much the program's as what a learned model chooses.
public enum AuthorshipHand: String, Hashable, Codable, CaseIterable, Sendable {
  /// A person typed, drew, tapped, played or brought it in.
  case person
  /// The program chose it.
  case machine
}

/// What of a song is measured by itself.
public enum AuthorshipElement: String, Hashable, Codable, CaseIterable, Sendable {
  /// The pitches of leads and counter-lines.
  case melody
  /// The pitches of basses, chords, pads and arpeggios, and the chords of the song.
  case harmony
  /// Onsets and lengths of the notes of every part.
  case rhythm
  /// The words.
  case lyrics
  /// The order of the bars, and who plays in them.
  case arrangement
  /// How the notes are played: time, length and strength of every played note.
  case performance
  /// The strips and the bus of the mix.
  case mix
}

/// How much of something is the machine's, in the words of DDEX.
public enum MachineShare: String, Hashable, Codable, CaseIterable, Sendable {
  /// Nothing is.
  case none = "None"
  /// Something is, and something is a person's.
  case partly = "Partly"
  /// Everything is.
  case all = "All"
}

/// Counts of one element somewhere: units that a person or the machine wrote, changed or chose.
///
/// Every unit is in exactly one of the first four counts.
public struct AuthorshipTally: Hashable, Codable, Sendable {
  /// Written by a person and never changed by the machine.
  public var person: Int
  /// Written by a person and changed by the machine since.
  public var personChanged: Int
  /// Written by the machine and never changed by a person.
  public var machine: Int
  /// Written by the machine and changed by a person since.
  public var machineChanged: Int
  /// Units of the machine's, in either count, that a person chose among several candidates.
  public var chosen: Int

  /// Makes counts.
  public init(
    person: Int = 0, personChanged: Int = 0, machine: Int = 0, machineChanged: Int = 0,
    chosen: Int = 0
  ) {
    self.person = person
    self.personChanged = personChanged
    self.machine = machine
    self.machineChanged = machineChanged
    self.chosen = chosen
  }

  /// All units.
  public var total: Int { person + personChanged + machine + machineChanged }
  /// Units in which both had a hand.
  public var both: Int { personChanged + machineChanged }
  /// Units in which a person had a hand by writing or changing.
  public var touchedByPerson: Int { person + both }
  /// Units in which the machine had a hand.
  public var touchedByMachine: Int { machine + both }

  /// The rule for the word: nothing of the machine's is None, nothing of a person's is All, anything
  /// else is Partly; nil where there is nothing to count.
  ///
  /// Choosing among candidates changes no word.
  public var share: MachineShare? {
    guard total > 0 else { return nil }
    return touchedByMachine == 0 ? MachineShare.none : touchedByPerson == 0 ? .all : .partly
  }

  /// The sum of two counts.
  public static func + (left: AuthorshipTally, right: AuthorshipTally) -> AuthorshipTally {
    AuthorshipTally(
      person: left.person + right.person, personChanged: left.personChanged + right.personChanged,
      machine: left.machine + right.machine,
      machineChanged: left.machineChanged + right.machineChanged, chosen: left.chosen + right.chosen
    )
  }
}

/// Counts of one element in one bar of one part.
public struct AuthorshipCell: Hashable, Codable, Sendable {
  /// The bar, counted from 0; nil for what has no bar, such as the mix.
  public var bar: Int?
  /// The part; nil for what belongs to the whole song, such as its chords and form.
  public var part: String?
  /// What is counted.
  public var element: AuthorshipElement
  /// The counts.
  public var tally: AuthorshipTally

  /// Makes a cell.
  public init(bar: Int?, part: String?, element: AuthorshipElement, tally: AuthorshipTally) {
    self.bar = bar
    self.part = part
    self.element = element
    self.tally = tally
  }
}

/// A choice of a person among several things that the machine made for the same place.
public struct AuthorshipSelection: Hashable, Codable, Sendable {
  /// The event that made what was kept.
  public var event: Int64
  /// How many there were to choose from, at least 2.
  public var candidates: Int
  /// The SHA-256 of each as far as they are known, the one that was kept first.
  public var digests: [String]

  /// Makes a choice.
  public init(event: Int64, candidates: Int, digests: [String]) {
    self.event = event
    self.candidates = candidates
    self.digests = digests
  }
}

/// A part of the band as a measurement of authorship names it.
public struct AuthorshipPart: Hashable, Codable, Sendable, Identifiable {
  /// The part's id.
  public var id: String
  /// The name for people.
  public var name: String
  /// What it does.
  public var role: Role
  /// The instrument's name.
  public var instrument: String

  /// Makes a part.
  public init(id: String, name: String, role: Role, instrument: String) {
    self.id = id
    self.name = name
    self.role = role
    self.instrument = instrument
  }
}

/// Who made what of a song's current state, by the note and by the bar.
public struct Authorship: Hashable, Codable, Sendable {
  /// The song's title.
  public var title: String
  /// How many bars it has.
  public var bars: Int
  /// The sections in order.
  public var sections: [Section]
  /// The parts in the order of the score.
  public var parts: [AuthorshipPart]
  /// Every note of the score with its history, by part and time.
  public var notes: [NoteBlame]
  /// Counts by bar, part and element; places with nothing to count are left out.
  public var cells: [AuthorshipCell]
  /// Choices among candidates that the current state rests on.
  public var selections: [AuthorshipSelection]
  /// How many notes a person took away, over the whole history of the current state.
  public var removedByPerson: Int
  /// The events that the current state rests on, in order; undone ones are not among them.
  public var events: [Int64]

  /// Makes a measurement.
  public init(
    title: String, bars: Int, sections: [Section], parts: [AuthorshipPart], notes: [NoteBlame],
    cells: [AuthorshipCell], selections: [AuthorshipSelection], removedByPerson: Int,
    events: [Int64]
  ) {
    self.title = title
    self.bars = bars
    self.sections = sections
    self.parts = parts
    self.notes = notes
    self.cells = cells
    self.selections = selections
    self.removedByPerson = removedByPerson
    self.events = events
  }

  /// The counts of an element, of one part or of everything; bars are counted from 0.
  public func tally(
    _ element: AuthorshipElement, part: String? = nil, bars: Range<Int>? = nil
  ) -> AuthorshipTally {
    cells.reduce(into: AuthorshipTally()) { sum, cell in
      guard cell.element == element, part == nil || cell.part == part else { return }
      if let bars, !(cell.bar.map(bars.contains) ?? false) { return }
      sum = sum + cell.tally
    }
  }

  /// The notes that begin in a bar of a part, as counts of whole notes.
  public func notes(part: String, bars: Range<Int>? = nil) -> AuthorshipTally {
    notes.reduce(into: AuthorshipTally()) { sum, note in
      guard note.part == part, bars?.contains(note.bar) ?? true else { return }
      sum = sum + note.tally
    }
  }
}
