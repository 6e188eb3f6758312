/// Something in a style that can be read, but that a listener would regret.
public struct StyleWarning: Hashable, Codable, Sendable {
  /// What is looked for; docs/style-linter.md says each with its bounds.
  public enum Rule: String, Codable, CaseIterable, Sendable {
    /// One form alone: every song has the same.
    case oneForm = "one-form"
    /// A form whose energy hardly moves.
    case flatForm = "flat-form"
    /// A climax that comes too early or too late.
    case climaxPlace = "climax-place"
    /// Two sections that share the highest energy.
    case twoClimaxes = "two-climaxes"
    /// Neighbouring sections of one energy.
    case equalNeighbours = "equal-neighbours"
    /// A section that is no whole number of phrases.
    case oddLength = "odd-length"
    /// Too few progressions for songs to differ.
    case fewProgressions = "few-progressions"
    /// The same bars written twice.
    case repeatedProgression = "repeated-progression"
    /// A cadence that does not close on the tonic.
    case openCadence = "open-cadence"
    /// A kind of section for which no progression is meant.
    case noProgression = "no-progression"
    /// A section that a part plays in without a pattern for its energy.
    case noPattern = "no-pattern"
    /// A drummer without fills.
    case noFill = "no-fill"
    /// A part that plays from the first bar to the last.
    case playsThrough = "plays-through"
    /// A lead or counter-line with too little or too much room.
    case leadRange = "lead-range"
    /// A bass that climbs out of its register.
    case highBass = "high-bass"
    /// Chords that reach below C2 in close position.
    case lowChords = "low-chords"
    /// A part with less than a fifth to move in.
    case narrowRegister = "narrow-register"
    /// A melodist of whose writing nothing is said.
    case plainMelody = "plain-melody"
    /// A voice of a pattern that never sounds.
    case silentVoice = "silent-voice"
    /// A fill whose voices end at different times.
    case raggedFill = "ragged-fill"
    /// Two lines that share nearly all their notes.
    case registerClash = "register-clash"
    /// A step that asks for three hands.
    case threeHands = "three-hands"
    /// Chords that are struck on every step.
    case solidComping = "solid-comping"
    /// A melody without room to breathe.
    case noBreath = "no-breath"
    /// An arpeggio over more than two octaves that is not the lead.
    case wideArpeggio = "wide-arpeggio"
    /// A tempo that hardly any music has, or a range that is two styles.
    case unusualTempo = "unusual-tempo"
    /// A loudness that hardly any master has.
    case unusualLoudness = "unusual-loudness"
    /// Swing that the style's metre takes no notice of.
    case idleSwing = "idle-swing"
    /// No part that stands at 0 dB.
    case noReference = "no-reference"
    /// A part that is too soft to be heard.
    case inaudible = "inaudible"
    /// A bass that is not in the middle, or wet beside a drum kit.
    case looseBass = "loose-bass"
    /// A band of four or more that stands in one spot.
    case allInTheMiddle = "all-in-the-middle"
    /// A channel, delay or length for a role that no part has.
    case idleEntry = "idle-entry"
  }

  /// What was looked for.
  public var rule: Rule
  /// The key that it is about, such as `parts[2].register`.
  public var key: String
  /// What was found and what is usual, as a clause.
  public var problem: String

  /// Makes a warning.
  public init(_ rule: Rule, at key: String, _ problem: String) {
    self.rule = rule
    self.key = key
    self.problem = problem
  }
}
