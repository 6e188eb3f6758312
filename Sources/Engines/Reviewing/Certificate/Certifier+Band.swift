import Music
import Production

extension Certifier {
  /// Who must play, must not, and alone may.
  func band() -> [Certificate.Entry] {
    let wishes = brief.instruments
    let wanted = wishes.with.map(NamedPlayers.init)
    let keepsPercussion = wishes.with.contains { Role(rawValue: $0) == .percussion }
    var entries: [Certificate.Entry] = []
    for (name, players) in zip(wishes.with, wanted) {
      let found = sounding.filter(players.include)
      entries.append(
        .init(
          kind: .with, wish: "with \(name)", isKept: !found.isEmpty,
          found: found.isEmpty ? "nobody plays it" : Self.names(found)))
    }
    for name in wishes.without {
      let players = NamedPlayers(name)
      let found = sounding.filter { part in
        // An instrument that was asked for by name may belong to a family that was not.
        let isExempt =
          Role(rawValue: name) == nil && part.id != name
          && wanted.contains { $0.isInstrument && $0.include(part) }
        return !isExempt && players.exclude(part, keepsPercussion: keepsPercussion)
      }
      entries.append(
        .init(
          kind: .without, wish: "without \(name)", isKept: found.isEmpty,
          bars: Self.sorted(found.flatMap { $0.notes.map { bar(of: $0.onset) } }),
          found: found.isEmpty ? "nobody plays it" : Self.names(found)))
    }
    if wishes.only, !wishes.with.isEmpty {
      let others = sounding.filter { part in !wanted.contains { $0.include(part) } }
      entries.append(
        .init(
          kind: .only, wish: "only \(wishes.with.joined(separator: ", "))",
          isKept: others.isEmpty,
          bars: Self.sorted(others.flatMap { $0.notes.map { bar(of: $0.onset) } }),
          found: others.isEmpty ? "nobody else plays" : Self.names(others)))
    }
    return entries
  }

  static func names(_ parts: [Part]) -> String {
    parts.map { "\($0.id) (\($0.instrument.name))" }.joined(separator: ", ")
  }

  // MARK: Limits of notes

  /// Ranges, voices and roots.
  func limits() -> [Certificate.Entry] {
    brief.limits.flatMap { wish -> [Certificate.Entry] in
      let players = wish.of.map(NamedPlayers.init)
      let parts = sounding.filter { players?.include($0) ?? true }
      let pitched = parts.filter { !$0.instrument.isDrumKit }
      var entries: [Certificate.Entry] = []
      if wish.limits.low != nil || wish.limits.high != nil {
        entries.append(range(wish, pitched))
      }
      if let voices = wish.limits.voices {
        entries.append(self.voices(voices, of: wish.of, wish.of == nil ? pitched : parts))
      }
      if wish.limits.rootsOnly {
        entries.append(
          pitched.isEmpty && !parts.isEmpty
            ? Self.open(.roots, "\(wish.of ?? "all parts") only on roots", "a kit has no roots")
            : roots(of: wish.of, pitched))
      }
      return entries
    }
  }

  private func range(_ wish: Brief.LimitWish, _ parts: [Part]) -> Certificate.Entry {
    let (low, high) = (wish.limits.low?.number ?? 0, wish.limits.high?.number ?? 127)
    let numbers = parts.flatMap { $0.notes.map(\.pitch.number) }
    let wrong = parts.flatMap { part in
      part.notes.filter { $0.pitch.number < low || $0.pitch.number > high }
        .map { bar(of: $0.onset) }
    }
    let asked = [
      wish.limits.low.map { "not below \($0)" }, wish.limits.high.map { "not above \($0)" },
    ].compactMap { $0 }.joined(separator: ", ")
    let found: String
    if let least = numbers.min(), let most = numbers.max() {
      found = "\(Pitch(number: least)) to \(Pitch(number: most))"
    } else {
      found = "nobody plays it"
    }
    return .init(
      kind: .range, wish: "\(wish.of ?? "all parts") \(asked)", isKept: wrong.isEmpty,
      bars: Self.sorted(wrong), found: found)
  }

  /// The most notes at once: of each part by itself, or of all pitched parts together.
  private func voices(_ most: Int, of name: String?, _ parts: [Part]) -> Certificate.Entry {
    let groups = name == nil ? [parts.flatMap(\.notes)] : parts.map(\.notes)
    var peak = 0
    var wrong: [Int] = []
    for notes in groups {
      let edges = notes.flatMap { [($0.onset, 1), ($0.end, -1)] }
        .sorted { ($0.0, $0.1) < ($1.0, $1.1) }
      var sounding = 0
      for (beat, step) in edges {
        sounding += step
        peak = max(peak, sounding)
        if sounding > most, step > 0 { wrong.append(bar(of: beat)) }
      }
    }
    return .init(
      kind: .voices, wish: "at most \(most) notes at once in \(name ?? "all pitched parts")",
      isKept: wrong.isEmpty, bars: Self.sorted(wrong), found: "at most \(peak)")
  }

  /// Every note is the bass of each chord that it sounds in.
  private func roots(of name: String?, _ parts: [Part]) -> Certificate.Entry {
    let wrong = parts.flatMap(\.notes).filter { note in
      score.chords.contains { span in
        span.onset < note.end && span.end > note.onset
          && span.chord.lowest.pitchClass != (note.pitch.number % 12 + 12) % 12
      }
    }
    return .init(
      kind: .roots, wish: "\(name ?? "all parts") only on roots", isKept: wrong.isEmpty,
      bars: Self.sorted(wrong.map { bar(of: $0.onset) }),
      found: wrong.isEmpty ? "roots only" : "\(wrong.count) other notes")
  }
}
