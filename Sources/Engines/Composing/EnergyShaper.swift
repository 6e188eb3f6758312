import Music
import Production

/// Gives the sections of a form their energies: one climax, later occurrences above earlier ones,
/// no neighbours alike, and whatever was asked for.
struct EnergyShaper {
  var brief: Brief
  var style: Style
  /// When a bar begins, in seconds.
  var seconds: (Int) -> Double

  /// Shapes the energies; `peaks` are bars at which an arrival was asked for.
  func shape(_ sections: inout [DraftSection], peaks: [Int]) {
    let shift = brief.mood.map { ($0.energy - style.mood.energy) * 0.14 } ?? 0
    for index in sections.indices where !sections[index].isEnergyFixed {
      sections[index].energy = clamped(sections[index].energy + shift)
    }
    raiseOccurrences(&sections)
    if let climax = climax(of: sections, peaks: peaks) {
      let top = sections.map(\.energy).max() ?? 0
      if !sections[climax].isEnergyFixed { sections[climax].energy = top }
      for index in sections.indices where index != climax && !sections[index].isEnergyFixed {
        sections[index].energy = min(sections[index].energy, top - 0.05)
      }
    }
    followCurve(&sections)
    separate(&sections)
    for index in sections.indices { sections[index].energy = rounded(sections[index].energy) }
  }

  private func clamped(_ energy: Double) -> Double { min(max(energy, 0.08), 1) }

  private func rounded(_ energy: Double) -> Double { (energy * 1000).rounded() / 1000 }

  /// Lets each kind grow from its first occurrence to its last.
  private func raiseOccurrences(_ sections: inout [DraftSection]) {
    for name in Set(sections.map(\.name)).sorted() {
      let same = sections.indices.filter { sections[$0].name == name }
      guard same.count > 1, let last = same.last else { continue }
      let top = same.map { sections[$0].energy }.max() ?? 0
      if !sections[last].isEnergyFixed { sections[last].energy = top }
      for (order, index) in same.dropLast().enumerated() where !sections[index].isEnergyFixed {
        let step = min(0.05, 0.12 / Double(same.count - 1))
        let limit = top - step * Double(same.count - 1 - order)
        sections[index].energy = clamped(min(sections[index].energy, limit))
      }
    }
  }

  /// The section that should be the climax: among the strongest and those of their kind, the one
  /// nearest 60-80 % of the length, the later of two.
  private func climax(of sections: [DraftSection], peaks: [Int]) -> Int? {
    let total = Double(sections.reduce(0) { $0 + $1.bars })
    let top = sections.map(\.energy).max() ?? 0
    let topName = sections.last { $0.energy == top }?.name
    var best: (index: Int, distance: Double)?
    var bar = 0
    for (index, section) in sections.enumerated() {
      let (start, end) = (Double(bar) / total, Double(bar + section.bars) / total)
      let isAsked = peaks.contains(bar)
      bar += section.bars
      let isRival = section.energy >= top - 0.09 || section.name == topName
      guard isRival || isAsked else { continue }
      var distance = start > 0.8 ? start - 0.8 : end < 0.6 ? 0.6 - end : 0
      if isAsked { distance -= 1 }
      if distance <= best?.distance ?? .infinity { best = (index, distance) }
    }
    return best?.index
  }

  /// Where an energy curve was asked for, the section follows it at its middle.
  private func followCurve(_ sections: inout [DraftSection]) {
    let points = brief.energy.sorted { $0.at < $1.at }
    guard let first = points.first, let last = points.last else { return }
    var bar = 0
    for index in sections.indices {
      let time = (seconds(bar) + seconds(bar + sections[index].bars)) / 2
      bar += sections[index].bars
      guard !sections[index].isEnergyFixed else { continue }
      var energy = time <= first.at ? first.energy : last.energy
      for (left, right) in zip(points, points.dropFirst()) where left.at <= time && time < right.at
      {
        let share = (time - left.at) / (right.at - left.at)
        energy = left.energy + share * (right.energy - left.energy)
      }
      sections[index].energy = min(max(energy, 0), 1)
      sections[index].isEnergyFixed = true
    }
  }

  /// Moves a neighbour of equal energy a little below.
  private func separate(_ sections: inout [DraftSection]) {
    guard sections.count > 1 else { return }
    for index in sections.indices.dropLast().reversed() {
      let gap = sections[index + 1].energy - sections[index].energy
      guard abs(gap) < 0.03, !sections[index].isEnergyFixed else { continue }
      sections[index].energy = clamped(sections[index + 1].energy - 0.05)
    }
  }
}
