package import Production

/// A bound of a rule: one for songs of the program's own, one for music from elsewhere.
///
/// Human pieces do what a composed song should not (a hymn rests nowhere, an old piano has thirds in
/// the bass), and files say less than a plan, so a file is asked for more before a rule speaks.
/// Bounds that are the same for both stand in their rules; `docs/critique.md` tells all.
package struct Threshold: Sendable {
  /// The rule.
  package let rule: Critique.Rule
  /// The bound for songs of the program's own, and for files that are judged as strictly.
  package let own: Int
  /// The bound for music from elsewhere.
  package let played: Int

  private init(_ rule: Critique.Rule, own: Int, played: Int) {
    self.rule = rule
    self.own = own
    self.played = played
  }

  /// Crashes that make a habit, and so many in a hundred of them that may be bare.
  static let bareCrashes = Threshold(.bareCrash, own: 3, played: 6)
  static let bareCrashShare = Threshold(.bareCrash, own: 34, played: 68)
  /// Notes struck twice, in a hundred of a part: two voices of one staff meet on a note.
  static let doubledNotes = Threshold(.doubledNotes, own: 0, played: 10)
  /// Silent bars that are no pause any more.
  static let emptyBars = Threshold(.emptyBars, own: 2, played: 4)
  /// Bars in a row with a fill.
  static let fills = Threshold(.fillEveryBar, own: 4, played: 8)
  /// Wide chords, and how many in a hundred strikes: a part may be two players or rolled.
  static let wideChords = Threshold(.handSpan, own: 1, played: 4)
  static let wideChordShare = Threshold(.handSpan, own: 0, played: 8)
  /// Notes of a bass above its register, in a hundred.
  static let highBassShare = Threshold(.highBass, own: 15, played: 40)
  /// Equal bars of a part in a row.
  static let equalBars = Threshold(.identicalPartBars, own: 8, played: 24)
  /// Idle leading notes.
  static let idleNotes = Threshold(.idleLeadingNote, own: 1, played: 4)
  /// Strikes of a kit beyond two hands, in a hundred: machines often play it.
  static let handShare = Threshold(.impossibleLimbs, own: 0, played: 4)
  /// Low chords, in a hundred strikes: old pianos were clearer.
  static let lowChordShare = Threshold(.lowCloseChord, own: 0, played: 20)
  /// Bars without a rest.
  static let barsWithoutBreath = Threshold(.noBreath, own: 8, played: 24)
  /// Parts from which somebody can rest, and how many of them never do.
  static let band = Threshold(.noRest, own: 4, played: 6)
  static let restless = Threshold(.noRest, own: 1, played: 3)
  /// Open hats that ring on.
  static let openHats = Threshold(.openHat, own: 4, played: 8)
  /// Notes beyond an instrument, in a hundred: programs of files are often stand-ins.
  static let rangeShare = Threshold(.outOfRange, own: 0, played: 20)
  /// Bars that a note may be held: pedal points of scores last longer.
  static let heldBars = Threshold(.stuckNotes, own: 8, played: 16)
  /// Strikes with three cymbals.
  static let threeCymbals = Threshold(.threeCymbals, own: 1, played: 3)
  /// Strikes beyond an instrument's voices, in a hundred: files put two players on one track.
  static let crowdedShare = Threshold(.tooManyNotes, own: 0, played: 60)
  /// Chords beyond a grip, in a hundred: files tune strings down.
  static let gripShare = Threshold(.unplayableFrets, own: 0, played: 30)
  /// Semitones that hold nine tenths of a lead's notes: two octaves, and three and a fifth.
  static let melodySpan = Threshold(.wideMelody, own: 24, played: 43)

  /// Every bound that is not the same for both.
  package static let all = [
    bareCrashes, bareCrashShare, doubledNotes, emptyBars, fills, wideChords, wideChordShare,
    highBassShare, equalBars, idleNotes, handShare, lowChordShare, barsWithoutBreath, band,
    restless, openHats, rangeShare, heldBars, threeCymbals, crowdedShare, gripShare, melodySpan,
  ]
}

extension Piece {
  /// Whether the piece came from elsewhere and is judged with the lenience for such music.
  var isLenient: Bool { isRecognized && !isStrict }

  /// What a threshold is for this piece.
  func bound(_ threshold: Threshold) -> Int { isLenient ? threshold.played : threshold.own }
}
