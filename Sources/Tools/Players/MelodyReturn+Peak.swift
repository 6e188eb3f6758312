import Music
import Production

extension MelodyReturn {
  /// Semitones from one of its neighbours to the peak that still sound like a line.
  private static let reach = 4

  /// At the climax the line goes where the song has not been yet: one of its highest notes rises
  /// above all others, and the notes around it rise towards it.
  func raisePeak(_ line: inout MelodyLine) {
    let top = line.tones.map(\.number).max() ?? 0
    guard top <= place.cap else { return }
    // The highest first, of equals the high point of a clause, then the later.
    let order = line.tones.indices.filter { top - line.tones[$0].number <= 3 }.sorted {
      let (left, right) = (line.tones[$0], line.tones[$1])
      return (left.number, left.isPeak ? 1 : 0, $0) > (right.number, right.isPeak ? 1 : 0, $1)
    }
    let free = (place.cap + 1...max(place.cap + 1, place.register.upperBound)).filter {
      $0 - top <= 7 && place.register.contains($0)
    }
    for classes in [chordTones, strongTones] {
      for index in order {
        guard let number = free.first(where: { classes(line.tones[index]).contains($0 % 12) })
        else { continue }
        return lift(&line, at: index, to: number)
      }
    }
    guard let index = order.first else { return }
    let higher = (top + 1...top + 5).last {
      chordTones(line.tones[index]).contains($0 % 12) && place.register.contains($0)
    }
    if let higher { lift(&line, at: index, to: higher) }
  }

  private func chordTones(_ tone: MelodyLine.Tone) -> Set<Int> {
    changes.tones(of: changes.span(of: stroke(tone)))
  }

  private func scaleTones(_ tone: MelodyLine.Tone) -> Set<Int> {
    guard let span = changes.span(of: stroke(tone)) else { return [] }
    let key = changes.key(at: frame.start + tone.onset)
    return Set(Changes.lineClasses(chord: span.chord, key: key, scale: profile.scale))
  }

  /// Notes of the scale where they bear weight: an open fifth has no third to rise to.
  private func strongTones(_ tone: MelodyLine.Tone) -> Set<Int> {
    frame.strength(at: frame.start + tone.onset) >= 0.5 ? scaleTones(tone) : []
  }

  private func lift(_ line: inout MelodyLine, at index: Int, to number: Int) {
    line.tones[index].number = number
    line.tones[index].isPeak = true
    line.tones[index].isChordTone = chordTones(line.tones[index]).contains(number % 12)
    for neighbour in [index - 1, index + 1] where line.tones.indices.contains(neighbour) {
      let tone = line.tones[neighbour]
      guard tone.clause == line.tones[index].clause, number - tone.number > Self.reach else {
        continue
      }
      let isStrong = frame.strength(at: frame.start + tone.onset) >= 0.5 || tone.duration >= 1
      let allowed = isStrong ? chordTones(tone) : scaleTones(tone)
      // Notes foreign to the chord want a step to the peak.
      let near = (number - Self.reach...number - 1).first {
        $0 > tone.number && $0 <= place.cap && allowed.contains($0 % 12)
          && (chordTones(tone).contains($0 % 12) || number - $0 <= 2)
      }
      guard let near else { continue }
      line.tones[neighbour].number = near
      line.tones[neighbour].isChordTone = chordTones(tone).contains(near % 12)
      line.tones[neighbour].isChromatic = false
    }
  }
}
