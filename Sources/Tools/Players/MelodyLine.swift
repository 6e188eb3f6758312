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

  /// Takes the pitches of what was played where the line begins a note: the players around it, and a
  /// person who changed it, have made of it what it is.
  mutating func adopt(_ notes: [Note], from start: Beat) {
    var heard: [Beat: Int] = [:]
    for note in notes where note.onset >= start {
      heard[note.onset - start] = max(heard[note.onset - start] ?? 0, note.pitch.number)
    }
    for index in tones.indices {
      if let number = heard[tones[index].onset] { tones[index].number = number }
    }
  }

  /// The mean height as a MIDI number, weighted by time; nil of nothing.
  var height: Double? {
    let time = tones.reduce(0) { $0 + $1.duration.value }
    guard time > 0 else { return nil }
    return tones.reduce(0) { $0 + Double($1.number) * $1.duration.value } / time
  }

  /// Whether the next note follows without a rest.
  func isJoined(_ index: Int) -> Bool {
    index + 1 < tones.count && tones[index + 1].onset == tones[index].end
  }
}
