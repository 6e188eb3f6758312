public import Music

/// A figure of relative notes that an arpeggiator lays over any chord.
public struct ArpeggioPattern: Hashable, Codable, Sendable {
  /// What a note of the figure is bound to.
  public enum NoteRole: String, Codable, CaseIterable, Sendable {
    /// Cut, gated and moved by octaves like the figure.
    case free
    /// Held until the chord changes, and never cut into pieces.
    case held
    /// Stays in its octave wherever the range takes the figure.
    case octaveLocked = "octave-locked"
  }

  /// A note of the figure.
  public struct Step: Hashable, Codable, Sendable {
    /// When it begins, from the start of the figure.
    public var onset: Beat
    /// How long it is written, more than 0.
    public var duration: Beat
    /// How far it stands from the first note of the chord, counted as the settings say; 0 is that
    /// note itself.
    public var degree: Int
    /// What it is bound to.
    public var role: NoteRole
    /// How loud it is written, 1...127.
    public var velocity: Int
    /// Where it stands between left (-1) and right (1); nil where the figure does not say.
    public var pan: Double?

    /// Makes a note.
    public init(
      onset: Beat, duration: Beat, degree: Int, role: NoteRole = .free, velocity: Int = 96,
      pan: Double? = nil
    ) {
      self.onset = onset
      self.duration = duration
      self.degree = degree
      self.role = role
      self.velocity = velocity
      self.pan = pan
    }
  }

  /// The most notes that a figure may have.
  public static let stepLimit = 512
  /// The longest that a figure may last, in quarter notes.
  public static let lengthLimit = Beat(64)
  /// How far from the chord's first note a note may stand, in degrees.
  public static let degrees = -36...36

  /// The notes, ascending by onset, then degree.
  public var steps: [Step]
  /// After how long the figure begins again, more than 0.
  public var length: Beat
  /// The metre that the figure was written in; nil where it does not say.
  public var meter: Meter?

  /// Makes a figure.
  public init(steps: [Step], length: Beat, meter: Meter? = nil) {
    self.steps = steps.sorted { ($0.onset, $0.degree) < ($1.onset, $1.degree) }
    self.length = length
    self.meter = meter
  }
}
