import Music

/// What holds for all parts of a MIDI file: tempo, metre, keys, sections and chords.
struct ScoreFrame {
  private(set) var tempo = TempoMap(beatsPerMinute: 120)
  private(set) var meters = MeterMap(.common)
  private(set) var keys: [KeyChange] = []
  /// The keys by the time from which they hold.
  private(set) var keyBeats: [(beat: Beat, key: Key)] = []
  private var sectionMarkers: [(beat: Beat, text: String)] = []
  private var chordMarkers: [(beat: Beat, text: String)] = []
  private let clock: BeatClock

  /// How many changes of a kind are kept: maps are searched in a line, and files may be hostile.
  private static let mostTempos = 4096
  private static let mostChanges = 1024
  private static let mostChords = 1 << 16

  init(_ tracks: [MIDITrack], clock: BeatClock, notices: inout [ScoreNotice]) {
    self.clock = clock
    var metas: [(tick: Int, meta: MIDIMeta)] = []
    for track in tracks {
      for event in track.events {
        guard case .meta(let meta) = event.message else { continue }
        switch meta {
        case .tempo, .timeSignature, .keySignature, .text(.marker, _):
          metas.append((event.tick, meta))
        default: break
        }
      }
    }
    let order = metas.indices.sorted { (metas[$0].tick, $0) < (metas[$1].tick, $1) }
    var tempos: [(beat: Beat, microseconds: UInt32)] = []
    var signatures: [(beat: Beat, signature: MIDITimeSignature)] = []
    var keySignatures: [(beat: Beat, signature: MIDIKeySignature)] = []
    for index in order {
      let beat = clock.beat(metas[index].tick)
      switch metas[index].meta {
      case .tempo(let microseconds):
        if tempos.last?.beat == beat { tempos.removeLast() }
        if tempos.last?.microseconds != microseconds { tempos.append((beat, microseconds)) }
      case .timeSignature(let signature):
        if signatures.last?.beat == beat { signatures.removeLast() }
        signatures.append((beat, signature))
      case .keySignature(let signature):
        if keySignatures.last?.beat == beat { keySignatures.removeLast() }
        if keySignatures.last?.signature != signature { keySignatures.append((beat, signature)) }
      case .text(_, let bytes):
        let text = MIDIText.string(bytes)
        if text.hasPrefix(ScoreEncoder.chordPrefix) {
          chordMarkers.append((beat, String(text.dropFirst(ScoreEncoder.chordPrefix.count))))
        } else {
          sectionMarkers.append((beat, text))
        }
      default: break
      }
    }
    setTempos(tempos, &notices)
    setMeters(Self.first(Self.mostChanges, of: signatures, "metre changes", &notices), &notices)
    setKeys(
      Self.first(Self.mostChanges, of: keySignatures, "key signatures", &notices), &notices)
    sectionMarkers = Self.first(Self.mostChanges, of: sectionMarkers, "markers", &notices)
    chordMarkers = Self.first(Self.mostChords, of: chordMarkers, "chords", &notices)
  }

  private static func first<Change>(
    _ most: Int, of changes: [Change], _ kind: String, _ notices: inout [ScoreNotice]
  ) -> [Change] {
    guard changes.count > most else { return changes }
    notices.append(.changesLeftOut(kind: kind, kept: most, count: changes.count))
    return Array(changes[..<most])
  }

  private mutating func setTempos(
    _ tempos: [(beat: Beat, microseconds: UInt32)], _ notices: inout [ScoreNotice]
  ) {
    guard !clock.isTimeCode else { return }
    guard !tempos.isEmpty else {
      notices.append(.noTempo)
      return
    }
    // A curve of very many tempos is thinned evenly, so that its shape stays.
    let step = (tempos.count + Self.mostTempos - 1) / Self.mostTempos
    let kept = stride(from: 0, to: tempos.count, by: step).map { tempos[$0] }
    if step > 1 {
      notices.append(
        .changesLeftOut(kind: "tempo changes", kept: kept.count, count: tempos.count))
    }
    tempo = TempoMap(
      changes: kept.map {
        TempoMap.Change(beat: $0.beat, beatsPerMinute: 60_000_000 / Double($0.microseconds))
      })
  }

  private mutating func setMeters(
    _ signatures: [(beat: Beat, signature: MIDITimeSignature)], _ notices: inout [ScoreNotice]
  ) {
    var changes = [MeterMap.Change(bar: 0, meter: .common)]
    // The first bar of the metre in force.
    var bar = 0
    var start = Beat.zero
    for (beat, signature) in signatures {
      let numerator = Int(signature.numerator)
      guard let meter = Meter(numerator, signature.denominator) else {
        notices.append(
          .meterIgnored(numerator: numerator, denominator: signature.denominator, beat: beat))
        continue
      }
      let current = changes[changes.count - 1].meter
      guard meter != current else { continue }
      let bars = max(0, ((beat - start) / current.barLength).floor)
      let line = start + current.barLength * bars
      bar += bars
      start = line
      if beat > line {
        // A bar cut short, such as an upbeat or the bar before a repeat, has a metre of its own.
        if let short = Meter(length: beat - line) {
          changes.append(MeterMap.Change(bar: bar, meter: short))
          start = beat
        } else {
          start = line + current.barLength
          notices.append(.meterMoved(from: beat, to: start))
        }
        bar += 1
      }
      changes.append(MeterMap.Change(bar: bar, meter: meter))
    }
    meters = MeterMap(changes: changes)
  }

  private mutating func setKeys(
    _ signatures: [(beat: Beat, signature: MIDIKeySignature)], _ notices: inout [ScoreNotice]
  ) {
    for (beat, signature) in signatures {
      let key = Key(signature)
      let bar = keys.isEmpty ? 0 : meters.bar(at: beat)
      if keys.last?.bar == bar {
        keys.removeLast()
        keyBeats.removeLast()
      }
      keys.append(KeyChange(bar: bar, key: key))
      keyBeats.append((meters.start(ofBar: bar), key))
    }
    if keys.isEmpty {
      notices.append(.noKey)
      let key = Key(PitchName(.c), .major)
      keys = [KeyChange(bar: 0, key: key)]
      keyBeats = [(.zero, key)]
    }
  }

  /// Where the music ends: with a conductor track that goes on for less than a bar after the last
  /// note, or else with that note.
  func length(ofNotesTo end: Beat, conductor: MIDITrack?) -> Beat {
    guard let conductor else { return end }
    let last = clock.beat(conductor.end)
    let bar = meters.meter(ofBar: meters.bar(at: end)).barLength
    return last > end && last - end < bar ? last : end
  }

  /// The sections up to the end, from the markers, or one of the whole.
  func sections(upTo length: Beat) -> [Section] {
    let last = meters.bar(at: length)
    let bars = meters.start(ofBar: last) == length ? last : last + 1
    var starts: [(bar: Int, text: String)] = []
    for (beat, text) in sectionMarkers {
      var bar = meters.bar(at: beat)
      let position = beat - meters.start(ofBar: bar)
      if position * 2 > meters.meter(ofBar: bar).barLength { bar += 1 }
      guard bar < bars, bar > starts.last?.bar ?? -1 else { continue }
      starts.append((bar, text))
    }
    if let first = starts.first, first.bar > 0 { starts.insert((0, "intro"), at: 0) }
    if starts.isEmpty { starts = [(0, "whole")] }
    var identifiers = UniqueIdentifiers()
    return starts.enumerated().map { index, start in
      let end = index + 1 < starts.count ? starts[index + 1].bar : bars
      let identifier = identifiers.take(start.text, otherwise: "section")
      return Section(
        id: identifier, name: UniqueIdentifiers.stem(identifier), startBar: start.bar,
        bars: end - start.bar, energy: 0.5)
    }
  }

  /// The chords up to the end, each to the next marker.
  func chords(upTo length: Beat, _ notices: inout [ScoreNotice]) -> [ChordSpan] {
    var spans: [ChordSpan] = []
    for (index, marker) in chordMarkers.enumerated() where marker.beat < length {
      let next = index + 1 < chordMarkers.count ? chordMarkers[index + 1].beat : length
      let duration = min(next, length) - marker.beat
      guard duration > .zero, marker.text != ScoreEncoder.noChord else { continue }
      do throws(ChordParsingError) {
        spans.append(
          ChordSpan(
            onset: marker.beat, duration: duration, chord: try Chord(symbol: marker.text)))
      } catch {
        notices.append(.chordUnreadable(text: marker.text, beat: marker.beat))
      }
    }
    return spans
  }
}

extension Meter {
  /// The plainest metre whose bar has a length in quarter notes, or nil.
  fileprivate init?(length: Beat) {
    for denominator in [4, 8, 16, 32, 2, 1] {
      let count = length * Beat(denominator, 4)
      guard count.denominator == 1, let meter = Meter(count.numerator, denominator) else {
        continue
      }
      self = meter
      return
    }
    return nil
  }
}

extension Key {
  /// The major or minor key of a key signature.
  init(_ signature: MIDIKeySignature) {
    // Along the circle of fifths from F; a minor tonic lies three fifths above the major one.
    let place = Int(signature.sharps) + 1 + (signature.isMinor ? 3 : 0)
    let letters: [Letter] = [.f, .c, .g, .d, .a, .e, .b]
    let turn = place < 0 ? -1 : place / 7
    self.init(
      PitchName(letters[place - 7 * turn], turn), signature.isMinor ? .minor : .major)
  }
}
