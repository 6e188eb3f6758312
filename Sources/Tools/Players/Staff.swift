import Music
import Production

/// A staff on which the line of one part is written through a section: what sounds there, how loud
/// and how high its notes are, and where the line stands.
struct Staff {
  let cue: Cue
  let frame: SectionFrame
  let changes: Changes
  /// The notes that the part may use.
  let register: ClosedRange<Int>
  private let dynamics: Dynamics
  private(set) var sheet: Sheet
  /// The number of the line's last note; at first of the section before, if it had any.
  var last: Int?

  init(_ cue: Cue, frame: SectionFrame) {
    self.cue = cue
    self.frame = frame
    changes = Changes(cue, frame: frame)
    register = Sheet.register(of: cue)
    dynamics = Dynamics(cue, frame: frame)
    sheet = Sheet(cue, frame: frame)
    last = cue.previous.last?.pitch.number
  }

  /// Writes a note, spelled as its chord and key ask, whose plain loudness is `base`.
  mutating func write(
    _ number: Int, over chord: Chord?, from onset: Beat, to end: Beat, base: Double,
    accent: Double = 1, articulation: Articulation = .normal
  ) {
    sheet.write(
      Changes.pitch(number, chord: chord, key: changes.key(at: onset)), from: onset, to: end,
      velocity: dynamics.velocity(base, at: onset, accent: accent), articulation: articulation)
  }
}
