import Music
import Production

/// The small changes of a theme that comes again: about one note in fourteen steps aside, is struck
/// twice or is tied over.
struct MelodyChanges {
  let cue: Cue
  let frame: SectionFrame
  let changes: Changes
  let profile: MelodyProfile
  let place: MelodyPlace

  /// Changes a line, at least once where it has four notes.
  ///
  /// All sections of a kind take their changes from one list, each where the one before left off,
  /// so that no two returns are the same.
  func apply(to line: inout MelodyLine) {
    guard line.tones.count >= 4 else { return }
    let possible = possible(in: line)
    guard !possible.isEmpty else { return }
    let wanted = max(1, line.tones.count / 14)
    let first = max(0, cue.section.occurrence - 1) * wanted
    var stream = cue.theme("return choice")
    let chosen = (0..<min(wanted, possible.count)).map { possible[(first + $0) % possible.count] }
    // From the last note back, so that places stay right while notes come and go.
    for place in chosen.sorted(by: { $0.index > $1.index }) {
      _ = change(&line, at: place.index, kind: place.kind, &stream)
    }
  }

  /// Where which change can be made, in the kind's own order.
  private func possible(in line: MelodyLine) -> [(index: Int, kind: Int)] {
    var stream = cue.theme("return")
    var left = Array(line.tones.indices.dropFirst())
    var found: [(index: Int, kind: Int)] = []
    while !left.isEmpty {
      let index = left.remove(at: stream.index(left.count))
      let first = stream.index(3)
      for kind in 0..<3 {
        var (trial, choice) = (line, stream)
        guard change(&trial, at: index, kind: (first + kind) % 3, &choice) else { continue }
        found.append((index, (first + kind) % 3))
        break
      }
    }
    return found
  }

  private func change(
    _ line: inout MelodyLine, at index: Int, kind: Int, _ stream: inout RandomStream
  ) -> Bool {
    switch kind {
    case 0: stepAside(&line, at: index, &stream)
    case 1: strikeTwice(&line, at: index)
    default: tieOver(&line, at: index)
    }
  }

  private func classes(at onset: Beat) -> Set<Int> {
    guard let span = changes.span(at: onset) else { return [] }
    return Set(
      Changes.lineClasses(chord: span.chord, key: changes.key(at: onset), scale: profile.scale))
  }

  /// A weak note takes another way between its neighbours.
  private func stepAside(
    _ line: inout MelodyLine, at index: Int, _ stream: inout RandomStream
  ) -> Bool {
    guard index + 1 < line.tones.count else { return false }
    let (before, tone, next) = (line.tones[index - 1], line.tones[index], line.tones[index + 1])
    let onset = frame.start + tone.onset
    guard !tone.isPeak, frame.strength(at: onset) < 0.75, tone.clause == next.clause else {
      return false
    }
    let isStrong = frame.strength(at: onset) >= 0.5 || tone.duration >= 1
    let allowed = isStrong ? changes.tones(of: changes.span(at: onset)) : classes(at: onset)
    let choices = [-2, -1, 1, 2].map { tone.number + $0 }.filter {
      place.range.contains($0) && $0 <= place.cap && allowed.contains($0 % 12)
        && abs($0 - before.number) <= 4 && abs($0 - next.number) <= 2
        && $0 != before.number && $0 != next.number
    }
    guard let choice = stream.element(of: choices) else { return false }
    line.tones[index].number = choice
    line.tones[index].isChromatic = false
    return true
  }

  /// A long note moves on in its second half: towards the next, or to a neighbour of the chord.
  private func strikeTwice(_ line: inout MelodyLine, at index: Int) -> Bool {
    let tone = line.tones[index]
    guard tone.duration >= 1, index + 1 < line.tones.count,
      line.tones[index + 1].clause == tone.clause
    else { return false }
    let next = line.tones[index + 1].number
    let half = min(tone.duration / 2, 1)
    let onset = frame.start + tone.end - half
    let allowed = classes(at: onset)
    let between = next == tone.number ? [1, 2, -1, -2] : next > tone.number ? [1, 2] : [-1, -2]
    let number = between.map { tone.number + $0 }.first {
      allowed.contains($0 % 12) && place.register.contains($0) && $0 <= place.cap
        && abs($0 - next) <= 2
    }
    guard let number else { return false }
    var second = tone
    line.tones[index].duration = tone.duration - half
    second.onset = tone.end - half
    second.duration = half
    second.number = number
    second.base = tone.base - 6
    second.isPeak = false
    second.isChordTone = false
    line.tones.insert(second, at: index + 1)
    return true
  }

  /// A weak note gives its time to the note before.
  private func tieOver(_ line: inout MelodyLine, at index: Int) -> Bool {
    let (before, tone) = (line.tones[index - 1], line.tones[index])
    guard !tone.isPeak, before.end == tone.onset, before.clause == tone.clause,
      frame.strength(at: frame.start + tone.onset) < 0.5, line.tones.count > 5,
      before.isChordTone
    else { return false }
    let next = index + 1 < line.tones.count ? line.tones[index + 1] : nil
    guard let next, next.clause == tone.clause, abs(next.number - before.number) <= 5 else {
      return false
    }
    line.tones[index - 1].duration = tone.end - before.onset
    line.tones.remove(at: index)
    return true
  }
}
