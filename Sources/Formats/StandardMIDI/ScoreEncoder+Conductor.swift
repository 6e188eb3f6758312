import Music

extension ScoreEncoder {
  /// What a marker that names a chord begins with.
  static let chordPrefix = "chord:"
  /// What stands in a marker where no chord sounds.
  static let noChord = "N.C."
  /// What a text event that gives a part's id begins with.
  static let partPrefix = "part:"
  /// What a text event that gives a part's role begins with.
  static let rolePrefix = "role:"

  /// The track of title, metres, keys, tempos, sections and chords.
  func conductor(of score: Score, map: TickMap) throws(MIDIEncodingError) -> MIDITrack {
    var metas: [(tick: Int, meta: MIDIMeta)] = []
    if !score.title.isEmpty { metas.append((0, .text(.trackName, utf8: score.title))) }
    for change in score.meters.changes {
      metas.append(
        (
          map.tick(score.meters.start(ofBar: change.bar)),
          .timeSignature(MIDITimeSignature(change.meter))
        ))
    }
    for change in score.keys {
      metas.append(
        (
          map.tick(score.meters.start(ofBar: change.bar)),
          .keySignature(MIDIKeySignature(change.key))
        ))
    }
    for change in score.tempo.changes {
      let microseconds = (60_000_000 / change.beatsPerMinute).rounded()
      guard microseconds >= 1, microseconds < 0x100_0000 else {
        throw .tempoOutOfRange(beatsPerMinute: change.beatsPerMinute)
      }
      metas.append(
        (map.tick(change.beat), .tempo(microsecondsPerQuarter: UInt32(microseconds))))
    }
    for section in score.sections {
      metas.append(
        (
          map.tick(score.meters.start(ofBar: section.startBar)),
          .text(.marker, utf8: section.id)
        ))
    }
    for (index, span) in score.chords.enumerated() {
      metas.append(
        (map.tick(span.onset), .text(.marker, utf8: "\(Self.chordPrefix)\(span.chord)")))
      let next = index + 1 < score.chords.count ? score.chords[index + 1].onset : score.length
      if span.end < next {
        metas.append((map.tick(span.end), .text(.marker, utf8: Self.chordPrefix + Self.noChord)))
      }
    }
    let events = metas.enumerated().sorted {
      ($0.element.tick, $0.offset) < ($1.element.tick, $1.offset)
    }
    .map { MIDIEvent(tick: $0.element.tick, .meta($0.element.meta)) }
    return MIDITrack(events: events)
  }
}

extension MIDITimeSignature {
  /// The meta event of a metre, with a click on every felt beat of it.
  init(_ meter: Meter) {
    let clocks = 96 / meter.denominator * (meter.isCompound ? 3 : 1)
    self.init(
      numerator: UInt8(meter.numerator),
      denominatorPower: UInt8(meter.denominator.trailingZeroBitCount),
      clocksPerClick: UInt8(clocks))
  }
}

extension MIDIKeySignature {
  /// The key signature of a key; one of more than seven signs is written enharmonically.
  init(_ key: Key) {
    var signature = key.signature
    while signature > 7 { signature -= 12 }
    while signature < -7 { signature += 12 }
    self.init(sharps: Int8(signature), isMinor: key.scale.isMinor)
  }
}
