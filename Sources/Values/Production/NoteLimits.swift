public import Music

/// Limits of a part's notes that hold in every bar, however often it is composed anew.
public struct NoteLimits: Hashable, Codable, Sendable {
  /// The lowest note, as it sounds; nil where the instrument decides.
  public var low: Pitch?
  /// The highest note, as it sounds; nil where the instrument decides.
  public var high: Pitch?
  /// The most notes that sound at once, at least 1; nil where the instrument decides.
  public var voices: Int?
  /// Whether nothing but the bass notes of the chords is played: roots, or what stands after a
  /// slash.
  public var rootsOnly: Bool

  /// Makes limits; by default none.
  public init(low: Pitch? = nil, high: Pitch? = nil, voices: Int? = nil, rootsOnly: Bool = false) {
    self.low = low
    self.high = high
    self.voices = voices
    self.rootsOnly = rootsOnly
  }

  private enum CodingKeys: String, CodingKey {
    case low, high, voices, rootsOnly
  }

  /// Reads limits; every key may be missing.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      low: try values.decodeIfPresent(Pitch.self, forKey: .low),
      high: try values.decodeIfPresent(Pitch.self, forKey: .high),
      voices: try values.decodeIfPresent(Int.self, forKey: .voices),
      rootsOnly: try values.decodeIfPresent(Bool.self, forKey: .rootsOnly) ?? false)
  }

  /// Whether nothing is limited.
  public var isEmpty: Bool { self == NoteLimits() }

  /// Whether a sounding MIDI number lies within the limits.
  public func allows(_ number: Int) -> Bool {
    (low.map { number >= $0.number } ?? true) && (high.map { number <= $0.number } ?? true)
  }

  /// The part of a range that is allowed; nil if nothing is.
  public func allowed(in range: ClosedRange<Int>) -> ClosedRange<Int>? {
    let bottom = max(range.lowerBound, low?.number ?? range.lowerBound)
    let top = min(range.upperBound, high?.number ?? range.upperBound)
    return bottom <= top ? bottom...top : nil
  }

  /// Both limits at once: the narrower of each.
  public func and(_ other: NoteLimits) -> NoteLimits {
    NoteLimits(
      low: [low, other.low].compactMap { $0 }.max { $0.number < $1.number },
      high: [high, other.high].compactMap { $0 }.min { $0.number < $1.number },
      voices: [voices, other.voices].compactMap { $0 }.min(),
      rootsOnly: rootsOnly || other.rootsOnly)
  }
}
