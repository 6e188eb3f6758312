import Music

/// Random songs whose key, metre, chords and sections are known.
struct SyntheticSong {
  var score: Score
  var key: Key

  private var random: RandomStream
  private let meter: Meter

  /// The progressions of each kind of section, by scale.
  private static let progressions: [Scale: [[String]]] = [
    .major: [
      ["I", "V", "vi", "IV"], ["I", "vi", "IV", "V"], ["Imaj7", "vi7", "ii7", "V7"],
      ["I", "IV", "V", "I"], ["I", "iii", "IV", "iv"], ["vi", "IV", "I", "V"],
      ["Imaj7", "IVmaj7", "iii7", "vi7"], ["I", "V7", "I", "IV"],
    ],
    .minor: [
      ["i", "VI", "III", "VII"], ["i", "iv", "V", "i"], ["i7", "iv7", "VImaj7", "V7"],
      ["i", "VII", "VI", "V"], ["i9", "iv7", "i9", "VImaj7"], ["i", "v", "VI", "iv"],
      ["iv", "VII", "III", "i"], ["i", "iidim", "V", "i"],
    ],
    .dorian: [
      ["i7", "IV7", "i7", "IV7"], ["i", "IV", "i", "VII"], ["i7", "ii7", "IV", "i7"],
    ],
    .mixolydian: [
      ["I", "VII", "IV", "I"], ["I", "v", "IV", "I"], ["I", "VII", "I", "IV"],
    ],
  ]

  init(seed: UInt64, meter: Meter, scale: Scale? = nil) {
    self.meter = meter
    var random = RandomStream(seed: seed, purpose: "synthetic song")
    let scales: [Scale] = [.major, .minor, .major, .minor, .dorian, .mixolydian]
    let mode = scale ?? scales[random.index(scales.count)]
    key = Key(PitchName(.c), mode).transposed(by: random.index(12))
    score = Score(
      title: "Synthetic \(seed)", meters: MeterMap(meter),
      tempo: TempoMap(beatsPerMinute: Double(70 + random.index(90))),
      keys: [KeyChange(bar: 0, key: key)], sections: [], chords: [], parts: [], length: .zero)
    self.random = random
    compose()
  }

  private mutating func compose() {
    let choices = Self.progressions[key.scale] ?? []
    let verse = choices[random.index(choices.count)]
    let chorus = choices[random.index(choices.count)]
    let form: [(name: String, bars: Int, energy: Double, loop: [String])] = [
      ("intro", 4, 0.3, verse), ("verse", 8, 0.5, verse), ("chorus", 8, 0.9, chorus),
      ("verse", 8, 0.55, verse), ("chorus", 8, 0.95, chorus), ("outro", 4, 0.3, verse),
    ]
    var bar = 0
    for (index, item) in form.enumerated() {
      score.sections.append(
        Section(
          id: "\(item.name)-\(index)", name: item.name, startBar: bar, bars: item.bars,
          energy: item.energy))
      for offset in 0..<item.bars {
        var text = item.loop[offset % item.loop.count]
        let isLast = index == form.count - 1 && offset == item.bars - 1
        if isLast { text = key.scale.isMinor ? "i" : "I" }
        if let chord = try? RomanNumeral(text).chord(in: key) {
          score.chords.append(
            ChordSpan(
              onset: meter.barLength * bar, duration: meter.barLength, chord: chord))
        }
        bar += 1
      }
    }
    score.length = meter.barLength * bar
    let rhythm = Rhythm(meter: meter, random: &random)
    add("drums", .drums, "standard-kit") { rhythm.drums($0, $1, &$2) }
    add("bass", .bass, "electric-bass") { rhythm.bass($0, $1, &$2) }
    add("keys", .chords, "electric-piano") { rhythm.chords($0, $1, &$2) }
    if random.chance(0.5) { add("strings", .pad, "strings") { rhythm.pad($0, $1, &$2) } }
    if random.chance(0.4) {
      add("picking", .arpeggio, "nylon-guitar") { rhythm.arpeggio($0, $1, &$2) }
    }
    let scale = key
    add("lead", .lead, "flute") { rhythm.melody($0, $1, scale, &$2) }
  }

  private mutating func add(
    _ id: String, _ role: Role, _ instrument: String,
    _ play: (ChordSpan, Section, inout RandomStream) -> [Note]
  ) {
    guard let instrument = Instrument(id: instrument) else { return }
    var notes: [Note] = []
    for (bar, span) in score.chords.enumerated() {
      guard let section = score.section(ofBar: bar) else { continue }
      let isSoft = section.energy < 0.4
      if isSoft, [.drums, .lead, .arpeggio].contains(role) { continue }
      // Verses leave the pad and the arpeggio to the chorus, and all plays softer.
      if section.energy < 0.8, [.pad, .arpeggio].contains(role) { continue }
      notes += play(span, section, &random).map { note in
        var note = note
        note.velocity = Int(Double(note.velocity) * (0.72 + 0.3 * section.energy))
        return note
      }
    }
    score.parts.append(
      Part(id: id, name: id, role: role, instrument: instrument, notes: notes))
  }

  /// The same notes without anything that says what they are.
  var bare: Score {
    var bare = score
    bare.title = ""
    bare.meters = MeterMap(.common)
    bare.keys = [KeyChange(bar: 0, key: Key(PitchName(.c), .major))]
    bare.sections = []
    bare.chords = []
    bare.parts = score.parts.enumerated().map { index, part in
      Part(
        id: "part-\(index)", name: "Track", role: .effects, instrument: part.instrument,
        notes: part.notes)
    }
    return bare
  }
}

/// How the parts of a synthetic song move in its metre.
struct Rhythm {
  let meter: Meter
  private let pulses: [Beat]
  private let comping: [Beat]
  private let kicks: [Beat]

  init(meter: Meter, random: inout RandomStream) {
    self.meter = meter
    pulses = meter.pulses
    var comping = [Beat.zero]
    for pulse in pulses.dropFirst() where random.chance(0.6) {
      comping.append(random.chance(0.3) ? pulse - Beat(1, 2) : pulse)
    }
    self.comping = comping
    var kicks = [Beat.zero]
    for pulse in pulses.dropFirst() where random.chance(0.35) { kicks.append(pulse + Beat(1, 2)) }
    self.kicks = kicks.filter { $0 < meter.barLength }
  }

  private func note(_ onset: Beat, _ duration: Beat, _ number: Int, _ velocity: Int) -> Note {
    Note(onset: onset, duration: duration, pitch: Pitch(number: number), velocity: velocity)
  }

  func drums(_ span: ChordSpan, _ section: Section, _ random: inout RandomStream) -> [Note] {
    var notes = kicks.map { note(span.onset + $0, Beat(1, 4), 36, 100 + random.index(10)) }
    let backbeats = pulses.enumerated().filter {
      $0.offset % 2 == 1 || (pulses.count == 3 && $0.offset > 0)
    }
    notes += backbeats.map { note(span.onset + $0.element, Beat(1, 4), 38, 96 + random.index(10)) }
    var time = Beat.zero
    while time < meter.barLength {
      let isStrong = pulses.contains(time)
      notes.append(note(span.onset + time, Beat(1, 4), 42, (isStrong ? 80 : 55) + random.index(10)))
      time = time + Beat(1, 2)
    }
    if section.startBar == Int((span.onset / meter.barLength).floor), section.energy > 0.6 {
      notes.append(note(span.onset, 1, 49, 110))
    }
    return notes
  }

  func bass(_ span: ChordSpan, _ section: Section, _ random: inout RandomStream) -> [Note] {
    let root = 36 + (span.chord.lowest.pitchClass + 8) % 12 - 8
    var notes = [note(span.onset, pulses.count > 1 ? pulses[1] : meter.barLength, root, 96)]
    for pulse in pulses.dropFirst() where random.chance(0.5) {
      let number = random.chance(0.6) ? root : root + (random.chance(0.5) ? 7 : 12)
      notes.append(note(span.onset + pulse, Beat(1, 2), number, 82 + random.index(10)))
    }
    return notes
  }

  private func voicing(_ chord: Chord, from lowest: Int) -> [Int] {
    Set(chord.pitchClasses).map { lowest + ($0 - lowest % 12 + 12) % 12 }.sorted()
  }

  func chords(_ span: ChordSpan, _ section: Section, _ random: inout RandomStream) -> [Note] {
    comping.flatMap { place in
      voicing(span.chord, from: 57).map {
        note(span.onset + place, Beat(3, 4), $0, 66 + random.index(16))
      }
    }
  }

  func pad(_ span: ChordSpan, _ section: Section, _ random: inout RandomStream) -> [Note] {
    voicing(span.chord, from: 60).map { note(span.onset, span.duration, $0, 52) }
  }

  func arpeggio(_ span: ChordSpan, _ section: Section, _ random: inout RandomStream) -> [Note] {
    let tones = voicing(span.chord, from: 64)
    return (0..<Int((meter.barLength * 2).value)).map {
      note(span.onset + Beat($0, 2), Beat(1, 2), tones[$0 % tones.count], 60 + random.index(8))
    }
  }

  func melody(
    _ span: ChordSpan, _ section: Section, _ key: Key, _ random: inout RandomStream
  ) -> [Note] {
    let tones = voicing(span.chord, from: 72)
    let scale = (70...88).filter { key.contains(pitchClass: $0) }
    var notes: [Note] = []
    var place = Beat.zero
    var index = random.index(scale.count)
    while place < meter.barLength {
      let length = [Beat(1, 2), Beat(1), Beat(3, 2)][random.index(3)]
      let isStrong = meter.strength(at: place) >= 0.5
      index = min(max(index + random.index(5) - 2, 0), scale.count - 1)
      let number = isStrong && random.chance(0.75) ? tones[random.index(tones.count)] : scale[index]
      if !random.chance(0.2) {
        notes.append(
          note(
            span.onset + place, min(length, meter.barLength - place), number, 78 + random.index(24))
        )
      }
      place = place + length
    }
    return notes
  }
}
