import Music

extension WorkFeatures {
  /// Who plays what share of the bars, on which instrument, how high, how densely and how long.
  static func timbre(_ window: PieceWindow) -> FeatureVector {
    var gathered = FeatureGathering()
    for part in window.score.parts {
      let notes = window.notes(of: part)
      guard !notes.isEmpty, window.bars > 0 else { continue }
      let played = Set(notes.map { window.bar(at: $0.onset) }).count
      let share = Double(played) / Double(window.bars)
      let role = Role.allCases.firstIndex(of: part.role) ?? 0
      let family = InstrumentFamily.allCases.firstIndex(of: part.instrument.family) ?? 0
      gathered.add("role", [role], 0.3 * share)
      gathered.add("family", [role, family], 0.5 * share)
      gathered.add("instrument", [role] + part.instrument.id.utf8.map(Int.init), share)
      let density = Double(notes.count) / Double(played)
      gathered.add("density", [role], at: density.squareRoot() * 2, 0.5 * share)
      guard !part.instrument.isDrumKit else { continue }
      let mean = notes.reduce(0) { $0 + Double($1.pitch.number) } / Double(notes.count)
      gathered.add("height", [role], at: mean / 5, 0.5 * share)
      let length = notes.reduce(0) { $0 + max(0, $1.duration.value) } / Double(notes.count)
      gathered.add("length", [role], at: length.squareRoot() * 4, 0.4 * share)
    }
    return gathered.vector
  }

  /// Successions of sections as letters with their lengths, and the course of energy in eight steps.
  static func form(_ window: PieceWindow) -> FeatureVector {
    let end = window.first + window.bars
    let sections = window.score.sections.filter {
      $0.startBar < end && $0.startBar + $0.bars > window.first
    }
    guard !sections.isEmpty else { return .nothing }
    var gathered = FeatureGathering()
    var letters: [String: Int] = [:]
    let form = sections.map { section in
      let letter = letters[section.name] ?? letters.count
      letters[section.name] = letter
      return (letter: letter, bars: section.bars)
    }
    let count = Double(form.count)
    for section in form {
      gathered.add("section", [section.letter, section.bars], 0.5 / count)
      gathered.add("bars", [section.bars], 0.5 / count)
    }
    for size in [2, 3] where form.count >= size {
      for start in 0...(form.count - size) {
        let run = form[start..<(start + size)]
        gathered.add("letters", run.map(\.letter), 0.7 / count)
        gathered.add("lengths", run.map(\.bars), 0.7 / count)
      }
    }
    addEnergy(of: sections, until: end, window, to: &gathered)
    return gathered.vector
  }

  private static func addEnergy(
    of sections: [Section], until end: Int, _ window: PieceWindow,
    to gathered: inout FeatureGathering
  ) {
    let steps = 8
    for step in 0..<steps {
      let bar = window.first + window.bars * (2 * step + 1) / (2 * steps)
      guard let section = sections.last(where: { $0.startBar <= bar }) else { continue }
      gathered.add("energy", [step], at: min(max(section.energy, 0), 1) * 4, 1 / Double(steps))
    }
  }
}
