import Music
import Production
import Signal

extension SongCheck {
  private static let shares = 0.0...1
  /// Relative frequencies: a file gives any above 0, a blend multiplies them by shares.
  private static let weights = Double.leastNonzeroMagnitude...1e9

  /// Throws at the first number of a style that no style file, and no blend of such, has.
  static func check(_ style: Style) throws(ProjectError) {
    let tempo = style.tempo
    try check("tempo.low", tempo.low, 20...400)
    try check("tempo.typical", tempo.typical, 20...400)
    try check("tempo.high", tempo.high, tempo.low...400)
    try check("mood.valence", style.mood.valence, -1...1)
    try check("mood.energy", style.mood.energy, -1...1)
    try check("loudness", style.loudness.value, -40...(-5))
    try check("generality", style.generality, shares)
    try check(style.groove)
    for (index, form) in style.forms.enumerated() {
      try check("forms[\(index)].weight", form.weight, weights)
      for (place, section) in form.sections.enumerated() {
        let path = "forms[\(index)].sections[\(place)]"
        try check("\(path).bars", Double(section.bars), 1...2000)
        try check("\(path).energy", section.energy, shares)
      }
    }
    for (index, part) in style.parts.enumerated() { try check(part, "parts[\(index)]") }
  }

  private static func check(_ groove: Groove) throws(ProjectError) {
    try check("groove.swing", groove.swing, 0.5...0.75)
    try check("groove.swingUnit", groove.swingUnit.value, 0.25...2)
    try check("groove.looseness", groove.looseness, 0...30)
    try check("groove.dynamics", groove.dynamics, shares)
    try check("groove.strum", groove.strum, 0...60)
    try check("groove.rubato", groove.rubato, shares)
    for (name, push) in groove.push.sorted(by: { $0.key < $1.key }) {
      try check("groove.push.\(name)", push, -60...60)
    }
    for (name, gate) in groove.gate.sorted(by: { $0.key < $1.key }) {
      try check("groove.gate.\(name)", gate, 0.1...1.1)
    }
  }

  private static func check(_ part: StylePart, _ path: String) throws(ProjectError) {
    try check("\(path).presence", part.presence, shares)
    try check("\(path).enters", part.enters, shares)
    try check("\(path).complexity", part.complexity, shares)
    try check("\(path).chromaticism", part.chromaticism, shares)
    guard part.register.clamped(to: 0...127) == part.register else {
      throw damaged("style", "\(path).register", "\(part.register)", "two notes of MIDI, 0 to 127")
    }
  }

  private static func check(
    _ path: String, _ value: Double?, _ allowed: ClosedRange<Double>
  ) throws(ProjectError) {
    guard let value, !allowed.contains(value) else { return }
    throw damaged("style", path, "\(value)", "\(allowed.lowerBound) to \(allowed.upperBound)")
  }
}
