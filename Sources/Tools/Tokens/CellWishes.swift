import Weights

/// What the notes of a hole have to keep to.
///
/// It holds by construction: nothing else can be chosen.
public struct CellWishes: Hashable, Sendable {
  /// Which pitches the harmony leaves.
  public enum Harmony: Hashable, CaseIterable, Sendable {
    /// All.
    case free
    /// Those of the bar's key.
    case scale
    /// Those of the bar's key and of the chord that sounds.
    case scaleAndChord
    /// Those of the chord that sounds.
    case chord
    /// The bass note of the chord in force.
    case bass
  }

  /// The lowest and highest sounding MIDI keys; nil for all.
  ///
  /// Not for drums.
  public var range: ClosedRange<Int>?
  /// The MIDI keys of the drums that may be struck; nil for all.
  ///
  /// For drums alone.
  public var drums: Set<Int>?
  /// The most notes of the part that sound at once in the bar, given ones counted; nil for any
  /// number.
  ///
  /// In a bar that is given it counts for those of this bar's notes that ring on into it.
  public var voices: Int?
  /// Which pitches the harmony leaves.
  ///
  /// Drums are free.
  public var harmony: Harmony
  /// How strongly strong beats are kept to chord tones, 0...1: other pitches are that much less
  /// likely there, and at 1 they are chosen only where no chord tone can be.
  public var chordStrength: Double
  /// Where notes may begin, in grid steps from the bar's start; nil for anywhere.
  public var positions: Set<Int>?
  /// How long notes may be, in grid steps; nil for any length.
  public var lengths: ClosedRange<Int>?
  /// The most notes.
  public var mostNotes: Int
  /// Whether at least one note has to begin in the bar.
  public var sounds: Bool
  /// Attributes that the notes get as far as all other wishes leave room for them; those that are 0
  /// are left open.
  public var attributes = CellControls()
  /// Whether joins are clean: no pitch is struck while it sounds, and no note outlasts the bars of
  /// the part that are asked for in a row.
  public var joinsCleanly: Bool

  /// Makes wishes; by default joins are clean and nothing else is wished.
  public init(
    range: ClosedRange<Int>? = nil, drums: Set<Int>? = nil, voices: Int? = nil,
    harmony: Harmony = .free, chordStrength: Double = 0, positions: Set<Int>? = nil,
    lengths: ClosedRange<Int>? = nil, mostNotes: Int = 64, sounds: Bool = false,
    joinsCleanly: Bool = true
  ) {
    self.range = range
    self.drums = drums
    self.voices = voices
    self.harmony = harmony
    self.chordStrength = chordStrength
    self.positions = positions
    self.lengths = lengths
    self.mostNotes = mostNotes
    self.sounds = sounds
    self.joinsCleanly = joinsCleanly
  }

  /// No wishes at all: what the grammar of windows leaves.
  public static let none = CellWishes(joinsCleanly: false)

  /// The positions on every so many grid steps of a bar, such as 6 for sixteenths.
  public static func positions(every steps: Int, barLength: Int) -> Set<Int> {
    Set(stride(from: 0, to: barLength, by: max(1, steps)))
  }
}

/// What all holes of a filling have to keep to.
public struct FillingWishes: Hashable, Sendable {
  /// The wishes of single holes.
  public var cells: [CellPlace: CellWishes]
  /// The wishes of holes that have none of their own.
  public var others: CellWishes
  /// Cells that may not be changed.
  public var locked: Set<CellPlace>
  /// The instruments that may play, as values: General MIDI programs plus 1, 129 for a kit; nil for
  /// all.
  public var instruments: Set<Int>?

  /// Makes wishes.
  public init(
    cells: [CellPlace: CellWishes] = [:], others: CellWishes = CellWishes(),
    locked: Set<CellPlace> = [], instruments: Set<Int>? = nil
  ) {
    self.cells = cells
    self.others = others
    self.locked = locked
    self.instruments = instruments
  }

  /// The wishes of a hole.
  public func wishes(of place: CellPlace) -> CellWishes { cells[place] ?? others }
}
