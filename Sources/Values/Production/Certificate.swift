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
    /// Whether it holds everywhere.
    public var isKept: Bool
    /// The bars in which it does not hold, counted from 0, ascending; empty where it is kept or
    /// is about the whole piece.
    public var bars: [Int]
    /// What was found.
    public var found: String

    /// Makes an entry.
    public init(kind: Kind, wish: String, isKept: Bool, bars: [Int] = [], found: String) {
      self.kind = kind
      self.wish = wish
      self.isKept = isKept
      self.bars = bars
      self.found = found
    }
  }

  /// The wishes in the order of a brief.
  public var entries: [Entry]

  /// Makes a certificate.
  public init(entries: [Entry]) { self.entries = entries }

  /// Whether every wish is kept.
  public var isKept: Bool { entries.allSatisfy(\.isKept) }
}
