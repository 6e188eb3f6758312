import Music
import Production

extension Certifier {
  private static let endings: [String: Style.Ending] = [
    "fade-out": .fade, "fade": .fade, "stop": .stop, "hard-stop": .stop, "cold-end": .stop,
    "ring-out": .ringOut,
  ]

  /// The kinds of sections that an event can name.
  private static let kinds: Set<String> = [
    "intro", "verse", "pre-chorus", "chorus", "post-chorus", "refrain", "hook", "bridge", "break",
    "breakdown", "build", "drop", "solo", "interlude", "head", "theme", "development", "climax",
    "main", "groove", "loop", "tag", "vamp", "a", "b", "c", "d", "outro", "coda", "ending",
  ]

  /// Whether an event says how the piece ends, which needs no downbeat.
  static func isEnding(_ event: Brief.Event) -> Bool {
    let name = plain(event.refused ?? event.what)
    return endings[name] != nil || name == "end"
  }

  static func isKeyChange(_ event: Brief.Event) -> Bool {
    ["key-change", "modulation"].contains(plain(event.what))
  }

  /// What was asked to happen, or not to.
  func event(_ event: Brief.Event) -> Certificate.Entry {
    if let refused = event.refused { return self.refused(Self.plain(refused), event.what) }
    let name = Self.plain(event.what)
    if Self.isKeyChange(event) { return keyChange(event) }
    let wish = event.what + (event.at.map { " at \(Self.clock($0))" } ?? "")
    if Self.isEnding(event) { return ending(Self.endings[name], wish, at: event.at) }
    let kinds = Self.arrivals.contains(name) ? Self.arrivals : [name]
    let places = score.sections.filter { kinds.contains(self.name($0)) }
    guard let at = event.at else {
      guard Self.kinds.contains(name) || !places.isEmpty else {
        return Self.open(.event, wish, "it is no section of a form")
      }
      return .init(
        kind: .event, wish: wish, isKept: !places.isEmpty,
        found: places.first.map { "\($0.name) in bar \($0.startBar + 1)" } ?? "nothing of the kind")
    }
    return nearest(places.map(\.startBar), to: at, kind: .event, wish: wish)
  }

  /// The ending, as the plan has it.
  private func ending(
    _ wanted: Style.Ending?, _ wish: String, at: Double?
  ) -> Certificate.Entry {
    guard let wanted, let plan else {
      return Self.open(.event, wish, "the notes do not say how the piece ends")
    }
    guard plan.ending == wanted else {
      return .init(
        kind: .event, wish: wish, isKept: false, found: "the ending is \(plan.ending.rawValue)")
    }
    guard at == nil else {
      return Self.open(.event, wish, "it ends so; the time lies in the sound, which is not read")
    }
    return .init(
      kind: .event, wish: wish, isKept: true, found: "the ending is \(plan.ending.rawValue)")
  }

  /// What was not to happen.
  private func refused(_ name: String, _ wish: String) -> Certificate.Entry {
    if let ending = Self.endings[name] {
      guard let plan else {
        return Self.open(.event, wish, "the notes do not say how the piece ends")
      }
      return .init(
        kind: .event, wish: wish, isKept: plan.ending != ending,
        found: "the ending is \(plan.ending.rawValue)")
    }
    if ["key-change", "modulation"].contains(name) {
      let changes = score.keys.filter { $0.bar > 0 }
      return .init(
        kind: .event, wish: wish, isKept: changes.isEmpty, bars: Self.sorted(changes.map(\.bar)),
        found: changes.isEmpty ? "the key stays" : "it changes \(changes.count) times")
    }
    let found = score.sections.filter { self.name($0) == name }
    guard Self.kinds.contains(name) || !found.isEmpty else {
      return Self.open(.event, wish, "it is no section of a form")
    }
    return .init(
      kind: .event, wish: wish, isKept: found.isEmpty,
      bars: Self.sorted(found.flatMap { Array($0.barRange) }),
      found: found.isEmpty ? "the form has none" : "the form has \(found.count)")
  }

  // MARK: Changes of key

  /// The changes of key that answer a wish for one, wherever its time is.
  func changes(asked event: Brief.Event) -> [KeyChange] {
    let places = event.place.map { Set(bars(of: $0)) }
    return zip(score.keys, score.keys.dropFirst()).compactMap { before, change in
      if let key = event.key, key != change.key { return nil }
      if let places, !places.contains(change.bar) { return nil }
      if let semitones = event.semitones, event.key == nil {
        let up = change.key.tonic.pitchClass - before.key.tonic.pitchClass
        guard (up - semitones) % 12 == 0, before.key.scale == change.key.scale else { return nil }
      }
      if let at = event.at, abs(seconds(ofBar: change.bar) - at) > 0.020 { return nil }
      return change
    }
  }

  private func keyChange(_ event: Brief.Event) -> Certificate.Entry {
    var wish = event.what + (event.key.map { " to \($0)" } ?? "")
    if let semitones = event.semitones { wish += " by \(semitones) semitones" }
    if let at = event.at { wish += " at \(Self.clock(at))" }
    if let section = event.place?.section { wish += " at \(section)" }
    let found = changes(asked: event)
    let all = score.keys.filter { $0.bar > 0 }
    return .init(
      kind: .event, wish: wish, isKept: !found.isEmpty,
      bars: found.isEmpty ? Self.sorted(all.map(\.bar)) : [],
      found: (found.isEmpty ? all : found).map { "\($0.key) from bar \($0.bar + 1)" }
        .joined(separator: ", ").orNone)
  }

  /// The bars at which a place may begin: those of each section of its kind, or of every section
  /// where the form has none of the kind.
  private func bars(of place: Brief.Moment) -> [Int] {
    guard place.section != nil else { return bar(of: place).map { [$0] } ?? [] }
    let starts = sections(of: place).map(\.startBar).filter { $0 > 0 }
    return starts.isEmpty ? score.sections.map(\.startBar).filter { $0 > 0 } : starts
  }
}

extension String {
  fileprivate var orNone: String { isEmpty ? "the key does not change so" : self }
}
