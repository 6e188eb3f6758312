import Music
import Production

/// The melody of a section before it is played: notes in the time of the section.
struct MelodyLine {
  /// One note.
  struct Tone {
    var onset: Beat
    var duration: Beat
    var number: Int
    /// Plain loudness.
    var base: Double
    /// The number of its clause.
    var clause: Int
    /// The bar's number in the section.
    var bar: Int
    /// Whether it is the high point of its clause.
    var isPeak = false
    /// Whether it belongs to its chord.
    var isChordTone = true
    /// Whether it is a chromatic approach.
    var isChromatic = false

    var end: Beat { onset + duration }
  }

  var tones: [Tone] = []

  /// Whether the next note follows without a rest.
  func isJoined(_ index: Int) -> Bool {
    index + 1 < tones.count && tones[index + 1].onset == tones[index].end
  }
}
