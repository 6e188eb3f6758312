/// What a continuation has to keep to.
public struct ContinuingWishes: Hashable, Sendable {
  /// The metres that new bars may have, as values; nil for that of the last bar.
  public var metres: Set<Int>?
  /// Whether new bars keep the key and the tempo of the last bar.
  public var keepsKeyAndTempo: Bool
  /// Whether the piece ends with the last new bar.
  public var ends: Bool
  /// Whether the last new bar comes to rest where key and chords are known: the bar before has
  /// chords that lead to the tonic's, which is the only one of the last; there notes are its tones
  /// and begin in the first half.
  public var closes: Bool
  /// What the notes of each part have to keep to, by part of the piece.
  public var parts: [Int: CellWishes]
  /// The attributes that cells are to have, by part of the piece; those left open are drawn.
  public var controls: [Int: CellControls]

  /// Makes wishes; by default metre, key and tempo stay, joins are clean, and the piece goes on.
  public init(
    metres: Set<Int>? = nil, keepsKeyAndTempo: Bool = true, ends: Bool = false,
    closes: Bool = false, parts: [Int: CellWishes] = [:], controls: [Int: CellControls] = [:]
  ) {
    self.metres = metres
    self.keepsKeyAndTempo = keepsKeyAndTempo
    self.ends = ends
    self.closes = closes
    self.parts = parts
    self.controls = controls
  }
}
