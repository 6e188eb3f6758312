import Music
import Production

/// The patterns that a part plays in one section, chosen bar by bar.
struct PatternBook {
  /// One step of the grid, in the time of the piece.
  struct Step {
    let onset: Beat
    let end: Beat
    var symbol: Character
    /// The bar's number in the section.
    let bar: Int
    /// Whether a fill wrote it.
    let isFill: Bool
  }

  let cue: Cue
  let frame: SectionFrame
  /// The pattern of the section, if the part has any.
  let main: Pattern?
  /// Its variation for later phrases, if there is one of the same rank.
  let variation: Pattern?
  /// The fill that ends a bar, by the bar's number in the section.
  var fills: [Int: Pattern] = [:]

  init(_ cue: Cue, frame: SectionFrame, voices: [String] = []) {
    self.cue = cue
    self.frame = frame
    let meter = (frame.bars.first ?? frame.final?.bar)?.meter ?? .common
    let played = cue.style.patterns.filter { pattern in
      !pattern.isFill
        && (voices.isEmpty || voices.contains { !pattern.steps(of: $0).isEmpty })
    }
    let ranked = PatternBook.best(
      of: played, meter: meter, section: cue.section.name, energy: cue.section.energy)
    let order = PatternBook.drawn(ranked) { cue.theme("pattern \($0)") }
    main = order.first
    variation = order.dropFirst().first
  }

  /// The fills that fit an energy to come, best first in a random order of their weights.
  func fills(towards energy: Double, bar: SectionFrame.Bar) -> [Pattern] {
    let fills = cue.style.patterns.filter { $0.isFill && $0.length <= bar.meter.barLength }
    let ranked = PatternBook.best(
      of: fills, meter: bar.meter, section: cue.section.name, energy: energy)
    return PatternBook.drawn(ranked) { cue.stream("fill \($0)", bar: bar.number) }
  }

  /// All fills that a bar can hold, whatever energy they are for.
  func fills(in bar: SectionFrame.Bar) -> [Pattern] {
    cue.style.patterns.filter {
      $0.isFill && $0.length <= bar.meter.barLength && ($0.meter ?? bar.meter) == bar.meter
    }
  }

  /// The patterns of the best rank: metre, then section kind, then energy.
  private static func best(
    of patterns: [Pattern], meter: Meter, section: String, energy: Double
  ) -> [Pattern] {
    func rank(_ pattern: Pattern) -> (Int, Int, Double) {
      let metric: Int
      if let own = pattern.meter {
        metric = own == meter ? 0 : own.isCompound == meter.isCompound ? 2 : 3
      } else {
        metric = (pattern.length % meter.barLength) == .zero ? 0 : 1
      }
      let kind = pattern.sections.contains(section) ? 0 : pattern.sections.isEmpty ? 1 : 2
      let low = pattern.energy.lowerBound - energy
      let high = energy - pattern.energy.upperBound
      return (metric, kind, max(0, low, high))
    }
    guard let top = patterns.map(rank).min(by: <) else { return [] }
    return patterns.filter { rank($0) == top }
  }

  /// Patterns in a random order in which heavier ones come first more often: a race of exponential
  /// waiting times (John von Neumann's method, which only compares), one stream a pattern, so
  /// that a pattern keeps its place whichever others stand beside it.
  private static func drawn(
    _ patterns: [Pattern], stream: (String) -> RandomStream
  ) -> [Pattern] {
    let timed = patterns.map { pattern -> (Double, Pattern) in
      var stream = stream(pattern.name)
      return (exponential(&stream) / max(pattern.weight, 1e-6), pattern)
    }
    return timed.sorted { ($0.0, $0.1.name) < ($1.0, $1.1.name) }.map(\.1)
  }

  private static func exponential(_ stream: inout RandomStream) -> Double {
    var whole = 0.0
    while true {
      let first = stream.unit()
      var (previous, count) = (first, 1)
      while true {
        let next = stream.unit()
        if next > previous { break }
        (previous, count) = (next, count + 1)
      }
      if count % 2 == 1 || whole > 40 { return whole + first }
      whole += 1
    }
  }
}

extension PatternBook {
  /// The pattern of a bar: the variation takes the second half of long phrases and of every second
  /// short one, in a row, so that the groove does not flicker.
  func pattern(of bar: SectionFrame.Bar) -> Pattern? {
    guard let variation, frame.bars.count >= 4, cue.part.controls.phraseVariation != 0 else {
      return main
    }
    let isLate =
      bar.phraseBars >= 8
      ? bar.indexInPhrase >= bar.phraseBars - 4
      : bar.phrase % 2 == 1 && bar.indexInPhrase >= bar.phraseBars / 2
    return isLate ? variation : main
  }

  /// The steps of a voice through the section, fills laid over.
  func steps(of voice: String) -> [Step] { steps(of: voice) { pattern(of: $0) } }

  /// The steps of a voice with a chosen pattern for each bar.
  func steps(
    of voice: String, choosing pattern: (SectionFrame.Bar) -> Pattern?
  ) -> [Step] {
    frame.bars.flatMap { bar -> [Step] in
      var steps = pattern(bar).map { place($0, voice: voice, in: bar, isFill: false) } ?? []
      if let fill = fills[bar.index] {
        let from = bar.end - min(fill.length, bar.end - bar.start)
        steps.removeAll { $0.onset >= from }
        steps += place(fill, voice: voice, in: bar, isFill: true)
      }
      return steps
    }
  }

  /// The steps of one voice of a pattern in a bar, adapted to its metre.
  private func place(
    _ pattern: Pattern, voice: String, in bar: SectionFrame.Bar, isFill: Bool
  ) -> [Step] {
    let symbols = pattern.steps(of: voice)
    guard !symbols.isEmpty, pattern.stepsPerBeat > 0 else { return [] }
    let step = Beat(1, pattern.stepsPerBeat)
    if isFill {
      let from = bar.end - pattern.length
      return symbols.indices.compactMap { index in
        let onset = from + step * index
        guard onset >= bar.start, onset < bar.end else { return nil }
        return Step(
          onset: onset, end: min(onset + step, bar.end), symbol: symbols[index],
          bar: bar.index, isFill: true)
      }
    }
    let home = PatternBook.home(of: pattern, playedIn: bar.meter)
    let stepsInBar = max(1, (home.barLength / step).floor)
    return layers(of: bar).flatMap { layer -> [Step] in
      var found: [Step] = []
      var index = 0
      while true {
        let position = step * index
        let onset =
          layer.start + PatternBook.adapted(position, from: home, to: bar.meter) * layer.stretch
        guard onset < layer.end else { break }
        let after = PatternBook.adapted(position + step, from: home, to: bar.meter)
        let end = layer.start + after * layer.stretch
        var symbol = symbols[(layer.bar * stepsInBar + index % stepsInBar) % symbols.count]
        // What double time makes finer than a hand can play is left out.
        if end - onset < Beat(1, 6), layer.stretch < Beat(1), index % 2 == 1, symbol != "." {
          symbol = "-"
        }
        if end > onset, onset >= bar.start {
          found.append(
            Step(
              onset: onset, end: min(end, layer.end), symbol: symbol, bar: bar.index,
              isFill: false))
        }
        index += 1
      }
      return found
    }
  }

  /// A bar of a pattern as it is laid over a bar of the section.
  private struct Layer {
    /// The number of the bar of the pattern.
    let bar: Int
    /// Where that bar begins; in half time also before the bar of the section.
    let start: Beat
    /// Where it ends at the latest.
    let end: Beat
    /// How much longer it is than written.
    let stretch: Beat
  }

  /// One bar of the pattern to a bar, half of one in half time, two in double time.
  private func layers(of bar: SectionFrame.Bar) -> [Layer] {
    let length = bar.meter.barLength
    switch cue.part.controls.time ?? .normal {
    case .normal: return [Layer(bar: bar.index, start: bar.start, end: bar.end, stretch: 1)]
    case .half:
      let start = bar.index % 2 == 0 ? bar.start : bar.start - length
      return [Layer(bar: bar.index / 2, start: start, end: bar.end, stretch: 2)]
    case .double:
      let middle = min(bar.start + length / 2, bar.end)
      return [
        Layer(bar: bar.index * 2, start: bar.start, end: middle, stretch: Beat(1, 2)),
        Layer(bar: bar.index * 2 + 1, start: middle, end: bar.end, stretch: Beat(1, 2)),
      ]
    }
  }

  /// The metre that a pattern was made for: its own, or read from its length.
  static func home(of pattern: Pattern, playedIn meter: Meter) -> Meter {
    if let own = pattern.meter { return own }
    let length = pattern.length
    if (length % meter.barLength) == .zero || length < Beat(2) { return meter }
    let usual = [Meter.common, .waltz, Meter(7, 8), Meter(5, 4), Meter(5, 8)].compactMap { $0 }
    return usual.first { (length % $0.barLength) == .zero } ?? meter
  }

  /// A position of a bar in another metre.
  ///
  /// From simple to compound, felt beats are matched and their
  /// halves become the long and short of a shuffle; from compound to simple, thirds become
  /// triplets; otherwise it stays.
  static func adapted(_ position: Beat, from home: Meter, to meter: Meter) -> Beat {
    guard home.isCompound != meter.isCompound else { return position }
    if meter.isCompound {
      let felt = position.floor
      let part = position - Beat(felt)
      let half = Beat(1, 2)
      let bent =
        part <= half ? part * Beat(4, 3) : Beat(2, 3) + (part - half) * Beat(2, 3)
      return (Beat(felt) + bent) * meter.unit * 3
    }
    return position / (home.unit * 3)
  }
}
