public import Music
public import Weights

/// How a part plays in a bar, as vocabulary values; 0 where it is left open.
public struct CellControls: Hashable, Sendable {
  /// Notes a quarter note: 1 for a rest.
  public var density: Int
  /// Notes at once, 1...6.
  public var polyphony: Int
  /// The class of the mean pitch; 0 for drums.
  public var register: Int
  /// The class of the mean velocity; 0 where velocity is unknown.
  public var intensity: Int

  /// Makes attributes; by default all are left open.
  public init(density: Int = 0, polyphony: Int = 0, register: Int = 0, intensity: Int = 0) {
    self.density = density
    self.polyphony = polyphony
    self.register = register
    self.intensity = intensity
  }

  /// A bar in which the part rests.
  public static let rest = CellControls(density: 1)

  /// The classes of what is wished in plain numbers: notes a quarter note, notes at once, the mean
  /// MIDI key and the mean velocity; nil leaves an attribute open.
  public init(
    notesPerBeat: Beat?, voices: Int? = nil, meanKey: Int? = nil, meanVelocity: Int? = nil,
    _ vocabulary: Vocabulary
  ) {
    let density = notesPerBeat.map { rate in
      rate <= .zero ? 1 : vocabulary[.density].value(classifying: (rate * 2).floor) + 1
    }
    self.init(
      density: density ?? 0,
      polyphony: voices.map { max(1, min(6, $0)) } ?? 0,
      register: meanKey.map { vocabulary[.register].value(classifying: $0) } ?? 0,
      intensity: meanVelocity.map { vocabulary[.intensity].value(classifying: $0) } ?? 0)
  }

  /// The attributes of the notes of a cell, by integer arithmetic alone.
  public init(of notes: ArraySlice<GridNote>, barLength: Int, _ vocabulary: Vocabulary) {
    guard let first = notes.first else {
      self = .rest
      return
    }
    let halves = 2 * notes.count * Vocabulary.ticksPerBeat
    self.init(
      density: 2 + vocabulary[.density].bounds.count { halves >= $0 * barLength },
      polyphony: min(6, CellControls.mostAtOnce(notes)))
    if !first.isDrum {
      let mean = (notes.reduce(0) { $0 + $1.pitch } - notes.count) / notes.count
      register = vocabulary[.register].value(classifying: mean)
    }
    if notes.allSatisfy({ $0.velocity > 0 }) {
      let mean = 4 * (notes.reduce(0) { $0 + $1.velocity } - notes.count) / notes.count
      intensity = vocabulary[.intensity].value(classifying: mean)
    }
  }

  /// The most notes of a cell that sound at one time.
  private static func mostAtOnce(_ notes: ArraySlice<GridNote>) -> Int {
    notes.map { note in
      notes.count {
        $0.position <= note.position && $0.position + $0.length > note.position
      }
    }.max() ?? 0
  }

  /// These attributes with those left open that are not to be shown.
  func shown(_ known: KnownLabels) -> CellControls {
    CellControls(
      density: known.density ? density : 0, polyphony: known.polyphony ? polyphony : 0,
      register: known.register ? register : 0, intensity: known.intensity ? intensity : 0)
  }
}
