import Music

extension Brief.Event {
  /// What is not to happen, where the event is a refusal such as `no drop`.
  public var refused: String? { what.hasPrefix("no ") ? String(what.dropFirst(3)) : nil }
}

extension Brief {
  /// Limits of notes that were asked for.
  public struct LimitWish: Hashable, Codable, Sendable {
    /// Whose notes: an instrument, family, role or part; nil for all pitched parts together.
    public var of: String?
    /// What is asked; the voices of a wish for all are counted over all pitched parts together.
    public var limits: NoteLimits

    /// Makes a wish.
    public init(of: String? = nil, limits: NoteLimits) {
      self.of = of
      self.limits = limits
    }
  }

  /// A point of the form or of time; exactly one of section, bar, seconds and share is said.
  public struct Moment: Hashable, Codable, Sendable {
    /// The beginning of a section of a kind, such as `chorus`.
    public var section: String?
    /// Which of the sections of that kind: from 1, -1 for the last; nil for the first, or for
    /// every one where a whole section is meant.
    public var number: Int?
    /// A bar, counted from 0, or from the end where it is negative.
    public var bar: Int?
    /// Seconds from the start.
    public var seconds: Double?
    /// A share of the length, 0...1.
    public var share: Double?

    /// Makes a moment.
    public init(
      section: String? = nil, number: Int? = nil, bar: Int? = nil, seconds: Double? = nil,
      share: Double? = nil
    ) {
      self.section = section
      self.number = number
      self.bar = bar
      self.seconds = seconds
      self.share = share
    }
  }

  /// A wish that holds for a part of the piece, such as "no drums until the chorus".
  public struct Passage: Hashable, Codable, Sendable {
    /// The words of the wish.
    public var text: String
    /// The sections in which it holds, as their beginning; nil where `from` and `until` say it.
    public var during: Moment?
    /// From when it holds; nil for the beginning of the piece.
    public var from: Moment?
    /// Until when it holds; nil for the end of the piece.
    public var until: Moment?
    /// Who must play there, must not, or alone may.
    public var instruments: InstrumentWishes
    /// How intense it is there, 0...1, if said.
    public var energy: Double?

    /// Makes a wish for a part of the piece.
    public init(
      text: String, during: Moment? = nil, from: Moment? = nil, until: Moment? = nil,
      instruments: InstrumentWishes = InstrumentWishes(), energy: Double? = nil
    ) {
      self.text = text
      self.during = during
      self.from = from
      self.until = until
      self.instruments = instruments
      self.energy = energy
    }
  }
}
