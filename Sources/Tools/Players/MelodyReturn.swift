import Music
import Production

/// A theme that comes again: fitted to its new chords, key and bars, recognised but not identical,
/// and higher once where the song reaches its climax.
struct MelodyReturn {
  let cue: Cue
  let frame: SectionFrame
  let changes: Changes
  let profile: MelodyProfile
  let place: MelodyPlace

  init(_ cue: Cue, frame: SectionFrame) {
    self.cue = cue
    self.frame = frame
    changes = Changes(cue, frame: frame)
    profile = MelodyForm.profile(of: cue)
    place = MelodyPlace(cue)
  }

  /// The line of a section that was stated in another frame and key.
  func line(of original: MelodyLine, stated: SectionFrame, in first: Key) -> MelodyLine {
    var line = moved(original, from: stated)
    let shift = shift(from: first)
    for clause in Set(line.tones.map(\.clause)).sorted() {
      fit(&line, clause: clause, shift: shift)
    }
    if place.isClimax { raisePeak(&line) }
    MelodyChanges(cue: cue, frame: frame, changes: changes, profile: profile, place: place)
      .apply(to: &line)
    return line
  }

  /// The original's bars in this section's: the first ones in order and the closing one, whatever the
  /// number.
  private func moved(_ original: MelodyLine, from stated: SectionFrame) -> MelodyLine {
    var line = MelodyLine()
    let byBar = Dictionary(grouping: original.tones, by: \.bar)
    for (number, bars) in MelodyForm.groups(frame).enumerated() {
      for bar in bars {
        let isLast = bar.index == frame.bars.count - 1
        let from = stated.bars[isLast ? stated.bars.count - 1 : bar.index % stated.bars.count]
        for var tone in byBar[from.index] ?? [] {
          tone.onset = tone.onset - (from.start - stated.start) + (bar.start - frame.start)
          tone.duration = min(tone.duration, frame.end - frame.start - tone.onset)
          guard tone.onset < bar.end - frame.start, tone.duration > .zero else { continue }
          tone.clause = number
          tone.bar = bar.index
          line.tones.append(tone)
        }
      }
    }
    for index in line.tones.indices.dropLast() {
      line.tones[index].duration = min(
        line.tones[index].duration, line.tones[index + 1].onset - line.tones[index].onset)
    }
    line.tones.removeAll { $0.duration <= .zero }
    return line
  }

  /// Semitones from the key of the statement to this section's, by the nearer way.
  private func shift(from first: Key) -> Int {
    let here = changes.key(at: frame.start).tonic.pitchClass
    let distance = (here - first.tonic.pitchClass + 12) % 12
    return distance > 6 ? distance - 12 : distance
  }

  /// Moves the notes of a clause to their nearest places over the chords that sound here.
  private func fit(_ line: inout MelodyLine, clause: Int, shift: Int) {
    let indices = line.tones.indices.filter { line.tones[$0].clause == clause }
    let tones = indices.map { line.tones[$0] }
    let strokes = tones.map(stroke)
    let spans = strokes.map { changes.span(of: $0) }
    let slots = zip(tones, zip(strokes, spans)).map { tone, place -> LineSolver.Slot in
      let wished = tone.number + shift
      guard let span = place.1 else { return LineSolver.Slot(candidates: [wished], costs: [0]) }
      return slot(tone, wished: wished, stroke: place.0, span: span)
    }
    let wished = tones.map { $0.number + shift }
    let solver = LineSolver(slots: slots) { index, before, from, to in
      guard let from else { return 0 }
      // A note that stands where the theme had it is right as it is.
      if from == wished[index - 1], to == wished[index] { return 0 }
      let interval = to - from
      let isTone = spans[index - 1].map { changes.tones(of: $0).contains(from % 12) } ?? true
      return MelodyWriter.cost(ofInterval: interval)
        + MelodyWriter.resolution(
          from: from, by: interval, before: before, isTone: isTone, isLeading: false)
    }
    let numbers = solver.solve()
    guard numbers.count == indices.count else { return }
    for (slot, (index, number)) in zip(indices, numbers).enumerated() {
      line.tones[index].isChordTone =
        spans[slot].map { changes.tones(of: $0).contains(number % 12) } ?? true
      line.tones[index].number = number
    }
  }

  func stroke(_ tone: MelodyLine.Tone) -> Stroke {
    Stroke(
      onset: frame.start + tone.onset, end: frame.start + tone.end, symbol: "x", bar: tone.bar)
  }

  private func slot(
    _ tone: MelodyLine.Tone, wished: Int, stroke: Stroke, span: ChordSpan
  ) -> LineSolver.Slot {
    let key = changes.key(at: stroke.onset)
    let tones = changes.tones(of: span)
    let classes = Set(Changes.lineClasses(chord: span.chord, key: key, scale: profile.scale))
    func fits(_ number: Int) -> Bool {
      guard place.register.contains(number) else { return false }
      if tones.contains(number % 12) { return true }
      return !tone.isChordTone && (classes.contains(number % 12) || tone.isChromatic)
    }
    if fits(wished) { return LineSolver.Slot(candidates: [wished], costs: [0]) }
    var candidates = (-5...5).map { wished + $0 }.filter {
      place.register.contains($0) && tones.contains($0 % 12)
    }
    if candidates.isEmpty {
      candidates = place.register.filter { classes.contains($0 % 12) }
    }
    if candidates.isEmpty { candidates = Array(place.register) }
    return LineSolver.Slot(
      candidates: candidates, costs: candidates.map { Double(abs($0 - wished)) * 1.5 })
  }
}
