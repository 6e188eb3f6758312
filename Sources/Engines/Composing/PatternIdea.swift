public import Music
import Players
public import Production

/// Why notes are no idea for a player.
public enum PatternIdeaError: Error, Hashable, Sendable {
  /// There is no note that the player could play: none at all, or only drums for a pitched part and
  /// the other way round.
  case empty
  /// The idea is in another metre than the bars that it is for.
  case otherMeter(found: Meter, expected: Meter)
  /// The idea has more than one bar.
  case tooManyBars(Int)
  /// A note is held beyond the end of the bar, to a time in it.
  case longerThanBar(end: Beat, bar: Beat)
  /// A note begins at a time that is on no grid of 4, 3, 6, 8 or 12 steps a beat.
  case offGrid(onset: Beat)
  /// A note begins before the bar.
  case beforeBar(onset: Beat)
}

/// One bar of a user's own that a player takes as its pattern.
///
/// Drums become voices of drums. Pitched notes become what the player reads: degrees over the root
/// for a bass, chords or their single notes for players of harmony, rhythm and degrees for a
/// melody. The root is the tonic of the key, or the lowest note where no key is known.
public struct PatternIdea: Sendable {
  private let notes: [Note]
  private let meter: Meter
  private let stepsPerBeat: Int
  private let key: Key?

  /// Takes notes that begin in the first bar of a piece in a metre.
  ///
  /// Onsets may lie a thirty-second of a beat beside the grid; one that far before the bar's end is
  /// the downbeat, for the pattern goes round.
  public init(
    notes: [Note], meter: Meter, expected: Meter, key: Key?
  ) throws(PatternIdeaError) {
    guard !notes.isEmpty else { throw .empty }
    guard meter == expected else { throw .otherMeter(found: meter, expected: expected) }
    let bar = meter.barLength
    let near = Beat(1, 32)
    if let early = notes.first(where: { $0.onset < .zero }) {
      throw .beforeBar(onset: early.onset)
    }
    let bars = notes.map { ($0.onset / bar).floor + 1 }.max() ?? 1
    guard bars == 1 else { throw .tooManyBars(bars) }
    let placed = notes.map { note in
      guard note.onset + near >= bar else { return note }
      var downbeat = note
      downbeat.onset = .zero
      return downbeat
    }
    if let long = placed.first(where: { $0.end > bar + near }) {
      throw .longerThanBar(end: long.end, bar: bar)
    }
    func misses(_ steps: Int) -> Note? {
      placed.first { note in
        let nearest = note.onset.quantized(to: Beat(1, steps))
        return (nearest < note.onset ? note.onset - nearest : nearest - note.onset) > near
      }
    }
    let steps: [Int] = [4, 3, 6, 8, 12]
    let grids = steps.filter { (bar * $0).denominator == 1 }
    guard let fitting = grids.first(where: { misses($0) == nil }) else {
      throw .offGrid(onset: misses(grids.last ?? 4)?.onset ?? .zero)
    }
    self.notes = placed.sorted()
    self.meter = meter
    self.key = key
    stepsPerBeat = fitting
  }

  /// The pattern that a kind of player on an instrument reads.
  public func pattern(
    for player: PlayerKind, on instrument: Instrument
  ) throws(PatternIdeaError) -> Pattern {
    let voices: [String: String]
    switch player {
    case _ where instrument.isDrumKit: voices = drums
    case .bassist, .percussionist, .drummer: voices = ["line": line(bassSymbols)]
    case .melodist, .counterpoint, .innerVoice: voices = melody(reads: player != .innerVoice)
    case .arpeggiator: voices = ["arp": line(digits)]
    case .pad: voices = ["hold": line(strokes)]
    case .strings: voices = [isShort ? "ostinato" : "hold": line(isShort ? chords : strokes)]
    case .brass, .woodwinds: voices = ["stabs": line(chords)]
    case .guitarist: voices = isBroken ? ["hits": line(digits)] : ["strum": line(strums)]
    case .keyboardist, .organist, .choir: voices = ["hits": line(chords)]
    }
    guard voices.values.contains(where: { $0.contains { $0 != "." } }) else { throw .empty }
    return Pattern(name: "idea", stepsPerBeat: stepsPerBeat, meter: meter, voices: voices)
  }

  // MARK: Steps

  private var count: Int { (meter.barLength * stepsPerBeat).floor }

  private func step(_ beat: Beat) -> Int { (beat * stepsPerBeat).quantized(to: 1).floor }

  /// Notes that begin on one step, ascending by step.
  private var groups: [(step: Int, notes: [Note])] {
    let grouped = Dictionary(grouping: notes) { step($0.onset) }
    return grouped.keys.sorted().map { ($0, grouped[$0] ?? []) }
  }

  /// A line of the characters of each group, held as long as its longest note.
  private func line(_ symbols: [Character]) -> String {
    var cells = [Character](repeating: ".", count: count)
    let groups = groups
    for (index, group) in groups.enumerated() {
      let next = index + 1 < groups.count ? groups[index + 1].step : count
      let end = min(next, group.notes.map { step($0.end) }.max() ?? next)
      cells[group.step] = symbols[index]
      for held in (group.step + 1)..<max(group.step + 1, end) { cells[held] = "-" }
    }
    return String(cells)
  }

  private static func level(_ notes: [Note]) -> Character {
    let velocity = notes.map(\.velocity).max() ?? 0
    return velocity >= 102 ? "X" : velocity >= 78 ? "x" : velocity > 48 ? "o" : "g"
  }

  private var drums: [String: String] {
    var voices: [String: String] = [:]
    for (key, own) in Dictionary(grouping: notes, by: \.pitch.number) {
      guard let drum = DrumKey(rawValue: key) else { continue }
      var cells = [Character](repeating: ".", count: count)
      for note in own { cells[step(note.onset)] = PatternIdea.level([note]) }
      voices[drum.name] = String(cells)
    }
    return voices
  }

  // MARK: Characters

  private var isBroken: Bool { notes.count * 10 <= groups.count * 13 && groups.count > 2 }

  private var isShort: Bool {
    notes.reduce(Beat.zero) { $0 + $1.duration } < Beat(notes.count)
  }

  /// Where the root lies: the lowest note of its pitch class, or below the lowest note.
  private var root: Int {
    let lowest = notes.map(\.pitch.number).min() ?? 36
    guard let tonic = key?.tonic.pitchClass else { return lowest }
    let own = notes.map(\.pitch.number).filter { $0 % 12 == tonic }.min()
    return own ?? lowest - ((lowest - tonic) % 12 + 12) % 12
  }

  private var bassSymbols: [Character] {
    let root = root
    let groups = groups
    return groups.enumerated().map { index, group in
      let note = group.notes[0]
      if note.velocity <= 40 { return "x" }
      let distance = note.pitch.number - root
      if distance == -5 { return "4" }
      if distance >= 12, distance % 12 == 0 { return "8" }
      switch (distance % 12 + 12) % 12 {
      case 0: return note.velocity >= 96 ? "R" : "r"
      case 3, 4: return "3"
      case 7: return "5"
      case 8, 9: return "6"
      case let interval where interval >= 10 && index < groups.count - 1: return "7"
      default: return index == groups.count - 1 && group.step > count / 2 ? "a" : "s"
      }
    }
  }

  private var digits: [Character] {
    let numbers = Set(notes.map(\.pitch.number)).sorted()
    return groups.map { group in
      let place = numbers.firstIndex(of: group.notes[0].pitch.number) ?? 0
      return Character(String(min(9, place + 1)))
    }
  }

  private var chords: [Character] {
    isBroken ? digits : groups.map { PatternIdea.level($0.notes) }
  }

  /// Characters of voices that only begin and hold.
  private var strokes: [Character] {
    groups.map { group in
      let level = PatternIdea.level(group.notes)
      return level == "g" ? "o" : level
    }
  }

  private var strums: [Character] {
    groups.map { group in
      let isDown = meter.strength(at: Beat(group.step, stepsPerBeat)) >= 0.35
      let level = PatternIdea.level(group.notes)
      if level == "g" { return "x" }
      return isDown ? (level == "X" ? "D" : "d") : (level == "X" ? "U" : "u")
    }
  }

  private func melody(reads degrees: Bool) -> [String: String] {
    var voices = ["rhythm": line(strokes)]
    guard degrees else { return voices }
    let scale = key?.scale.parent.semitones ?? Scale.major.semitones
    let tonic = key?.tonic.pitchClass ?? root % 12
    voices["degrees"] = String(
      groups.map { group -> Character in
        let top = group.notes.map(\.pitch.number).max() ?? 0
        let place = scale.firstIndex(of: ((top - tonic) % 12 + 12) % 12)
        return place.flatMap { $0 < 7 ? Character(String($0 + 1)) : nil } ?? "."
      })
    return voices
  }
}

extension PatternIdea {
  /// The pattern that the player of a planned part reads, from the notes of a piece.
  public static func pattern(
    from score: Score, statesKey: Bool, for part: Plan.PlannedPart, style: Style, meter: Meter
  ) throws(PatternIdeaError) -> Pattern {
    let sources = score.parts.filter { $0.instrument.isDrumKit == part.instrument.isDrumKit }
    let idea = try PatternIdea(
      notes: sources.flatMap(\.notes), meter: score.meters.meter(ofBar: 0), expected: meter,
      key: statesKey ? score.key(ofBar: 0) : nil)
    let player = StylePart(for: part, in: style).player
    return try idea.pattern(for: player, on: part.instrument)
  }
}
