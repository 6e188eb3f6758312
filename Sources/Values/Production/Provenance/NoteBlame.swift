public import Music

/// How something came into a song.
public enum AuthorshipSource: String, Hashable, Codable, CaseIterable, Sendable {
  /// It came in a file that a person brought.
  case imported
  /// A person put it in: typed, drawn on a grid, tapped or played.
  case entered
  /// A learned model wrote it.
  case model
  /// Rules and players wrote it.
  case rules
  /// The machine wrote it before there was a record of what in the machine did.
  case unrecorded

  /// Whose it is.
  public var hand: AuthorshipHand { self == .imported || self == .entered ? .person : .machine }
}

/// The last events by which a person and the machine changed one thing about a note.
public struct AuthorshipMarks: Hashable, Codable, Sendable {
  /// The last event by which a person did.
  public var person: Int64?
  /// The last event by which the machine did.
  public var machine: Int64?

  /// Makes marks.
  public init(person: Int64? = nil, machine: Int64? = nil) {
    self.person = person
    self.machine = machine
  }

  /// Notes a change.
  public mutating func mark(_ hand: AuthorshipHand, _ event: Int64) {
    switch hand {
    case .person: person = event
    case .machine: machine = event
    }
  }

  /// The last event of all.
  public var last: Int64? { [person, machine].compactMap { $0 }.max() }
}

/// What carried a note to another place or pitch without a decision about the note itself.
public enum AuthorshipCarriage: String, Hashable, Codable, CaseIterable, Sendable {
  /// A stretch was transposed, or its part given to another instrument.
  case transposed
  /// It followed a chord that a person put in.
  case refitted
  /// A section was moved, or another before it came or went.
  case moved
  /// A section was repeated.
  case copied
  /// It ends earlier because something else begins.
  case shortened
}

/// The history of one note of the current score.
public struct NoteBlame: Hashable, Codable, Sendable {
  /// The part.
  public var part: String
  /// The bar in which the note begins, counted from 0.
  public var bar: Int
  /// The note as it stands.
  public var note: Note
  /// The event that wrote it first.
  public var writtenBy: Int64
  /// How it came in.
  public var source: AuthorshipSource
  /// Changes of its pitch.
  public var pitch: AuthorshipMarks
  /// Changes of its onset and length.
  public var rhythm: AuthorshipMarks
  /// Changes of its written strength, articulation and place.
  public var dynamics: AuthorshipMarks
  /// The last event that carried it, and how.
  public var carriedBy: Int64?, carriage: AuthorshipCarriage?

  /// Makes the history of a note that an event wrote.
  public init(
    part: String, bar: Int, note: Note, writtenBy: Int64, source: AuthorshipSource
  ) {
    self.part = part
    self.bar = bar
    self.note = note
    self.writtenBy = writtenBy
    self.source = source
    (pitch, rhythm, dynamics) = (AuthorshipMarks(), AuthorshipMarks(), AuthorshipMarks())
  }

  /// Whose the note was at first.
  public var writer: AuthorshipHand { source.hand }

  /// The last event that changed anything about it; the one that wrote it where none did.
  public var lastChange: Int64 {
    [pitch.last, rhythm.last, dynamics.last, carriedBy].compactMap { $0 }.max() ?? writtenBy
  }

  /// The note as one unit: whether the other hand changed its pitch or rhythm.
  ///
  /// Strength alone makes no other note; it is counted with the performance.
  public var tally: AuthorshipTally {
    tally(
      AuthorshipMarks(
        person: max(pitch.person, rhythm.person), machine: max(pitch.machine, rhythm.machine)))
  }

  /// One unit by the writer and the changes of one thing.
  public func tally(_ marks: AuthorshipMarks) -> AuthorshipTally {
    switch writer {
    case .person:
      marks.machine == nil ? AuthorshipTally(person: 1) : AuthorshipTally(personChanged: 1)
    case .machine:
      marks.person == nil ? AuthorshipTally(machine: 1) : AuthorshipTally(machineChanged: 1)
    }
  }

  private func max(_ first: Int64?, _ second: Int64?) -> Int64? {
    [first, second].compactMap { $0 }.max()
  }
}
