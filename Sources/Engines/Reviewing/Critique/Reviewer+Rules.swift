extension Reviewer {
  /// Every rule that reads one piece, in the order of a report.
  public static let all: [any ReviewRule] = [
    StuckNotes(), DoubledNotes(), OutOfRange(), TooManyNotes(), HandSpan(), UnplayableFrets(),
    ImpossibleLimbs(), ThreeCymbals(), AbruptEnd(), IdenticalBars(), IdenticalPartBars(),
    OneVelocity(), DefaultSong(), LateStart(), EmptyBars(), NoRest(), NoChange(), FlatEnergy(),
    MissingClimax(), LowCloseChord(), ParallelFifths(), IdleLeadingNote(), SamePhraseStart(),
    NoBreath(), WideMelody(), SamePeak(), UnresolvedDissonance(), OpenLeaps(), NoMotif(),
    FillEveryBar(), UnscaledFills(), HatsThroughBreak(), BareCrash(), OpenHat(),
    BassAgainstKick(), HighBass(), PartClash(), TwoLeads(),
  ]
}
