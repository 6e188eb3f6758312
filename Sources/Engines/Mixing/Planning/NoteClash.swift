import Foundation
import Music

/// Two parts whose notes lie in one register at once, where neither can be heard apart.
struct NoteClash: Sendable {
  /// The parts.
  var parts: (String, String)
  /// The section in which most of it happens.
  var section: String
  /// The share of the section's time in which notes lie within three semitones of each other.
  var share: Double
  /// The middle of the register.
  var pitch: Int

  func isBetween(_ first: String, _ second: String) -> Bool {
    parts == (first, second) || parts == (second, first)
  }

  /// What a reason says.
  var sentence: String {
    "their notes meet around \(NoteClash.name(pitch)) in \(Say.percent(share)) of the \(section)"
  }

  private static func name(_ number: Int) -> String {
    let names = ["C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B"]
    return "\(names[((number % 12) + 12) % 12])\(number / 12 - 1)"
  }

  /// The clashes of a score: for each pair the section in which it is worst, where more than a tenth.
  static func all(in score: Score) -> [NoteClash] {
    let parts = score.parts.filter { !$0.instrument.isDrumKit && !$0.notes.isEmpty }
    var result: [NoteClash] = []
    for (index, first) in parts.enumerated() {
      for second in parts[(index + 1)...] {
        var worst: NoteClash?
        for section in score.sections {
          let start = score.meters.start(ofBar: section.startBar)
          let end = score.meters.start(ofBar: section.startBar + section.bars)
          guard let found = clash(first, second, from: start, to: end) else { continue }
          if found.share > max(0.1, worst?.share ?? 0) {
            worst = NoteClash(
              parts: (first.id, second.id), section: section.id, share: found.share,
              pitch: found.pitch)
          }
        }
        if let worst { result.append(worst) }
      }
    }
    return result
  }

  /// The share of a stretch in which notes of two parts lie within three semitones, and where.
  private static func clash(
    _ first: Part, _ second: Part, from start: Beat, to end: Beat
  ) -> (share: Double, pitch: Int)? {
    let a = first.notes.filter { $0.onset < end && $0.end > start }
    let b = second.notes.filter { $0.onset < end && $0.end > start }
    guard !a.isEmpty, !b.isEmpty else { return nil }
    var (together, weighted) = (0.0, 0.0)
    var first = 0
    for note in a {
      while first < b.count, b[first].end <= note.onset, b[first].onset < note.onset { first += 1 }
      for other in b[first...] {
        guard other.onset < note.end else { break }
        guard abs(other.pitch.number - note.pitch.number) <= 3 else { continue }
        let overlap = min(note.end, other.end) - max(note.onset, other.onset)
        guard overlap > .zero else { continue }
        together += overlap.value
        weighted += overlap.value * Double(note.pitch.number + other.pitch.number) / 2
      }
    }
    let length = (end - start).value
    guard together > 0, length > 0 else { return nil }
    return (min(1, together / length), Int((weighted / together).rounded()))
  }
}
