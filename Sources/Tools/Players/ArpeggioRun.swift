import Music
import Production

/// An arpeggio as settings describe it, through one section.
struct ArpeggioRun {
  /// A strike of the figure: when, how bright, and how far the figure has come.
  struct Strike {
    var onset: Beat
    var end: Beat
    var symbol: Character
    /// The bar's number in the section.
    var bar: Int
    /// Steps since the figure began anew, rests included.
    var step: Int
    /// Strikes since the figure began anew.
    var place: Int
    /// The note of a pattern that is struck, and how often the pattern has been through.
    var note: ArpeggioPattern.Step?
    var pass = 0
    /// How often a pattern of notes begins anew before this strike is cut.
    var limit: Beat
  }

  let cue: Cue
  let settings: ArpeggiatorSettings
  let frame: SectionFrame
  let changes: Changes
  let register: ClosedRange<Int>
  private let dynamics: Dynamics
  private var sheet: Sheet

  init(_ cue: Cue, settings: ArpeggiatorSettings) {
    self.cue = cue
    self.settings = settings
    frame = SectionFrame(cue)
    changes = Changes(cue, frame: frame)
    register = Sheet.register(of: cue)
    dynamics = Dynamics(cue, frame: frame)
    sheet = Sheet(cue, frame: frame)
  }

  /// The notes of the section, ascending.
  mutating func notes() -> [Note] {
    let strikes = settings.pattern.map(patternStrikes) ?? stepStrikes()
    for strike in strikes where isHeard(strike) { write(strike) }
    if let final = frame.final, let span = changes.span(at: final.onset) {
      let close = ladder(of: span.chord).octave.prefix(3)
      for number in close {
        sheet.write(
          Changes.pitch(number, chord: span.chord, key: changes.key(at: final.onset)),
          from: final.onset, to: final.end, velocity: dynamics.velocity(84, at: final.onset),
          articulation: .rolled)
      }
    }
    return sheet.finished()
  }

  // MARK: Where the figure begins anew

  private var isHook: Bool { cue.part.role == .lead || cue.section.name == "hook" }

  private func ladder(of chord: Chord) -> ArpeggioLadder {
    // A pattern is written with its own range; the settings' octaves come on top of it.
    let octaves = settings.pattern == nil ? settings.range : isHook ? 4 : nil
    return ArpeggioLadder(chord, in: register, octaves: octaves, isHook: isHook)
  }

  /// The stretches through which the figure runs without beginning anew.
  private var blocks: [Range<Beat>] {
    let starts: [Beat]
    switch settings.sync ?? .chord {
    case .time: starts = [frame.start]
    case .block: starts = frame.bars.filter { $0.indexInPhrase == 0 }.map(\.start)
    case .chord: starts = changes.spans.map(\.onset)
    }
    let inside = starts.filter { $0 >= frame.start && $0 < frame.end }
    return inside.enumerated().map { index, start in
      start..<(index + 1 < inside.count ? inside[index + 1] : frame.end)
    }
  }

  /// Whether a strike is heard: the arpeggio stops with the rhythm, breathes at the end of phrases
  /// unless it is latched, and leaves out weak steps in thin sections.
  private func isHeard(_ strike: Strike) -> Bool {
    if let stop = frame.stop(cue.section), strike.onset >= stop { return false }
    if settings.latch == true { return true }
    if let bar = frame.bar(at: strike.onset), bar.isPhraseEnd, bar.phraseBars > 1,
      strike.onset >= bar.middle
    {
      return false
    }
    guard cue.intensity < 0.3, strike.place > 0 else { return true }
    return strike.symbol != "o" && frame.strength(at: strike.onset) >= 0.2
  }

  // MARK: Strikes

  /// The step's length: as set, else as the style's pattern has it, else by intensity.
  private func stepLength(_ own: Pattern?) -> Beat {
    let plain =
      own.map { Beat(1, max(1, $0.stepsPerBeat)) }
      ?? (cue.intensity > 0.75 ? Beat(1, 4) : Beat(1, 2))
    let step = (settings.rate ?? plain) * (settings.times ?? 1)
    return max(step, Beat(1, 96))
  }

  private func stepStrikes() -> [Strike] {
    let pattern = settings.rhythm == nil && settings.rate == nil ? stylePattern : nil
    let text = settings.rhythm.flatMap { try? PatternNotation.expanded($0) }
    let line = pattern?.steps ?? (text ?? "x").filter { $0 != " " && $0 != "|" }.map { $0 }
    guard !line.isEmpty else { return [] }
    let length = stepLength(pattern?.pattern)
    var strikes: [Strike] = []
    for block in blocks {
      var place = 0
      var isOpen = false
      var step = 0
      var onset = block.lowerBound
      while onset < block.upperBound {
        let symbol = line[step % line.count]
        let end = min(onset + length, block.upperBound)
        if symbol == "-", isOpen {
          strikes[strikes.count - 1].end = end
        } else if symbol == "." || symbol == "-" {
          isOpen = false
        } else {
          isOpen = true
          strikes.append(
            Strike(
              onset: onset, end: end, symbol: symbol, bar: frame.bar(at: onset)?.index ?? 0,
              step: step, place: place, limit: block.upperBound))
          place += 1
        }
        step += 1
        onset = block.lowerBound + length * step
      }
    }
    return strikes
  }

  /// The voice of the style's pattern that the settings lead through the chords.
  private var stylePattern: (pattern: Pattern, steps: [Character])? {
    let voices = Arpeggiator.voices
    guard let main = PatternBook(cue, frame: frame, voices: voices).main,
      let voice = voices.first(where: { !main.steps(of: $0).isEmpty })
    else { return nil }
    let steps = main.steps(of: voice).map { "X-o.".contains($0) ? $0 : $0 == "?" ? "o" : "x" }
    return (main, steps)
  }

  private func patternStrikes(_ pattern: ArpeggioPattern) -> [Strike] {
    let stretch = max(settings.times ?? 1, Beat(1, 64))
    let length = max(pattern.length * stretch, Beat(1, 96))
    var strikes: [Strike] = []
    for block in blocks {
      var pass = 0
      var start = block.lowerBound
      while start < block.upperBound {
        for (index, note) in pattern.steps.enumerated() {
          let onset = start + note.onset * stretch
          guard note.onset < pattern.length, onset < block.upperBound else { continue }
          let end = min(onset + note.duration * stretch, block.upperBound)
          strikes.append(
            Strike(
              onset: onset, end: end, symbol: "x", bar: frame.bar(at: onset)?.index ?? 0,
              step: pass * pattern.steps.count + index, place: pass + index, note: note,
              pass: pass, limit: block.upperBound))
        }
        pass += 1
        start = block.lowerBound + length * pass
      }
    }
    return strikes.sorted { ($0.onset, $0.step) < ($1.onset, $1.step) }
  }

  // MARK: Notes

  private mutating func write(_ strike: Strike) {
    guard let span = changes.span(at: strike.onset) else { return }
    let ladder = ladder(of: span.chord)
    let isHeld = strike.note?.role == .held
    let numbers = strike.note.map { self.numbers($0, strike, ladder) } ?? walked(strike, ladder)
    var end = isHeld ? min(span.end, frame.end) : min(strike.end, span.end)
    if !isHeld, let gate = settings.gate {
      end = strike.onset + (end - strike.onset) * Beat(max(1, Int(gate * 20 + 0.5)), 20)
    }
    let base = loudness(of: strike)
    for number in numbers {
      sheet.write(
        Changes.pitch(number, chord: span.chord, key: changes.key(at: strike.onset)),
        from: strike.onset, to: end, velocity: dynamics.velocity(base, at: strike.onset),
        articulation: settings.gate == nil ? .normal : .tenuto, pan: place(of: strike))
    }
  }

  /// The notes of a plain step.
  private func walked(_ strike: Strike, _ ladder: ArpeggioLadder) -> [Int] {
    let walk = ArpeggioWalk(
      cue: cue, direction: settings.direction ?? .upDown, rangePattern: settings.rangePattern,
      octaves: settings.range)
    return walk.notes(
      at: strike.place, of: ladder, height: settings.direction == nil ? height(at: strike) : 1)
  }

  /// How much of the ladder a walk without a direction of its own climbs: it rises with the phrase
  /// to its third quarter and sinks to the end, as the dynamics do.
  private func height(at strike: Strike) -> Double {
    guard let bar = frame.bar(at: strike.onset) else { return 1 }
    let place = (Double(bar.indexInPhrase) + 0.5) / Double(max(1, bar.phraseBars))
    let distance = (place - 0.65) / 0.65
    return 0.5 + 0.5 * max(0, 1 - distance * distance)
  }

  /// The notes of a pattern's note over a chord.
  private func numbers(
    _ note: ArpeggioPattern.Step, _ strike: Strike, _ ladder: ArpeggioLadder
  ) -> [Int] {
    let degree = isFlipped(strike) ? flipped(note.degree) : note.degree
    let count = max(1, min(settings.range ?? 1, (ladder.top - register.lowerBound) / 12 + 1))
    let walk = ArpeggioWalk(
      cue: cue, direction: .asPlayed, rangePattern: settings.rangePattern, octaves: settings.range)
    let octave =
      note.role == .octaveLocked
      ? 0 : walk.octave(strike.pass, of: count, settings.rangePattern ?? .up)
    let counting = settings.counting ?? .chord
    let key = changes.key(at: strike.onset)
    guard settings.direction == .chord else {
      return ladder.note(degree: degree, counting: counting, octaves: octave, key: key).map { [$0] }
        ?? []
    }
    // The whole chord is struck where the figure strikes a note, moved as far as that note.
    return ladder.octave.indices.compactMap {
      ladder.note(degree: degree + $0, counting: .chord, octaves: octave, key: key)
    }
  }

  /// Whether a pass through the pattern is turned upside down.
  private func isFlipped(_ strike: Strike) -> Bool {
    switch settings.direction {
    case .down: return true
    case .upDown: return strike.pass % 2 == 1
    case .downUp: return strike.pass % 2 == 0
    case .random:
      var stream = cue.theme("flip", bar: strike.pass % 16)
      return stream.chance(0.5)
    case nil, .up, .asPlayed, .chord: return false
    }
  }

  private func flipped(_ degree: Int) -> Int {
    let degrees = settings.pattern?.steps.map(\.degree) ?? []
    return (degrees.min() ?? 0) + (degrees.max() ?? 0) - degree
  }

  /// How loud a strike is before metre and phrase shape it.
  private func loudness(of strike: Strike) -> Double {
    var base = Dynamics.base(of: strike.symbol) - (strike.symbol == "X" ? 6 : 12)
    if let note = strike.note {
      base += (settings.levels ?? 1) * (Double(min(max(note.velocity, 1), 127)) - 84)
    }
    let accents = (settings.accents ?? "").filter { $0 != " " && $0 != "|" }.map { $0 }
    if !accents.isEmpty {
      switch accents[strike.step % accents.count] {
      case "X": base += 16
      case "o": base -= 20
      default: break
      }
    } else if strike.place == 0 {
      // The figure's first note leads.
      base += 5
    }
    return base
  }

  /// Where a strike stands between left and right, if the settings or the pattern say.
  private func place(of strike: Strike) -> Double? {
    if let places = settings.pan, !places.isEmpty { return places[strike.step % places.count] }
    guard let pan = strike.note?.pan else { return nil }
    return pan * (settings.levels ?? 1)
  }
}
