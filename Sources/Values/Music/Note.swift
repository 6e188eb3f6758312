/// How a note is played.
public enum Articulation: String, CaseIterable, Codable, Sendable {
  /// Full length.
  case normal
  /// Joined to the next.
  case legato
  /// Half length or less.
  case staccato
  /// Full length, slightly pressed.
  case tenuto
  /// Louder at the start.
  case accent
  /// Very soft, felt more than heard.
  case ghost
  /// Strummed downwards.
  case strumDown = "strum-down"
  /// Strummed upwards.
  case strumUp = "strum-up"
  /// Rolled from the lowest note.
  case rolled
  /// Damped at once.
  case muted
  /// Slid into the next note.
  case glide
}

/// A written note.
public struct Note: Hashable, Codable, Sendable {
  /// When it begins, from the start of the piece.
  public var onset: Beat
  /// How long it is written, more than zero.
  public var duration: Beat
  /// What sounds; on a percussion part the General MIDI key of the drum.
  public var pitch: Pitch
  /// Written dynamic, 1...127; the performer shapes it further.
  public var velocity: Int
  /// How it is played.
  public var articulation: Articulation
  /// Where it stands between left (-1) and right (1); nil where the mix alone decides.
  public var pan: Double?

  /// Makes a note.
  public init(
    onset: Beat, duration: Beat, pitch: Pitch, velocity: Int = 80,
    articulation: Articulation = .normal, pan: Double? = nil
  ) {
    self.onset = onset
    self.duration = duration
    self.pitch = pitch
    self.velocity = velocity
    self.articulation = articulation
    self.pan = pan
  }

  /// When the note ends.
  public var end: Beat { onset + duration }
}

extension Note: Comparable {
  /// Orders by onset, pitch, duration, velocity.
  public static func < (left: Note, right: Note) -> Bool {
    if left.onset != right.onset { return left.onset < right.onset }
    if left.pitch != right.pitch { return left.pitch < right.pitch }
    if left.duration != right.duration { return left.duration < right.duration }
    if left.velocity != right.velocity { return left.velocity < right.velocity }
    return left.articulation.rawValue < right.articulation.rawValue
  }
}
