import Music
import Production

extension MelodyVoice {
  /// Where the section hands over with a pickup, two notes by step towards the nearest tone of the
  /// next chord, in the last beat, if the melody is silent there.
  mutating func writePickup() {
    guard cue.section.transition == .pickup, frame.final == nil, let bar = frame.bars.last,
      let next = changes.next(after: bar.start), next.onset >= bar.end
    else { return }
    let half = bar.meter.isCompound ? bar.meter.unit : Beat(1, 2)
    let start = bar.end - half * 2
    guard start >= bar.middle, !staff.sheet.notes.contains(where: { $0.end > start }) else {
      return
    }
    let key = changes.key(at: next.onset)
    let place = MelodyPlace(cue)
    let from = staff.sheet.notes.max { $0.onset < $1.onset }?.pitch.number ?? Int(place.center)
    let tones = changes.tones(of: next)
    let goals = place.range.filter { tones.contains($0 % 12) }
    guard let goal = goals.min(by: { (abs($0 - from), $0) < (abs($1 - from), $1) }) else { return }
    let classes = Changes.lineClasses(chord: next.chord, key: key, scale: cue.style.melody?.scale)
    // From below where there is room, as most pickups come.
    let below = place.range.filter { classes.contains($0 % 12) && $0 < goal }.suffix(2)
    let above = place.range.filter { classes.contains($0 % 12) && $0 > goal }.prefix(2)
    let steps = below.count == 2 ? Array(below) : Array(above.reversed())
    guard steps.count == 2 else { return }
    put(steps[0], from: start, to: start + half, base: 78, isJoined: false)
    put(steps[1], from: start + half, to: bar.end, base: 84, isJoined: false)
  }
}
