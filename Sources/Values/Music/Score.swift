/// What a part does in the music.
public enum Role: String, CaseIterable, Codable, Sendable {
  /// The drum kit.
  case drums
  /// Hand percussion and auxiliary percussion.
  case percussion
  /// The foundation.
  case bass
  /// Rhythmic harmony: piano, guitar, stabs.
  case chords
  /// Sustained harmony.
  case pad
  /// Broken chords in steady motion.
  case arpeggio
  /// The main melody or hook.
  case lead
  /// A line beside the melody.
  case counter
  /// Risers, impacts and other colours.
  case effects
}

/// One player's line: an instrument, a role and the notes.
public struct Part: Hashable, Codable, Sendable, Identifiable {
  /// A short name that is unique in the score, such as `bass` or `chords-2`.
  public var id: String
  /// A name for people, such as `Electric Piano`.
  public var name: String
  /// What it does.
  public var role: Role
  /// What plays it.
  public var instrument: Instrument
  /// The notes, ascending.
  public var notes: [Note]

  /// Makes a part; notes are sorted.
  public init(id: String, name: String, role: Role, instrument: Instrument, notes: [Note] = []) {
    self.id = id
    self.name = name
    self.role = role
    self.instrument = instrument
    self.notes = notes.sorted()
  }
}

/// A stretch of bars with a name and an energy.
public struct Section: Hashable, Codable, Sendable, Identifiable {
  /// A name that is unique in the piece, such as `verse-2`.
  public var id: String
  /// The kind, such as `verse`.
  public var name: String
  /// The first bar, counted from 0.
  public var startBar: Int
  /// How many bars, at least 1.
  public var bars: Int
  /// How intense, 0...1.
  public var energy: Double

  /// Makes a section.
  public init(id: String, name: String, startBar: Int, bars: Int, energy: Double) {
    self.id = id
    self.name = name
    self.startBar = startBar
    self.bars = bars
    self.energy = energy
  }

  /// The bars covered, counted from 0.
  public var barRange: Range<Int> { startBar..<(startBar + bars) }
}

/// A chord and how long it holds.
public struct ChordSpan: Hashable, Codable, Sendable {
  /// When it begins.
  public var onset: Beat
  /// How long it holds.
  public var duration: Beat
  /// The chord.
  public var chord: Chord

  /// Makes a span.
  public init(onset: Beat, duration: Beat, chord: Chord) {
    self.onset = onset
    self.duration = duration
    self.chord = chord
  }

  /// When it ends.
  public var end: Beat { onset + duration }
}

/// A key and the bar from which it holds.
public struct KeyChange: Hashable, Codable, Sendable {
  /// The first bar, counted from 0.
  public var bar: Int
  /// The key from that bar on.
  public var key: Key

  /// Makes a change of key.
  public init(bar: Int, key: Key) {
    self.bar = bar
    self.key = key
  }
}

/// An editable piece: its frame (metre, tempo, keys, form, chords) and its parts.
public struct Score: Hashable, Codable, Sendable {
  /// The title.
  public var title: String
  /// Metres by bar.
  public var meters: MeterMap
  /// Tempo by time.
  public var tempo: TempoMap
  /// Keys by bar, ascending; the first stands at bar 0.
  public var keys: [KeyChange]
  /// The form: sections in order, covering all bars.
  public var sections: [Section]
  /// The chords in order.
  public var chords: [ChordSpan]
  /// The parts.
  public var parts: [Part]
  /// Where the last note is to end; may lie inside the last bar.
  public var length: Beat

  /// Makes a score.
  public init(
    title: String, meters: MeterMap, tempo: TempoMap, keys: [KeyChange], sections: [Section],
    chords: [ChordSpan], parts: [Part], length: Beat
  ) {
    self.title = title
    self.meters = meters
    self.tempo = tempo
    self.keys = keys
    self.sections = sections
    self.chords = chords
    self.parts = parts
    self.length = length
  }

  /// How many bars the length fills, counting a begun bar as whole.
  public var bars: Int {
    guard length > .zero else { return 0 }
    let last = meters.bar(at: length)
    return meters.start(ofBar: last) == length ? last : last + 1
  }

  /// Seconds from the start to the end of the written music, without the tail.
  public var seconds: Double { tempo.seconds(at: length) }

  /// The key of a bar, counted from 0.
  public func key(ofBar bar: Int) -> Key {
    keys.last { $0.bar <= bar }?.key ?? keys.first?.key ?? Key(PitchName(.c), .major)
  }

  /// The chord that sounds at a time.
  public func chord(at beat: Beat) -> Chord? {
    chords.last { $0.onset <= beat && beat < $0.end }?.chord
  }

  /// The section that holds a bar, counted from 0.
  public func section(ofBar bar: Int) -> Section? { sections.first { $0.barRange.contains(bar) } }

  /// The part with an id.
  public func part(_ id: String) -> Part? { parts.first { $0.id == id } }

  /// The time covered by bars, counted from 0, cut at the end of the piece.
  public func span(ofBars bars: Range<Int>) -> Range<Beat> {
    let start = min(meters.start(ofBar: bars.lowerBound), length)
    let end = min(meters.start(ofBar: bars.upperBound), length)
    return start..<max(start, end)
  }
}
