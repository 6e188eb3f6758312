import Composing
import Foundation
import Music
public import Production
import Signal
import StyleFiles

extension Studio {
  /// What would be composed of a brief, without a note: form, keys, chords, energies, band.
  ///
  /// Throws `StyleLibraryError` and `PlanningError`.
  public func plan(brief: Brief, seed: UInt64, title: String? = nil) throws -> Plan {
    try plan(brief: brief, style: try style(for: brief), seed: seed, title: title)
  }

  func plan(brief: Brief, style: Style, seed: UInt64, title: String?) throws -> Plan {
    var plan = try planner(for: brief)
      .plan(brief: brief, style: style, seed: seed)
    plan.notices += styleNotice(brief, style)
    if let title { plan.title = title }
    return plan
  }

  /// Reads a plan from a JSON file that `etude plan` wrote, checked as a whole.
  ///
  /// Throws `StudioError` for a file that cannot be read, `PlanFileError` for what is wrong in it
  /// and `StyleLibraryError` for a style that is not there.
  public func plan(file path: String) throws -> Plan {
    let plan = try PlanFile.decode(try Self.readFile(path, limit: PlanFile.limit), path: path)
    _ = try library.blend(plan.styles)
    return plan
  }

  /// A song composed of a plan as it stands.
  func draft(
    plan given: Plan, title: String?, sampleRate: Int?, performance amount: Double
  ) throws -> Song {
    var plan = given
    plan.engine = EtudeVersion.current
    if let title { plan.title = title }
    plan.recordRests()
    let style = try library.blend(plan.styles)
    return try song(
      brief: plan.wishes, style: style, plan: plan, sampleRate: sampleRate, performance: amount)
  }

  func song(
    brief: Brief, style: Style, plan: Plan, sampleRate: Int?, performance amount: Double
  ) throws -> Song {
    let score = Composer().compose(plan: plan, style: style)
    let settings = SoundSettings(
      sampleRate: sampleRate ?? configuration.sampleRate ?? 48_000, performance: amount)
    return Song(
      brief: brief, style: style, plan: plan, score: score,
      performance: try perform(score, style: style, plan: plan, amount: amount), settings: settings)
  }
}

extension Plan {
  /// What a plan that was written by a person asks for: all that it says is a wish.
  var wishes: Brief {
    var brief = Brief()
    brief.styles = styles
    if keys.count == 1 { brief.key = keys.first?.key }
    if tempo.changes.count == 1 { brief.tempo = tempo.changes.first?.beatsPerMinute }
    brief.bars = bars
    brief.duration = tempo.seconds(at: length)
    brief.loop = loop
    brief.loudness = loudness.value
    brief.form = sections.map {
      Brief.SectionWish(name: $0.name, bars: $0.bars, energy: $0.energy)
    }
    let heard = Set(sections.flatMap { $0.layers.filter { $0.value > 0 }.keys })
    brief.instruments.with = parts.map(\.id).filter(heard.contains)
    brief.limits = parts.filter { !$0.limits.isEmpty }.map {
      Brief.LimitWish(of: $0.id, limits: $0.limits)
    }
    if meters.changes.count == 1 { brief.meter = meters.changes.first?.meter }
    brief.chordTrack = chords
    if keys.count > 1 {
      brief.key = keys[0].key
      brief.events = keys.dropFirst().map {
        Brief.Event(what: "key change", place: Brief.Moment(bar: $0.bar), key: $0.key)
      }
    }
    brief.passages = rests
    return brief
  }

  /// Keeps in mind where parts are not to play, so that edits of energy bring nobody in there.
  fileprivate mutating func recordRests() {
    for index in sections.indices {
      let section = sections[index]
      sections[index].wishes += parts.flatMap { part in
        section.silentBars(of: part.id).filter { section.wish(for: part.id, inBar: $0) != false }
          .stretches.map { PartWish(part: part.id, bars: $0, plays: false) }
      }
    }
  }

  /// The stretches in which a part is not to play, by layers and rests.
  private var rests: [Brief.Passage] {
    parts.flatMap { part in
      sections.flatMap { $0.silentBars(of: part.id) }.stretches.map { bars in
        Brief.Passage(
          text: "\(part.id) rests in \(Studio.text(bars))",
          from: Brief.Moment(bar: bars.lowerBound),
          until: Brief.Moment(bar: bars.upperBound),
          instruments: Brief.InstrumentWishes(without: ["part:" + part.id]))
      }
    }
  }
}

extension Plan.PlannedSection {
  /// The bars in which a part is not to play.
  fileprivate func silentBars(of part: String) -> [Int] {
    let isSilent = (layers[part] ?? 0) <= 0
    return barRange.filter { isSilent || !plays(part, inBar: $0) }
  }
}
