public import Music

/// A note as played.
public struct PerformedNote: Hashable, Codable, Sendable {
  /// Where the note is written, so that a bar of the score names its played notes.
  public var written: Beat
  /// When it sounds, in seconds from the first downbeat; may be slightly negative.
  public var time: Double
  /// How long it is held, in seconds, more than 0.
  public var duration: Double
  /// The MIDI key, 0...127.
  public var key: Int
  /// The MIDI velocity, 1...127.
  public var velocity: Int

  /// Makes a played note.
  public init(written: Beat, time: Double, duration: Double, key: Int, velocity: Int) {
    self.written = written
    self.time = time
    self.duration = duration
    self.key = key
    self.velocity = velocity
  }

  /// When it is released, in seconds.
  public var end: Double { time + duration }
}

/// A movement of a controller while playing.
public struct PerformedControl: Hashable, Codable, Sendable {
  /// What is moved.
  public enum Kind: Hashable, Codable, Sendable {
    /// A MIDI controller (0...127) to a value (0...127).
    case controller(number: Int, value: Int)
    /// The pitch wheel, -8192...8191, over two semitones.
    case pitchBend(Int)
  }

  /// Where in the score it belongs.
  public var written: Beat
  /// When it happens, in seconds.
  public var time: Double
  /// What is moved.
  public var kind: Kind

  /// Makes a movement.
  public init(written: Beat, time: Double, kind: Kind) {
    self.written = written
    self.time = time
    self.kind = kind
  }
}

/// One part as played.
public struct PerformedPart: Hashable, Codable, Sendable, Identifiable {
  /// The part's id in the score.
  public var id: String
  /// The notes by ascending time, then key.
  public var notes: [PerformedNote]
  /// The controllers by ascending time.
  public var controls: [PerformedControl]

  /// Makes a played part.
  public init(id: String, notes: [PerformedNote], controls: [PerformedControl] = []) {
    self.id = id
    self.notes = notes
    self.controls = controls
  }
}

/// A score as played: the same notes with time, velocity and length.
public struct Performance: Hashable, Codable, Sendable {
  /// From 0 (as on the grid) to 1 (fully played).
  public var amount: Double
  /// The parts, in the order of the score.
  public var parts: [PerformedPart]
  /// When the last written note ends, in seconds; tails sound on after it.
  public var seconds: Double

  /// Makes a performance.
  public init(amount: Double, parts: [PerformedPart], seconds: Double) {
    self.amount = amount
    self.parts = parts
    self.seconds = seconds
  }

  /// The played part with an id.
  public func part(_ id: String) -> PerformedPart? { parts.first { $0.id == id } }
}
