import Music
import Production

/// Chooses metre, tempo and key where they were not said.
struct KeyPlanner {
  var brief: Brief
  var style: Style
  var seed: UInt64

  /// The metre: said, or drawn from those of the style.
  func meter() throws(PlanningError) -> Meter {
    if let meter = brief.meter { return meter }
    var stream = RandomStream(seed: seed, purpose: "meter")
    guard let index = stream.weightedIndex(style.meters.map(\.weight)) else {
      throw .styleLacks(style: style.name, what: "meters")
    }
    return style.meters[index].value
  }

  /// The tempo that suits the style, the pace and the mood, in quarter notes a minute.
  func targetTempo() -> Double {
    let range = style.tempo
    var stream = RandomStream(seed: seed, purpose: "tempo")
    var lean = brief.pace ?? 0
    if brief.pace == nil, let mood = brief.mood { lean = (mood.energy - style.mood.energy) * 0.3 }
    // Two draws make middle tempos more frequent than the ends of the range.
    lean += ((stream.unit() + stream.unit()) - 1) * (brief.pace == nil ? 0.35 : 0.12)
    lean = min(max(lean, -1), 1)
    let end = lean < 0 ? range.low : range.high
    return range.typical + (end - range.typical) * abs(lean)
  }

  /// The key: said, heard in the given chords, or drawn from the style's scales by the mood.
  func key(chords: [GivenBar]) -> Key {
    if let key = brief.key { return key }
    let symbols = chords.flatMap { bar in bar.chords.compactMap(\.symbol) }
    if !symbols.isEmpty { return HeardKey.of(symbols, scale: brief.scale) }
    let numerals = chords.flatMap { bar in bar.chords.compactMap(\.numeral) }
    let scale = brief.scale ?? self.scale(suiting: numerals)
    var stream = RandomStream(seed: seed, purpose: "tonic", part: style.name)
    let tonic =
      stream.weightedIndex(Self.tonics(minor: scale.isMinor, strings: hasOpenStrings)) ?? 2
    return Key(PitchName(.c), scale).transposed(by: tonic)
  }

  /// How often pieces stand on each tonic from C: C rarer than its white keys would have it, and on
  /// open strings the keys whose chords ring on them.
  private static func tonics(minor: Bool, strings: Bool) -> [Double] {
    if strings {
      return minor
        ? [4, 2, 8, 1, 10, 2, 5, 4, 1, 10, 2, 8] : [6, 1, 9, 2, 9, 3, 1, 10, 1, 10, 2, 4]
    }
    return minor
      ? [7, 5, 8, 4, 9, 8, 6, 7, 4, 9, 5, 6] : [4, 5, 8, 7, 7, 8, 3, 8, 7, 8, 7, 4]
  }

  /// Whether guitars that live on their open strings are the style's band.
  private var hasOpenStrings: Bool {
    let open: Set<String> = [
      "nylon-guitar", "steel-guitar", "overdriven-guitar", "distortion-guitar", "banjo",
    ]
    return style.parts.contains { part in
      guard part.player == .guitarist, part.presence >= 0.5 else { return false }
      let likely = part.instruments.max { $0.weight < $1.weight }
      return likely.map { open.contains($0.value.id) } ?? false
    }
  }

  private func scale(suiting numerals: [RomanNumeral]) -> Scale {
    let tonic = numerals.first { $0.degree == 1 && $0.alteration == 0 && $0.target == nil }
    let valence = brief.mood?.valence ?? style.mood.valence
    let choices = style.scales.isEmpty ? [.init(.minor), .init(.major)] : style.scales
    let weights = choices.map { choice in
      if let tonic, tonic.shape.isMinor != choice.value.isMinor { return 0.0 }
      return choice.weight * max(0.06, 1 + 1.4 * valence * Self.brightness(choice.value))
    }
    guard weights.contains(where: { $0 > 0 }) else {
      return tonic?.shape.isMinor == true ? .minor : .major
    }
    var stream = RandomStream(seed: seed, purpose: "scale", part: style.name)
    return choices[stream.weightedIndex(weights) ?? 0].value
  }

  /// How bright a scale sounds, -1...1: its place in the row from Locrian to Lydian.
  private static func brightness(_ scale: Scale) -> Double {
    switch scale {
    case .lydian: 1
    case .major, .majorPentatonic: 0.8
    case .mixolydian: 0.5
    case .dorian: -0.2
    case .melodicMinor: -0.3
    case .blues, .minorPentatonic: -0.4
    case .minor: -0.6
    case .harmonicMinor: -0.7
    case .phrygian: -0.9
    case .locrian: -1
    }
  }
}
