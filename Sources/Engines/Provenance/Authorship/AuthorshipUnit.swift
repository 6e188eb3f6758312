import Production

/// The history of something that is counted and is no note: a chord, a bar of the form, an
/// instrument, a played note, a strip, words.
struct AuthorshipUnit: Hashable {
  var writtenBy: Int64
  var source: AuthorshipSource
  var marks = AuthorshipMarks()
  /// Whether a person asked for it by name though the machine carried it out.
  var isChosen = false

  /// One unit.
  var tally: AuthorshipTally {
    var tally =
      switch source.hand {
      case .person:
        marks.machine == nil ? AuthorshipTally(person: 1) : AuthorshipTally(personChanged: 1)
      case .machine:
        marks.person == nil ? AuthorshipTally(machine: 1) : AuthorshipTally(machineChanged: 1)
      }
    if isChosen, source.hand == .machine { tally.chosen = 1 }
    return tally
  }
}
