public import Music
import Production

/// Broken chords in steady motion, within two octaves.
///
/// Plays the voices of its patterns, or, where the plan or the style has settings for it, what those
/// say (`ArpeggioRun`). Silent at intensity 0; below 0.3 the weakest steps are left out.
public struct Arpeggiator: Player {
  /// Makes an arpeggiator.
  public init() {}

  private enum Motion: String, CaseIterable {
    case arp, up, down, updown, random
  }

  /// The voices of patterns that an arpeggiator reads.
  static let voices = Motion.allCases.map(\.rawValue)

  /// The notes of one section, ascending.
  public func play(_ cue: Cue) -> [Note] {
    guard cue.intensity > 0 else { return [] }
    if let settings = cue.part.arpeggiator?.over(cue.style.arpeggiator) ?? cue.style.arpeggiator {
      var run = ArpeggioRun(cue, settings: settings)
      return run.notes()
    }
    let frame = SectionFrame(cue)
    var comping = Comping(cue, frame: frame, voices: Arpeggiator.voices)
    let register = Sheet.register(of: cue)
    if comping.book.main == nil {
      run(ownStrokes(cue, frame: frame), .updown, register: register, into: &comping)
    }
    for motion in Motion.allCases {
      let strokes = comping.book.strokes(of: motion.rawValue)
      run(strokes, motion, register: register, into: &comping)
    }
    if let final = frame.final, let span = comping.changes.span(at: final.onset) {
      let stack = Arpeggiator.stack(span.chord, in: register)
      let stroke = Stroke(
        onset: final.onset, end: final.end, symbol: "/", bar: final.bar.index)
      comping.write(stroke, voicing: Array(stack.prefix(3)), register: register)
    }
    return comping.sheet.finished()
  }

  /// The notes of a chord upwards from the bottom of the register, over two octaves at most.
  static func stack(_ chord: Chord, in register: ClosedRange<Int>) -> [Int] {
    ArpeggioLadder(chord, in: register, octaves: nil).notes
  }

  private func run(
    _ strokes: [Stroke], _ motion: Motion, register: ClosedRange<Int>, into comping: inout Comping
  ) {
    let cue = comping.cue
    let stop = comping.frame.stop(cue.section)
    var place = 0
    var current: Beat?
    for stroke in strokes {
      if let stop, stroke.onset >= stop { continue }
      guard let span = comping.changes.span(of: stroke) else { continue }
      if span.onset != current { (place, current) = (0, span.onset) }
      let stack = Arpeggiator.stack(span.chord, in: register)
      guard !stack.isEmpty else { continue }
      let index: Int
      if let digit = stroke.symbol.wholeNumberValue, digit > 0 {
        index = (digit - 1) % stack.count
      } else {
        index = self.index(motion, place: place, count: stack.count, stroke: stroke, cue: cue)
      }
      place += 1
      let strength = comping.frame.strength(at: stroke.onset)
      if cue.intensity < 0.3, stroke.symbol == "o" || strength < 0.2, place > 1 { continue }
      var played = stroke
      if let end = comping.changes.spans.first(where: { $0.onset > stroke.onset })?.onset,
        span.onset <= stroke.onset
      {
        played.end = min(played.end, end)
      }
      if played.symbol.isNumber { played.symbol = "x" }
      let base = Dynamics.base(of: played.symbol) - (stroke.symbol == "X" ? 6 : 12)
      comping.write(
        played, voicing: [stack[index]], register: register, base: base, articulation: .normal)
    }
  }

  private func index(
    _ motion: Motion, place: Int, count: Int, stroke: Stroke, cue: Cue
  ) -> Int {
    switch motion {
    case .arp, .up: return place % count
    case .down: return count - 1 - place % count
    case .updown:
      guard count > 1 else { return 0 }
      let turn = place % (2 * count - 2)
      return turn < count ? turn : 2 * count - 2 - turn
    case .random:
      var stream = cue.theme("arp \(stroke.onset)", bar: stroke.bar % 2)
      return stream.index(count)
    }
  }

  /// Running eighth notes, or sixteenths when intense, with a breath at the end of a phrase.
  private func ownStrokes(_ cue: Cue, frame: SectionFrame) -> [Stroke] {
    let step = cue.intensity > 0.75 ? Beat(1, 4) : Beat(1, 2)
    return frame.bars.flatMap { bar -> [Stroke] in
      let end = bar.isPhraseEnd && bar.phraseBars > 1 ? bar.middle : bar.end
      let count = max(0, ((end - bar.start) / step).floor)
      return (0..<count).map { index in
        let onset = bar.start + step * index
        let isPulse = bar.meter.pulses.contains(onset - bar.start)
        return Stroke(
          onset: onset, end: min(onset + step, bar.end), symbol: isPulse ? "X" : "x",
          bar: bar.index)
      }
    }
  }
}
