import Production

extension StyleLinter {
  /// Forms: an arc, one climax late in the song, phrases that come out even.
  static func forms(_ style: Style) -> [StyleWarning] {
    var warnings: [StyleWarning] = []
    if style.forms.count == 1 {
      warnings.append(
        StyleWarning(.oneForm, at: "forms", "one form, so every song has it; three are usual"))
    }
    for (index, form) in style.forms.enumerated() {
      warnings += self.form(form, key: "forms[\(index)]", exceptions: Set(style.exceptions))
    }
    return warnings
  }

  private static func form(
    _ form: Style.Form, key: String, exceptions: Set<String>
  ) -> [StyleWarning] {
    var warnings: [StyleWarning] = []
    let energies = form.sections.map(\.energy)
    guard let peak = energies.max(), let low = energies.min(), form.sections.count > 1 else {
      return []
    }
    let sections = "\(key).sections"
    if !exceptions.contains(Critique.Rule.flatEnergy.rawValue) {
      if peak - low < 0.3 {
        warnings.append(
          StyleWarning(
            .flatForm, at: sections,
            "energies from \(text(low)) to \(text(peak)) make no arc; 0.3 between them is the least"
          ))
      }
      for place in energies.indices.dropFirst() where energies[place] == energies[place - 1] {
        warnings.append(
          StyleWarning(
            .equalNeighbours, at: "\(sections)[\(place)]",
            "\(form.sections[place].name) is as strong as \(form.sections[place - 1].name) before it"
          ))
      }
    }
    if !exceptions.contains(Critique.Rule.missingClimax.rawValue) {
      warnings += climax(form, peak: peak, key: sections)
    }
    for (place, section) in form.sections.enumerated()
    where section.bars > 2 && section.bars % 2 == 1 {
      warnings.append(
        StyleWarning(
          .oddLength, at: "\(sections)[\(place)]",
          "\(section.bars) bars are no whole phrases; 4, 8, 12 and 16 are usual"))
    }
    return warnings
  }

  /// One climax, which ends after 60 % of the length and begins before 80 %.
  private static func climax(_ form: Style.Form, peak: Double, key: String) -> [StyleWarning] {
    let peaks = form.sections.indices.filter { form.sections[$0].energy == peak }
    var warnings: [StyleWarning] = []
    if peaks.count > 1 {
      warnings.append(
        StyleWarning(
          .twoClimaxes, at: "\(key)[\(peaks[1])]",
          "\(peaks.count) sections share the highest energy \(text(peak)); one is the climax"))
    }
    let total = form.sections.reduce(0) { $0 + $1.bars }
    let strongest = peaks.last ?? 0
    let start = form.sections[..<strongest].reduce(0) { $0 + $1.bars }
    let end = start + form.sections[strongest].bars
    let isEarly = Double(end) < 0.6 * Double(total)
    if isEarly || Double(start) > 0.8 * Double(total) {
      let from = Int(100 * Double(start) / Double(total))
      let upTo = Int(100 * Double(end) / Double(total))
      warnings.append(
        StyleWarning(
          .climaxPlace, at: "\(key)[\(strongest)]",
          "the climax lies at \(from)-\(upTo) % of the length, too \(isEarly ? "early" : "late"); "
            + "60 to 80 % is usual"))
    }
    return warnings
  }
}
