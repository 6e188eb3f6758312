import Music
import Production

extension Certifier {
  /// Key, scale, metre, tempo, length.
  func frame() -> [Certificate.Entry] {
    var entries: [Certificate.Entry] = []
    if let key = brief.key { entries.append(self.key(key)) }
    if let scale = brief.scale, brief.key == nil {
      let found = score.keys.first?.key
      entries.append(
        .init(
          kind: .scale, wish: "\(scale.rawValue)", isKept: found?.scale == scale,
          found: found.map { "\($0)" } ?? "no key"))
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
    let mayChange = brief.events.contains { Self.plain($0.what) == "key-change" }
    let wrong = score.keys.filter { change in
      change.bar == 0 || !mayChange ? change.key != key : false
    }
    return .init(
      kind: .key, wish: "\(key)", isKept: wrong.isEmpty && !score.keys.isEmpty,
      bars: Self.sorted(wrong.map(\.bar)),
      found: score.keys.map { $0.bar == 0 ? "\($0.key)" : "\($0.key) from bar \($0.bar + 1)" }
        .joined(separator: ", "))
  }

  /// One bar of another metre is allowed right before each event that was asked for at a time.
  private func meter(_ meter: Meter) -> Certificate.Entry {
    let timed = brief.events.filter { $0.at != nil }.count
    let others = (0..<max(1, score.bars)).filter { score.meters.meter(ofBar: $0) != meter }
    let isKept =
      others.count <= timed
      && (others.isEmpty || score.meters.meter(ofBar: 0) == meter
        || timed > 0)
    let list = others.map { "\(score.meters.meter(ofBar: $0)) in bar \($0 + 1)" }
    return .init(
      kind: .meter, wish: "\(meter)", isKept: isKept, bars: isKept ? [] : others,
      found: list.isEmpty ? "\(meter) throughout" : list.joined(separator: ", "))
  }

  /// A name in small letters, with hyphens between its words.
  static func plain(_ name: String) -> String {
    name.lowercased().split { " _-".contains($0) }.joined(separator: "-")
  }
}
