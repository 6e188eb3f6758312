public import Music
import Weights

/// A bar on the grid; the labels are vocabulary values, 0 where unknown.
public struct GridBar: Hashable, Sendable {
  /// Where it begins, in grid steps.
  public var start: Int
  /// How long it is, in grid steps.
  public var length: Int
  /// Where it begins in the score.
  public var origin: Beat
  /// What holds in it, as vocabulary values: `left` is the class of bars left in the section.
  public var metre, tempo, tonic, mode, section, left: Int

  /// Makes a bar; its origin is its start unless the score has it beside the grid.
  public init(
    start: Int, length: Int, origin: Beat? = nil, metre: Int = 0, tempo: Int = 0, tonic: Int = 0,
    mode: Int = 0, section: Int = 0, left: Int = 0
  ) {
    self.start = start
    self.length = length
    self.origin = origin ?? Grid.beat(start)
    self.metre = metre
    self.tempo = tempo
    self.tonic = tonic
    self.mode = mode
    self.section = section
    self.left = left
  }

  /// Where it ends, in grid steps.
  public var end: Int { start + length }
}

/// Who plays a part, as vocabulary values.
public struct GridPart: Hashable, Sendable {
  /// The General MIDI program plus 1, or 129 for a drum kit.
  public var instrument: Int
  /// The role; 0 where unknown.
  public var role: Int

  /// Makes a part.
  public init(instrument: Int, role: Int = 0) {
    self.instrument = instrument
    self.role = role
  }

  /// Whether it is a drum kit.
  public var isKit: Bool { instrument == Vocabulary.kit }
}

/// A note on the grid.
public struct GridNote: Hashable, Sendable {
  /// The bar that it begins in and its part, from 0.
  public var bar, part: Int
  /// Grid steps from the bar's start.
  public var position: Int
  /// The pitch value: the MIDI key plus 1, or plus 129 for a drum.
  public var pitch: Int
  /// Grid steps that it lasts, 1...3071.
  public var length: Int
  /// The velocity value, 1...32; 0 where unknown.
  public var velocity: Int
  /// The microtiming value, 1...9 with 5 on the grid; 0 where unknown.
  public var micro: Int

  /// Makes a note.
  public init(
    bar: Int, part: Int, position: Int, pitch: Int, length: Int, velocity: Int = 0, micro: Int = 0
  ) {
    self.bar = bar
    self.part = part
    self.position = position
    self.pitch = pitch
    self.length = length
    self.velocity = velocity
    self.micro = micro
  }

  /// Whether it is a drum's.
  public var isDrum: Bool { pitch >= Vocabulary.drumOffset }

  /// Where its cell stands.
  public var place: CellPlace { CellPlace(bar: bar, part: part) }

  /// The MIDI key, 0...127.
  public var key: Int { isDrum ? pitch - Vocabulary.drumOffset : pitch - 1 }

  /// Orders notes as a window has them: by bar, part, position, pitch and length.
  static func precedes(_ left: GridNote, _ right: GridNote) -> Bool {
    if left.bar != right.bar { return left.bar < right.bar }
    if left.part != right.part { return left.part < right.part }
    if left.position != right.position { return left.position < right.position }
    if left.pitch != right.pitch { return left.pitch < right.pitch }
    return left.length < right.length
  }
}

/// Root, kind and bass of a chord as vocabulary values; all 0 where there is none.
public struct ChordValues: Hashable, Sendable {
  /// The root's pitch class plus 1, or 13 for no chord.
  public var root: Int
  /// The kind of chord.
  public var kind: Int
  /// Semitones from the root up to the bass, plus 1.
  public var bass: Int

  /// Makes values.
  public init(root: Int = 0, kind: Int = 0, bass: Int = 0) {
    self.root = root
    self.kind = kind
    self.bass = bass
  }

  /// The chord moved by semitones.
  func transposed(by semitones: Int) -> ChordValues {
    guard (1...12).contains(root) else { return self }
    return ChordValues(root: pitchClass(root - 1 + semitones) + 1, kind: kind, bass: bass)
  }
}

/// A chord and when it begins; it holds until the next.
public struct GridChord: Hashable, Sendable {
  /// When it begins, in grid steps.
  public var time: Int
  /// The chord.
  public var values: ChordValues

  /// Makes a chord.
  public init(time: Int, values: ChordValues) {
    self.time = time
    self.values = values
  }
}

/// What belongs to the harmony from a time on: the pitch classes of the chord that sounds.
public struct GridTones: Hashable, Sendable {
  /// When it begins, in grid steps.
  public var time: Int
  /// The pitch classes; empty where no chord sounds.
  public var classes: PitchClassSet

  /// Makes tones.
  public init(time: Int, classes: PitchClassSet) {
    self.time = time
    self.classes = classes
  }
}

/// A bar of a part: where a cell stands.
public struct CellPlace: Hashable, Comparable, Sendable {
  /// The bar and the part, from 0.
  public var bar, part: Int

  /// Makes a place.
  public init(bar: Int, part: Int) {
    self.bar = bar
    self.part = part
  }

  /// Orders by bar, then part.
  public static func < (left: CellPlace, right: CellPlace) -> Bool {
    (left.bar, left.part) < (right.bar, right.part)
  }
}
