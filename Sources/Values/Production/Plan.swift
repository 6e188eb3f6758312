public import Music
public import Signal

/// What will be composed: form, keys, chords, energy and who plays, before any note.
public struct Plan: Hashable, Codable, Sendable {
  /// A planned section.
  public struct PlannedSection: Hashable, Codable, Sendable, Identifiable {
    /// A name that is unique in the plan, such as `verse-2`.
    public var id: String
    /// The kind, such as `verse`.
    public var name: String
    /// The first bar, counted from 0.
    public var startBar: Int
    /// How many bars.
    public var bars: Int
    /// How intense, 0...1.
    public var energy: Double
    /// The length of a phrase in bars; its last bar differs.
    public var phrase: Int
    /// How often this kind stood before in the piece, from 0.
    public var occurrence: Int
    /// How it hands over to the next section.
    public var transition: Transition
    /// How much each part plays, 0...1 by part id; a part that is absent rests.
    public var layers: [String: Double]
    /// The tension of each phrase, 0...1: where the section rises and falls within its energy.
    public var tension: [Double]
    /// Bars of the piece in which a part with a layer rests all the same.
    public var rests: [Rest]
    /// The most notes that each part may sound at once, by part id; the others as they can.
    public var voices: [String: Int]
    /// Who was asked to play or to rest in which bars; edits keep to it, a later wish over an
    /// earlier.
    public var wishes: [PartWish]

    /// Makes a section.
    public init(
      id: String, name: String, startBar: Int, bars: Int, energy: Double, phrase: Int,
      occurrence: Int, transition: Transition, layers: [String: Double], tension: [Double] = [],
      rests: [Rest] = [], voices: [String: Int] = [:], wishes: [PartWish] = []
    ) {
      self.id = id
      self.name = name
      self.startBar = startBar
      self.bars = bars
      self.energy = energy
      self.phrase = phrase
      self.occurrence = occurrence
      self.transition = transition
      self.layers = layers
      self.tension = tension
      self.rests = rests
      self.voices = voices
      self.wishes = wishes
    }

    /// The bars covered, counted from 0.
    public var barRange: Range<Int> { startBar..<(startBar + bars) }

    /// Whether a part plays in a bar of the piece, counted from 0.
    public func plays(_ part: String, inBar bar: Int) -> Bool {
      layers[part] != nil && !rests.contains { $0.part == part && $0.bars.contains(bar) }
    }
  }

  /// Bars in which a part rests.
  public struct Rest: Hashable, Codable, Sendable {
    /// The part.
    public var part: String
    /// The bars of the piece, counted from 0.
    public var bars: Range<Int>

    /// Makes a rest.
    public init(part: String, bars: Range<Int>) {
      self.part = part
      self.bars = bars
    }
  }

  /// Bars in which a part has to play or to rest, because that was asked for.
  public struct PartWish: Hashable, Codable, Sendable {
    /// The part.
    public var part: String
    /// The bars of the piece, counted from 0.
    public var bars: Range<Int>
    /// Whether it plays there; it rests otherwise.
    public var plays: Bool

    /// Makes a wish.
    public init(part: String, bars: Range<Int>, plays: Bool) {
      self.part = part
      self.bars = bars
      self.plays = plays
    }
  }

  /// How a section hands over to the next.
  public enum Transition: String, Codable, CaseIterable, Sendable {
    /// Nothing special.
    case none
    /// A fill in the last bar.
    case fill
    /// A growing roll over the last bars.
    case build
    /// A swell of held parts and cymbals over the last bars.
    case riser
    /// A few notes of melody and bass that lead over the bar line.
    case pickup
    /// Nobody plays in the last beats.
    case silence
    /// The rhythm stops for the last beats.
    case dropOut = "drop-out"
    /// The end of the piece.
    case ending
  }

  /// A part of the band.
  public struct PlannedPart: Hashable, Codable, Sendable, Identifiable {
    /// The part's id, which names the part of the style it is made from.
    public var id: String
    /// The name for people.
    public var name: String
    /// What it does.
    public var role: Role
    /// What plays it.
    public var instrument: Instrument
    /// The lowest and highest notes it may use, as sounding MIDI numbers.
    public var register: ClosedRange<Int>
    /// How busy and varied the playing is, 0...1.
    public var complexity: Double
    /// What its notes must keep to.
    public var limits: NoteLimits
    /// How the part breaks chords where a person asked for an arpeggio; nil as its style says.
    public var arpeggiator: ArpeggiatorSettings?
    /// What a person has turned on its player.
    public var controls: PlayerControls
    /// The seed of its random streams where the part comes from another plan; nil for the plan's.
    public var seed: UInt64?
    /// Motifs that its melody is to be made of, by kind of section; nil for those it draws itself.
    public var motifs: [String: Motif]?

    /// Makes a part.
    public init(
      id: String, name: String, role: Role, instrument: Instrument, register: ClosedRange<Int>,
      complexity: Double, limits: NoteLimits = NoteLimits(),
      controls: PlayerControls = PlayerControls(), arpeggiator: ArpeggiatorSettings? = nil,
      seed: UInt64? = nil, motifs: [String: Motif]? = nil
    ) {
      self.id = id
      self.name = name
      self.role = role
      self.instrument = instrument
      self.register = register
      self.complexity = complexity
      self.limits = limits
      self.arpeggiator = arpeggiator
      self.controls = controls
      self.seed = seed
      self.motifs = motifs
    }
  }

  /// Which part and bar has been asked for again, and how often.
  public struct Take: Hashable, Codable, Sendable {
    /// The part.
    public var part: String
    /// The bars, counted from 0.
    public var bars: Range<Int>
    /// How often, from 1.
    public var number: Int

    /// Makes a take.
    public init(part: String, bars: Range<Int>, number: Int) {
      self.part = part
      self.bars = bars
      self.number = number
    }
  }

  /// The title.
  public var title: String
  /// The seed that every random stream starts from.
  public var seed: UInt64
  /// The version of the program that made the plan.
  public var engine: String
  /// The styles and their shares.
  public var styles: [Brief.StyleWeight]
  /// The key of the beginning and its changes by bar.
  public var keys: [KeyChange]
  /// Metres by bar.
  public var meters: MeterMap
  /// Tempo by time.
  public var tempo: TempoMap
  /// The sections, covering all bars in order.
  public var sections: [PlannedSection]
  /// The chords, covering the whole length in order.
  public var chords: [ChordSpan]
  /// The band, in the order of the score.
  public var parts: [PlannedPart]
  /// Where the last note ends; may lie inside the last bar.
  public var length: Beat
  /// How it ends.
  public var ending: Style.Ending
  /// Whether it loops without a seam; then `length` is whole bars and there is no ending.
  public var loop: Bool
  /// The loudness of the master.
  public var loudness: LUFS
  /// What the user should know about choices made.
  public var notices: [String]

  /// Makes a plan.
  public init(
    title: String, seed: UInt64, engine: String, styles: [Brief.StyleWeight], keys: [KeyChange],
    meters: MeterMap, tempo: TempoMap, sections: [PlannedSection], chords: [ChordSpan],
    parts: [PlannedPart], length: Beat, ending: Style.Ending, loop: Bool, loudness: LUFS,
    notices: [String]
  ) {
    self.title = title
    self.seed = seed
    self.engine = engine
    self.styles = styles
    self.keys = keys
    self.meters = meters
    self.tempo = tempo
    self.sections = sections
    self.chords = chords
    self.parts = parts
    self.length = length
    self.ending = ending
    self.loop = loop
    self.loudness = loudness
    self.notices = notices
  }

  /// The section that the piece leads up to: the most intense one, the last of equals.
  public var climax: PlannedSection? {
    let top = sections.map(\.energy).max()
    return sections.last { $0.energy == top }
  }

  /// How many bars the sections cover.
  public var bars: Int { sections.last.map { $0.startBar + $0.bars } ?? 0 }

  /// The key of a bar, counted from 0.
  public func key(ofBar bar: Int) -> Key {
    keys.last { $0.bar <= bar }?.key ?? keys.first?.key ?? Key(PitchName(.c), .major)
  }

  /// The section that holds a bar, counted from 0.
  public func section(ofBar bar: Int) -> PlannedSection? {
    sections.first { $0.barRange.contains(bar) }
  }

  /// The chord that sounds at a time.
  public func chord(at beat: Beat) -> ChordSpan? {
    chords.last { $0.onset <= beat && beat < $0.end }
  }
}

extension Plan {
  private enum CodingKeys: String, CodingKey {
    case title, seed, engine, styles, keys, meters, tempo, sections, chords, parts, length
    case ending, loop, loudness, notices
  }

  /// Reads a plan.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      title: try values.decode(String.self, forKey: .title),
      seed: try values.decodeSeed(forKey: .seed),
      engine: try values.decode(String.self, forKey: .engine),
      styles: try values.decode([Brief.StyleWeight].self, forKey: .styles),
      keys: try values.decode([KeyChange].self, forKey: .keys),
      meters: try values.decode(MeterMap.self, forKey: .meters),
      tempo: try values.decode(TempoMap.self, forKey: .tempo),
      sections: try values.decode([PlannedSection].self, forKey: .sections),
      chords: try values.decode([ChordSpan].self, forKey: .chords),
      parts: try values.decode([PlannedPart].self, forKey: .parts),
      length: try values.decode(Beat.self, forKey: .length),
      ending: try values.decode(Style.Ending.self, forKey: .ending),
      loop: try values.decode(Bool.self, forKey: .loop),
      loudness: try values.decode(LUFS.self, forKey: .loudness),
      notices: try values.decode([String].self, forKey: .notices))
  }
}

extension KeyedDecodingContainer {
  /// A seed; what is no number of 64 bits without sign is named by its key, which a decoder may
  /// leave out.
  fileprivate func decodeSeed(forKey key: Key) throws -> UInt64 {
    do {
      return try decode(UInt64.self, forKey: key)
    } catch let error as DecodingError {
      guard case .dataCorrupted = error else { throw error }
    } catch {}
    throw DecodingError.dataCorruptedError(
      forKey: key, in: self, debugDescription: "expected a whole number from 0 to \(UInt64.max)")
  }
}

extension Plan.PlannedSection {
  private enum CodingKeys: String, CodingKey {
    case id, name, startBar, bars, energy, phrase, occurrence, transition, layers
    case tension, rests, voices, wishes
  }

  /// Reads a section; `tension`, `rests`, `voices` and `wishes` may be missing.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      id: try values.decode(String.self, forKey: .id),
      name: try values.decode(String.self, forKey: .name),
      startBar: try values.decode(Int.self, forKey: .startBar),
      bars: try values.decode(Int.self, forKey: .bars),
      energy: try values.decode(Double.self, forKey: .energy),
      phrase: try values.decode(Int.self, forKey: .phrase),
      occurrence: try values.decode(Int.self, forKey: .occurrence),
      transition: try values.decode(Plan.Transition.self, forKey: .transition),
      layers: try values.decode([String: Double].self, forKey: .layers),
      tension: try values.decodeIfPresent([Double].self, forKey: .tension) ?? [],
      rests: try values.decodeIfPresent([Plan.Rest].self, forKey: .rests) ?? [],
      voices: try values.decodeIfPresent([String: Int].self, forKey: .voices) ?? [:],
      wishes: try values.decodeIfPresent([Plan.PartWish].self, forKey: .wishes) ?? [])
  }
}

extension Plan.PlannedPart {
  private enum CodingKeys: String, CodingKey {
    case id, name, role, instrument, register, complexity, limits, controls, arpeggiator
    case seed, motifs
  }

  /// Reads a part; `limits`, `controls`, `arpeggiator`, `seed` and `motifs` may be missing.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      id: try values.decode(String.self, forKey: .id),
      name: try values.decode(String.self, forKey: .name),
      role: try values.decode(Role.self, forKey: .role),
      instrument: try values.decode(Instrument.self, forKey: .instrument),
      register: try values.decode(ClosedRange<Int>.self, forKey: .register),
      complexity: try values.decode(Double.self, forKey: .complexity),
      limits: try values.decodeIfPresent(NoteLimits.self, forKey: .limits) ?? NoteLimits(),
      controls: try values.decodeIfPresent(PlayerControls.self, forKey: .controls)
        ?? PlayerControls(),
      arpeggiator: try values.decodeIfPresent(ArpeggiatorSettings.self, forKey: .arpeggiator),
      seed: try values.contains(.seed) && !values.decodeNil(forKey: .seed)
        ? values.decodeSeed(forKey: .seed) : nil,
      motifs: try values.decodeIfPresent([String: Motif].self, forKey: .motifs))
  }
}
