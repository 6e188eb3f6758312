/// One side of a piece by which it can be like another.
public enum Aspect: String, CaseIterable, Codable, CodingKeyRepresentable, Comparable, Sendable {
  /// The chords, seen from the key.
  case harmony
  /// The main line, whatever its key and tempo.
  case melody
  /// Where drums, bass and chords strike in the bar, and the rhythm of the main line.
  case rhythm
  /// Who plays, how high, how densely and how long.
  case timbre
  /// The sections, what returns, and the course of energy.
  case form

  /// Orders by the order of the cases.
  public static func < (left: Aspect, right: Aspect) -> Bool { left.order < right.order }

  private var order: Int {
    switch self {
    case .harmony: 0
    case .melody: 1
    case .rhythm: 2
    case .timbre: 3
    case .form: 4
    }
  }
}
