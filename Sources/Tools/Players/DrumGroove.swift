import Music
import Production

/// The groove of a section: the written pattern, thinned by intensity, with what a drummer adds.
struct DrumGroove {
  let cue: Cue
  let frame: SectionFrame
  var book: PatternBook
  let dynamics: Dynamics

  init(_ cue: Cue, frame: SectionFrame) {
    self.cue = cue
    self.frame = frame
    book = PatternBook(cue, frame: frame)
    dynamics = Dynamics(cue, frame: frame)
  }

  /// Whether the kit is played with brushes or jazz sticks.
  static func isBrushed(_ cue: Cue) -> Bool {
    ["jazz-kit", "brush-kit"].contains(cue.part.instrument.id)
  }

  /// Whether the kit is a machine, on which ghost notes are rare.
  var isMachine: Bool {
    cue.part.instrument.isSynthesized
      || ["electronic-kit", "tr-808-kit"].contains(cue.part.instrument.id)
  }

  /// The drums that the part's patterns name, in the order of their keys.
  var drums: [DrumKey] {
    let patterns = [book.main, book.variation].compactMap { $0 } + book.fills.values
    let names = Set(patterns.flatMap(\.voices.keys))
    return DrumKey.allCases.filter { names.contains($0.name) }
  }

  /// The written strokes of the section.
  func hits() -> [Kit.Hit] {
    guard book.main != nil else { return ownHits() }
    let density = Density(cue, frame: frame)
    return drums.flatMap { drum -> [Kit.Hit] in
      var strokes = book.strokes(of: book.steps(of: drum.name))
      if drum == .kick || drum == .closedHat || drum == .ride || drum == .shaker {
        strokes = density.applied(to: strokes, grain: grain, adding: "o")
      }
      return strokes.flatMap { plays($0, on: drum) ? hits(of: $0, on: drum) : [] }
    }
  }

  /// Whether the section is a break whose groove is not written for it: then the hats are silent.
  private var isBreak: Bool {
    ["break", "breakdown"].contains(cue.section.name)
      && book.main?.sections.contains(cue.section.name) != true
  }

  /// Whether a stroke survives the thinning of low intensity.
  private func plays(_ stroke: Stroke, on drum: DrumKey) -> Bool {
    if stroke.isFill { return cue.intensity >= 0.2 }
    if isBreak, drum.isHat { return false }
    let intensity = cue.intensity
    let strength = frame.strength(at: stroke.onset)
    if intensity < 0.15 {
      let keepsTime =
        drum.isHat || [.ride, .rideBell, .ride2, .sideStick, .shaker, .tambourine].contains(drum)
      return strength >= 0.5 && (keepsTime || (drum == .kick && strength == 1))
    }
    if intensity < 0.35 {
      if stroke.symbol == "g" || stroke.symbol == "r" || drum == .openHat { return false }
      if drum.isCymbal, ![.ride, .ride2, .rideBell].contains(drum) { return false }
      if drum == .kick || drum.isHat || drum == .ride { return strength >= 0.25 }
    }
    if cue.section.name == "outro", frame.bars.count >= 4, stroke.bar >= frame.bars.count / 2 {
      return stroke.symbol != "g" && drum != .openHat
    }
    return true
  }

  private func hits(of stroke: Stroke, on drum: DrumKey) -> [Kit.Hit] {
    let base = Dynamics.base(of: stroke.symbol)
    let accent = drum == .kick || drum == .snare ? 0.5 : 1.2
    let velocity = dynamics.velocity(base, at: stroke.onset, accent: accent)
    var hit = Kit.Hit(
      onset: stroke.onset, end: stroke.end, drum: drum, velocity: velocity)
    switch stroke.symbol {
    case "g":
      hit.velocity = dynamics.ghost(at: stroke.onset)
      hit.articulation = .ghost
      return [hit]
    case "f":
      hit.articulation = .accent
      let grace = stroke.onset - Beat(1, 16)
      guard grace >= frame.start else { return [hit] }
      return [
        Kit.Hit(
          onset: grace, end: stroke.onset, drum: drum,
          velocity: dynamics.ghost(at: grace) + 10, articulation: .ghost), hit,
      ]
    case "r":
      let strokes = stroke.duration.denominator % 3 == 0 ? 3 : stroke.duration >= Beat(1, 2) ? 4 : 2
      let step = stroke.duration / strokes
      return (0..<strokes).map { index in
        Kit.Hit(
          onset: stroke.onset + step * index, end: stroke.onset + step * (index + 1), drum: drum,
          velocity: velocity - 10 + index * 4)
      }
    case "X":
      hit.articulation = .accent
      return [hit]
    default: return [hit]
    }
  }

  /// A plain groove for a part without patterns: kick on the strong beats, snare between, hats.
  private func ownHits() -> [Kit.Hit] {
    frame.bars.flatMap { bar -> [Kit.Hit] in
      var hits: [Kit.Hit] = []
      let half = bar.meter.isCompound ? bar.meter.unit : Beat(1, 2)
      var position = Beat.zero
      while bar.start + position < bar.end {
        let onset = bar.start + position
        let isPulse = bar.meter.pulses.contains(position)
        if cue.intensity >= 0.15 || isPulse, !isBreak {
          hits.append(hit(.closedHat, at: onset, for: half, base: isPulse ? 92 : 74))
        }
        position = position + half
      }
      let isHalf = cue.part.controls.time == .half
      for (index, pulse) in bar.meter.pulses.enumerated() where bar.start + pulse < bar.end {
        let isStrong = bar.meter.strength(at: pulse) >= 0.75
        let isLast = index == bar.meter.pulses.count - 1
        let isBackbeat =
          isHalf ? bar.start + pulse == bar.middle : index % 2 == 1 || (isLast && index > 1)
        if isStrong, !(isHalf && isBackbeat) {
          hits.append(hit(.kick, at: bar.start + pulse, for: half, base: 104))
        } else if cue.intensity >= 0.15, isBackbeat {
          hits.append(hit(.snare, at: bar.start + pulse, for: half, base: 102))
        }
      }
      return hits
    }
  }

  func hit(_ drum: DrumKey, at onset: Beat, for length: Beat, base: Double) -> Kit.Hit {
    Kit.Hit(
      onset: onset, end: onset + length, drum: drum, velocity: dynamics.velocity(base, at: onset))
  }
}

extension DrumGroove {
  /// Adds what is not written: ghost notes by the backbeat, a moved kick, an opened hat.
  func ornament(_ hits: inout [Kit.Hit]) {
    guard cue.intensity >= 0.35, cue.section.name != "break" else { return }
    addGhosts(to: &hits)
    let variation = PhraseVariation(cue, frame: frame, book: book)
    for bar in frame.bars where variation.changes(bar) {
      var stream = cue.stream("kick", bar: bar.number)
      if stream.chance(0.6), varyKick(&hits, in: bar, stream: &stream) { continue }
      vary(&hits, in: bar, stream: &stream) { !$0.isFoot && $0 != .snare && !$0.isTom }
    }
    if variation.amount >= 0.15 { openHats(&hits) }
  }

  /// In bars that are to differ a weak stroke of one of the pieces is left out, or a soft one added.
  func vary(
    _ hits: inout [Kit.Hit], in bar: SectionFrame.Bar, stream: inout RandomStream,
    on isVaried: (DrumKey) -> Bool
  ) {
    let own = hits.indices.filter {
      hits[$0].onset >= bar.start && hits[$0].onset < bar.end && isVaried(hits[$0].drum)
        && !DrumPieces.Group.cymbals.contains(hits[$0].drum)
    }
    guard let sample = stream.element(of: own) else { return }
    let drum = hits[sample].drum
    let weak = own.filter {
      hits[$0].drum == drum && frame.strength(at: hits[$0].onset) < 0.5
    }
    if weak.count >= 2, stream.chance(0.75 - 0.5 * cue.part.complexity),
      let gone = stream.element(of: weak)
    {
      hits.remove(at: gone)
      return
    }
    let taken = Set(own.filter { hits[$0].drum == drum }.map { hits[$0].onset })
    let count = max(1, ((bar.end - bar.start) / grain).floor)
    let places = (0..<count).map { bar.start + grain * $0 }.filter {
      !taken.contains($0) && frame.strength(at: $0) < 0.5 && $0 > bar.start
    }
    if let place = stream.element(of: places) {
      hits.append(hit(drum, at: place, for: grain, base: 66))
    } else if let gone = stream.element(of: weak) {
      hits.remove(at: gone)
    }
  }

  /// The kick strikes with the part that the drummer follows, and no longer between.
  func follow(_ hits: inout [Kit.Hit]) {
    guard let following = Following(cue) else { return }
    let isFollowed = Set(following.onsets)
    hits.removeAll {
      $0.drum == .kick && !isFollowed.contains($0.onset) && frame.strength(at: $0.onset) < 1
    }
    var last = hits.filter { $0.drum == .kick }.map(\.onset)
    let snares = Set(hits.filter { $0.drum == .snare && $0.velocity > 70 }.map(\.onset))
    for onset in following.onsets where onset >= frame.start && onset < frame.end {
      let isTaken = last.contains { (onset - $0).value.magnitude < 0.5 }
      guard !isTaken, !snares.contains(onset) else { continue }
      last.append(onset)
      hits.append(hit(.kick, at: onset, for: grain, base: 100))
    }
  }

  /// The length of the finest usual subdivision: sixteenths, or eighth notes in compound metres.
  private var grain: Beat { book.grain }

  private func addGhosts(to hits: inout [Kit.Hit]) {
    let complexity = cue.part.complexity
    guard complexity > (isMachine ? 0.8 : 0.3) else { return }
    let snares = hits.filter { $0.drum == .snare && $0.velocity > 70 }.map(\.onset)
    guard !snares.isEmpty else { return }
    let taken = Set(hits.filter { $0.drum == .snare || $0.drum.isTom }.map(\.onset))
    for bar in frame.bars where book.fills[bar.index] == nil {
      // The choice belongs to the place in a group of two bars, so that it is a groove.
      for backbeat in snares where backbeat >= bar.start && backbeat < bar.end {
        for (offset, share) in [(-1, 0.25), (1, 0.35), (3, 0.2)] {
          let onset = backbeat + grain * offset
          guard onset > bar.start, onset < bar.end, !taken.contains(onset) else { continue }
          var stream = cue.theme("ghost \(onset - bar.start)", bar: bar.index % 2)
          guard stream.chance(share * complexity * cue.intensity) else { continue }
          hits.append(
            Kit.Hit(
              onset: onset, end: onset + grain, drum: .snare, velocity: dynamics.ghost(at: onset),
              articulation: .ghost))
        }
      }
    }
  }

  /// A kick is added before a beat or taken from a weak place; whether anything changed.
  private func varyKick(
    _ hits: inout [Kit.Hit], in bar: SectionFrame.Bar, stream: inout RandomStream
  ) -> Bool {
    let kicks = hits.indices.filter {
      hits[$0].drum == .kick && hits[$0].onset >= bar.start && hits[$0].onset < bar.end
    }
    guard !kicks.isEmpty else { return false }
    let isFourOnFloor = kicks.filter { frame.strength(at: hits[$0].onset) >= 0.5 }.count >= 4
    let weak = kicks.filter { frame.strength(at: hits[$0].onset) < 0.35 }
    if isFourOnFloor || stream.chance(0.6) || weak.isEmpty {
      let step = grain
      let count = max(1, ((bar.end - bar.start) / step).floor)
      let places = (count / 2..<count).map { bar.start + step * $0 }.filter { onset in
        frame.strength(at: onset) < 0.35
          && !hits.contains { ($0.drum == .kick || $0.drum == .snare) && $0.onset == onset }
      }
      guard let onset = stream.element(of: places) else { return false }
      hits.append(hit(.kick, at: onset, for: step, base: 88))
      return true
    }
    guard let gone = stream.element(of: weak) else { return false }
    hits.remove(at: gone)
    return true
  }

  /// At the end of four bars the last offbeat hat opens.
  private func openHats(_ hits: inout [Kit.Hit]) {
    let name = DrumKey.openHat.name
    guard !hits.contains(where: { $0.drum == .openHat }),
      book.main?.voices[name] == nil, cue.part.complexity > 0.25
    else { return }
    for bar in frame.bars where bar.index % 4 == 3 && book.fills[bar.index] == nil {
      let last = hits.indices.filter {
        hits[$0].drum == .closedHat && hits[$0].onset >= bar.middle && hits[$0].onset < bar.end
          && frame.strength(at: hits[$0].onset) <= 0.35
      }.max { hits[$0].onset < hits[$1].onset }
      guard let last else { continue }
      hits[last].drum = .openHat
      hits[last].end = bar.end
    }
  }
}
