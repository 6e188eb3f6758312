import Production

/// Draws the tension of each phrase: where a section rises and falls within its energy.
struct TensionPlanner {
  /// The rise from the first phrase of a section to its last, of which half lies below its energy.
  private static func rise(_ name: String, towards next: Double?, energy: Double) -> Double {
    switch name {
    case "build", "pre-chorus": return 0.24
    case "break", "breakdown", "interlude": return (next ?? 0) > energy + 0.2 ? 0.2 : 0
    case "outro", "coda", "ending": return -0.2
    case "intro": return 0.12
    case "chorus", "refrain", "hook", "drop", "climax": return 0.06
    default: return 0.1
    }
  }

  /// Sets the tension of all sections or of one; the last phrase of the climax stands highest.
  func draw(_ sections: inout [Plan.PlannedSection], climax: String?, only place: Int? = nil) {
    for index in sections.indices where place == nil || place == index {
      let section = sections[index]
      let next = index + 1 < sections.count ? sections[index + 1].energy : nil
      let count = max(1, (section.bars + section.phrase - 1) / max(1, section.phrase))
      var rise = Self.rise(section.name, towards: next, energy: section.energy)
      if section.id == climax { rise = max(rise, 0.1) }
      sections[index].tension = (0..<count).map { phrase in
        // A section of one phrase stands at its energy.
        let place = count > 1 ? Double(phrase) / Double(count - 1) - 0.5 : 0
        let value = min(1, max(0, section.energy + rise * place))
        return (value * 1000).rounded() / 1000
      }
    }
  }
}
