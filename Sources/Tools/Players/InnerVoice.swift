public import Music
import Production

/// One line of a texture of several: alto, tenor, viola, second violin or the middle of a trio.
///
/// It completes the chord that bass and lead leave open, moves smoothly, keeps between the voices
/// that it hears and makes no fifths or octaves in parallel with them. Silent at intensity 0; below
/// 0.35 it moves on strong beats and with the harmony alone.
public struct InnerVoice: Player {
  /// Makes a singer or player of an inner voice.
  public init() {}

  /// The notes of one section, ascending.
  public func play(_ cue: Cue) -> [Note] {
    guard cue.intensity > 0 else { return [] }
    let frame = SectionFrame(cue)
    var line = InnerLine(cue, frame: frame)
    line.write()
    return line.staff.sheet.finished(polyphony: 1)
  }
}

/// A voice that is heard while another is written.
struct HeardVoice {
  /// Its notes, ascending, one at a time.
  private let notes: [Note]
  /// Whether it is meant to lie above the voice that is written.
  let isAbove: Bool

  init(_ notes: [Note], isAbove: Bool) {
    self.isAbove = isAbove
    // Of notes struck together the outer one counts.
    var kept: [Note] = []
    for note in notes.sorted() {
      if let last = kept.last, last.onset == note.onset {
        if isAbove { kept[kept.count - 1] = note }
      } else {
        kept.append(note)
      }
    }
    self.notes = kept
  }

  /// The number that sounds at a time, or just before it.
  func number(at beat: Beat, before: Bool = false) -> Int? {
    var (low, high) = (0, notes.count)
    while low < high {
      let middle = (low + high) / 2
      let begins = before ? notes[middle].onset < beat : notes[middle].onset <= beat
      if begins { low = middle + 1 } else { high = middle }
    }
    guard low > 0 else { return nil }
    let note = notes[low - 1]
    return (before ? note.end >= beat : note.end > beat) ? note.pitch.number : nil
  }

  /// Whether it begins a note at a time.
  func begins(at beat: Beat) -> Bool { notes.contains { $0.onset == beat } }
}
