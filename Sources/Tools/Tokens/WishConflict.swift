/// Wishes that cannot be kept together, found before anything is drawn.
public enum WishConflict: Error, Hashable, Sendable {
  /// What cannot be kept.
  public enum Cause: Hashable, Sendable {
    /// The bar is locked.
    case locked
    /// The part's instrument is not among those that may play.
    case instrument(Int)
    /// Fewer than one note at once.
    case voices(Int)
    /// A strength outside 0...1, or no number.
    case strength
    /// A number of notes below 0, or of 0 where the part has to play.
    case notes(Int)
    /// Lengths below one grid step or of 128 quarter notes and more.
    case lengths(ClosedRange<Int>)
    /// Drums are wished of a part that is no kit.
    case drumsOfPitchedPart
    /// A range of pitches is wished of a kit.
    case rangeOfKit
    /// No drum is left.
    case noDrum
    /// The range has no MIDI key.
    case range(ClosedRange<Int>)
    /// No position is left in the bar.
    case noPosition
    /// The harmony is to be kept where no key is known.
    case noKey
    /// The harmony is to be kept where no chord is known.
    case noChord
    /// The range has no pitch that the harmony leaves, anywhere in the bar.
    case noPitch
    /// Notes that are given leave no room for one of this part.
    case noRoom
  }

  /// A hole whose wishes cannot be kept.
  case hole(CellPlace, Cause)
  /// A metre that has no name, or no bars of the wished metres.
  case noMetre
  /// The window itself cannot be made.
  case window(WindowError)
}

extension WishConflict: CustomStringConvertible {
  /// The conflict as a sentence; bars and parts count from 1.
  public var description: String {
    switch self {
    case .hole(let place, let cause):
      "Bar \(place.bar + 1) of part \(place.part + 1): \(cause.description)."
    case .noMetre: "No metre is left for the bars that follow."
    case .window(let error): "\(error)"
    }
  }
}

extension WishConflict.Cause: CustomStringConvertible {
  /// The cause in words.
  public var description: String {
    switch self {
    case .locked: "it is locked and cannot be filled"
    case .instrument(let value): "instrument \(value) is not among those that may play"
    case .voices(let number): "\(number) notes at once are too few to play"
    case .strength: "the strength of chord tones lies outside 0 to 1"
    case .notes(let number): "\(number) notes are too few"
    case .lengths(let range):
      "lengths of \(range.lowerBound) to \(range.upperBound) steps do not fit the grid"
    case .drumsOfPitchedPart: "drums are wished, but the part is no drum kit"
    case .rangeOfKit: "a range of pitches is wished, but the part is a drum kit"
    case .noDrum: "no drum is left that may be struck"
    case .range(let range): "\(range.lowerBound) to \(range.upperBound) holds no MIDI key"
    case .noPosition: "no position in the bar is left"
    case .noKey: "notes are to keep to the key, but no key is known"
    case .noChord: "notes are to keep to the chord, but no chord is known"
    case .noPitch: "the range holds no pitch that the harmony leaves"
    case .noRoom: "given notes leave no room for a note"
    }
  }
}
