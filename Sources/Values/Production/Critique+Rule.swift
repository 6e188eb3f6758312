extension Critique {
  /// The rules of a critique; a style names those it breaks on purpose as its exceptions.
  public enum Rule: String, Codable, CaseIterable, Sendable {
    /// A note that is never let go.
    case stuckNotes = "stuck-notes"
    /// A note struck again while it still sounds.
    case doubledNotes = "doubled-notes"
    /// A part in which every note is equally loud.
    case oneVelocity = "one-velocity"
    /// A chord in close position below C2, or a close third below C3.
    case lowCloseChord = "low-close-chord"
    /// A bass and a top voice that move in parallel fifths or octaves.
    case parallelFifths = "parallel-fifths"
    /// A leading note that goes nowhere.
    case idleLeadingNote = "idle-leading-note"
    /// 120 BPM, C major and I-V-vi-IV when nobody asked for them.
    case defaultSong = "default-song"
    /// The same succession of chords in too many songs of a set.
    case sameLoop = "same-loop"
    /// A melody that starts every phrase on the same beat and note.
    case samePhraseStart = "same-phrase-start"
    /// A lead that never breathes.
    case noBreath = "no-breath"
    /// A melody that wanders over too many octaves.
    case wideMelody = "wide-melody"
    /// A melody that climbs to the same peak over and over.
    case samePeak = "same-peak"
    /// Notes foreign to the chord on strong beats that do not resolve.
    case unresolvedDissonance = "unresolved-dissonance"
    /// Leaps of a melody that are not turned back.
    case openLeaps = "open-leaps"
    /// A melody of which no motif comes back.
    case noMotif = "no-motif"
    /// Sections of equal energy.
    case flatEnergy = "flat-energy"
    /// A climax that is planned and not heard.
    case missingClimax = "missing-climax"
    /// No layer, register or density that changes for a long time.
    case noChange = "no-change"
    /// Nothing to hear in the first two seconds.
    case lateStart = "late-start"
    /// An ending that just stops.
    case abruptEnd = "abrupt-end"
    /// Eight identical bars of the whole band.
    case identicalBars = "identical-bars"
    /// Eight identical bars of one part.
    case identicalPartBars = "identical-part-bars"
    /// A part that plays from first to last bar without rest.
    case noRest = "no-rest"
    /// Bars in the middle in which nobody plays.
    case emptyBars = "empty-bars"
    /// A drum fill in every bar.
    case fillEveryBar = "fill-every-bar"
    /// Fills that are larger into quiet sections than into loud ones.
    case unscaledFills = "unscaled-fills"
    /// Three cymbals struck at once.
    case threeCymbals = "three-cymbals"
    /// More strokes at once than two hands and two feet have.
    case impossibleLimbs = "impossible-limbs"
    /// Hats that tick on through a break.
    case hatsThroughBreak = "hats-through-break"
    /// Crashes without a kick or snare under them.
    case bareCrash = "bare-crash"
    /// An open hat that is never closed.
    case openHat = "open-hat"
    /// A bass whose rhythm fights the kick.
    case bassAgainstKick = "bass-against-kick"
    /// A bass that leaves its register.
    case highBass = "high-bass"
    /// Notes beyond an instrument.
    case outOfRange = "out-of-range"
    /// Chords wider than two hands, on an organ than two hands and the pedals.
    case handSpan = "hand-span"
    /// Chords that no hand can grip on a guitar's frets.
    case unplayableFrets = "unplayable-frets"
    /// More notes at once than the instrument has voices.
    case tooManyNotes = "too-many-notes"
    /// Two parts in the same octave and rhythm for long.
    case partClash = "part-clash"
    /// Two leads at once for long.
    case twoLeads = "two-leads"

    /// How much a wince of the rule weighs.
    public var severity: Severity {
      switch self {
      case .stuckNotes, .doubledNotes, .abruptEnd, .identicalBars, .threeCymbals,
        .impossibleLimbs, .outOfRange, .handSpan, .unplayableFrets, .tooManyNotes:
        .grave
      default: .ordinary
      }
    }
  }
}
