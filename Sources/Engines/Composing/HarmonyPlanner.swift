import Music
import Production

/// Lays chords under a form.
struct HarmonyPlanner {
  var brief: Brief
  var style: Style
  var seed: UInt64
  var given: [GivenBar]
  var keys: [KeyChange]
  var meters: MeterMap
  var length: Beat
  /// Whether the piece closes with a cadence.
  var hasEnding: Bool
  /// Whether the last bar is too short to be played: then the bar before it is the last chord's.
  var isLastBarCarried: Bool
  /// Who draws the progressions instead of the style, if they are to be learned ones.
  var learned: LearnedHarmony?

  private func key(ofBar bar: Int) -> Key {
    keys.last { $0.bar <= bar }?.key ?? keys[0].key
  }

  /// The chords of every bar, in order, covering the length; the sections' own progressions are
  /// those of ``progressions(for:)``.
  func chords(
    _ sections: [DraftSection], on progressions: [[String]]
  ) throws(PlanningError) -> [ChordSpan] {
    guard !given.isEmpty else {
      let bars = try ownBars(sections, on: progressions)
      return spans(bars, positions: bars.map { _ in nil })
    }
    let bars = GivenBar.cycle(of: given.count, over: sections.map(\.bars)).map { given[$0] }
    let chords = bars.enumerated().map { bar, given in
      given.chords.map { $0.chord(in: key(ofBar: bar)) }
    }
    return spans(chords, positions: bars.map(\.positions))
  }

  /// Where the chords of a bar begin in it, at given positions or evenly, then its end.
  private func onsets(ofBar bar: Int, count: Int, positions: [Beat]?) -> [Beat] {
    let meter = meters.meter(ofBar: bar)
    guard let positions else { return divisions(of: meter, into: count) }
    // A bar that was shortened to meet a time loses the chords that begin behind its end.
    return positions.map { min($0, meter.barLength) } + [meter.barLength]
  }

  /// The style's progression of each section, at least a bar: the same for the same kind in one tonality.
  func progressions(for sections: [DraftSection]) -> [[String]] {
    var used: [Int] = []
    var memory: [String: [String]] = [:]
    var mixers: [Bool: ProgressionMixer] = [:]
    var start = 0
    return sections.map { section in
      defer { start += section.bars }
      let key = key(ofBar: start)
      let isMinor = key.scale.isMinor
      let place = "\(section.name)/\(isMinor)"
      if let bars = memory[place] { return bars }
      if let learned {
        let bars = learned.progression(
          of: section, fit: fit(key), seed: seed, place: place, known: Array(memory.values))
        memory[place] = bars
        return bars
      }
      let mixer =
        mixers[isMinor] ?? ProgressionMixer(all: style.harmony.progressions, isMinor: isMinor)
      mixers[isMinor] = mixer
      let bars = progression(of: section, place: place, key: key, mixer, used: &used)
      memory[place] = bars
      return bars
    }
  }

  private func spans(_ bars: [[Chord]], positions: [[Beat]?]) -> [ChordSpan] {
    var spans: [ChordSpan] = []
    for (bar, chords) in bars.enumerated() where !chords.isEmpty {
      let start = meters.start(ofBar: bar)
      let onsets = onsets(ofBar: bar, count: chords.count, positions: positions[bar])
      for (index, chord) in chords.enumerated() {
        let onset = start + onsets[index]
        let end = min(start + onsets[index + 1], length)
        if onset < end {
          spans.append(ChordSpan(onset: onset, duration: end - onset, chord: chord))
        }
      }
    }
    return spans
  }

  /// Where chords that share a bar begin, on felt beats where there are enough, then the end.
  private func divisions(of meter: Meter, into count: Int) -> [Beat] {
    let pulses = meter.pulses
    let bar = meter.barLength
    guard count > 1 else { return [.zero, bar] }
    var onsets: [Beat] = []
    for index in 0..<count {
      let even = bar * index / count
      if count <= pulses.count {
        // The felt beat nearest to an even share, later ones in odd metres: 5/4 parts as 3 + 2.
        let beats = pulses.filter { $0 > onsets.last ?? Beat(-1) }
        let best = beats.min { left, right in
          let (a, b) = (distance(left, even), distance(right, even))
          return a == b ? left > right : a < b
        }
        onsets.append(best ?? even)
      } else {
        onsets.append(even)
      }
    }
    return onsets + [bar]
  }

  private func distance(_ a: Beat, _ b: Beat) -> Beat { a < b ? b - a : a - b }

  // MARK: The style's own harmony

  private func ownBars(
    _ sections: [DraftSection], on progressions: [[String]]
  ) throws(PlanningError) -> [[Chord]] {
    var occurrences: [String: Int] = [:]
    let counts = Dictionary(grouping: sections, by: \.name).mapValues(\.count)
    var bars: [[Chord]] = []
    for (section, progression) in zip(sections, progressions) {
      let start = bars.count
      let key = key(ofBar: start)
      var own: [[Chord]] = []
      let isKept = isKeyAsked && fit(key).leaves(progression)
      for bar in 0..<section.bars {
        let chords = try read(
          progression[bar % progression.count], in: self.key(ofBar: start + bar), isKept: isKept)
        own.append(fitted(chords, toBar: start + bar))
      }
      let occurrence = occurrences[section.name, default: 0]
      occurrences[section.name] = occurrence + 1
      if occurrence > 0 {
        let isLast = occurrence + 1 == counts[section.name]
        Reharmonization(
          seed: seed, share: style.harmony.substitution, isLastReturn: isLast && occurrence > 1
        ).change(
          &own, cycle: progression.count, key: key, place: "\(section.name)-\(occurrence)")
      }
      bars += own
    }
    prepareKeys(&bars)
    if hasEnding, let last = sections.last { try close(&bars, lastSection: last.bars) }
    if isKeyAsked { KeyStatement(keys: keys).state(&bars) }
    return bars
  }

  /// As many chords as the bar has felt beats: in a metre with fewer than the style's, the first
  /// and the last stay and others go.
  private func fitted(_ chords: [Chord], toBar bar: Int) -> [Chord] {
    let count = max(1, meters.meter(ofBar: bar).pulses.count)
    guard chords.count > count else { return chords }
    guard count > 1 else { return Array(chords.prefix(1)) }
    return (0..<count).map { chords[$0 * (chords.count - 1) / (count - 1)] }
  }

  private func read(
    _ text: String, in key: Key, isKept: Bool = false
  ) throws(PlanningError) -> [Chord] {
    let bar = try GivenBar.read([text])
    return bar[0].chords.map { fit(key).chord($0, isKept: isKept) }
  }

  private var isKeyAsked: Bool { brief.key != nil || brief.scale != nil }

  private func fit(_ key: Key) -> ModalFit { ModalFit(key: key, isAsked: isKeyAsked) }

  /// Whether the style is one of few progressions, such as a blues, which are played as they are.
  private var isFixed: Bool { style.exceptions.contains("same-loop") }

  /// A progression for a kind of section.
  private func progression(
    of section: DraftSection, place: String, key: Key, _ mixer: ProgressionMixer,
    used: inout [Int]
  ) -> [String] {
    let name = section.name
    let isMinor = key.scale.isMinor
    let all = style.harmony.progressions
    let fitting = all.indices.filter { all[$0].isMinor == isMinor && !all[$0].bars.isEmpty }
    guard !fitting.isEmpty else { return Self.plain(isMinor: isMinor) }
    func names(_ index: Int) -> Bool {
      all[index].sections.contains { SectionKind.canonical($0) == name }
    }
    let meant = fitting.filter { names($0) || all[$0].sections.isEmpty }
    let candidates = meant.isEmpty ? fitting : meant
    let fit = fit(key)
    let fits = Dictionary(uniqueKeysWithValues: fitting.map { ($0, fit.weight(of: all[$0].bars)) })
    /// Less where another section has it already, and where it speaks for another scale.
    func weight(_ index: Int) -> Double {
      max(all[index].weight, 0) * (used.contains(index) ? 0.3 : 1) * (fits[index] ?? 1)
    }
    let weights = candidates.map { index in
      let length = all[index].bars.count
      let divides = section.bars % length == 0
      return weight(index) * (divides ? 1 : length < section.bars ? 0.25 : 0.1)
    }
    var stream = RandomStream(seed: seed, purpose: "progression", section: place)
    guard let choice = stream.weightedIndex(weights).map({ candidates[$0] }) else {
      return Self.plain(isMinor: isMinor)
    }
    var bars = all[choice].bars
    var parents = [choice]
    if !isFixed, let (mixed, partner) = mixer.mixed(choice, weight: weight, &stream) {
      bars = mixed
      parents.append(partner)
    }
    used += parents
    return bars
  }

  private static func plain(isMinor: Bool) -> [String] {
    isMinor ? ["i", "VI", "iv", "V"] : ["I", "vi", "ii", "V"]
  }

  /// Leads into every change of key by the dominant of the new one, in the second half of the bar
  /// before.
  private func prepareKeys(_ bars: inout [[Chord]]) {
    for change in keys where change.bar > 0 && change.bar < bars.count {
      guard let chord = bars[change.bar - 1].first,
        meters.meter(ofBar: change.bar - 1).pulses.count > 1
      else { continue }
      let root = change.key.tonic.transposed(letterSteps: 4, semitones: 7)
      let dominant = Chord(root, .major, seventh: .minor)
      bars[change.bar - 1] =
        chord.root.pitchClass == root.pitchClass ? [dominant] : [chord, dominant]
    }
  }

  /// Puts a cadence under the last bars and the tonic under the last.
  ///
  /// It takes at most half of the last section, so that a section which comes again keeps chords by
  /// which it is known: of cadences that are all longer the end is taken.
  private func close(_ bars: inout [[Chord]], lastSection: Int) throws(PlanningError) {
    let carried = isLastBarCarried && bars.count > 1 ? 1 : 0
    let last = bars.count - 1 - carried
    let key = key(ofBar: last)
    let room = min(last + 1, max(2, min(4, (lastSection - carried) / 2)))
    let cadences = style.harmony.cadences.filter {
      $0.isMinor == key.scale.isMinor && !$0.bars.isEmpty
    }
    let whole = cadences.filter { $0.bars.count <= room }
    let fitting = whole.isEmpty ? cadences : whole
    var stream = RandomStream(seed: seed, purpose: "cadence")
    var closing: [[Chord]] = []
    if let index = stream.weightedIndex(fitting.map(\.weight)) {
      for text in fitting[index].bars.suffix(room) {
        closing.append(try read(text, in: key, isKept: isKeyAsked))
      }
    } else if last >= 1 {
      closing = [try read("V", in: key), []]
    } else {
      closing = [[]]
    }
    let tonic = closing.last?.first { $0.root.pitchClass == key.tonic.pitchClass }
    let triad: Chord.Triad =
      key.scale == .locrian ? .diminished : key.scale.isMinor ? .minor : .major
    let plain = Chord(key.tonic, triad)
    closing[closing.count - 1] = [tonic ?? plain]
    let start = last + 1 - closing.count
    for (index, chords) in closing.enumerated() {
      bars[start + index] = fitted(chords, toBar: start + index)
    }
    for bar in (last + 1)..<max(last + 1, bars.count) { bars[bar] = [tonic ?? plain] }
  }
}
