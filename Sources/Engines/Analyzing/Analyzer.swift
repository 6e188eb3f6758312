public import Music
public import Production
import Recognition

/// Finds out what is in a score: key, metre, tempo, chords, sections and roles.
///
/// What a file states (metre, key, section and chord markers) is believed as far as the notes do not
/// contradict it; what is missing is recognised from the notes. Every score has an analysis, even one
/// without a note. The tempo is always the written one. Cost grows linearly with notes and bars.
public struct Analyzer: Hashable, Sendable {
  /// Whether stated metres, keys, chords, sections, roles and names are passed over.
  public var ignoresAnnotations: Bool

  /// Makes an analyzer.
  public init(ignoringAnnotations: Bool = false) { ignoresAnnotations = ignoringAnnotations }

  /// Analyses a score.
  public static func analyze(score: Score, ignoringAnnotations: Bool = false) -> Analysis {
    Analyzer(ignoringAnnotations: ignoringAnnotations).analyze(score)
  }

  /// Analyses a score.
  public func analyze(_ score: Score) -> Analysis {
    var notices: [String] = []
    let material = NoteMaterial(score)
    let profiles = PartProfile.all(of: material)
    let roles = roles(of: score, profiles)
    let meters = meters(of: score, material, roles, &notices)
    let length = ignoresAnnotations ? material.end : max(score.length.value, material.end)
    let grid = BarGrid(meters: meters, end: length)
    let frames = HarmonyFrames(material, grid: grid, roles: roles)
    let rough = ChordFinder().chords(of: frames, grid: grid)
    let finding = KeyFinder.find(
      material, roles: roles, grid: grid, frames: frames, chords: rough,
      stated: statedKey(of: score))
    let key = key(finding, score, &notices)
    let end = Beat(nearest: min(length, 1e6), denominator: 960)
    let chords = chords(of: score, frames, grid, key: key, end: end)
    let sections = sections(of: score, material, grid, frames)
    if material.pitched.isEmpty, !material.strokes.isEmpty {
      notices.append("There are only drums: key and chords are unknown.")
    }
    if material.pitched.isEmpty, material.strokes.isEmpty { notices.append("There are no notes.") }
    return Analysis(
      key: key, keyConfidence: finding.confidence,
      meter: principalMeter(meters, bars: grid.barCount),
      tempo: score.tempo.changes[0].beatsPerMinute, bars: grid.barCount,
      duration: score.tempo.seconds(at: length), chords: chords, sections: sections,
      parts: parts(of: score, profiles, roles, bars: grid.barCount), notices: notices)
  }

  /// The roles; of a stated score those that the notes do not make plain are taken from it.
  private func roles(of score: Score, _ profiles: [PartProfile]) -> [Role] {
    let found = RoleFinder.roles(of: score.parts, profiles: profiles)
    guard !ignoresAnnotations else { return found }
    return zip(score.parts, found).map { part, role in
      switch (part.role, role) {
      // How chords are played shades into these; the score knows better.
      case (.chords, .pad), (.pad, .chords), (.arpeggio, .chords), (.chords, .arpeggio),
        (.arpeggio, .lead), (.arpeggio, .counter), (.drums, .percussion), (.percussion, .drums),
        (.effects, _):
        part.role
      default: role
      }
    }
  }

  /// The key that a score states; C major alone may be nothing but a default.
  private func statedKey(of score: Score) -> Key? {
    guard !ignoresAnnotations, let first = score.keys.first?.key else { return nil }
    let isDefault = score.keys.count == 1 && first == Key(PitchName(.c), .major)
    return isDefault ? nil : first
  }

  private func key(
    _ finding: KeyFinder.Finding, _ score: Score, _ notices: inout [String]
  ) -> Key {
    if finding.confidence > 0, finding.confidence < 0.12 {
      let others = finding.alternatives.prefix(2).map(\.description).joined(separator: " or ")
      if !others.isEmpty { notices.append("The key is not sure: it may be \(others).") }
    }
    guard let stated = statedKey(of: score) else { return finding.key }
    let isSame =
      stated.tonic.pitchClass == finding.key.tonic.pitchClass
      && stated.scale.isMinor == finding.key.scale.isMinor
    if isSame {
      // The file's spelling and, beyond major and minor, its scale are better than a guess.
      return [.major, .minor].contains(stated.scale)
        ? Key(stated.tonic, finding.key.scale) : stated
    }
    notices.append("The file states \(stated), but the notes are in \(finding.key).")
    return finding.key
  }

  /// The metres: stated ones stand, but a lone 4/4, which may be a mere default, gives way to a
  /// clearly different rhythm.
  private func meters(
    of score: Score, _ material: NoteMaterial, _ roles: [Role], _ notices: inout [String]
  ) -> MeterMap {
    let finding = MeterFinder.find(material, roles: roles)
    let isDefault = score.meters.changes.count == 1 && score.meters.changes[0].meter == .common
    if ignoresAnnotations {
      if finding.confidence < 0.15 { notices.append("The metre is not sure.") }
      return map(finding)
    }
    guard isDefault, finding.meter.barLength != Meter.common.barLength,
      finding.meter != Meter(2, 4),
      finding.confidence > 0.6
    else { return score.meters }
    notices.append("The file says 4/4 or nothing, but the rhythm is clearly \(finding.meter).")
    return map(finding)
  }

  /// A metre throughout, after a short bar for an upbeat.
  private func map(_ finding: MeterFinder.Finding) -> MeterMap {
    guard finding.upbeat > .zero,
      let short = Meter((finding.upbeat * 2).floor, 8)
    else { return MeterMap(finding.meter) }
    return MeterMap(changes: [
      MeterMap.Change(bar: 0, meter: short), MeterMap.Change(bar: 1, meter: finding.meter),
    ])
  }

  /// The metre that holds for most bars, the earlier of equals.
  private func principalMeter(_ meters: MeterMap, bars: Int) -> Meter {
    var best = (meter: meters.meter(ofBar: 0), bars: 0)
    var totals: [Meter: Int] = [:]
    for (index, change) in meters.changes.enumerated() {
      let next = index + 1 < meters.changes.count ? meters.changes[index + 1].bar : bars
      totals[change.meter, default: 0] += max(0, min(next, bars) - change.bar)
    }
    for change in meters.changes {
      let total = totals[change.meter] ?? 0
      if total > best.bars { best = (change.meter, total) }
    }
    return best.meter
  }

  private func chords(
    of score: Score, _ frames: HarmonyFrames, _ grid: BarGrid, key: Key, end: Beat
  ) -> [ChordSpan] {
    if !ignoresAnnotations, !score.chords.isEmpty { return score.chords }
    let found = ChordFinder(key: key).chords(of: frames, grid: grid)
    return ChordFinder.spans(found, grid: grid, end: end)
  }

  private func sections(
    of score: Score, _ material: NoteMaterial, _ grid: BarGrid, _ frames: HarmonyFrames
  ) -> [Section] {
    let found = SectionFinder.find(material, grid: grid, frames: frames)
    guard !ignoresAnnotations, score.sections.count > 1 else { return found }
    // Files name sections without energies; those that are all the same are measured.
    guard Set(score.sections.map(\.energy)).count == 1 else { return score.sections }
    let energies = SectionFinder.energies(
      of: score.sections, material, grid: grid, frames: frames)
    return zip(score.sections, energies).map { section, energy in
      var measured = section
      measured.energy = energy
      return measured
    }
  }

  private func parts(
    of score: Score, _ profiles: [PartProfile], _ roles: [Role], bars: Int
  ) -> [Analysis.FoundPart] {
    score.parts.indices.map { index in
      let part = score.parts[index]
      return Analysis.FoundPart(
        name: ignoresAnnotations ? part.instrument.name : part.name, role: roles[index],
        instrument: part.instrument, notes: profiles[index].count, range: profiles[index].range,
        density: Double(profiles[index].count) / Double(max(bars, 1)),
        polyphony: profiles[index].polyphony)
    }
  }
}
