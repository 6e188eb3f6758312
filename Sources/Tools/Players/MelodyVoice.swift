import Music
import Production

/// A melody line put on the sheet: loudness, spelling, the last note of the piece, a second voice.
struct MelodyVoice {
  private(set) var staff: Staff
  private let harmonies: MelodyHarmonies?

  var cue: Cue { staff.cue }
  var frame: SectionFrame { staff.frame }
  var changes: Changes { staff.changes }

  init(_ cue: Cue, frame: SectionFrame) {
    staff = Staff(cue, frame: frame)
    harmonies = MelodyHarmonies(cue)
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
      staff.last = tone.number
    }
  }

  mutating func put(
    _ number: Int, from onset: Beat, to end: Beat, base: Double, isJoined: Bool
  ) {
    let chord = changes.span(at: onset)?.chord
    let key = changes.key(at: onset)
    let articulation: Articulation = isJoined && end - onset >= 1 ? .legato : .normal
    staff.write(
      number, over: chord, from: onset, to: end, base: base, accent: 0.7,
      articulation: articulation)
    guard let chord, end - onset >= Beat(1, 4),
      let second = harmonies?.number(
        below: number, chord: chord, key: key, isStrong: frame.strength(at: onset) >= 0.5)
    else { return }
    staff.write(
      second, over: chord, from: onset, to: end, base: base - 12, accent: 0.7,
      articulation: articulation)
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
    let near = staff.last ?? Int(place.center)
    let number = place.register.filter { classes.contains($0 % 12) }.min {
      (abs($0 - near), $0) < (abs($1 - near), $1)
    }
    guard let number else { return }
    staff.write(number, over: span.chord, from: final.onset, to: final.end, base: 92)
  }

  /// The notes, ascending.
  func finished() -> [Note] { staff.sheet.finished(polyphony: harmonies == nil ? 1 : 2) }
}
