/// A short musical idea apart from key and place: a rhythm that can be clapped, and steps of a
/// scale.
///
/// Steps count along whatever scale the idea is sung in, so that it can stand on any degree and
/// keep its shape: a tonal sequence rather than a chromatic one.
public struct Motif: Hashable, Codable, Sendable {
  /// One note of the idea.
  public struct Tone: Hashable, Codable, Sendable {
    /// When it begins, from the start of the motif.
    public var onset: Beat
    /// How long it is held, more than zero.
    public var duration: Beat
    /// Steps of the scale above the first note (below it when negative).
    public var step: Int

    /// Makes a note.
    public init(onset: Beat, duration: Beat, step: Int) {
      self.onset = onset
      self.duration = duration
      self.step = step
    }

    /// When the note ends.
    public var end: Beat { onset + duration }
  }

  /// The notes, ascending in time.
  public var tones: [Tone]
  /// How long the motif takes before it may come again, in quarter notes.
  public var length: Beat

  /// Makes a motif.
  public init(tones: [Tone], length: Beat) {
    self.tones = tones
    self.length = length
  }

  /// How many notes a motif that is remembered has.
  public static let usualCount = 3...7

  /// The steps alone.
  public var steps: [Int] { tones.map(\.step) }

  /// The motif's notes on a ladder of MIDI numbers, its first note on a rung; notes beyond the
  /// ladder's ends are left out.
  public func notes(on ladder: [Int], from rung: Int, at start: Beat = .zero) -> [Note] {
    tones.compactMap { tone in
      let index = rung + tone.step
      guard ladder.indices.contains(index) else { return nil }
      return Note(
        onset: start + tone.onset, duration: tone.duration, pitch: Pitch(number: ladder[index]))
    }
  }
}

extension Motif {
  /// Reads the idea that a melody begins with: its first notes from `start` on, three to seven, up
  /// to the first rest of a beat; nil with fewer than three.
  ///
  /// Chromatic notes count as the degree below them. The length is whole bars.
  public init?(of melody: [Note], from start: Beat, barLength: Beat, in key: Key) {
    var found: [Note] = []
    for note in melody.sorted() where note.onset >= start {
      if let last = found.last {
        if last.onset == note.onset {
          found[found.count - 1] = note
          continue
        }
        let rests = note.onset - last.end >= 1
        if found.count == Self.usualCount.upperBound || rests && found.count >= 3 { break }
      }
      found.append(note)
    }
    guard found.count >= 3, let first = found.first, barLength > .zero else { return nil }
    let home = start + barLength * ((first.onset - start) / barLength).floor
    let tones = found.enumerated().map { index, note -> Tone in
      let next = index + 1 < found.count ? found[index + 1].onset : note.end
      return Tone(
        onset: note.onset - home, duration: min(note.duration, next - note.onset),
        step: key.degreeIndex(of: note.pitch.number) - key.degreeIndex(of: first.pitch.number))
    }
    let end = tones.last?.onset ?? .zero
    self.init(tones: tones, length: barLength * ((end / barLength).floor + 1))
  }
}

extension Key {
  /// The place of a MIDI number on the endless ladder of the key's degrees: the degree itself or
  /// the one below, seven rungs an octave (five or six in pentatonic scales).
  public func degreeIndex(of number: Int) -> Int {
    let scale = self.scale.semitones
    let above = number - tonic.pitchClass
    let octave = above >= 0 ? above / 12 : (above - 11) / 12
    let rest = above - octave * 12
    return octave * scale.count + (scale.lastIndex { $0 <= rest } ?? 0)
  }
}
