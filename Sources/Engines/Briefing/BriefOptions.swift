import Lexicons
import Music
public import Production

/// Options of a command line as text; each that is given overrides what the prompt said.
public struct BriefOptions: Hashable, Sendable {
  /// Tempos that can be asked for, in quarter notes a minute.
  public static let tempos: ClosedRange<Double> = 20...400
  /// Bar counts that can be asked for.
  public static let barCounts: ClosedRange<Int> = 1...2000
  /// Lengths that can be asked for, in seconds.
  public static let durations: ClosedRange<Double> = 1...3600
  /// Polyphonies that can be asked for, in notes at once.
  public static let polyphonies: ClosedRange<Double> = 1...128
  /// Loudness targets that can be asked for, in LUFS.
  public static let loudnesses: ClosedRange<Double> = -40...(-5)

  /// A style or blend: `jazz`, `trap:0.6,jazz:0.4`.
  public var style: String?
  /// Mood words, or valence and energy: `sad and calm`, `-0.5,0.2`.
  public var mood: String?
  /// A key: `D minor`, `F# dorian`, `Bbm`.
  public var key: String?
  /// BPM, or a word: `82`, `allegro`.
  public var tempo: String?
  /// A metre: `6/8`, `waltz`.
  public var meter: String?
  /// A length: `90`, `1:30`, `2 minutes`.
  public var duration: String?
  /// Whole bars: `32`.
  public var bars: String?
  /// Sections with bars: `intro:4 verse:16 chorus:8`, or `AABA`.
  public var form: String?
  /// Chords: `Am F C G`, `Dm9 | G13 | Cmaj7`, `ii-V-I`.
  public var chords: String?
  /// Where progressions come from: `style` or `learned`.
  public var harmony: String?
  /// Instruments that must play: `piano, strings`; `only piano` shuts out all others.
  public var instruments: String?
  /// Instruments that must not play: `drums, bass`.
  public var without: String?
  /// Lowest and highest notes, of all parts or of one: `..G5`, `lead:C4..C6, bass:..G2`.
  public var range: String?
  /// The most notes at once, of all pitched parts together or of one: `8`, `piano:3`.
  public var polyphony: String?
  /// Who plays roots only: `bass`.
  public var rootsOnly: String?
  /// Energy points as `time:percent`: `0:20% 0:40:90%`.
  public var energy: String?
  /// A loudness target: `-14`.
  public var loudness: String?

  /// Makes options of which none is given.
  public init() {}

  /// Puts the given options into a brief; one that cannot be taken leaves the brief as it was.
  public func apply(to brief: inout Brief, using reader: BriefReader) throws(BriefingError) {
    var changed = brief
    var option = OptionReading(reader: reader)
    if let style { try option.style(style, into: &changed) }
    option.styles = changed.styles
    if let mood { try option.mood(mood, into: &changed) }
    if let key { try option.key(key, into: &changed) }
    if let tempo { try option.tempo(tempo, into: &changed) }
    if let meter { try option.meter(meter, into: &changed) }
    if let duration { try option.duration(duration, into: &changed) }
    if let bars { try option.bars(bars, into: &changed) }
    if let form { try option.form(form, into: &changed) }
    if let chords { try option.chords(chords, into: &changed) }
    if let harmony { changed.harmony = try option.harmony(harmony) }
    if let instruments { try option.instruments(instruments, into: &changed) }
    if let without {
      try option.without(without, into: &changed)
      if let instruments,
        let name = try option.contradiction(
          in: instruments, without: changed.instruments.without)
      {
        throw .contradiction(option: "instruments", other: "without", name: name)
      }
    }
    if let range { try option.range(range, into: &changed) }
    if let polyphony { try option.polyphony(polyphony, into: &changed) }
    if let rootsOnly { try option.roots(rootsOnly, into: &changed) }
    if let energy { changed.energy = try option.energy(energy) }
    if let loudness { try option.loudness(loudness, into: &changed) }
    brief = changed
  }

  /// Refuses a brief with a tempo, bar count, length or loudness that no music can have.
  public static func check(_ brief: Brief) throws(BriefingError) {
    func check(_ option: String, _ value: Double?, _ allowed: ClosedRange<Double>)
      throws(BriefingError)
    {
      guard let value, !allowed.contains(value) else { return }
      throw .outOfRange(option: option, value: value, position: 0, allowed: allowed)
    }
    try check("tempo", brief.tempo, tempos)
    try check("bars", brief.bars.map(Double.init), 1...2000)
    try check("duration", brief.duration, durations)
    try check("loudness", brief.loudness, loudnesses)
  }
}
