public import Production
public import StandardMIDI

/// An order for one or several songs.
public struct ComposeRequest: Hashable, Sendable {
  /// What is wanted; not read where a plan is given.
  public var brief: Brief
  /// A plan to compose as it stands; nil to make one of the brief.
  public var plan: Plan?
  /// The seed of the first song; further variations derive theirs from it.
  public var seed: UInt64
  /// How many songs, 1...256.
  public var variations: Int
  /// The folder to write; with several songs, the folder of their folders.
  public var output: String
  /// The title; nil to make one from the prompt.
  public var title: String?
  /// What to write besides the project.
  public var formats: [OutputFormat]
  /// Whether files that stand there are replaced.
  public var replacing: Bool
  /// The SoundFont to use; nil for the configured or the system's.
  public var soundFont: String?
  /// Frames a second; nil for the configured or 48,000.
  public var sampleRate: Int?
  /// How much the score is played rather than typed, 0...1.
  public var performance: Double
  /// MIDI files of one bar that are given to players as their ideas, by part id.
  public var ideas: [String: String]
  /// Who writes the notes.
  public var composer: ComposerChoice
  /// How far songs are steered away from one's recent ones and from common chords, 0...1.
  public var novelty: Double
  /// The digest of an earlier state of what is remembered, to repeat a song; nil for the present one.
  public var noveltyRecord: String?
  /// Whether a song that quotes a work of the index is not written.
  public var isStrictlyOriginal: Bool

  /// Makes an order.
  public init(
    brief: Brief, plan: Plan? = nil, seed: UInt64, variations: Int = 1, output: String,
    title: String? = nil, formats: [OutputFormat] = OutputFormat.standard,
    replacing: Bool = false, soundFont: String? = nil, sampleRate: Int? = nil,
    performance: Double = 1, ideas: [String: String] = [:], composer: ComposerChoice = .auto,
    isStrictlyOriginal: Bool = false, novelty: Double = 0, noveltyRecord: String? = nil
  ) {
    self.brief = brief
    self.plan = plan
    self.seed = seed
    self.variations = variations
    self.output = output
    self.title = title
    self.formats = formats
    self.replacing = replacing
    self.soundFont = soundFont
    self.sampleRate = sampleRate
    self.performance = performance
    self.ideas = ideas
    self.composer = composer
    self.novelty = novelty
    self.noveltyRecord = noveltyRecord
    self.isStrictlyOriginal = isStrictlyOriginal
  }
}

/// Why work on a song ended without a result.
public enum StudioError: Error, Hashable, Sendable {
  /// The user stopped it; partial files are removed.
  case cancelled
  /// A part, section or track that the song does not have.
  case unknownName(kind: String, name: String, known: [String])
  /// Bars beyond the song, counted from 1.
  case barsBeyondEnd(first: Int, last: Int, bars: Int)
  /// Every bar that was to change is locked.
  case allLocked(parts: [String])
  /// A number out of its range.
  case outOfRange(name: String, got: Double, allowed: ClosedRange<Double>)
  /// An edit that would leave a plan that cannot be followed.
  case unsoundEdit(path: String, found: String, expected: String)
  /// An input file that is too large to be what it should be.
  case fileTooLarge(path: String, bytes: Int, limit: Int)
  /// A file that could not be read.
  case unreadable(path: String, cause: String)
  /// A file of chords, an idea or a pattern that is no sound MIDI file.
  case unsoundMIDI(path: String, MIDIDecodingError)
  /// A folder holds no master yet.
  case noMaster(folder: String)
  /// An imported file holds no notes.
  case nothingToImport(path: String)
  /// The neural composer is needed, and its weights are not installed.
  case noWeights(folder: String)
  /// The neural composer could not go on.
  case notContinued(cause: String)
  /// A part holds no melody: there is none, or it is a drum kit or empty.
  case noMelody(part: String)
  /// A style has no chords in a key.
  case noChords(style: String, key: String)
  /// A style has nobody who could join.
  case bandIsFull(style: String)
}
