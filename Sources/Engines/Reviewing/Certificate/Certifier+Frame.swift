import Music
import Production

extension Certifier {
  /// Key, scale, metre, tempo, length.
  func frame() -> [Certificate.Entry] {
    var entries: [Certificate.Entry] = []
    if let key = brief.key { entries.append(self.key(key)) }
    if let scale = brief.scale, brief.key == nil {
      let found = score.keys.first?.key
      let foreign = foreignNotes()
      entries.append(
        .init(
          kind: .scale, wish: "\(scale.rawValue)",
          isKept: found?.scale == scale && foreign.isEmpty,
          bars: Self.sorted(foreign.flatMap(\.bars)),
          found: (found.map { "\($0)" } ?? "no key") + Self.text(foreign)))
    }
    if let meter = brief.meter { entries.append(self.meter(meter)) }
    if let tempo = brief.tempo {
      let others = score.tempo.changes.filter { abs($0.beatsPerMinute - tempo) > 1e-9 }
      entries.append(
        .init(
          kind: .tempo, wish: "\(Self.text(tempo)) bpm", isKept: others.isEmpty,
          bars: Self.sorted(others.map { bar(of: $0.beat) }),
          found: score.tempo.changes.map { "\(Self.text($0.beatsPerMinute)) bpm" }
            .joined(separator: ", ")))
    }
    if let bars = brief.bars {
      entries.append(
        .init(
          kind: .bars, wish: "\(bars) bars", isKept: score.bars == bars,
          found: "\(score.bars) bars"))
    }
    if let seconds = brief.duration {
      let found = score.tempo.seconds(at: brief.loop ? score.length : end)
      entries.append(
        .init(
          kind: .seconds, wish: "\(Self.text(seconds)) seconds",
          isKept: abs(found - seconds) <= 0.010, found: "\(Self.text(found)) seconds"))
    }
    if brief.loop {
      let isWhole = start(ofBar: score.bars) == score.length && end <= score.length
      entries.append(
        .init(
          kind: .loop, wish: "a seamless loop", isKept: isWhole,
          found: isWhole ? "\(score.bars) whole bars" : "the last bar is not whole"))
    }
    return entries
  }

  private func key(_ key: Key) -> Certificate.Entry {
    let asked = Set(brief.events.filter { Self.isKeyChange($0) }.flatMap { changes(asked: $0) })
    let wrong = score.keys.filter { change in
      change.bar == 0 ? change.key != key : change.key != key && !asked.contains(change)
    }
    let foreign = foreignNotes()
    return .init(
      kind: .key, wish: "\(key)",
      isKept: wrong.isEmpty && !score.keys.isEmpty && foreign.isEmpty,
      bars: Self.sorted(wrong.map(\.bar) + foreign.flatMap(\.bars)),
      found: score.keys.map { $0.bar == 0 ? "\($0.key)" : "\($0.key) from bar \($0.bar + 1)" }
        .joined(separator: ", ") + Self.text(foreign))
  }

  private static func text(_ foreign: [ForeignNotes]) -> String {
    foreign.map { "; \($0.part) has \($0.percent)% of its beats where it should be" }.joined()
  }

  /// One bar of another metre is allowed right before each event that was asked for at a time, and
  /// the last where bars and seconds were asked for too.
  private func meter(_ meter: Meter) -> Certificate.Entry {
    let times = brief.events.filter { !Self.isEnding($0) }.compactMap(\.at)
    let others = (0..<max(1, score.bars)).filter { score.meters.meter(ofBar: $0) != meter }
    let wrong = others.filter { bar in
      let end = seconds(ofBar: bar + 1)
      let isRigid = brief.bars != nil && brief.duration != nil && bar == score.bars - 1
      return !times.contains { abs($0 - end) <= 0.020 } && !(isRigid && !times.isEmpty)
    }
    let list = others.map { "\(score.meters.meter(ofBar: $0)) in bar \($0 + 1)" }
    return .init(
      kind: .meter, wish: "\(meter)", isKept: wrong.isEmpty, bars: wrong,
      found: list.isEmpty ? "\(meter) throughout" : list.joined(separator: ", "))
  }

  /// A name in small letters, with hyphens between its words.
  static func plain(_ name: String) -> String {
    name.lowercased().split { " _-".contains($0) }.joined(separator: "-")
  }
}
