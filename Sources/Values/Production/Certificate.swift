/// What was asked of a song and whether it holds, wish by wish.
public struct Certificate: Hashable, Codable, Sendable {
  /// What a wish is about.
  public enum Kind: String, Codable, CaseIterable, Sendable {
    /// The frame: key, scale, metre, tempo, length in bars and in seconds, loop.
    case key, scale, meter, tempo, bars, seconds, loop
    /// What happens in it.
    case form, chords, event, passage
    /// Who plays, and which notes.
    case with, without, only, range, voices, roots
    /// Bars that must not change.
    case locked
  }

  /// One wish.
  public struct Entry: Hashable, Codable, Sendable {
    /// What it is about.
    public var kind: Kind
    /// The wish in words.
    public var wish: String
    /// Whether it was found to hold everywhere.
    public var isKept: Bool
    /// Whether notes and plan can say whether it holds; where they cannot, `isKept` is false and
    /// says nothing.
    public var isCheckable: Bool
    /// The bars in which it does not hold, counted from 0, ascending; empty where it is kept or
    /// is about the whole piece.
    public var bars: [Int]
    /// What was found.
    public var found: String

    /// Makes an entry.
    public init(
      kind: Kind, wish: String, isKept: Bool, isCheckable: Bool = true, bars: [Int] = [],
      found: String
    ) {
      self.kind = kind
      self.wish = wish
      self.isKept = isKept
      self.isCheckable = isCheckable
      self.bars = bars
      self.found = found
    }
  }

  /// The wishes in the order of a brief.
  public var entries: [Entry]

  /// Makes a certificate.
  public init(entries: [Entry]) { self.entries = entries }

  /// Whether every wish that can be checked is kept.
  public var isKept: Bool { broken.isEmpty }

  /// The wishes that are not kept.
  public var broken: [Entry] { entries.filter { $0.isCheckable && !$0.isKept } }

  /// The wishes of which notes and plan say nothing.
  public var open: [Entry] { entries.filter { !$0.isCheckable } }
}

extension Certificate.Entry {
  private enum CodingKeys: String, CodingKey { case kind, wish, isKept, isCheckable, bars, found }

  /// Reads an entry; `isCheckable` may be missing.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      kind: try values.decode(Certificate.Kind.self, forKey: .kind),
      wish: try values.decode(String.self, forKey: .wish),
      isKept: try values.decode(Bool.self, forKey: .isKept),
      isCheckable: try values.decodeIfPresent(Bool.self, forKey: .isCheckable) ?? true,
      bars: try values.decode([Int].self, forKey: .bars),
      found: try values.decode(String.self, forKey: .found))
  }
}
