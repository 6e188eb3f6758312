import Music
import Production

/// The chord changes that a section is played over.
struct Changes {
  private let plan: Plan
  /// The spans that sound in the section, ascending.
  let spans: [ChordSpan]
  /// What comes first after the section, if anything.
  private let following: ChordSpan?

  init(_ cue: Cue, frame: SectionFrame) {
    plan = cue.plan
    let end = frame.final?.end ?? frame.end
    var found: [ChordSpan] = []
    for span in cue.plan.chords where span.onset < end && span.end > frame.start {
      let onset = max(span.onset, frame.start)
      if let last = found.last, last.chord == span.chord, last.end == onset {
        found[found.count - 1].duration = min(span.end, end) - last.onset
      } else {
        found.append(
          ChordSpan(onset: onset, duration: min(span.end, end) - onset, chord: span.chord))
      }
    }
    if found.isEmpty, end > frame.start {
      let key = cue.plan.key(ofBar: cue.section.startBar)
      let tonic = Chord(key.tonic, key.scale.isMinor ? .minor : .major)
      found = [ChordSpan(onset: frame.start, duration: end - frame.start, chord: tonic)]
    }
    spans = found
    following = cue.plan.chords.first { $0.onset >= end }
  }

  /// The span at a time; the nearest one outside.
  func span(at beat: Beat) -> ChordSpan? {
    spans.last { $0.onset <= beat } ?? spans.first
  }

  /// The span that a stroke belongs to: the next one where the stroke anticipates it by half a beat
  /// or less and is held into it.
  func span(of stroke: Stroke) -> ChordSpan? {
    guard let here = span(at: stroke.onset) else { return nil }
    if here.end > stroke.onset, here.end - stroke.onset <= Beat(1, 2), stroke.end > here.end,
      let next = spans.first(where: { $0.onset >= here.end })
    {
      return next
    }
    return here
  }

  /// The first span that begins after a time, within the section or after it.
  func next(after beat: Beat) -> ChordSpan? {
    spans.first { $0.onset > beat } ?? following
  }

  /// The key at a time.
  func key(at beat: Beat) -> Key { plan.key(ofBar: plan.meters.bar(at: beat)) }

  /// The pitch classes that a line may rest on over a span.
  ///
  /// These are the chord's; a tune also sings the third of a chord that is struck as a bare fifth, as the key has it.
  func tones(of span: ChordSpan?) -> Set<Int> {
    guard let span else { return [] }
    let key = key(at: span.onset)
    guard span.chord.triad == .power else { return span.chord.pitchClasses }
    let third = span.chord.root.pitchClass + span.semitones(ofDegree: 3, in: key)
    return span.chord.pitchClasses.union([third % 12])
  }

  /// Pitch classes, ascending, that make a line over a chord: the scale, in which notes of the chord
  /// replace their chromatic neighbours.
  static func lineClasses(chord: Chord, key: Key, scale: Scale? = nil) -> [Int] {
    let tones = chord.pitchClasses
    var classes = Set(
      melodic(scale, in: key).semitones.map { ($0 + key.tonic.pitchClass) % 12 })
    for tone in tones where !classes.contains(tone) {
      for neighbour in [(tone + 1) % 12, (tone + 11) % 12] where !tones.contains(neighbour) {
        classes.remove(neighbour)
      }
    }
    return classes.union(tones).sorted()
  }

  /// The scale of a melody in a key: a pentatonic takes the mode of the key.
  static func melodic(_ scale: Scale?, in key: Key) -> Scale {
    switch scale {
    case .majorPentatonic, .minorPentatonic:
      key.scale.isMinor ? .minorPentatonic : .majorPentatonic
    default: scale ?? key.scale
    }
  }

  /// The spelled pitch of a MIDI number over a chord.
  static func pitch(_ number: Int, chord: Chord?, key: Key) -> Pitch {
    if let chord {
      let wanted = (number % 12 + 12) % 12
      if let bass = chord.bass, bass.pitchClass == wanted {
        return Pitch(number: number, name: bass)
      }
      if let name = chord.pitchNames.first(where: { $0.pitchClass == wanted }),
        abs(name.alteration) < 2
      {
        return Pitch(number: number, name: name)
      }
    }
    return key.pitch(number)
  }
}

extension ChordSpan {
  /// A member of the chord by degree, in semitones above the root, within an octave.
  func semitones(ofDegree degree: Int, in key: Key) -> Int {
    if let member = chord.members.first(where: { ($0.degree - 1) % 7 == (degree - 1) % 7 }) {
      return member.semitones % 12
    }
    // The scale's own degree above the root, sevenths minor and thirds by the key.
    let choices: [Int: [Int]] = [
      2: [2, 1], 3: chord.isMinor ? [3, 4] : [4, 3], 4: [5, 6], 5: [7], 6: [9, 8], 7: [10, 11],
    ]
    let options = choices[degree] ?? [0]
    let root = chord.root.pitchClass
    return options.first { key.contains(pitchClass: root + $0) } ?? options.first ?? 0
  }
}
