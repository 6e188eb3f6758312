import Music
import Production

/// A melody line put on the sheet: loudness, spelling, the last note of the piece, a second voice.
struct MelodyVoice {
  let cue: Cue
  let frame: SectionFrame
  let changes: Changes
  private let dynamics: Dynamics
  private(set) var sheet: Sheet
  private let harmonies: MelodyHarmonies?
  private var last: Int?

  init(_ cue: Cue, frame: SectionFrame) {
    self.cue = cue
    self.frame = frame
    changes = Changes(cue, frame: frame)
    dynamics = Dynamics(cue, frame: frame)
    sheet = Sheet(cue, frame: frame)
    harmonies = MelodyHarmonies(cue)
    last = cue.previous.last?.pitch.number
  }

  /// Writes a line; at low intensity only its stronger notes.
  mutating func write(_ line: MelodyLine) {
    for (index, tone) in line.tones.enumerated() {
      let onset = frame.start + tone.onset
      if cue.intensity < 0.35, frame.strength(at: onset) < 0.25, tone.duration < Beat(1, 2) {
        continue
      }
      put(
        tone.number, from: onset, to: frame.start + tone.end, base: tone.base,
        isJoined: line.isJoined(index))
      last = tone.number
    }
  }

  mutating func put(
    _ number: Int, from onset: Beat, to end: Beat, base: Double, isJoined: Bool
  ) {
    let chord = changes.span(at: onset)?.chord
    let key = changes.key(at: onset)
    let articulation: Articulation = isJoined && end - onset >= 1 ? .legato : .normal
    sheet.write(
      Changes.pitch(number, chord: chord, key: key), from: onset, to: end,
      velocity: dynamics.velocity(base, at: onset, accent: 0.7), articulation: articulation)
    guard let chord, end - onset >= Beat(1, 4),
      let second = harmonies?.number(
        below: number, chord: chord, key: key, isStrong: frame.strength(at: onset) >= 0.5)
    else { return }
    sheet.write(
      Changes.pitch(second, chord: chord, key: key), from: onset, to: end,
      velocity: dynamics.velocity(base - 12, at: onset, accent: 0.7), articulation: articulation)
  }

  /// The last note of the piece: the tonic or the third, within the last chord.
  mutating func writeFinal() {
    guard let final = frame.final, let span = changes.span(at: final.onset) else { return }
    let key = changes.key(at: final.onset)
    let tones = changes.tones(of: span)
    let scale = key.scale.parent.semitones
    let wishes = [0, scale[2]].map { (key.tonic.pitchClass + $0) % 12 }
    let wanted = wishes.filter(tones.contains)
    let classes =
      wanted.isEmpty
      ? [span.chord.root.pitchClass, (span.chord.root.pitchClass + (span.chord.third ?? 0)) % 12]
      : wanted
    let place = MelodyPlace(cue)
    let near = last ?? Int(place.center)
    let number = place.register.filter { classes.contains($0 % 12) }.min {
      (abs($0 - near), $0) < (abs($1 - near), $1)
    }
    guard let number else { return }
    sheet.write(
      Changes.pitch(number, chord: span.chord, key: key), from: final.onset, to: final.end,
      velocity: dynamics.velocity(92, at: final.onset))
  }

  /// The notes, ascending.
  func finished() -> [Note] { sheet.finished(polyphony: harmonies == nil ? 1 : 2) }
}
