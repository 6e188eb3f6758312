/// The ways in which composers vary a motif; each gives a new one and changes one thing.
extension Motif {
  /// The same shape so many steps higher (lower when negative).
  public func sequenced(by steps: Int) -> Motif {
    changed { $0.step += steps }
  }

  /// The shape turned upside down about its first note.
  public func inverted() -> Motif {
    let axis = tones.first?.step ?? 0
    return changed { $0.step = 2 * axis - $0.step }
  }

  /// Every time multiplied, twice as slow unless said otherwise; a factor above zero.
  public func augmented(by factor: Beat = 2) -> Motif {
    guard factor > .zero else { return self }
    var motif = changed {
      $0.onset = $0.onset * factor
      $0.duration = $0.duration * factor
    }
    motif.length = length * factor
    return motif
  }

  /// Every time divided, twice as fast unless said otherwise; a divisor above zero.
  public func diminished(by divisor: Beat = 2) -> Motif {
    divisor > .zero ? augmented(by: Beat(1) / divisor) : self
  }

  /// One note split in halves, the second of which steps towards the next note, or to the upper
  /// neighbour where the next is the same or missing.
  public func ornamented(at index: Int) -> Motif {
    guard tones.indices.contains(index) else { return self }
    let tone = tones[index]
    let next = index + 1 < tones.count ? tones[index + 1].step : tone.step
    let half = tone.duration / 2
    var motif = self
    motif.tones[index].duration = half
    motif.tones.insert(
      Tone(
        onset: tone.onset + half, duration: half,
        step: tone.step + (next < tone.step ? -1 : 1)), at: index + 1)
    return motif
  }

  /// The first so many notes alone, with the time up to the next note as its length.
  public func fragment(_ count: Int) -> Motif {
    guard count > 0, count < tones.count else { return self }
    return Motif(tones: Array(tones.prefix(count)), length: tones[count].onset)
  }

  /// Every note later (earlier when negative) by a time, within the same length: what is pushed
  /// over an end is cut or left out.
  public func displaced(by time: Beat) -> Motif {
    let tones = tones.compactMap { tone -> Tone? in
      let start = max(.zero, tone.onset + time)
      let end = min(length, tone.end + time)
      guard tone.onset + time >= .zero, end > start else { return nil }
      return Tone(onset: start, duration: end - start, step: tone.step)
    }
    return Motif(tones: tones, length: length)
  }

  /// The last so many notes once more, in sequence: they go on from where the motif ended, by the
  /// step that leads into them.
  public func extended(by count: Int) -> Motif {
    guard count > 0, count < tones.count, let last = tones.last else { return self }
    let tail = tones.suffix(count)
    guard let first = tail.first else { return self }
    let before = tones[tones.count - count - 1]
    let move = first.step - before.step
    let shift = last.step + (move == 0 ? 1 : move.signum()) - first.step
    let time = max(length, last.end) - first.onset
    var motif = self
    motif.tones += tail.map {
      Tone(onset: $0.onset + time, duration: $0.duration, step: $0.step + shift)
    }
    motif.length = max(length, last.end) + (max(length, last.end) - first.onset)
    return motif
  }

  private func changed(_ change: (inout Tone) -> Void) -> Motif {
    var motif = self
    for index in motif.tones.indices { change(&motif.tones[index]) }
    return motif
  }
}
