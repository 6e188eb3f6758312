import Music
import Production

/// Small additions to a few bars: passing notes, pick-ups, a second stroke, ghost notes.
struct Ornaments {
  var plan: Plan
  /// The share of bars that get one, 0...1.
  var amount: Double
  var take: Int
  var locks: [Lock]

  /// The notes of a part with ornaments in some bars, none in the excepted ones.
  func added(to part: Part, except bars: Set<Int>) -> [Note] {
    var byBar: [Int: [Int]] = [:]
    for index in part.notes.indices {
      byBar[plan.meters.bar(at: part.notes[index].onset), default: []].append(index)
    }
    var notes = part.notes
    var extra: [Note] = []
    for (bar, indices) in byBar.sorted(by: { $0.key < $1.key }) where !bars.contains(bar) {
      guard !locks.contains(where: { $0.covers(part: part.id, bar: bar) }) else { continue }
      var stream = RandomStream(
        seed: plan.seed, purpose: "ornament", part: part.id, bar: bar, take: take)
      guard stream.chance(amount), mayChange(part) else { continue }
      let end = plan.meters.start(ofBar: bar + 1)
      switch part.role {
      case .drums, .percussion:
        stroke(indices, notes, before: end, part, &extra, &stream)
      case .bass, .lead, .counter, .arpeggio:
        passing(indices, &notes, before: end, part, &extra, &stream)
      case .chords, .pad, .effects:
        restrike(indices, &notes, before: end, part, &extra, &stream)
      }
    }
    return extra.isEmpty ? notes : (notes + extra).sorted()
  }

  /// Whether a part may have other notes than it has: not one that plays roots only, and no drum
  /// kit whose strokes are counted.
  private func mayChange(_ part: Part) -> Bool {
    guard let limits = plan.parts.first(where: { $0.id == part.id })?.limits else { return true }
    return !limits.rootsOnly && !(part.instrument.isDrumKit && limits.voices != nil)
  }

  /// A soft stroke a sixteenth after a hit, where nothing stands.
  private func stroke(
    _ indices: [Int], _ notes: [Note], before end: Beat, _ part: Part, _ extra: inout [Note],
    _ stream: inout RandomStream
  ) {
    let step = Beat(1, 4)
    let free = indices.filter { index in
      let note = notes[index]
      let drum = DrumKey(rawValue: note.pitch.number)
      let isLight = drum.map { !$0.isCymbal && $0 != .openHat && $0 != .kick } ?? true
      let time = note.onset + step
      return isLight && note.end <= time && time + step <= end
        && !indices.contains { other in
          let onset = notes[other].onset
          return notes[other].pitch == note.pitch && onset > note.onset && onset < time + step
        }
    }
    guard let index = stream.element(of: free) else { return }
    var note = notes[index]
    note.onset = note.onset + step
    note.duration = min(note.duration, step)
    note.velocity = max(18, note.velocity / 2)
    note.articulation = .ghost
    extra.append(note)
  }

  /// The last part of a long note becomes a step towards the next note.
  private func passing(
    _ indices: [Int], _ notes: inout [Note], before end: Beat, _ part: Part,
    _ extra: inout [Note], _ stream: inout RandomStream
  ) {
    let long = indices.filter { notes[$0].duration >= Beat(1) && notes[$0].end <= end }
    guard let index = stream.element(of: long) else { return }
    let note = notes[index]
    let target = index + 1 < notes.count ? notes[index + 1].pitch.number : note.pitch.number
    let key = plan.key(ofBar: plan.meters.bar(at: note.onset))
    let direction = target >= note.pitch.number ? 1 : -1
    var number = note.pitch.number + direction
    while !key.contains(pitchClass: number), abs(number - note.pitch.number) < 4 {
      number += direction
    }
    let start = note.end - Beat(1, 2)
    let isTaken = notes.contains {
      $0.pitch.number == number && $0.onset < note.end && $0.end > start
    }
    let limits = plan.parts.first { $0.id == part.id }?.limits ?? NoteLimits()
    guard part.instrument.range.contains(number), limits.allows(number), !isTaken else { return }
    notes[index].duration = note.duration - Beat(1, 2)
    var added = note
    added.onset = start
    added.duration = Beat(1, 2)
    added.pitch = key.pitch(number)
    added.velocity = max(1, note.velocity - 8)
    extra.append(added)
  }

  /// The highest note of a long chord is struck again halfway.
  private func restrike(
    _ indices: [Int], _ notes: inout [Note], before end: Beat, _ part: Part,
    _ extra: inout [Note], _ stream: inout RandomStream
  ) {
    let long = indices.filter { notes[$0].duration >= Beat(2) && notes[$0].end <= end }
    guard let onset = stream.element(of: long).map({ notes[$0].onset }),
      let top = long.filter({ notes[$0].onset == onset }).max(by: {
        notes[$0].pitch < notes[$1].pitch
      })
    else { return }
    let note = notes[top]
    let half = note.duration / 2
    notes[top].duration = half
    var added = note
    added.onset = note.onset + half
    added.duration = note.duration - half
    added.velocity = max(1, note.velocity - 12)
    extra.append(added)
  }
}
